"""What a person would read of an error: the tests' way to say which problem is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.errors import ProblemError
from solar_charging.base.reason import Reason, Text
from solar_charging.publishing.translator import Translator

ENGLISH = Translator("en", ZoneInfo("UTC"), "EUR")


def words(told: ProblemError | Reason[Text]) -> str:
    """Says an error or a reason in English."""
    return ENGLISH.say(told.reason if isinstance(told, ProblemError) else told)


@contextmanager
def raises(kind: type[ProblemError], match: str = "") -> Iterator[pytest.ExceptionInfo[ProblemError]]:
    """Expects an error whose words match a pattern, as pytest.raises does for those that have words."""
    with pytest.raises(kind) as caught:
        yield caught
    assert re.search(match, words(caught.value)), words(caught.value)
