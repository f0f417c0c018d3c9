"""The laws of other projects: when each starts, steps and stops, to the watt and the second."""

from __future__ import annotations

from itertools import repeat

import pytest

from backtest.engine import run
from backtest.law import View
from backtest.laws import LAWS
from backtest.laws.evcc import Evcc
from backtest.laws.evcm import Evcm
from backtest.laws.openwb import OpenWb
from backtest.laws.peer import Peer
from backtest.laws.pv_excess_control import PvExcessControl
from backtest.laws.smartevse import SmartEvse
from backtest.laws.solarcharger import SolarCharger
from backtest.laws.teslasolarcharger import TeslaSolarCharger
from backtest.laws.twcmanager import TwcManager
from backtest.scenario import CarModel, Session
from tests.backtest.houses import MIDNIGHT, PROMPT, at, house, view_at

PEERS = [
    Evcc,
    TeslaSolarCharger,
    TwcManager,
    OpenWb,
    SmartEvse,
    SolarCharger,
    PvExcessControl,
    Evcm,
]
THREE = CarModel(phases=3, max_a=16)

Sky = list[tuple[int, float]]
"""Seconds, and the surplus in them in watts."""


def drive(law: Peer, sky: Sky) -> list[tuple[int, int]]:
    """The second and the amps of each change, with a car that obeys at once; plugged in at 0."""
    view = View(house(car=law.car))
    view.plugged = True
    changes = []
    for step, surplus_w in enumerate(surplus for seconds, surplus in sky for _ in repeat(0, seconds // 10)):
        view.now_s = MIDNIGHT.timestamp() + step * 10
        view.grid_w = view.car_w - surplus_w
        wanted = law.decide(view)
        if wanted is None or (wanted == (view.offered_a if view.charging else 0)):
            continue
        changes.append((step * 10, wanted))
        view.charging, view.car_a = wanted > 0, wanted
        view.offered_a = wanted or view.offered_a
    return changes


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(300, 1149)], [], id="a watt short of 5 A"),
        pytest.param([(300, 1150)], [(0, 5)], id="at plug-in without a delay"),
        pytest.param([(30, 0), (70, 2300), (90, 0)], [(90, 5)], id="after a minute"),
        pytest.param([(30, 0), (50, 2300), (90, 0)], [], id="not after less than a minute"),
        pytest.param([(30, 0), (120, 2300)], [(90, 5), (120, 10)], id="with the least first"),
        pytest.param([(30, 2300), (210, 0)], [(0, 5), (210, 0)], id="off after three minutes of import"),
        pytest.param([(30, 2300), (150, 0), (90, 1150)], [(0, 5)], id="import that ends in time"),
        pytest.param([(60, 2300), (600, 1149)], [(0, 5), (30, 10), (60, 5), (240, 0)], id="a watt of import"),
        pytest.param([(60, 9000)], [(0, 5), (30, 32)], id="no more than the car takes"),
    ],
)
def test_evcc_waits_a_minute_and_holds_for_three(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(Evcc(PROMPT), sky) == changes


def test_evcc_counts_two_amps_that_are_offered_and_not_drawn() -> None:
    law, view = Evcc(PROMPT), view_at(house(), at(12), charging=True, offered_a=16, car_a=10, grid_w=0.0)
    assert law.decide(view) == 12


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(900, 1150)], [], id="exactly the least power is not above it"),
        pytest.param([(310, 1151)], [(300, 5)], id="a watt above it is, after five minutes"),
        pytest.param([(300, 2300), (300, 0)], [], id="not after less"),
        pytest.param([(310, 2522)], [(300, 11)], id="10.97 A are rounded to 11.0"),
        pytest.param([(310, 2518)], [(300, 10)], id="10.95 A are rounded to 10.9 and cut"),
        pytest.param(
            [(330, 2300), (310, 1149)], [(300, 10), (330, 5), (630, 0)], id="off after five minutes"
        ),
        pytest.param([(330, 2300), (900, 1150)], [(300, 10), (330, 5)], id="never at the least power"),
    ],
)
def test_teslasolarcharger_waits_five_minutes_both_ways(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(TeslaSolarCharger(PROMPT), sky) == changes


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(60, 1149)], [], id="too little"),
        pytest.param([(60, 1150)], [(0, 5)], id="at once"),
        pytest.param([(60, 2300), (30, 0)], [(0, 10), (60, 0)], id="off after a minute"),
        pytest.param([(30, 2300), (60, 0)], [(0, 10), (30, 5), (60, 0)], id="not before"),
        pytest.param(
            [(60, 2300), (30, 0), (60, 2300)], [(0, 10), (60, 0), (120, 10)], id="on again after a minute"
        ),
    ],
)
def test_twcmanager_flips_once_a_minute(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(TwcManager(PROMPT), sky) == changes


@pytest.mark.parametrize(
    ("offered_a", "car_a", "amps"), [(10, 10, 15), (10, 5, 10), (5, 10, 10)], ids=["settled", "up", "down"]
)
def test_twcmanager_takes_the_lesser_of_two_reckonings(offered_a: int, car_a: int, amps: int) -> None:
    view = view_at(house(), at(12), charging=True, offered_a=offered_a, car_a=car_a, grid_w=-1150.0)
    assert TwcManager(PROMPT).decide(view) == amps


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(300, 1384)], [], id="1499 W with what may be imported"),
        pytest.param([(300, 1385)], [(30, 5), (40, 6)], id="1500 W for half a minute"),
        pytest.param([(30, 1385), (60, 1384)], [], id="not for less"),
        pytest.param([(70, 4600)], [(30, 5), (40, 10), (50, 15), (60, 20)], id="in steps of 5 A"),
        pytest.param(
            [(60, 2300), (60, 2070)], [(30, 5), (40, 10)], id="230 W of import are within the range"
        ),
        pytest.param([(60, 2300), (60, 2069)], [(30, 5), (40, 10), (60, 9)], id="231 W are not"),
        pytest.param(
            [(60, 2300), (80, 0)], [(30, 5), (40, 10), (60, 5), (130, 0)], id="off after a minute of import"
        ),
        pytest.param(
            [(60, 2300), (30, 0), (120, 1151)], [(30, 5), (40, 10), (60, 5)], id="export ends the delay"
        ),
    ],
)
def test_openwb_keeps_the_grid_power_in_its_range(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(OpenWb(PROMPT), sky) == changes


def test_openwb_asks_for_three_times_as_much_on_three_phases() -> None:
    assert drive(OpenWb(THREE), [(60, 4384)]) == []
    assert drive(OpenWb(THREE), [(40, 4385)]) == [(30, 5)]


RISE = [(0, 5), (40, 7), (50, 9), (60, 10)]


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(300, 920)], [], id="4 A"),
        pytest.param([(3600, 921)], [(0, 5)], id="more than 4 A, and it would start again at once"),
        pytest.param([(10, 921), (640, 919)], [(0, 5), (640, 0)], id="it would not: off after ten minutes"),
        pytest.param([(300, 2357.5)], RISE, id="up by half an amp, then by a tenth"),
        pytest.param([(300, 2357.5), (30, 1150)], [*RISE, (300, 5)], id="down by half of the import"),
        pytest.param([(300, 2357.5), (610, 0)], [*RISE, (300, 5), (900, 0)], id="off at the least current"),
        pytest.param(
            [(10, 2000), (640, 0), (100, 1000)],
            [(0, 5), (640, 0), (700, 5)],
            id="a minute's rest after a stop",
        ),
    ],
)
def test_smartevse_rises_slowly_and_falls_fast(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(SmartEvse(PROMPT), sky) == changes


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(1200, 1264)], [], id="below 110 % of the least power"),
        pytest.param([(1200, 1266)], [(420, 5)], id="above it, once the window is ready"),
        pytest.param([(600, 2300)], [(420, 5), (480, 10)], id="then by what flows at the meter"),
        pytest.param(
            [(600, 2300), (360, 0)], [(420, 5), (480, 10), (600, 5), (900, 0)], id="paused by the median"
        ),
        pytest.param(
            [(600, 2300), (300, 0), (300, 1200)], [(420, 5), (480, 10), (600, 5)], id="a short cloud"
        ),
    ],
)
def test_solarcharger_resumes_and_pauses_by_the_median(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(SolarCharger(PROMPT), sky) == changes


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(300, 1199)], [], id="the least power and not quite 50 W"),
        pytest.param([(300, 1200)], [(60, 5)], id="with the third sample"),
        pytest.param([(300, 1200), (600, 1100)], [(60, 5)], id="50 W of import are borne"),
        pytest.param([(300, 1200), (600, 1099)], [(60, 5), (360, 0)], id="51 W are not, after five minutes"),
        pytest.param([(120, 2300), (300, 0)], [(60, 10), (360, 0)], id="it was switched too recently"),
        pytest.param([(120, 2300), (60, 1380)], [(60, 10), (120, 6)], id="down with the newest"),
        pytest.param(
            [(1800, 0), (730, 3000)], [(2490, 5), (2520, 10)], id="up with the mean of half an hour"
        ),
    ],
)
def test_pv_excess_control_takes_the_lesser_of_newest_and_mean(
    sky: Sky, changes: list[tuple[int, int]]
) -> None:
    assert drive(PvExcessControl(PROMPT), sky) == changes


