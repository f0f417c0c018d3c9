"""What integrations show: each has its price, or a sentence that says what to do."""

from __future__ import annotations

import pytest

from tests.solar_charging.tariff.shapes import SHAPES, Shape


def test_each_shape_has_a_name_of_its_own() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_what_an_entity_shows_is_a_price_or_a_clear_sentence(shape: Shape) -> None:
    rates, said = shape.told()
    paid = {at: rates.prices(shape.at(at)).import_per_kwh for at in shape.prices}
    assert paid == pytest.approx(shape.prices), said
    assert shape.says in said
    assert bool(shape.says) == bool(said), said
