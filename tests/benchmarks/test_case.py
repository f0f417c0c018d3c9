"""The share of what could be saved, and how windows are added up."""

from __future__ import annotations

import pytest

from benchmarks.case import Attainable, Case, Tally, added
from benchmarks.plan import FULL, QUICK, Variant
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
    both = added([small, large])
    assert both.share("evcc") == pytest.approx(10 / 11)
    assert both.commands_per_day("evcc") == 3
    assert both.starts_per_day("evcc") == 1
    assert both.runs["evcc"].missed == 2


def test_the_attainable_bounds_are_added_where_all_windows_have_one() -> None:
    assert added([case(), case()]).attainable == Attainable(20.4, 20.8)
    assert added([case(), case(attainable=False)]).attainable is None


@pytest.mark.parametrize("plan", [FULL, QUICK], ids=["full", "quick"])
def test_each_variant_is_known_by_its_label(plan: object) -> None:
    assert isinstance(plan, type(FULL))
    for scenario in plan.scenarios:
        variants = plan.variants(scenario)
        assert [Variant.labelled(variant.label) for variant in variants] == list(variants)
        assert len({variant.label for variant in variants}) == len(variants)
