"""The past as Home Assistant keeps it: what is taken, what is left out, and that nothing is invented."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.time_grid import DAY_QUARTERS, QUARTER_S
from solar_charging.planning.history import DAYS, History
from solar_charging.planning.past import DAY_S, Past
from solar_charging.planning.past_car import CarPast, CarSeen
from solar_charging.planning.past_found import find_past, said
from solar_charging.planning.past_house import PastHouse, PastSpan, together
from solar_charging.planning.past_meters import fine_means
from solar_charging.planning.past_rows import FINE_S, HOUR_S, PastState, means, states
from solar_charging.planning.recorder import MEANS_AT_ONCE, STATES_IN_ALL, Recorder
from solar_charging.settings.settings import Settings
from solar_charging.vehicle.car import HomeZone
from solar_charging.vehicle.entities.patterns import Role
from tests.household import GRID, HOME, PLUG, SOLAR, settings
from tests.recorder import FakeRecorder

NOW_S = datetime(2026, 6, 15, 12, tzinfo=timezone.utc).timestamp()
NOON_S = int(NOW_S)
UTC = ZoneInfo("UTC")
ZONE = HomeZone(HOME.latitude, HOME.longitude, 100)
BATTERY, BATTERY_SOC, DRAWN, VOLTS = "sensor.battery", "sensor.battery_soc", "sensor.drawn", "sensor.volts"
ROLES = {
    Role.CHARGING: "sensor.charging",
    Role.SOC: "sensor.soc",
    Role.LOCATION: "device_tracker.car",
    Role.DRAWN: DRAWN,
    Role.VOLTAGE: VOLTS,
}
UNITS = {GRID: "W", SOLAR: "W", PLUG: "W", BATTERY: "W", DRAWN: "A", VOLTS: "V"}
IDLE = CarPast([CarSeen(0.0, True, False, 50.0)], math.inf)
DRAWS = CarPast([CarSeen(0.0, True, True, 50.0)], math.inf)
UNKNOWN = CarPast([], math.inf)
WITH_BATTERY = settings(battery={"power": BATTERY, "soc": BATTERY_SOC})


def span(
    told: dict[str, float], car: CarPast = IDLE, given: Settings | None = None, units: Any = UNITS
) -> tuple[float, float] | None:
    """The surplus and the car's part of five minutes of which these means are known."""
    house = PastHouse(given or settings(), units, ROLES, car)
    found = house.spans({entity: {NOON_S: value} for entity, value in told.items()}, FINE_S)
    return (found[0].surplus_w, found[0].car_w) if found else None


# Signs, units, and what the car drew


@pytest.mark.parametrize(
    ("told", "car", "given", "found"),
    [
        ({GRID: -2000.0}, IDLE, settings(), (2000.0, 0.0)),
        ({GRID: 500.0}, IDLE, settings(), (-500.0, 0.0)),
        ({GRID: 2000.0}, IDLE, settings(meters={"grid_power_positive": "export"}), (2000.0, 0.0)),
        # The car by its plug, or by its amps on the phases and volts that are known.
        ({GRID: 500.0, PLUG: 2300.0}, UNKNOWN, settings(meters={"car_power": PLUG}), (1800.0, 2300.0)),
        ({GRID: 500.0}, IDLE, settings(meters={"car_power": PLUG}), None),
        ({GRID: 500.0, DRAWN: 10.0}, DRAWS, settings(), (1800.0, 2300.0)),
        ({GRID: 500.0, DRAWN: 10.0, VOLTS: 240.0}, DRAWS, settings(), (1900.0, 2400.0)),
        ({GRID: 500.0, DRAWN: 10.0}, DRAWS, settings(car={"phases": None}), None),
        ({GRID: 500.0}, DRAWS, settings(), None),
        # Where nothing tells of the car the house does: 0.8 of 5 A at 230 V is 920 W.
        ({GRID: -2000.0, SOLAR: 2919.0}, UNKNOWN, settings(), (2000.0, 0.0)),
        ({GRID: -2000.0, SOLAR: 2921.0}, UNKNOWN, settings(), None),
        ({GRID: -2000.0}, UNKNOWN, settings(), None),
        # The house battery: what it gives is no surplus, what it takes is one.
        ({GRID: -500.0, BATTERY: 400.0}, IDLE, WITH_BATTERY, (100.0, 0.0)),
        ({GRID: -500.0, BATTERY: -3000.0}, IDLE, WITH_BATTERY, (3500.0, 0.0)),
        ({GRID: -500.0}, IDLE, WITH_BATTERY, None),
        # No grid meter, no surplus.
        ({SOLAR: 3000.0}, IDLE, settings(), None),
        ({GRID: math.nan}, IDLE, settings(), None),
        ({GRID: 1e9}, IDLE, settings(), None),
    ],
)
def test_the_surplus_is_what_the_car_could_have_had(
    told: dict[str, float], car: CarPast, given: Settings, found: tuple[float, float] | None
) -> None:
    assert span(told, car, given) == (pytest.approx(found) if found else None)


