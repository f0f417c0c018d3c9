"""A small report with round numbers."""

from __future__ import annotations

from benchmarks.case import Attainable, Case, Tally
from benchmarks.report import BusyDay, CloudyDay, Counts, Report

TALLIES = {
    "at_once": Tally(net=20.0, gross=19.0, api_cost=0.1, commands=10, starts=10, missed=0),
    "solar_charging": Tally(net=11.0, gross=10.5, api_cost=0.4, commands=200, starts=15, missed=0),
    "evcc": Tally(net=13.0, gross=10.4, api_cost=0.5, commands=500, starts=30, missed=1),
    "teslasolarcharger": Tally(net=13.5, gross=11.0, api_cost=0.5, commands=450, starts=20, missed=0),
    "twcmanager": Tally(net=14.0, gross=10.2, api_cost=0.5, commands=520, starts=60, missed=0),
    "openwb": Tally(net=14.5, gross=10.6, api_cost=0.5, commands=700, starts=40, missed=0),
    "seed": Tally(net=15.0, gross=13.0, api_cost=0.2, commands=220, starts=32, missed=0),
}
TURNED = {
    "solar_charging report_age_s=60": Tally(11.2, 10.7, 0.4, 210, 15, 0),
    "evcc report_age_s=60": Tally(16.0, 12.0, 0.5, 900, 40, 0),
    "solar_charging start_cost=0.02": TALLIES["solar_charging"],
    "solar_charging start_cost=0.1": Tally(11.4, 11.0, 0.3, 150, 7, 0),
    "solar_charging monthly_cap=2": Tally(12.0, 11.6, 0.2, 80, 9, 0),
}


def case(attainable: bool = True) -> Case:
    """Ten days in which 10 of 20 could have been saved."""
    bound = Attainable(energy=10.2, switching=10.4) if attainable else None
    return Case(days=10.0, optimum=10.0, attainable=bound, runs=TALLIES)


def report() -> Report:
    counts = {law: Counts(at, 1) for at, law in enumerate(TALLIES)}
    return Report(
        origin="of a test",
        windows=("one", "other"),
        detail_windows=("one",),
        cases={"night_1ph": case(), "spot_3ph": Case(10.0, 12.0, None, TALLIES)},
        details={"night_1ph": Case(10.0, 10.0, None, {**TALLIES, **TURNED})},
        busy_day=BusyDay("night_1ph", "one", "2017-05-04", counts),
        cloudy_day=CloudyDay("one", "2017-05-05", {"night_1ph": counts, "spot_3ph": counts}),
        most=counts,
    )
