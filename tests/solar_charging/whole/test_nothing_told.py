"""Weeks of a commuter who has told nothing of when the car leaves, nor what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from backtest.engine import run
from backtest.law import View
from backtest.laws.ours import SolarCharging, settings_for
from backtest.laws.simple import AtOnce
from backtest.prices import Prices
from backtest.result import Result
from backtest.scenario import Scenario
from backtest.scenarios import Kind, made_up_window, scenario_of
from backtest.sessions import commuter
from solar_charging.publishing.habit_text import habit_text
from solar_charging.publishing.translator import Translator
from solar_charging.settings.settings import Settings

pytestmark = pytest.mark.long

PARIS = ZoneInfo("Europe/Paris")
PACE_S = 120.0
"""The law is asked this rarely, for weeks are long."""


@dataclass
class Unhurried:
    """Asks a law every other minute."""

    law: SolarCharging
    name: str = "unhurried"

    def decide(self, view: View) -> int | None:
        return self.law.decide(view) if view.now_s % PACE_S == 0 else None


def may(days: int, flat: bool = False) -> Scenario:
    """May with a made-up sky; the wishes, 40 % and at weekends 50 %, are told to nobody."""
    window = made_up_window(seed=4, days=days)
    scenario = scenario_of("may", Kind(person=commuter), 1, window, warm_up=timedelta(days=days // 2))
    if flat:
        dear = np.full(scenario.steps, 0.30)
        scenario = replace(scenario, prices=Prices(dear, scenario.export_price))
    return replace(scenario, told=False)


def settings(scenario: Scenario, charging: Mapping[str, Any]) -> Settings:
    known = settings_for(scenario.car)
    given = {**known.charging.model_dump(), "beat_s": PACE_S, "average_s": 5 * PACE_S, **charging}
    return known.model_copy(update={"charging": type(known.charging).model_validate(given)})


def lived(scenario: Scenario, **charging: Any) -> tuple[SolarCharging, Result]:
    law = SolarCharging(scenario.car, settings(scenario, charging))
    return law, run(scenario, Unhurried(law))


def lacks_pct(scenario: Scenario, result: Result) -> list[float]:
    """What each departure of the month lacked of its wish, in per cent of the battery."""
    ends = [(session, scenario.step_of(session.plug_out)) for session in scenario.sessions]
    return [
        max(session.soc_target_pct - float(result.soc_pct[step - 1]), 0.0)
        for session, step in ends
        if session.soc_target_pct and 0 < step <= scenario.steps
    ]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("flat", "days"), [(False, 21), (True, 10)])
def test_a_commuter_who_tells_nothing_is_never_short_and_drives_on_the_sun(flat: bool, days: int) -> None:
    scenario = may(days, flat)
    law, result = lived(scenario)
    assert max(lacks_pct(scenario, result)) < 0.5, "from the first day on"
    at_once = run(scenario, AtOnce(scenario.car))
    assert result.car_solar_kwh > 2 * at_once.car_solar_kwh
    assert result.car_solar_kwh > 0.5 * result.car_kwh
    assert law.outcome is not None
    habit = law.outcome.energy_value.habit
    assert habit is not None
    assert habit.known
    said = habit_text(law.outcome, Translator("en", PARIS, "EUR", datetime.now(timezone.utc).date()))
    assert said is not None
    assert "is enough, the rest is left to the sun" in said


@pytest.mark.timeout(300)
def test_who_is_always_to_be_ready_leaves_little_to_the_sun() -> None:
    scenario = may(8)
    _, learnt = lived(scenario)
    _, ready = lived(scenario, always_ready=True)
    assert ready.soc_pct.mean() > learnt.soc_pct.mean() + 5
    shares = [each.car_solar_kwh / each.car_kwh for each in (ready, learnt)]
    assert shares[0] < shares[1] - 0.1