@pytest.mark.parametrize(
    ("unit", "found"), [("W", (2.0, 0.0)), ("kW", (2000.0, 0.0)), ("kWh", None), ("VA", None)]
)
def test_units_are_those_of_the_live_meters(unit: str, found: tuple[float, float] | None) -> None:
    assert span({GRID: -2.0}, units={**UNITS, GRID: unit}) == found


@pytest.mark.parametrize(
    ("imported", "exported", "found"),
    [(0.0, 1500.0, 1500.0), (700.0, 0.0, -700.0), (0.0, -20.0, 0.0), (0.0, -51.0, None), (0.0, None, None)],
)
def test_both_halves_of_a_pair_are_needed(
    imported: float, exported: float | None, found: float | None
) -> None:
    pair = settings(meters={"grid_power": [], "import_power": "sensor.i", "export_power": "sensor.e"})
    told = {"sensor.i": imported} | ({} if exported is None else {"sensor.e": exported})
    assert span(told, given=pair, units={"sensor.i": "W", "sensor.e": "W"}) == (
        None if found is None else (found, 0.0)
    )


@pytest.mark.parametrize(
    ("begins_min", "ends_min", "draws"),
    [(0, 5, False), (0, 10, False), (5, 15, None), (10, 20, True), (15, 25, None), (20, 21, False)],
)
def test_what_the_car_did_in_a_span_is_known_where_it_did_it_all_the_time(
    begins_min: float, ends_min: float, draws: bool | None
) -> None:
    told = [
        CarSeen(0.0, True, False, 50.0),
        CarSeen(600.0, True, True, 50.0),
        CarSeen(1200.0, True, False, 52.0),
    ]
    assert CarPast(told, 1500.0).draws(60 * begins_min, 60 * ends_min) is draws


@pytest.mark.parametrize(("begin_s", "end_s"), [(-1.0, 100.0), (100.0, 1501.0), (-9.0, -1.0)])
def test_before_and_after_what_was_told_nothing_is_known_of_the_car(begin_s: float, end_s: float) -> None:
    assert CarPast([CarSeen(0.0, True, False, 50.0)], 1500.0).draws(begin_s, end_s) is None


@pytest.mark.parametrize(
    ("draws", "idle_s"),
    [
        ((False, False, False), 50.0),
        ((True, False, False), 100.0),
        ((None, False, False), 100.0),
        ((False, True, False), 200.0),
        ((False, False, True), None),
        ((False, False, None), None),
        ((), None),
    ],
)
def test_the_car_is_idle_since_it_drew_last_or_was_not_known(
    draws: tuple[bool | None, ...], idle_s: float | None
) -> None:
    told = [CarSeen(100.0 * number, True, each, 50.0) for number, each in enumerate(draws)]
    assert CarPast(told, 300.0).idle_since(50.0) == idle_s


