"""Lives that are made up, and sessions on file."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backtest.scenario import Session
from backtest.sessions import (
    SessionsError,
    commuter,
    life,
    office_worker,
    read_sessions,
    shift_worker,
    with_departures,
)
from solar_charging.planning.departures import Departures
from solar_charging.settings.settings import DepartureHelpers, WeeklyDeparture

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2018, 3, 12, tzinfo=timezone.utc)  # two weeks before the clock goes forward
END = START + timedelta(days=28)


def commuters_life(seed: str = "1") -> tuple[Session, ...]:
    return life(commuter, START, END, PARIS, seed)


def test_a_life_has_no_gap_but_trips_and_no_overlap() -> None:
    sessions = commuters_life()
    assert sessions[0].plug_in == START
    assert sessions[-1].plug_out == END
    for before, after in pairwise(sessions):
        assert before.plug_in < before.plug_out <= after.plug_in
        assert (after.plug_in > before.plug_out) == (after.trip_kwh > 0)


def test_a_commuter_leaves_by_the_clock_on_the_wall_and_wants_more_on_a_weekend() -> None:
    for session in commuters_life()[:-1]:
        ready = session.plug_out.astimezone(PARIS)
        weekend = ready.weekday() >= 5
        assert (ready.hour, ready.minute) == ((9, 30) if weekend else (7, 30))
        assert session.soc_target_pct == (50 if weekend else 40)


def test_a_commuter_is_away_on_three_weekdays() -> None:
    trips = [
        each for each in commuters_life() if each.trip_kwh and each.plug_in.astimezone(PARIS).weekday() < 5
    ]
    assert {each.plug_in.astimezone(PARIS).weekday() for each in trips} == {0, 1, 3}
    assert all(each.plug_in.astimezone(PARIS).strftime("%H:%M") == "17:40" for each in trips)
    assert 8 < sum(each.trip_kwh for each in trips) / len(trips) < 10


def test_weekend_trips_are_taken_now_and_then() -> None:
    sessions = life(commuter, START, START + timedelta(days=700), PARIS, "1")
    trips = [each for each in sessions if each.trip_kwh and each.plug_in.astimezone(PARIS).weekday() >= 5]
    assert 0.55 < len(trips) / 200 < 0.78
    assert all(5 <= each.trip_kwh <= 25 for each in trips)


def test_a_shift_worker_leaves_each_day_before_the_cheap_time() -> None:
    sessions = life(shift_worker, START, END, PARIS, "1")
    assert len(sessions) == 29
    for session in sessions[1:-1]:
        assert session.plug_out.astimezone(PARIS).strftime("%H:%M") == "17:00"
        assert session.plug_out - session.plug_in <= timedelta(hours=16)
        assert session.soc_target_pct == 40


def test_an_office_worker_stays_at_the_plug_all_weekend() -> None:
    sessions = life(office_worker, START, END, PARIS, "1")
    leaves = [session.plug_out.astimezone(PARIS) for session in sessions[:-1]]
    assert {moment.weekday() for moment in leaves} == {0, 1, 2, 3, 4}
    assert {moment.strftime("%H:%M") for moment in leaves} == {"07:30"}
    assert max(session.plug_out - session.plug_in for session in sessions) >= timedelta(hours=61)


def test_the_same_seed_lives_the_same_life() -> None:
    assert commuters_life("a") == commuters_life("a") != commuters_life("b")


GOOD = """plug_in_utc,plug_out_utc,soc_in_pct,soc_target_pct
2026-06-15T17:00:00Z,2026-06-16T07:00:00Z,45.5,60
2026-06-16T17:00:00Z,2026-06-17T07:00:00Z,,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sessions.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_and_what_is_empty_is_left_open(tmp_path: Path) -> None:
    first, second = read_sessions(written(tmp_path, GOOD))
    assert first.plug_in == datetime(2026, 6, 15, 17, tzinfo=timezone.utc)
    assert (first.soc_in_pct, first.soc_target_pct) == (45.5, 60)
    assert (second.soc_in_pct, second.soc_target_pct) == (None, 0)