@pytest.mark.parametrize(
    ("sky", "changes"),
    [
        pytest.param([(300, 1699)], [], id="a watt short"),
        pytest.param([(300, 1700)], [(0, 6), (30, 7)], id="one amp up at 240 W of export, to 90 W"),
        pytest.param([(10, 1700), (90, 1619)], [(0, 6)], id="not at 239 W"),
        pytest.param(
            [(60, 1700), (30, 1540)], [(0, 6), (30, 7), (60, 6)], id="one amp down at 70 W of import"
        ),
        pytest.param([(60, 1700), (30, 1541)], [(0, 6), (30, 7)], id="not at 69 W"),
        pytest.param([(30, 1700), (130, 379)], [(0, 6), (150, 0)], id="paused after two minutes of 1001 W"),
        pytest.param([(30, 1700), (900, 380)], [(0, 6)], id="never at 1000 W"),
    ],
)
def test_evcm_steps_by_one_amp(sky: Sky, changes: list[tuple[int, int]]) -> None:
    assert drive(Evcm(PROMPT), sky) == changes


@pytest.mark.parametrize(("surplus_w", "changes"), [(3999, []), (4000, [(0, 6)])])
def test_evcm_starts_with_four_kilowatts_on_three_phases(
    surplus_w: float, changes: list[tuple[int, int]]
) -> None:
    assert drive(Evcm(THREE), [(60, surplus_w)]) == changes


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_purchase_that_ends_without_sun_ends_the_charge(peer: type[Peer]) -> None:
    sessions = (Session(MIDNIGHT, at(8), soc_target_pct=60),)
    result = run(house(hours=12, sessions=sessions), peer(PROMPT))
    assert result.missed == 0
    assert (result.starts, set(result.amps)) == (1, {0, 32})
    assert result.soc_pct.max() == pytest.approx(60, abs=0.25)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_asks_nothing_of_a_car_that_is_away(peer: type[Peer]) -> None:
    law, view = peer(PROMPT), view_at(house(), at(12), plugged=False, grid_w=-9000.0)
    for _ in range(200):
        view.now_s += 10
        assert law.decide(view) is None


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
@pytest.mark.parametrize("car", [PROMPT, THREE], ids=["one phase", "three phases"])
def test_a_clear_noon_is_followed_by_all(peer: type[Peer], car: CarModel) -> None:
    result = run(house(surplus_w=7000.0, hours=2, car=car), peer(car))
    carried_a = int(7000 // car.watts_per_amp)
    assert abs(int(result.amps[-1]) - carried_a) <= 1
    assert len(set(result.amps[-180:])) == 1


def test_every_peer_has_a_name_among_the_laws() -> None:
    assert {peer.name for peer in PEERS} <= set(LAWS)
