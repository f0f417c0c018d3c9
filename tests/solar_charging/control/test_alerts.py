"""What a person hears of without looking, each once until it is over."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.accounting.bill import Bill, Session, Sums
from solar_charging.base.reason import Note, Problem, Reason, Why
from solar_charging.control.alerts import EARLY_S, GRACE_S, LATE_S, MUCH_PCT, SPARE_S, Alert, Alerts
from solar_charging.control.decision import decide
from solar_charging.control.situation import Decision, Situation, State
from solar_charging.planning.departures import Departure
from solar_charging.planning.learnt_departures import Correction
from solar_charging.planning.planner import EnergyValue
from solar_charging.vehicle.car import CarState, ChargingState
from tests.situations import (
    ENERGY_VALUE,
    EXAMPLES,
    FOLLOWING,
    NOW_S,
    PARKED,
    SETTINGS,
    WAITING,
    any_situation,
)

SESSION = Session(NOW_S - 7200, 50, bill=Bill(solar_kwh=9.0, grid_kwh=3.0, cost=1.3, saved=1.2))
ZONE = ZoneInfo("Europe/Paris")
MIDNIGHT = datetime.fromtimestamp(0, ZONE)
SUMS = Sums(Bill(), Bill(), Bill(), SESSION, MIDNIGHT, MIDNIGHT)
FULL = EXAMPLES["full"]
UNPLUGGED = EXAMPLES["unplugged"]
MOST_KW = WAITING.charger.most_stored_kw


def beats(alerts: Alerts, *situations: Situation, now_s: float = NOW_S) -> tuple[Alert, ...]:
    """What holds after the last of them, without what is told of each departure in the evening."""
    holds: tuple[Alert, ...] = ()
    for situation in situations:
        holds = alerts.beat(now_s, decide(situation, SETTINGS), situation, SUMS, 60.0)
    return tuple(each for each in holds if each.kind != "tomorrow")


def kinds(holds: tuple[Alert, ...]) -> list[str]:
    return [each.kind for each in holds]


@pytest.mark.parametrize(
    ("situations", "expected"),
    [
        ((FULL,), []),  # found so, as after a restart
        ((FOLLOWING,), []),
        ((FOLLOWING, FULL), ["complete"]),
        ((FOLLOWING, FULL, FULL), ["complete"]),
        ((FOLLOWING, WAITING), []),
        ((FOLLOWING, WAITING, FULL), ["complete"]),
        ((FOLLOWING, FULL, WAITING), ["complete"]),  # it lost a per cent
        ((FOLLOWING, FULL, UNPLUGGED), []),
        ((FOLLOWING, FULL, EXAMPLES["away"]), []),
        ((FOLLOWING, FULL, UNPLUGGED, FULL), []),
        ((FOLLOWING, FULL, FOLLOWING), []),
        ((FOLLOWING, FULL, FOLLOWING, FULL), ["complete"]),
    ],
)
def test_a_charge_is_complete_once_until_the_car_leaves_or_charges_on(
    situations: tuple[Situation, ...], expected: list[str]
) -> None:
    assert kinds(beats(Alerts(ZONE, True), *situations)) == expected


def test_a_complete_charge_tells_what_it_came_to() -> None:
    (alert,) = beats(Alerts(ZONE, True), FOLLOWING, FULL)
    assert alert.text.values == {"soc_pct": 80, "kwh": 12.0, "solar_pct": 75.0}


def departing(hours: float, spare_s: float = 0.0, soc_pct: float = 80.0) -> EnergyValue:
    return replace(ENERGY_VALUE, departure=Departure(NOW_S + 3600 * hours, soc_pct), spare_s=spare_s)


@pytest.mark.parametrize(
    ("spare_s", "at_risk"), [(900.0, False), (0.0, False), (-LATE_S, False), (-LATE_S - 0.1, True)]
)
@pytest.mark.parametrize("situation", [WAITING, FOLLOWING, EXAMPLES["by_hand"], EXAMPLES["charge_now"]])
def test_a_departure_is_at_risk_when_it_is_too_late(
    situation: Situation, spare_s: float, at_risk: bool
) -> None:
    holds = beats(Alerts(ZONE, True), replace(situation, energy_value=departing(3, spare_s)))
    assert kinds(holds) == (["departure"] if at_risk else [])


def test_what_is_left_of_a_departure_is_told_in_per_cent() -> None:
    (alert,) = beats(Alerts(ZONE, True), replace(WAITING, energy_value=departing(3, spare_s=-3600.0)))
    assert alert.text.why is Note.LATE
    assert alert.text.values["wanted_pct"] == 80
    assert alert.text.values["expected_pct"] == pytest.approx(80 - 100 * MOST_KW / 60)


def test_a_departure_at_risk_is_so_until_nothing_is_missing_any_more() -> None:
    alerts = Alerts(ZONE, True)
    told = beats(alerts, replace(WAITING, energy_value=departing(3, -3600.0)))
    told = beats(alerts, replace(WAITING, energy_value=departing(3, -3500.0)))
    (late,) = beats(alerts, replace(WAITING, energy_value=departing(3, -400.0)))
    assert told
    assert late.text.values["expected_pct"] > told[0].text.values["expected_pct"] + MUCH_PCT
    told = (late,)
    assert beats(alerts, replace(WAITING, energy_value=departing(3, -200.0))) == told
    assert beats(alerts, replace(WAITING, energy_value=departing(3, 0.0))) == ()


def test_the_next_departure_is_another() -> None:
    alerts = Alerts(ZONE, True)
    (first,) = beats(alerts, replace(WAITING, energy_value=departing(3, -3600.0)))
    (second,) = beats(alerts, replace(WAITING, energy_value=departing(27, -3600.0)))
    assert first.key != second.key


LOW = replace(PARKED, charge_limit_pct=70)


@pytest.mark.parametrize(
    ("hours", "limit_pct", "at_risk"),
    [(12.0, 79, True), (12.01, 79, False), (12.0, 80, False), (12.0, None, False), (1.0, 79, True)],
)
def test_a_limit_below_what_a_departure_wants_is_told_before_it(
    hours: float, limit_pct: int | None, at_risk: bool
) -> None:
    car = replace(PARKED, charge_limit_pct=limit_pct)
    holds = beats(
        Alerts(ZONE, True), replace(WAITING, car=car, energy_value=departing(hours, spare_s=3600.0))
    )
    assert [each.text.why for each in holds] == ([Note.LIMIT_TOO_LOW] if at_risk else [])


def test_a_late_departure_is_told_with_what_the_limit_allows() -> None:
    (alert,) = beats(
        Alerts(ZONE, True), replace(WAITING, car=LOW, energy_value=departing(3, spare_s=-3600.0))
    )
    assert alert.text.why is Note.LATE
    assert alert.text.values["expected_pct"] == pytest.approx(70 - 100 * MOST_KW / 60)


def test_a_departure_that_is_at_risk_for_another_reason_is_told_anew() -> None:
    alerts, energy_value = Alerts(ZONE, True), departing(3, spare_s=3600.0)
    beats(alerts, replace(UNPLUGGED, energy_value=energy_value), now_s=NOW_S - GRACE_S)
    (unplugged,) = beats(alerts, replace(UNPLUGGED, energy_value=energy_value))
    (limited,) = beats(alerts, replace(WAITING, car=LOW, energy_value=energy_value))
    assert unplugged.essence != limited.essence


def test_what_held_still_holds_while_nothing_is_known_of_the_car() -> None:
    alerts, energy_value = Alerts(ZONE, True), departing(3, -3600.0)
    told = beats(alerts, replace(WAITING, energy_value=energy_value))
    assert beats(alerts, replace(WAITING, car=None, energy_value=energy_value)) == told
    assert beats(alerts, replace(WAITING, car=None, energy_value=departing(27, -3600.0))) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((FOLLOWING,), FULL),
        ((FOLLOWING, FULL), FULL),
        ((FOLLOWING, FULL), replace(FULL, car=None)),
        (
            (replace(WAITING, energy_value=departing(3, -3600.0)),),
            replace(WAITING, energy_value=departing(3, -200.0)),
        ),
        ((replace(UNPLUGGED, energy_value=departing(3)),), replace(UNPLUGGED, energy_value=departing(3))),
    ],
)
def test_a_restart_changes_nothing(before: tuple[Situation, ...], after: Situation) -> None:
    alerts, restarted = Alerts(ZONE, True), Alerts(ZONE, True)
    beats(alerts, *before, now_s=NOW_S - GRACE_S)
    restarted.from_dict(json.loads(json.dumps(alerts.to_dict())))
    essences = [[each.essence for each in beats(either, after)] for either in (alerts, restarted)]
    assert essences[0] == essences[1] != []


def seen_unplugged(situation: Situation, for_s: float = GRACE_S) -> list[str]:
    alerts = Alerts(ZONE, True)
    beats(alerts, situation, now_s=NOW_S - for_s)
    return kinds(beats(alerts, situation))


NEEDS_H = 0.3 * 60 / MOST_KW


@pytest.mark.parametrize(
    ("hours", "soc_pct", "at_risk"),
    [
        (EARLY_S / 3600, 80.0, True),
        (EARLY_S / 3600 + 0.01, 80.0, False),
        (EARLY_S / 3600, 50.0, False),  # nothing is missing
        (EARLY_S / 3600, 50.1, True),
        (1.0, 80.0, True),
    ],
)
def test_a_car_that_is_not_plugged_in_is_missed_before_its_departure(
    hours: float, soc_pct: float, at_risk: bool
) -> None:
    situation = replace(UNPLUGGED, energy_value=departing(hours, soc_pct=soc_pct))
    assert seen_unplugged(situation) == (["departure"] if at_risk else [])


@pytest.mark.parametrize(("more_h", "at_risk"), [(0.0, True), (0.01, False)])
def test_a_slow_charge_has_to_begin_earlier(more_h: float, at_risk: bool) -> None:
    slow = replace(UNPLUGGED.charger, max_a=5)
    needs_h = 0.3 * 60 / slow.most_stored_kw
    assert needs_h * 3600 > EARLY_S
    energy_value = departing(needs_h + SPARE_S / 3600 + more_h)
    assert seen_unplugged(replace(UNPLUGGED, charger=slow, energy_value=energy_value)) == (
        ["departure"] if at_risk else []
    )


@pytest.mark.parametrize(("for_s", "at_risk"), [(GRACE_S, True), (GRACE_S - 1, False)])
def test_who_has_just_come_home_is_left_in_peace(for_s: float, at_risk: bool) -> None:
    situation = replace(UNPLUGGED, energy_value=departing(3))
    assert seen_unplugged(situation, for_s) == (["departure"] if at_risk else [])


@pytest.mark.parametrize("reason", ["off", "setup", "away", "unreachable"])
def test_what_is_not_the_app_s_affair_is_not_told(reason: str) -> None:
    assert beats(Alerts(ZONE, True), replace(EXAMPLES[reason], energy_value=departing(3, -3600.0))) == ()


def test_a_plug_without_power_is_as_bad_as_none() -> None:
    car: CarState = replace(PARKED, charging=ChargingState.NO_POWER)
    assert seen_unplugged(replace(WAITING, car=car, energy_value=departing(3))) == ["departure"]


@pytest.mark.timeout(300)
@effort(deadline=None)
@given(st.lists(any_situation, min_size=1, max_size=8))
def test_there_is_never_more_than_one_alert_of_a_kind_and_none_about_a_car_that_charges_complete(
    situations: list[Situation],
) -> None:
    alerts = Alerts(ZONE, True)
    for number, situation in enumerate(situations):
        holds = beats(alerts, situation, now_s=NOW_S + 600 * number)
        assert len(set(kinds(holds))) == len(holds)
        assert not (situation.charging and "complete" in kinds(holds))


def unheard(asleep: bool = True, **more: object) -> Situation:
    """A departure at 60 %, of which nothing is known but that it is near."""
    car = replace(PARKED, soc_pct=None, asleep=asleep)
    return replace(WAITING, car=car, energy_value=departing(8, soc_pct=60.0), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("waited_s", "at_risk"), [(0.0, False), (GRACE_S - 1, False), (GRACE_S, True)])
@pytest.mark.parametrize("asleep", [True, False])
def test_a_car_that_does_not_say_how_full_it_is_puts_its_departure_at_risk(
    asleep: bool, waited_s: float, at_risk: bool
) -> None:
    alerts = Alerts(ZONE, True)
    beats(alerts, unheard(asleep))
    holds = beats(alerts, unheard(asleep), now_s=NOW_S + waited_s)
    assert [each.text.why for each in holds] == ([Note.NOT_HEARD] if at_risk else [])


def test_a_car_that_was_never_reached_says_why() -> None:
    alerts, why = Alerts(ZONE, True), Reason(Problem.LATE_ANSWER)
    never = replace(unheard(), car=None, car_problem=why)
    beats(alerts, never)
    (alert,) = beats(alerts, never, now_s=NOW_S + GRACE_S)
    assert alert.text.values["problem"] == why


@pytest.mark.parametrize(
    ("distance_m", "charging", "soc_pct", "at_risk"),
    [
        (1100.0, ChargingState.STOPPED, 50, True),
        (1101.0, ChargingState.STOPPED, 50, False),
        (130.0, ChargingState.DISCONNECTED, 50, False),
        (130.0, ChargingState.STOPPED, 80, False),
        (None, ChargingState.STOPPED, 50, False),
    ],
)
def test_a_car_at_a_plug_just_outside_of_home_is_told_of_before_its_departure(
    distance_m: float | None, charging: ChargingState, soc_pct: float, at_risk: bool
) -> None:
    car = replace(
        PARKED, at_home=False, distance_m=distance_m, radius_m=100.0, charging=charging, soc_pct=soc_pct
    )
    holds = beats(Alerts(ZONE, True), replace(WAITING, car=car, energy_value=departing(8)))
    assert [each.text.why for each in holds] == ([Note.AWAY] if at_risk else [])


@pytest.mark.parametrize(("spare_s", "at_risk"), [(SPARE_S, False), (SPARE_S - 1, True)])
def test_a_car_that_cannot_be_commanded_puts_its_departure_at_risk(spare_s: float, at_risk: bool) -> None:
    situation = replace(WAITING, energy_value=departing(8, spare_s))
    blocked = Decision(
        State.UNREACHABLE, None, Reason(Why.BLOCKED, {"problem": Reason(Problem.START_IN_VAIN)})
    )
    holds = Alerts(ZONE, True).beat(NOW_S, blocked, situation, SUMS, 60.0)
    assert [each.text.why for each in holds if each.kind != "tomorrow"] == (
        [Note.OUT_OF_REACH] if at_risk else []
    )


@pytest.mark.parametrize("learnt", [False, True])
def test_of_a_departure_that_nobody_has_told_nobody_is_warned(learnt: bool) -> None:
    late = departing(3, -3600.0)
    assert late.departure is not None
    late = replace(late, departure=late.departure._replace(learnt=learnt))
    assert kinds(beats(Alerts(ZONE, True), replace(WAITING, energy_value=late))) == (
        [] if learnt else ["departure"]
    )
    away = replace(UNPLUGGED, energy_value=replace(late, spare_s=3600.0), car=UNPLUGGED.car)
    assert seen_unplugged(away) == ([] if learnt else ["departure"])


@pytest.mark.parametrize(("situation", "told"), [(WAITING, True), (EXAMPLES["off"], False)])
def test_a_need_that_proved_too_small_is_told_once(situation: Situation, told: bool) -> None:
    correction = Correction(NOW_S - 60, used_pct=38.4, need_pct=58.4)
    corrected = replace(situation, energy_value=replace(ENERGY_VALUE, correction=correction))
    alerts = Alerts(ZONE, True)
    found = beats(alerts, corrected)
    assert [(each.kind, each.text.why) for each in found] == [("departure", Note.NEED_CORRECTED)] * told
    assert beats(alerts, corrected, now_s=NOW_S + 3600) == found
    assert not alerts.to_dict()["holds"], "what was learnt keeps it"
    assert beats(alerts, situation) == ()