@pytest.mark.parametrize(
    ("replaced", "by", "told"),
    [
        (
            "soc_in_pct",
            "soc",
            "column soc_in_pct is missing, found plug_in_utc, plug_out_utc, soc, soc_target",
        ),
        ("2026-06-15T17:00:00Z", "2026-06-15T17:00:00", "row 1, plug_in_utc: must name its time zone"),
        ("2026-06-17T07:00:00Z", "soon", "row 2, plug_out_utc: must be an ISO 8601 time, is 'soon'"),
        ("2026-06-17T07:00:00Z", "", "row 2, plug_out_utc: must be an ISO 8601 time, is ''"),
        ("45.5", "nan", "row 1, soc_in_pct: must be 0 to 100, is 'nan'"),
        ("45.5", "101", "row 1, soc_in_pct: must be 0 to 100, is '101'"),
        (",60", ",full", "row 1, soc_target_pct: must be 0 to 100, is 'full'"),
        ("2026-06-16T07", "2026-06-15T07", "row 1, plug_out_utc: must be later than plug_in_utc"),
        ("2026-06-16T17", "2026-06-16T06", "row 2, plug_in_utc: must not be before the last plug_out_utc"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, replaced: str, by: str, told: str) -> None:
    assert replaced in GOOD
    path = written(tmp_path, GOOD.replace(replaced, by, 1))
    with pytest.raises(SessionsError) as raised:
        read_sessions(path)
    assert str(raised.value).startswith(f"{path}: {told}")


def test_an_empty_file_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(SessionsError, match="plug_in_utc is missing, found none"):
        read_sessions(written(tmp_path, ""))


OWN = """plug_in,plug_out,soc_in_pct,soc_out_pct,kwh,solar_kwh,grid_kwh,cost,saved
2026-06-15T19:00:00+02:00,2026-06-16T09:00:00+02:00,45,60,9.1,4,5.1,1.2,0.3
2026-06-16T19:00:00+02:00,2026-06-17T09:00:00+02:00,50,55,3,3,0,0.2,0.1
2026-06-17T19:00:00+02:00,2026-06-18T09:00:00+02:00,58,,3,3,0,0.2,0.1
2026-06-18T19:00:00+02:00,2026-06-19T09:00:00+02:00,40,80,24,3,0,0.2,0.1
"""


def test_of_the_apps_own_table_each_trip_uses_up_what_it_did(tmp_path: Path) -> None:
    sessions = read_sessions(written(tmp_path, OWN), battery_kwh=75)
    assert sessions[0].plug_in == datetime(2026, 6, 15, 17, tzinfo=timezone.utc)
    assert sessions[0].plug_out == datetime(2026, 6, 16, 7, tzinfo=timezone.utc)
    # The third came home fuller than it had left; what the fourth had left with nobody knows.
    assert [each.soc_in_pct for each in sessions] == [45, None, None, 40]
    assert [each.trip_kwh for each in sessions] == [0, 7.5, 0, 0]
    assert not any(each.soc_target_pct for each in sessions)


def test_what_is_wrong_with_the_apps_own_table_is_named_by_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path, OWN.replace("16T19", "16T08"))
    with pytest.raises(SessionsError, match="row 2, plug_in: must not be before the last plug_out"):
        read_sessions(path)


def leaving_at(*clock_and_soc: tuple[str, float]) -> Departures:
    weekly = [WeeklyDeparture(time=clock, soc_pct=soc) for clock, soc in clock_and_soc]
    return Departures(weekly, DepartureHelpers(), PARIS)


def hour(of_day: float) -> datetime:
    return datetime(2026, 6, 15, tzinfo=PARIS) + timedelta(hours=of_day)


@pytest.mark.parametrize(
    ("leaves", "wanted"),
    [
        pytest.param(7.5, [(7.5, 60)], id="at the departure"),
        pytest.param(6.5, [(6.5, 60)], id="an hour before"),
        pytest.param(6.4, [(6.4, 0)], id="long before"),
        pytest.param(9, [(7.5, 60), (9, 0)], id="later"),
        pytest.param(17, [(7.5, 60), (17, 80)], id="before the next one"),
        pytest.param(34, [(7.5, 60), (18, 80), (31.5, 60), (34, 0)], id="on another day"),
    ],
)
def test_a_stay_is_cut_where_the_car_has_to_be_ready(
    leaves: float, wanted: list[tuple[float, float]]
) -> None:
    stay = Session(hour(1), hour(leaves), soc_in_pct=30)
    found = list(with_departures([stay], leaving_at(("07:30", 60), ("18:00", 80))))
    assert [(each.plug_out, each.soc_target_pct) for each in found] == [(hour(at), soc) for at, soc in wanted]
    assert [each.plug_in for each in found] == [hour(1), *(each.plug_out for each in found[:-1])]
    assert [each.soc_in_pct for each in found] == [30, *(None for _ in found[1:])]


def test_without_departures_nothing_is_wanted() -> None:
    stay = Session(hour(1), hour(9), trip_kwh=5)
    assert list(with_departures([stay], leaving_at())) == [stay]
