"""Forms the surplus of the minutes before a start again, of what the meters had said meanwhile.

Each reading goes the way of a live one: signs, units, sums, rhythm, doubts, and for how long it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..base.errors import MeterError
from ..base.saved import SPOILT
from ..settings.settings import Settings
from .house_meters import HouseMeters
from .surplus import SurplusMeter


class Said(NamedTuple):
    """Is what an entity said at `at_s` (unix seconds): a state of Home Assistant with its attributes."""

    at_s: float
    entity: str
    state: Mapping[str, Any]


def past_surplus(
    settings: Settings, learnt: Mapping[str, Any], said: Iterable[Said], begin_s: float, idle_s: float | None
) -> SurplusMeter:
    """Returns the surplus since `begin_s` (unix seconds) by what the house's entities `said` in that order.

    `learnt` is what is known of the meters (see `HouseMeters.to_dict`). The car is idle since `idle_s`; None:
    it is the meter at its plug that says what it drew.
    """
    house = HouseMeters(settings, begin_s)
    try:
        house.from_dict(learnt)
    except SPOILT:
        # The meters are as new, and their rhythm is learnt of what they said.
        house = HouseMeters(settings, begin_s)
    for at_s, entity, state in said:
        if idle_s is not None and at_s >= idle_s:
            house.surplus.car.reported(idle_s, 0.0)
        try:
            if entity in settings.meters.car_power:
                house.plug.update(entity, state, at_s, idle=False)
            else:
                house.update(entity, state, at_s)
        except MeterError:
            # There is no reading from then on, as the house has taken in.
            continue
    return house.surplus