def test_an_hour_counts_only_where_nothing_finer_is_known_of_it() -> None:
    fine = [PastSpan(3600.0 + 300 * number, 300, 1.0, 0.0, False) for number in (0, 5)]
    coarse = [PastSpan(3600.0 * number, 3600, 2.0, 0.0, True) for number in range(3)]
    assert [(each.begin_s, each.coarse) for each in together(fine, coarse)] == [
        (0.0, True), (3600.0, False), (5100.0, False), (7200.0, True),
    ]  # fmt: skip


# Rows


def row(start_s: float, mean: Any, **more: Any) -> dict[str, Any]:
    return {"start": start_s * 1000, "end": (start_s + FINE_S) * 1000, "mean": mean, **more}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row(900, 1.0), row(600, 2.0)], {600: 2.0, 900: 1.0}),
        ([row(900, 1.0), row(900, 1.0)], {900: 1.0}),
        ([row(900, 1.0), row(900, 7.0), row(900, 1.0)], {}),  # they contradict each other
        ([row(901, 1.0), row(0, 1.0), row(300, 1.0), row(3300, 2.0), row(3600, 3.0)], {300: 1.0, 3300: 2.0}),
        ([row(900, None), row(900, "3"), row(900, math.nan), row(900, True), row(900, math.inf)], {}),
        ([None, 3, [], {}, {"start": "x", "mean": 1}, {"mean": 1}, {"start": None, "mean": 1}], {}),
        ("rows", {}),
        (None, {}),
    ],
)
def test_of_rows_that_make_no_sense_nothing_is_taken(rows: Any, found: dict[int, float]) -> None:
    assert means({GRID: rows}, [GRID], FINE_S, 300, 3600)[GRID] == found


@pytest.mark.parametrize("answer", [None, [], "no", 3, {}, {"sensor.other": []}])
def test_an_answer_of_another_shape_is_none(answer: Any) -> None:
    assert means(answer, [GRID], FINE_S, 0, 3600) == {GRID: {}}
    assert states(answer, [GRID], 0, 3600) == {GRID: []}


def test_states_are_in_order_within_their_time_and_wear_the_attributes_of_before() -> None:
    unit = {"unit_of_measurement": "kW"}
    rows = [
        {"s": "2", "lu": 70},
        {"s": "1", "lu": 10, "a": unit},
        {"s": "3", "lu": 99},
        {"lu": 80},
        {"s": "4"},
    ]
    found = states({GRID: rows}, [GRID], 50, 99)[GRID]
    assert [(each.at_s, each.state["state"], each.state["attributes"]) for each in found] == [
        (50, "1", unit),
        (70, "2", unit),
    ]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(0, "100")], {0: 100.0, 300: 100.0, 600: 100.0}),
        ([(0, "100"), (150, "300")], {0: 200.0, 300: 300.0, 600: 300.0}),
        ([(0, "100"), (149, "unavailable"), (600, "50")], {600: 50.0}),
        ([(0, "100"), (151, "unavailable"), (600, "50")], {0: 100.0, 600: 50.0}),
        ([(0, "words"), (300, "7")], {300: 7.0, 600: 7.0}),
        ([], {}),
    ],
)
def test_of_states_means_are_made_as_home_assistant_makes_them(
    told: list[tuple[float, str]], found: dict[int, float]
) -> None:
    kept = [PastState(at_s, {"state": said, "attributes": {}}) for at_s, said in told]
    assert fine_means({GRID: kept}, 0, 900)[GRID] == pytest.approx(found)


@pytest.mark.parametrize(("silent_s", "known"), [(1800, True), (1801, False)])
def test_a_home_assistant_that_was_not_there_has_told_of_nothing(silent_s: float, known: bool) -> None:
    kept = [PastState(at_s, {"state": "100", "attributes": {}}) for at_s in (0.0, silent_s)]
    assert (600 in fine_means({GRID: kept}, 0, 3600)[GRID]) is known


# A whole past


