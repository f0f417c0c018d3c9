"""What is wrong with a meter is said with what mends it, for each way to name one."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.base.reason import Problem, Reason
from solar_charging.metering.lean_days import LeanDays
from solar_charging.metering.meter_check import MeterCheck, Miss
from solar_charging.metering.plug_check import PlugCheck
from solar_charging.metering.trust import trust
from solar_charging.settings.meters import Meters

PAIR = {"import_power": "sensor.in", "export_power": "sensor.out"}
SIGNED = {"entity": "sensor.grid"}


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"grid_power": "sensor.grid"}, Reason(Problem.METER_SIGN, {**SIGNED, "other": "export"})),
        (
            {"grid_power": "sensor.grid", "grid_power_positive": "export"},
            Reason(Problem.METER_SIGN, {**SIGNED, "other": "import"}),
        ),
        (PAIR, Reason(Problem.METER_SWAPPED, {"entity": "sensor.in + sensor.out"})),
    ],
)
def test_a_turned_meter_is_told_by_the_setting_that_turns_it(
    named: dict[str, Any], said: Reason[Problem]
) -> None:
    check = MeterCheck()
    check.miss = check.wrong = Miss.SIGN
    assert trust(Meters.model_validate(named), check, PlugCheck(), LeanDays(), 0.0).wrong == said
