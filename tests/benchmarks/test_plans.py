"""`python -m benchmarks.plans`: what was bought, what is regretted, and the whole of it in a few days."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from backtest.engine import run
from backtest.laws.simple import AtOnce
from backtest.prices import Prices
from backtest.scenario import CarModel, Scenario, Session
from backtest.scenarios import Window, made_up_window
from benchmarks.plans import __main__ as command
from benchmarks.plans.document import document, overview, scene_table
from benchmarks.plans.measure import FORECASTS, PLANNERS
from benchmarks.plans.night import Day, Night, Note, Noting, Stay, night_of
from benchmarks.plans.outcome import Comparison, Outcome, mean_regret_share
from benchmarks.plans.purchases import Purchase, bought_w, purchases, telling_night, weighed_kwh
from benchmarks.plans.report import Report
from benchmarks.plans.scenes import FIXED, SCENES, passed_on, scene_in
from benchmarks.plans.timing import Timed
from benchmarks.scope import OURS
from simulator.trace import Trace
from tests.backtest.houses import LOSSLESS, MIDNIGHT, at, house

QUARTER = 90
KILOWATT = CarModel(voltage_v=200.0, **LOSSLESS)  # 5 A are one


def outcome(cost: float, **others: float) -> Outcome:
    figures = {"paid": 0.0, "bought_kwh": 0.0, "sun_kwh": 0.0, "missed": 0, "missing_kwh": 0.0, **others}
    return Outcome(cost=cost, **figures)  # type: ignore[arg-type] # missed is whole


def comparison(days: float = 10.0, optimum: float = 10.0, **costs: float) -> Comparison:
    told = dict.fromkeys((*PLANNERS, *FORECASTS.values()), 15.0)
    return Comparison(days, optimum, {label: outcome(cost) for label, cost in {**told, **costs}.items()})


def amps(scenario: Scenario, **quarters: int) -> np.typing.NDArray[np.int16]:
    """The current from a quarter of an hour on, such as `q4=5`, until the next that is named."""
    found = np.zeros(scenario.steps, dtype=np.int16)
    for name, current_a in quarters.items():
        found[int(name[1:]) * QUARTER :] = current_a
    return found


@pytest.mark.parametrize(
    ("cost", "regret", "share"),
    [
        pytest.param(10.0, 0.0, 0.0, id="as hindsight"),
        pytest.param(12.5, 0.25, 0.25, id="a quarter of what could be saved was not"),
        pytest.param(20.0, 1.0, 1.0, id="as at once"),
        pytest.param(21.0, 1.1, 1.1, id="worse than at once"),
    ],
)
def test_regret_is_what_hindsight_would_have_saved_beyond(cost: float, regret: float, share: float) -> None:
    found = comparison(at_once=20.0, evcc=cost)
    assert found.regret("evcc") == pytest.approx(regret)
    assert found.regret_share("evcc") == pytest.approx(share)


def test_where_nothing_could_be_saved_there_is_no_share() -> None:
    found = comparison(at_once=10.0, evcc=10.5)
    assert math.isnan(found.regret_share("evcc"))
    assert found.figures()["runs"]["evcc"]["regret_share"] is None


def test_windows_are_added_before_they_are_divided_and_scenes_after() -> None:
    small, large = comparison(1, 1, at_once=2, evcc=2), comparison(3, 1, at_once=11, evcc=1)
    both = small + large
    assert both.regret("evcc") == pytest.approx(1 / 4)
    assert both.regret_share("evcc") == pytest.approx(1 / 11)
    assert mean_regret_share({"one": small, "other": large}, "evcc") == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("paid", "bought_kwh", "price"),
    [
        pytest.param(3.0, 10.0, 0.3, id="paid"),
        pytest.param(-0.2, 10.0, -0.02, id="was paid for it"),
        pytest.param(0.0, 0.0, None, id="bought nothing"),
    ],
)
def test_the_mean_price_is_that_of_what_was_bought(
    paid: float, bought_kwh: float, price: float | None
) -> None:
    found = outcome(1.0, paid=paid, bought_kwh=bought_kwh).mean_price
    assert found == (None if price is None else pytest.approx(price))


@pytest.mark.parametrize(
    ("surplus_w", "current_a", "expected_w"),
    [
        pytest.param(0, 5, 1000, id="all, with neither sun nor load"),
        pytest.param(-2000, 5, 1000, id="the house's own load is not the car's"),
        pytest.param(400, 5, 600, id="what the sun lacks"),
        pytest.param(1000, 5, 0, id="nothing, with just enough sun"),
        pytest.param(3000, 0, 0, id="nothing while it does not charge"),
    ],
)
def test_bought_is_what_the_surplus_does_not_carry(
    surplus_w: float, current_a: int, expected_w: float
) -> None:
    scenario = house(surplus_w, hours=1, car=KILOWATT)
    assert set(bought_w(scenario, amps(scenario, q0=current_a))) == {expected_w}


@pytest.mark.parametrize(
    ("surplus_w", "current_a", "buys"),
    [
        pytest.param(500, 5, False, id="half of it is sun"),
        pytest.param(490, 5, True, id="more than half is bought"),
        pytest.param(510, 5, False, id="less than half a kW is bought"),
        pytest.param(0, 5, True, id="all is bought"),
        pytest.param(3000, 10, False, id="all is sun"),
    ],
)
def test_a_purchase_is_more_grid_than_sun(surplus_w: float, current_a: int, buys: bool) -> None:
    scenario = house(surplus_w, hours=1, car=KILOWATT)
    found = purchases(scenario, amps(scenario, q0=current_a), at(0), at(1))
    assert bool(found) is buys


def test_quarters_of_an_hour_on_end_are_one_purchase_at_their_mean_price() -> None:
    price = np.repeat([0.30, 0.20, 0.10, 0.50], 2 * QUARTER)
    scenario = house(0, hours=2, car=KILOWATT, prices=Prices(price, np.zeros(8 * QUARTER)))
    drawn = amps(scenario, q0=5, q1=0, q2=5, q4=10, q6=0)
    assert purchases(scenario, drawn, at(0), at(2)) == (
        Purchase(at(0), at(0.25), pytest.approx(0.25), pytest.approx(0.30)),
        # Half a kWh at 0.20, one at 0.10.
        Purchase(at(0.5), at(1.5), pytest.approx(1.5), pytest.approx(0.2 / 1.5)),
    )


def test_a_time_line_has_no_more_than_was_asked_for() -> None:
    scenario = house(0, hours=4, car=KILOWATT)
    (found,) = purchases(scenario, amps(scenario, q0=5), at(1), at(2.5))
    assert (found.begin, found.end, found.kwh) == (at(1), at(2.5), pytest.approx(1.5))


@pytest.mark.parametrize(
    ("surplus_w", "leaves_h", "begin_h", "weighed"),
    [
        pytest.param(0, 96, 24 + 17, 0.0, id="most was bought in the second night"),
        pytest.param([0] * 34 * 60 + [1000] * 5 * 60 + [0] * 57 * 60, 96, 17, 2.0, id="sun after the first"),
        pytest.param([0] * 34 * 60 + [500] * 2 * 60 + [0] * 60 * 60, 96, 17, 1.0, id="less sun than bought"),
        pytest.param(
            [0] * 34 * 60 + [1000] * 5 * 60 + [0] * 57 * 60, 33.5, 24 + 17, 0.0, id="sun for another stay"
        ),
    ],
)
def test_the_night_that_tells_most_is_bought_in_and_followed_by_sun(
    surplus_w: float | list[float], leaves_h: float, begin_h: float, weighed: float
) -> None:
    sessions = tuple(
        Session(at(begin), at(end)) for begin, end in ((0, leaves_h), (leaves_h, 96)) if begin < end
    )
    scenario = house(surplus_w, hours=96, car=KILOWATT, sessions=sessions)
    # From 22 to 24 h, from 10 to 16 h of the second day, and from 46 to 49 h.
    drawn = amps(scenario, q88=5, q96=0, q136=5, q160=0, q184=5, q196=0)
    night = (at(begin_h), at(begin_h + 16))
    assert telling_night(scenario, drawn) == night
    assert weighed_kwh(scenario, drawn, night) == pytest.approx(weighed)


def test_a_day_alone_has_no_night() -> None:
    scenario = house(0, hours=24, car=KILOWATT)
    assert telling_night(scenario, amps(scenario, q88=5)) is None


def test_an_outcome_is_what_the_run_bought_and_paid() -> None:
    session = Session(MIDNIGHT, at(2), soc_target_pct=100.0)
    scenario = house([0] * 60 + [2000] * 60, hours=2, car=KILOWATT, sessions=(session,))
    found = Outcome.of(scenario, run(scenario, AtOnce(scenario.car)), energy_value=0.0)
    assert found.bought_kwh == pytest.approx(6.4 + 4.4, rel=0.02)
    assert found.sun_kwh == pytest.approx(2.0, rel=0.02)
    assert found.mean_price == pytest.approx(0.20)
    assert found.missed == 1
    assert found.missing_kwh == pytest.approx(60 - 30 - 12.8, rel=0.02)


@pytest.mark.parametrize(
    ("spot", "least"),
    [
        pytest.param([-0.05, 0.04, 0.06], -0.05 * 1.2 + FIXED, id="negative ones stay"),
        pytest.param([0.03, 0.04, 0.06], -1e-6, id="others are lowered until there are some"),
    ],
)
def test_the_exchange_has_negative_prices_and_nothing_is_earned_by_buying(
    spot: list[float], least: float
) -> None:
    trace = Trace(MIDNIGHT, 60.0, np.zeros(6000), np.zeros(6000))
    prices = passed_on(Window("test", trace, np.repeat(spot, 2000)))
    assert prices.import_per_kwh.min() == pytest.approx(least)
    assert (prices.import_per_kwh < 0).any()
    assert (prices.export_per_kwh >= 0).all()
    dear = prices.import_per_kwh >= 0
    assert (prices.export_per_kwh <= prices.import_per_kwh)[dear].all()


@pytest.mark.parametrize("name", SCENES)
def test_each_scene_has_a_life_and_prices(name: str) -> None:
    scenario = scene_in(name, made_up_window(seed=1, days=10))
    assert scenario.days == 6
    assert scenario.car.phases == int(name[-3])
    assert any(session.trip_kwh for session in scenario.sessions)
    assert (scenario.import_price.min() < 0) == name.startswith("negative")


def test_a_weekend_at_home_is_one_stay_from_friday_to_monday() -> None:
    scenario = scene_in("weekend_at_home_1ph", made_up_window(seed=1, days=21))
    stays = [session.plug_out - session.plug_in for session in scenario.sessions[1:-1]]
    assert {round(stay / timedelta(hours=1)) for stay in stays} == {14, 62}


def report(night: Night | None = None) -> Report:
    took = Timed(0.001, 0.02)
    scenes = {"evening_1ph": comparison(at_once=20.0, evcc=12.0, solar_charging=11.0)}
    return Report("of a test", ("one",), scenes, night, took, {"plan": took})


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_the_planner_with_the_least_regret_stands_first() -> None:
    rows = cells(overview(report()))
    assert rows[2] == [f"**{OURS}**", "10.0", "0 (0.0)", "10.0"]
    assert rows[3] == ["evcc", "20.0", "0 (0.0)", "20.0"]
    assert rows[-1] == ["at_once", "100.0", "0 (0.0)", "100.0"]


def test_a_scene_begins_with_hindsight() -> None:
    rows = cells(scene_table(report().scenes["evening_1ph"]))
    assert rows[2][:4] == ["(hindsight)", "1.000", "0.000", "0.0"]
    assert rows[3][:6] == [f"**{OURS}**", "1.100", "0.100", "10.0", "0", "0.0"]
    assert len(rows) == 3 + len(PLANNERS)


def test_a_night_is_told_in_words() -> None:
    bought = Purchase(at(26), at(27.25), 6.2, 0.19)
    note = Note(at(18), "buying 6.5 kWh 02:00-03:15 at 0.19 for 07:30 (40 %)", 0.21)
    stay = Stay(at(17.5), at(31.5), 31.0, 42.0, 40.0)
    night = Night("evening_1ph", "one", (bought,), (note,), stay, Day(20.0, 9.0, 5.0), weighed_kwh=5.0)
    text = document(report(night), "me")
    assert "Evening 1ph in one. The car came on 15 June at 17:30 with 31 %; 40 % was wanted" in text
    assert "- 18:00: buying 6.5 kWh 02:00-03:15 at 0.19 for 07:30 (40 %). A kWh is worth 0.210." in text
    assert "| 02:00 | 03:15 | 6.2 | 0.190 |" in text
    assert "The next day the roof made 20.0 kWh" in text


def test_the_night_of_a_run_has_what_was_bought_and_what_the_plan_said() -> None:
    stays = [(0, 31.5, 50.0), (41.5, 55.5, 60.0)]
    sessions = tuple(Session(at(begin), at(end), wanted_pct) for begin, end, wanted_pct in stays)
    scenario = house(-300, hours=60, sessions=sessions)
    law = Noting(scenario.car)
    night = night_of("test", "one", scenario, run(scenario, law), law)
    assert night is not None
    assert (night.stay.plug_in, night.stay.plug_out) == (at(41.5), at(55.5))
    assert night.stay.soc_in_pct == pytest.approx(50, abs=1)
    assert 60 <= night.stay.soc_out_pct < 63
    assert night.kwh == pytest.approx(
        (night.stay.soc_out_pct - night.stay.soc_in_pct) * 0.6 / 0.9537, rel=0.02
    )
    assert all(each.price == pytest.approx(0.20) for each in night.purchases)
    *buying, over = (note.text for note in night.notes)
    assert all("; buying " in text for text in buying)
    assert "; nothing to buy" in over
    assert night.day == Day(0.0, 0.0, 0.0)


@pytest.mark.timeout(300)
def test_a_quick_run_compares_all_planners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUICK_DAYS", 3)
    monkeypatch.setattr(command, "QUICK", ("late_shift_1ph",))
    assert command.main(["--quick", "--json", str(tmp_path / "plans.json"), "--out", str(tmp_path)]) == 0
    assert (tmp_path / "plans.md").read_text().strip() == capsys.readouterr().out.strip()
    found = json.loads((tmp_path / "plans.json").read_text())
    (scene,) = found["scenes"].values()
    assert set(scene["runs"]) == {*PLANNERS, *FORECASTS.values()}
    assert all(run["regret_per_day"] > 0 for run in scene["runs"].values())
    assert scene["runs"]["at_once"]["regret_share"] == 1
    assert 0 < found["plan_time"]["mean_s"] < found["plan_time"]["slow_s"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--traces", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--quick", "--json", "nowhere/plans.json"], "--json: nowhere must be a folder"),
        (["--quick", "--traces", "."], "not allowed with"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_measured(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(arguments)
    assert words in capsys.readouterr().err