def kept(days: int = 9, coarse_days: int = 20) -> FakeRecorder:
    """A house that lets 2 kW go from 6 to 18, and imports 400 W at night; a car away from 7 to 9 each day."""
    recorder = FakeRecorder()

    def of(at_s: int) -> float:
        return -2000.0 if 6 <= at_s % DAY_S / HOUR_S < 18 else 400.0

    for step_s, length in ((FINE_S, days), (HOUR_S, coarse_days)):
        starts = range(NOON_S - length * DAY_S, NOON_S, step_s)
        recorder.keep(GRID, "W", step_s, {start_s: of(start_s) for start_s in starts})
        recorder.keep(SOLAR, "W", step_s, {start_s: max(300 - of(start_s), 0.0) for start_s in starts})
    for day in range(-days, 1):
        midnight_s = NOON_S // DAY_S * DAY_S + day * DAY_S
        for hour, place, charging, soc in (
            (7, "not_home", "disconnected", "60"),
            (9, "home", "stopped", "50"),
        ):
            at_s = midnight_s + hour * HOUR_S
            recorder.say("device_tracker.car", at_s, place, latitude=0.0, longitude=0.0)
            recorder.say("sensor.charging", at_s, charging)
            recorder.say("sensor.soc", at_s, soc, unit_of_measurement="%")
        recorder.say("sensor.soc", midnight_s + 11 * HOUR_S, "60", unit_of_measurement="%")
    return recorder


def taken(recorder: FakeRecorder, given: Settings | None = None, roles: Any = ROLES) -> Past:
    now = datetime.fromtimestamp(NOW_S, timezone.utc)
    return find_past(Recorder(recorder.ask), given or settings(), UTC, roles, ZONE, now)


def test_a_house_that_is_new_here_has_its_past() -> None:
    past = taken(kept())
    assert (round(past.days, 1), round(past.coarse_days, 1)) == (20.0, 11.0)
    history = past.history(60.0, lambda _: None)
    first = NOON_S // QUARTER_S - 20 * DAY_QUARTERS
    known_kw = history.surplus_kw(first, 20 * DAY_QUARTERS - 1)
    assert not np.isnan(known_kw).any()
    assert set(np.unique(known_kw)) == {-0.4, 2.0}
    stays = [stay for stay, _ in history.stays(0)]
    assert [((stay.since_s % DAY_S) / 3600, (stay.until_s % DAY_S) / 3600) for stay in stays[-3:]] == [
        (9, 7)
    ] * 3
    assert {(stay.came_kwh, stay.left_kwh) for stay in stays[1:]} == {(30.0, 36.0)}
    assert {used for _, used in list(history.stays(0))[1:]} == {6.0}
    assert history.weeks(NOW_S) == 1
    assert said(past) == (
        "Took 20 days of your house's past (11 days by the hour) and 10 stays of your car at its plug "
        "from Home Assistant"
    )


def test_a_departure_that_is_told_parts_the_stays_as_it_does_live() -> None:
    def ready(at_s: float) -> tuple[float, float]:
        day_s = at_s // DAY_S * DAY_S
        at_six = day_s + 6 * HOUR_S
        return (at_six if at_six > at_s else at_six + DAY_S), 45.0

    history = taken(kept()).history(60.0, ready)
    wanted = {stay.wanted_kwh for stay, _ in history.stays(0) if stay.until_s % DAY_S == 6 * HOUR_S}
    assert wanted == {45.0}


def test_a_meter_without_statistics_is_known_by_its_own_states() -> None:
    recorder = kept()
    for step_s in (FINE_S, HOUR_S):
        del recorder.means[step_s][GRID]
    for at_s in range(NOON_S - 3 * DAY_S, NOON_S, 600):
        recorder.say(GRID, at_s, "-1.5" if at_s % 1200 else "-2.5", unit_of_measurement="kW")
    past = taken(recorder)
    assert past.days == pytest.approx(3.0, abs=0.1)  # but for the steps where one question ends
    assert {each.surplus_w for each in past.spans} == {1500.0, 2500.0}


