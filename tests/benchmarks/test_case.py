"""The share of what could be saved, and how windows are added up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backtest.scenarios import made_up_window
from benchmarks.case import Attainable, Case, Tally
from benchmarks.scope import FULL, QUICK, Scope, Variant
from tests.benchmarks.reports import case


@pytest.mark.parametrize(
    ("law", "net", "gross"),
    [
        pytest.param("at_once", 0.0, 0.0, id="the reference saves nothing"),
        pytest.param("solar_charging", 0.9, 8.5 / 9, id="9 of 10, and 8.5 of 9 in energy alone"),
        pytest.param("seed", 0.5, 6 / 9, id="half"),
    ],
)
def test_a_share_is_what_was_saved_of_what_hindsight_saves(law: str, net: float, gross: float) -> None:
    assert case().share(law) == pytest.approx(net)
    assert case().gross_share(law) == pytest.approx(gross)


def test_a_law_dearer_than_the_reference_has_a_negative_share() -> None:
    assert case().share_of(22.0) == pytest.approx(-0.2)


def test_windows_are_added_before_they_are_divided() -> None:
    small = Case(1.0, 1.0, None, {"at_once": Tally(2, 2, 0, 1, 1, 0), "evcc": Tally(2, 2, 0, 3, 1, 1)})
    large = Case(3.0, 1.0, None, {"at_once": Tally(11, 11, 0, 1, 1, 0), "evcc": Tally(1, 1, 0, 9, 3, 1)})
    both = small + large
    assert both.share("evcc") == pytest.approx(10 / 11)
    assert both.commands_per_day("evcc") == 3
    assert both.starts_per_day("evcc") == 1
    assert both.runs["evcc"].missed == 2


def test_the_attainable_bounds_are_added_where_all_windows_have_one() -> None:
    assert (case() + case()).attainable == Attainable(20.4, 20.8)
    assert (case() + case(attainable=False)).attainable is None


@pytest.mark.parametrize("plan", [FULL, QUICK], ids=["full", "quick"])
def test_each_variant_is_known_by_its_label(plan: Scope) -> None:
    variants = plan.details()
    assert [Variant.labelled(variant.label) for variant in variants] == list(variants)
    assert len({variant.label for variant in variants}) == len(variants)


@pytest.mark.parametrize(
    ("stride", "windows", "detailed"),
    [
        pytest.param(1, 2, [0, 1], id="all"),
        pytest.param(2, 4, [1, 3], id="every other"),
        pytest.param(2, 1, [0], id="the only one"),
    ],
)
def test_details_are_measured_in_some_windows(stride: int, windows: int, detailed: list[int]) -> None:
    given = [made_up_window(seed=seed, days=1) for seed in range(windows)]
    plan = replace(QUICK, detail_stride=stride)
    jobs = plan.jobs(given)
    assert len(jobs) == len(plan.scenarios) * windows
    found = {(job.scenario, job.window.name) for job in jobs if job.details}
    assert found == {("night_1ph", f"made_up_{seed}") for seed in detailed}
    assert jobs[0].details
