"""Guesses which entity of Home Assistant is meant by an id that there is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

LIKE = 0.75
"""How like each other two ids must be, of 1: a letter or two are wrong, or a word is missing."""


def meant(entity: str, states: Mapping[str, Any], units: Collection[str]) -> str | None:
    """Returns the entity of `states` that is most like one that is missing, None where none is like it.

    Those of the same domain are looked at first, and of them those that measure in one of the `units`.
    """
    domain, _, name = entity.partition(".")
    of_domain = [each for each in states if each.startswith(f"{domain}.")]
    measuring = [each for each in of_domain if _unit(states[each]) in units]
    for ids in (measuring, of_domain, list(states)):
        names = {each.partition(".")[2]: each for each in ids}
        alike = get_close_matches(name, names, n=1, cutoff=LIKE)
        if alike:
            return names[alike[0]]
    return None


def _unit(state: object) -> object:
    attributes = state.get("attributes") if isinstance(state, Mapping) else None
    unit = attributes.get("unit_of_measurement") if isinstance(attributes, Mapping) else None
    return unit if isinstance(unit, str) else None