def test_a_meter_that_speaks_often_is_asked_for_little_at_a_time_and_not_for_all_of_it() -> None:
    recorder = FakeRecorder()
    for number in range(STATES_IN_ALL + 50_000):
        recorder.say(GRID, NOW_S - number / 3, "-1500", unit_of_measurement="W")
    parts = list(Recorder(recorder.ask).meter_states([GRID], NOW_S - 28 * DAY_S, NOW_S))
    counts = [len(part[GRID]) for _, _, part in parts]
    assert max(counts) < 20_000  # of 50 bytes each
    assert STATES_IN_ALL <= sum(counts) < STATES_IN_ALL + 20_000


@pytest.mark.parametrize("entities", [1, 12, 300])
def test_the_means_of_many_entities_are_asked_for_in_parts(entities: int) -> None:
    recorder = FakeRecorder()
    names = [f"sensor.s{number}" for number in range(entities)]
    for name in names:
        recorder.keep(name, "W", HOUR_S, dict.fromkeys(range(NOON_S - 28 * DAY_S, NOON_S, HOUR_S), 1.0))
    found = Recorder(recorder.ask).means(names, HOUR_S, NOW_S - 28 * DAY_S, NOW_S)
    assert {len(each) for each in found.values()} == {28 * 24}
    rows = MEANS_AT_ONCE // entities * entities
    assert len(recorder.asked) <= 28 * 24 * entities / rows + 2


def test_a_recorder_that_keeps_nothing_older_is_not_asked_for_it() -> None:
    recorder = kept(days=2, coarse_days=2)
    taken(recorder)
    assert recorder.times("history/history_during_period") <= 2 * 2 + 3


@pytest.mark.parametrize("roles", [ROLES, {}])
def test_a_home_assistant_that_does_not_answer_has_no_past(roles: Any) -> None:
    recorder = kept()
    recorder.answers = False
    past = taken(recorder, roles=roles)
    assert (past.spans, past.car, past.sun) == ([], [], [])
    assert said(past).startswith("Home Assistant keeps no past")


def test_what_was_forecast_in_the_morning_is_remembered_by_its_day() -> None:
    recorder = kept()
    for day in range(-3, 1):
        midnight_s = NOON_S // DAY_S * DAY_S + day * DAY_S
        recorder.say("sensor.today", midnight_s + 60, f"{20 + day}", unit_of_measurement="kWh")
        recorder.say("sensor.today", midnight_s + 9 * HOUR_S, "3", unit_of_measurement="kWh")
    past = taken(recorder, settings(meters={"forecast_today": "sensor.today"}))
    today = NOON_S // DAY_S
    assert past.forecast_kwh == {today - 3 + number: 17.0 + number for number in range(4)}


@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize(("month", "day"), [(3, 30), (10, 26)])
def test_where_the_clocks_change_no_quarter_is_lost(zone: str, month: int, day: int) -> None:
    recorder, end_s = FakeRecorder(), int(datetime(2026, month, day, 12, tzinfo=timezone.utc).timestamp())
    starts = range(end_s - 3 * DAY_S, end_s, FINE_S)
    recorder.keep(GRID, "W", FINE_S, {start_s: -1000.0 for start_s in starts})
    recorder.keep(SOLAR, "W", FINE_S, {start_s: 1300.0 for start_s in starts})
    now = datetime.fromtimestamp(end_s, timezone.utc)
    past = find_past(Recorder(recorder.ask), settings(), ZoneInfo(zone), {}, None, now)
    known_kw = past.history(60.0, lambda _: None).surplus_kw(
        end_s // QUARTER_S - 3 * DAY_QUARTERS, 3 * DAY_QUARTERS - 1
    )
    assert set(known_kw.tolist()) == {1.0}


# What is known here already


def measured(first: int, count: int, kw: float) -> History:
    history = History()
    for number in range(first, first + count + 1):
        history.measured(number * QUARTER_S + 1, 900, 1000 * kw, 0.0)
    return history


def test_what_was_measured_here_stays_and_what_was_not_is_filled() -> None:
    now = NOON_S // QUARTER_S
    own, past = measured(now - 10, 10, 1.0), measured(now - 100, 95, 2.0)
    own.recall(past)
    assert own.surplus_kw(now - 100, 100).tolist() == [2.0] * 90 + [1.0] * 10


def test_an_older_past_than_is_remembered_is_left_out() -> None:
    now, size = NOON_S // QUARTER_S, DAYS * DAY_QUARTERS
    own, past = measured(now - 10, 10, 1.0), measured(now - size - 50, 60, 2.0)
    own.recall(past)
    known = own.surplus_kw(now - size - 60, size + 60)
    assert np.nanmax(known[: size + 50]) == 2.0
    assert np.count_nonzero(known == 2.0) == 10 - 1  # the ring ends at the running quarter


def test_an_empty_past_changes_nothing() -> None:
    own = measured(NOON_S // QUARTER_S - 10, 10, 1.0)
    own.plugged(NOW_S, 30.0, None)
    before = own.to_dict()
    own.recall(History())
    assert own.to_dict() == before


def test_a_car_that_was_there_before_anybody_looked_has_been_there_since_it_came() -> None:
    own, past = History(), History()
    past.plugged(NOW_S - 7200, 20.0, None)
    past.plugged(NOW_S - 600, 25.0, None)
    own.plugged(NOW_S - 30, 25.0, (NOW_S + 3600, 40.0))
    own.recall(past)
    own.unplugged(NOW_S + 60)
    (stay, _), *_ = own.stays(0)
    assert (stay.since_s, stay.came_kwh, stay.left_kwh) == (NOW_S - 7200, 20.0, 25.0)


def test_stays_of_before_come_before_those_seen_here() -> None:
    own, past = History(), History()
    for history, comes_s in ((past, NOW_S - 9000), (past, NOW_S - 5000), (own, NOW_S - 4000)):
        history.plugged(comes_s, 20.0, None)
        history.unplugged(comes_s + 1500)
    own.recall(past)
    # The second one ends after the one that was seen here began.
    assert [stay.since_s for stay, _ in own.stays(0)] == [NOW_S - 9000, NOW_S - 4000]


# Anything

VALUES = st.one_of(st.none(), st.booleans(), st.floats(), st.integers(-(10**15), 10**15), st.text(max_size=6))
ROWS = st.lists(
    st.one_of(
        VALUES,
        st.fixed_dictionaries(
            {},
            optional={
                "start": st.one_of(
                    VALUES, st.sampled_from([1000 * (NOON_S - FINE_S), 1000 * (NOON_S - HOUR_S)])
                ),
                "mean": VALUES,
                "s": st.one_of(VALUES, st.sampled_from(["charging", "home", "50", "unavailable"])),
                "lu": st.one_of(VALUES, st.floats(NOW_S - 9000, NOW_S)),
                "a": st.one_of(VALUES, st.dictionaries(st.text(max_size=4), VALUES, max_size=2)),
            },
        ),
    ),
    max_size=6,
)
ANSWERS = st.one_of(VALUES, ROWS, st.dictionaries(st.sampled_from([GRID, SOLAR, *ROLES.values()]), ROWS))


@effort(max_examples=200, deadline=None)
@given(answers=st.lists(ANSWERS, min_size=1, max_size=8))
def test_whatever_is_answered_it_never_raises_and_invents_nothing(answers: list[Any]) -> None:
    asked = 0

    def ask(_: str, **__: Any) -> Any:
        nonlocal asked
        asked += 1
        return answers[asked % len(answers)] if asked < 60 else None

    now = datetime.fromtimestamp(NOW_S, timezone.utc)
    past = find_past(Recorder(ask), settings(), UTC, ROLES, ZONE, now)
    history = past.history(60.0, lambda _: None)
    assert all(NOW_S - DAYS * DAY_S <= each.begin_s < NOW_S for each in past.spans)
    assert all(abs(each.surplus_w) < 500_000 and each.car_w >= 0 for each in past.spans)
    assert all(stay.since_s <= stay.until_s <= NOW_S for stay, _ in history.stays(0))
    History.from_dict(history.to_dict())
