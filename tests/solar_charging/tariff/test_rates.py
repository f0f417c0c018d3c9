"""What electricity costs by the entities of a tariff: a curve, or the colours of the days."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.economics import Prices
from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem
from solar_charging.settings.tariff import Tariff
from solar_charging.tariff.rates import Rates
from tests.words import raises, words

PARIS = ZoneInfo("Europe/Paris")
SPOT, FEED_IN = "sensor.spot", "sensor.feed_in"
TODAY, TOMORROW = "sensor.today", "sensor.tomorrow"
HOUR = timedelta(hours=1)
NIGHT = [{"start": "22:00", "end": "06:00"}]
TEMPO = {
    "off_peak": NIGHT,
    "peak_price": 0.18,
    "colours": {
        "today": TODAY,
        "tomorrow": TOMORROW,
        "prices": {
            "Bleu": {"peak": 0.16, "off_peak": 0.13},
            "Blanc": {"peak": 0.19, "off_peak": 0.17},
            "Rouge": {"peak": 0.71, "off_peak": 0.15},
        },
    },
}


def rates(**tariff: Any) -> Rates:
    # By way of lists and text, as apps.yaml gives them.
    windows = tuple(tariff.pop("off_peak", ()))
    return Rates(Tariff.model_validate({"off_peak": windows, **tariff}), PARIS)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def colour(name: str) -> dict[str, Any]:
    return {"state": name, "attributes": {}}


def tempo(today: str | None = None, tomorrow: str | None = None, **changes: Any) -> Rates:
    found = rates(**{**TEMPO, **changes})
    for entity, name in ((TODAY, today), (TOMORROW, tomorrow)):
        if name is not None:
            found.update(entity, colour(name), 0.0)
    return found


@pytest.mark.parametrize(
    ("today", "at", "price", "off_peak"),
    [
        ("Bleu", "2026-11-24 06:00", 0.16, False),
        ("Bleu", "2026-11-24 21:59", 0.16, False),
        ("Bleu", "2026-11-24 22:00", 0.13, True),
        ("Bleu", "2026-11-24 05:59", 0.13, True),
        ("ROUGE", "2026-11-24 12:00", 0.71, False),
        (" rouge ", "2026-11-24 23:00", 0.15, True),
        ("blanc", "2026-11-24 12:00", 0.19, False),
        ("blanc", "2026-11-24 23:00", 0.17, True),
    ],
)
def test_the_price_is_that_of_the_running_days_colour(
    today: str, at: str, price: float, off_peak: bool
) -> None:
    told = tempo(today)
    assert told.prices(paris(at)) == Prices(price, 0.08)
    assert told.off_peak(paris(at)) is off_peak


@pytest.mark.parametrize("name", ["unavailable", "unknown", "Vert", ""])
def test_a_colour_that_is_not_known_costs_what_the_dearest_does_and_is_named(name: str) -> None:
    told = tempo("Bleu")
    with raises(MeterError, match=r"sensor\.today: must be one of Bleu, Blanc, Rouge") as caught:
        told.update(TODAY, colour(name), 0.0)
    assert repr(name) in str(caught.value)
    assert told.prices(paris("2026-11-24 12:00")).import_per_kwh == 0.71
    assert told.prices(paris("2026-11-24 23:00")).import_per_kwh == 0.17


def test_before_anything_was_told_the_dearest_colour_counts() -> None:
    assert tempo().prices(paris("2026-11-24 12:00")).import_per_kwh == 0.71


def test_a_tomorrow_that_is_not_published_yet_is_no_fault() -> None:
    tempo("Bleu", "unavailable")


@pytest.mark.parametrize(
    ("tomorrow", "ahead"),
    [
        # today from 6 in the morning, the night that belongs to it, tomorrow, its night, the day after
        ("Rouge", [0.16, 0.13, 0.71, 0.15, 0.71]),
        ("Bleu", [0.16, 0.13, 0.16, 0.13, 0.16]),
        ("unknown", [0.16, 0.13, 0.71, 0.17, 0.71]),
        (None, [0.16, 0.13, 0.71, 0.17, 0.71]),
    ],
)
def test_a_day_of_one_colour_ends_when_the_next_one_begins(tomorrow: str | None, ahead: list[float]) -> None:
    bought, _ = tempo("Bleu", tomorrow).ahead(paris("2026-11-24 06:00"), 288)
    changes = [0, 64, 96, 160, 192]
    assert bought[changes].tolist() == ahead
    assert (np.flatnonzero(np.diff(bought)) + 1).tolist() == [64, 96, 160, 192, 256]


def test_without_an_entity_for_tomorrow_the_dearest_colour_is_feared() -> None:
    without = {"colours": {key: value for key, value in TEMPO["colours"].items() if key != "tomorrow"}}  # type: ignore[attr-defined]
    bought, _ = tempo("Bleu", **without).ahead(paris("2026-11-24 06:00"), 97)
    assert bought[[0, 96]].tolist() == [0.16, 0.71]


@pytest.mark.parametrize(
    ("today", "tomorrow", "after", "change"),
    [
        ("Bleu", "Rouge", "2026-11-24 12:00", "2026-11-24 22:00"),
        ("Bleu", "Rouge", "2026-11-24 22:00", "2026-11-25 06:00"),
        ("Bleu", "Bleu", "2026-11-24 22:00", "2026-11-25 06:00"),
    ],
)
def test_the_next_change_is_known_for_colours_too(today: str, tomorrow: str, after: str, change: str) -> None:
    assert tempo(today, tomorrow).next_change(paris(after)) == paris(change)


def test_a_day_may_begin_at_another_time_than_a_window() -> None:
    told = tempo("Bleu", "Rouge", off_peak=[], colours={**TEMPO["colours"], "day_start": "00:00"})  # type: ignore[dict-item]
    assert told.next_change(paris("2026-11-24 12:00")) == paris("2026-11-25 00:00")


def test_a_windows_own_price_is_stronger_than_the_colours() -> None:
    told = tempo("Rouge", off_peak=[{"start": "12:00", "end": "14:00", "price": 0.05}])
    assert told.prices(paris("2026-11-24 12:00")).import_per_kwh == 0.05
    assert told.off_peak(paris("2026-11-24 12:00"))


def listed(begin: datetime, *values: float, minutes: int = 60, unit: str = "EUR/kWh") -> dict[str, Any]:
    """A state that lists prices from a moment on."""
    step = timedelta(minutes=minutes)
    # In seconds, for the wall clock jumps.
    begins = [
        datetime.fromtimestamp(begin.timestamp() + n * step.total_seconds(), PARIS)
        for n in range(len(values))
    ]
    data = [
        {"start": at.isoformat(), "end": (at.astimezone(ZoneInfo("UTC")) + step).isoformat(), "value": value}
        for at, value in zip(begins, values, strict=True)
    ]
    return {"state": "0", "attributes": {"unit_of_measurement": unit, "data": data}}


def spot(*values: float, begin: str = "2026-11-24 00:00", minutes: int = 60, **tariff: Any) -> Rates:
    found = rates(price_entity=SPOT, peak_price=0.25, **tariff)
    found.update(SPOT, listed(paris(begin), *values, minutes=minutes), paris(begin).timestamp())
    return found


def test_the_curve_is_stronger_than_the_windows_as_long_as_it_lasts() -> None:
    told = spot(0.1, 0.4, off_peak=NIGHT, off_peak_price=0.2)
    at = [
        paris("2026-11-24 00:00"),
        paris("2026-11-24 01:59"),
        paris("2026-11-24 02:00"),
        paris("2026-11-24 06:00"),
    ]
    assert [told.prices(each).import_per_kwh for each in at] == [0.1, 0.4, 0.2, 0.25]
    assert [told.off_peak(each) for each in at] == [True, False, True, False]


def cheap_hours(told: Rates, day: str) -> list[int]:
    return [hour for hour in range(24) if told.off_peak(paris(f"{day} {hour:02}:00"))]


@pytest.mark.parametrize(
    ("day", "settings", "cheap"),
    [
        ([0.20] * 18 + [0.1] * 6, {}, [18, 19, 20, 21, 22, 23]),
        ([0.10, 0.11] * 12, {"cheap_hours": 12}, list(range(0, 24, 2))),
        ([0.10] * 24, {"cheap_hours": 2}, list(range(24))),  # of equals, none is dearer than the others
        ([0.30] * 22 + [0.1] * 2, {}, [22, 23]),  # what costs peak_price or more is never cheap
        ([hour / 100 for hour in range(24)], {"cheap_hours": 1, "price_factor": 0.5}, [0]),
    ],
)
def test_the_cheapest_hours_of_a_day_count_as_cheap(
    day: list[float], settings: dict[str, Any], cheap: list[int]
) -> None:
    assert cheap_hours(spot(*day, **settings), "2026-11-24") == cheap


def test_each_day_has_its_cheapest_hours() -> None:
    told = spot(*[0.20] * 18, *[0.10] * 6, *[0.22] * 18, *[0.21] * 6)
    assert cheap_hours(told, "2026-11-24") == cheap_hours(told, "2026-11-25") == list(range(18, 24))


def test_cheap_is_what_the_newest_list_says() -> None:
    told = spot(*[0.20] * 18, *[0.10] * 6)
    assert not told.off_peak(paris("2026-11-24 02:00"))
    told.update(SPOT, listed(paris("2026-11-24 00:00"), *[0.05] * 6, *[0.2] * 18), 0.0)
    assert told.off_peak(paris("2026-11-24 02:00"))


def test_the_cheapest_hours_of_the_day_on_which_the_clocks_go_back() -> None:
    told = spot(*[0.20] * 19, *[0.10] * 6, begin="2026-10-25 00:00", cheap_hours=6)
    assert cheap_hours(told, "2026-10-25") == list(range(18, 24))


def test_a_price_of_some_minutes_is_not_of_the_cheapest_hours() -> None:
    told = spot(0.1, begin="2026-11-24 00:05", minutes=5)
    assert not told.off_peak(paris("2026-11-24 00:06"))


@pytest.mark.parametrize(("spot_price", "paid"), [(0.10, 0.312), (0.0, 0.192), (-0.16, 0.0), (-0.26, -0.12)])
def test_what_is_paid_is_the_price_with_what_is_added_and_tax(spot_price: float, paid: float) -> None:
    told = spot(spot_price, price_adder=0.16, price_factor=1.2)
    assert told.prices(paris("2026-11-24 00:30")).import_per_kwh == pytest.approx(paid)
    assert told.ahead(paris("2026-11-24 00:30"), 1)[0][0] == pytest.approx(paid)


def test_what_is_fed_in_may_have_a_curve_of_its_own_without_tax() -> None:
    told = rates(price_entity=SPOT, export_price_entity=FEED_IN, price_adder=0.1, export_price=0.05)
    midnight = paris("2026-11-24 00:00")
    told.update(FEED_IN, listed(midnight, 0.02, -0.03), midnight.timestamp())
    sold = [told.prices(midnight + number * HOUR).export_per_kwh for number in range(3)]
    assert sold == [0.02, -0.03, 0.05]
    assert told.next_change(midnight) == midnight + HOUR


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_the_next_change_is_the_next_step_with_another_price(minutes: int) -> None:
    told, begin, step = (
        spot(0.1, 0.1, 0.3, 0.2, minutes=minutes),
        paris("2026-11-24 00:00"),
        timedelta(minutes=minutes),
    )
    assert told.next_change(begin) == begin + 2 * step
    assert told.next_change(begin + 2 * step) == begin + 3 * step
    assert told.next_change(begin + 3 * step) == begin + 4 * step, "where the curve ends the windows begin"
    assert told.next_change(begin + 4 * step) is None


def test_a_day_that_is_not_published_is_like_the_day_before_by_the_wall_clock() -> None:
    today = [number / 100 for number in range(24)]
    told = spot(*today, begin="2026-10-24 00:00", off_peak=NIGHT)  # the next day has 25 hours
    bought, _ = told.ahead(paris("2026-10-24 21:07"), 288)
    at = [datetime.fromtimestamp(paris("2026-10-24 21:00").timestamp() + 900 * n, PARIS) for n in range(288)]
    assert bought.tolist() == [each.hour / 100 for each in at]


def test_a_curve_that_has_ended_is_not_repeated() -> None:
    bought, _ = spot(*[0.1] * 24, off_peak=NIGHT).ahead(paris("2026-11-25 00:00"), 288)
    assert set(bought.tolist()) == {0.2, 0.25}


def test_what_is_known_of_tomorrow_counts_even_if_today_is_not_known() -> None:
    bought, _ = spot(*[0.1] * 24, begin="2026-11-25 00:00").ahead(paris("2026-11-24 22:00"), 12)
    assert bought.tolist() == [0.25] * 8 + [0.1] * 4


def test_today_and_tomorrow_may_come_from_two_entities() -> None:
    told = rates(price_entity=["event.today", "event.tomorrow"])
    for entity, begin, price in (("event.tomorrow", "2026-11-25", 0.2), ("event.today", "2026-11-24", 0.1)):
        told.update(entity, listed(paris(begin), *[price] * 24), paris("2026-11-24 18:00").timestamp())
    bought, _ = told.ahead(paris("2026-11-24 20:00"), 5 * 4)
    assert bought.tolist() == [0.1] * 16 + [0.2] * 4


@pytest.mark.parametrize(
    "void", [{"state": "unavailable", "attributes": {}}, {"state": "0.1", "attributes": {}}]
)
def test_the_last_good_curve_stays_when_the_entity_goes_away_or_tells_nonsense(void: dict[str, Any]) -> None:
    told, at = spot(0.1, 0.4), paris("2026-11-24 01:30")
    if void["state"] == "unavailable":
        told.update(SPOT, void, at.timestamp())
    else:
        with pytest.raises(MeterError):
            told.update(SPOT, void, at.timestamp())
    assert told.prices(at).import_per_kwh == 0.4


@pytest.mark.parametrize(
    ("values", "believed"),
    [
        ([0.1, 0.2, 0.3] * 8, True),
        ([1.2] * 24, True),
        ([1.21] * 24, False),
        ([25.0] * 24, False),  # cents
        ([250.0] * 24, False),  # per MWh
        ([0.2] * 13 + [25.0] * 11, True),  # spikes, but not of half of a day
        ([0.2] * 11 + [25.0] * 13, False),
        ([-0.2, -0.1] * 12, True),
        ([-25.0] * 24, False),
        ([0.0025] * 24, False),
        ([0.0025] * 19 + [0.3] * 5, False),
        ([0.0025] * 17 + [0.3] * 7, True),  # a sunny Sunday, without taxes
        ([0.005] * 24, True),
        ([0.0] * 24, False),  # a list that broke
        ([0.0] * 3, True),  # some free hours
    ],
)
def test_prices_that_no_house_pays_are_named_and_nothing_is_bought_by_them(
    values: list[float], believed: bool
) -> None:
    midnight = paris("2026-11-24 00:00")
    told = Rates(Tariff.model_validate({"price_entity": SPOT, "peak_price": 0.31}), PARIS, "EUR")
    if believed:
        told.update(SPOT, listed(midnight, *values), midnight.timestamp())
        assert told.prices(midnight).import_per_kwh == values[0]
        return
    with raises(
        MeterError, match=r"sensor\.spot: .*houses pay between 0\.005 and 1\.2 EUR; nothing is bought"
    ):
        told.update(SPOT, listed(midnight, *values), midnight.timestamp())
    assert {told.prices(midnight + number * HOUR).import_per_kwh for number in range(24)} == {0.31}
    assert set(told.ahead(midnight, 288)[0].tolist()) == {0.31}
    assert not any(told.off_peak(midnight + number * HOUR) for number in range(24))
    missing = told.missing(midnight)
    assert missing is not None
    assert missing.why is Problem.PRICE_OF_NOW_UNKNOWN


@pytest.mark.parametrize(
    ("currency", "usual", "cents"),
    [("EUR", 0.3, 30), ("SEK", 3.3, 330), ("CZK", 7, 700), ("HUF", 120, 12_000), ("USD", 0.15, 15)],
)
def test_what_houses_pay_depends_on_the_currency(currency: str, usual: float, cents: float) -> None:
    midnight = paris("2026-11-24 00:00")
    told = Rates(Tariff(price_entity=(SPOT,), peak_price=usual), PARIS, currency)
    told.update(SPOT, listed(midnight, *[usual] * 24, unit=f"{currency}/kWh"), midnight.timestamp())
    with raises(MeterError, match="houses pay"):
        told.update(SPOT, listed(midnight, *[cents] * 24, unit=f"{currency}/kWh"), midnight.timestamp())


@pytest.mark.parametrize(
    ("currency", "peak_price", "most"), [("", 0.25, 1.0), ("XAU", 0.25, 1.0), ("", 120.0, 480.0)]
)
def test_where_nobody_knows_what_is_usual_peak_price_is(
    currency: str, peak_price: float, most: float
) -> None:
    midnight = paris("2026-11-24 00:00")
    told = Rates(Tariff(price_entity=(SPOT,), peak_price=peak_price), PARIS, currency)
    told.update(SPOT, listed(midnight, *[most] * 24, unit="$/kWh"), midnight.timestamp())
    with raises(MeterError, match="houses pay"):
        told.update(SPOT, listed(midnight, *[1.01 * most] * 24, unit="$/kWh"), midnight.timestamp())


def test_a_doubted_day_leaves_the_others() -> None:
    midnight = paris("2026-11-24 00:00")
    told = rates(price_entity=SPOT)
    with raises(MeterError, match="costs more than 25 a kWh"):
        told.update(SPOT, listed(midnight, *[0.2] * 24, *[25.0] * 24), midnight.timestamp())
    assert told.prices(midnight).import_per_kwh == 0.2
    assert told.prices(midnight + 24 * HOUR).import_per_kwh == 0.3


def test_doubted_prices_of_an_earlier_version_are_not_restored() -> None:
    midnight_s = paris("2026-11-24 00:00").timestamp()
    told = rates(price_entity=SPOT)
    steps = [[midnight_s + 3600 * hour, midnight_s + 3600 * (hour + 1), 25.0] for hour in range(24)]
    told.from_dict({"bought": steps, "sold": []})
    assert told.prices(paris("2026-11-24 12:00")).import_per_kwh == 0.3


def test_what_is_fed_in_may_bring_next_to_nothing_but_not_euros() -> None:
    midnight = paris("2026-11-24 00:00")
    told = rates(export_price_entity=FEED_IN)
    told.update(FEED_IN, listed(midnight, *[0.001] * 24), midnight.timestamp())
    assert told.prices(midnight).export_per_kwh == 0.001
    with raises(MeterError, match="houses pay"):
        told.update(FEED_IN, listed(midnight + 24 * HOUR, *[8.0] * 24), midnight.timestamp())
    assert told.prices(midnight + 25 * HOUR).export_per_kwh == 0.08


@pytest.mark.parametrize(
    ("currency", "settings", "said"),
    [
        ("EUR", {}, ""),
        ("EUR", {"peak_price": 30.0}, "tariff.peak_price is 30, and houses pay between 0.05 and 1.2 EUR"),
        ("EUR", {"peak_price": 0.003}, "tariff.peak_price is 0.003"),
        ("EUR", {"off_peak_price": 20.0}, "tariff.off_peak_price is 20"),
        ("EUR", {"off_peak_price": 0.0, "export_price": -0.02}, ""),
        ("EUR", {"export_price": 8.0}, "tariff.export_price is 8"),
        ("EUR", {"off_peak": [{"start": "00:00", "end": "04:00", "price": 12.0}]},
         "tariff.off_peak.0.price is 12"),
        ("EUR", {**TEMPO, "peak_price": 0.3}, ""),
        ("EUR", {"colours": {"today": TODAY, "prices": {"Bleu": {"peak": 16.0, "off_peak": 0.1}}}},
         "tariff.colours.prices.Bleu.peak is 16"),
        ("HUF", {"peak_price": 36.0}, ""),
        ("HUF", {"peak_price": 0.3}, "tariff.peak_price is 0.3, and houses pay between 12 and 280 HUF"),
        ("SEK", {"peak_price": 3.3}, ""),
        ("", {"peak_price": 30.0}, ""),  # nobody said what currency it is
    ],
)  # fmt: skip
def test_prices_of_the_settings_that_no_house_pays_are_named(
    currency: str, settings: dict[str, Any], said: str
) -> None:
    windows = tuple(settings.get("off_peak", ()))
    told = Rates(Tariff.model_validate({**settings, "off_peak": windows}), PARIS, currency)
    problem = told.missing(paris("2026-11-24 00:00"))
    assert (problem is None) is (not said)
    assert problem is None or said in words(problem)


def bare(today: list[Any], tomorrow: list[Any], updated: str | None = None) -> dict[str, Any]:
    """A state with lists of mere numbers, last changed then."""
    attributes = {"unit_of_measurement": "EUR/kWh", "today": today, "tomorrow": tomorrow}
    return {
        "state": "0.1",
        "attributes": attributes,
        **({} if updated is None else {"last_updated": paris(updated).isoformat()}),
    }


MON, TUE, WED = ([price] * 24 for price in (0.10, 0.50, 0.20))


@pytest.mark.parametrize(
    ("at", "told", "updated", "known"),
    [
        # At noon of Monday today is Monday and tomorrow is Tuesday; then, at a moment of Tuesday:
        ("2026-11-24 00:01", (MON, TUE), None, (0.5, 0.3)),  # not turned over yet
        ("2026-11-24 00:01", (MON, TUE), "2026-11-23 23:00", (0.5, 0.3)),
        ("2026-11-24 00:01", (MON, TUE), "2026-11-24 00:00", (0.5, 0.3)),
        ("2026-11-24 00:01", (MON, []), "2026-11-24 00:00", (0.5, 0.3)),
        ("2026-11-24 00:01", (TUE, []), "2026-11-24 00:00", (0.5, 0.3)),
        ("2026-11-24 00:01", (TUE, TUE), "2026-11-24 00:00", (0.5, 0.3)),  # half turned over
        ("2026-11-24 14:00", (TUE, WED), "2026-11-24 13:30", (0.5, 0.2)),
        ("2026-11-24 14:00", (TUE, TUE), "2026-11-24 13:30", (0.5, 0.5)),
        ("2026-11-24 14:00", (MON, MON), "2026-11-24 13:30", (0.1, 0.1)),  # changed, for it is noon
        ("2026-11-24 14:00", (MON, TUE), "2026-11-23 14:00", (0.5, 0.3)),  # stuck since yesterday
    ],
)
def test_mere_numbers_are_of_the_day_for_which_they_were_published(
    at: str, told: tuple[list[float], list[float]], updated: str | None, known: tuple[float, float]
) -> None:
    found = rates(price_entity=SPOT)
    found.update(SPOT, bare(MON, TUE, "2026-11-23 13:30"), paris("2026-11-23 13:30").timestamp())
    found.update(SPOT, bare(*told, updated), paris(at).timestamp())
    days = (paris("2026-11-24 15:00"), paris("2026-11-25 15:00"))
    assert tuple(found.prices(day).import_per_kwh for day in days) == known
    assert found.prices(paris("2026-11-23 15:00")).import_per_kwh == 0.1


def test_the_same_holds_for_hours_without_a_date() -> None:
    found = rates(price_entity=SPOT)

    def pvpc(today: list[float], tomorrow: list[float]) -> dict[str, Any]:
        named = {"price_{:02}h": today, "price_next_day_{:02}h": tomorrow}
        prices = {name.format(hour): price for name, day in named.items() for hour, price in enumerate(day)}
        return {"state": "0.1", "attributes": {"unit_of_measurement": "€/kWh", **prices}}

    found.update(SPOT, pvpc(MON, TUE), paris("2026-11-23 21:00").timestamp())
    found.update(SPOT, pvpc(MON, TUE), paris("2026-11-24 00:01").timestamp())
    assert found.prices(paris("2026-11-24 15:00")).import_per_kwh == 0.5


def test_a_list_of_an_earlier_day_is_named_where_nothing_is_known_of_today() -> None:
    found = rates(price_entity=SPOT)
    with raises(MeterError, match="has no dates and was last changed on 2026-11-20"):
        found.update(SPOT, bare(MON, [], "2026-11-20 14:00"), paris("2026-11-24 12:00").timestamp())
    assert found.prices(paris("2026-11-24 12:00")).import_per_kwh == 0.3


def test_yesterdays_numbers_on_the_day_of_25_hours_are_still_yesterdays() -> None:
    found = rates(price_entity=SPOT)
    saturday, sunday = [0.1] * 24, [0.5] * 25
    found.update(SPOT, bare(saturday, sunday), paris("2026-10-24 14:00").timestamp())
    found.update(SPOT, bare(saturday, sunday), paris("2026-10-25 00:01").timestamp())
    assert found.prices(paris("2026-10-25 12:00")).import_per_kwh == 0.5


def test_what_is_added_counts_when_a_unit_is_doubted() -> None:
    assert spot(0.001, price_adder=0.1).prices(paris("2026-11-24 00:30")).import_per_kwh == 0.101


def test_curves_outlive_a_restart_as_long_as_their_entities_are_set() -> None:
    told, at = spot(0.1, -0.4), paris("2026-11-24 01:30")
    saved = json.loads(json.dumps(told.to_dict()))
    again, without = rates(price_entity=SPOT), rates()
    for each in (again, without):
        assert each.prices(at).import_per_kwh == 0.3
        each.from_dict(saved)
    assert again.prices(at).import_per_kwh == -0.4
    assert without.prices(at).import_per_kwh == 0.3


@pytest.mark.parametrize(
    "saved", [{}, {"bought": []}, {"bought": [[1, 2]], "sold": []}, {"bought": 3, "sold": []}]
)
def test_what_is_no_curve_is_not_restored(saved: dict[str, Any]) -> None:
    told = spot(0.1, 0.4)
    with pytest.raises((KeyError, TypeError, ValueError)):
        told.from_dict(saved)
    assert told.prices(paris("2026-11-24 00:30")).import_per_kwh == 0.1


@effort(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([-0.1, 0.1, 0.2, 0.3]), min_size=1, max_size=60),
    st.sampled_from([15, 30, 60]),
    st.sampled_from(["2026-03-28 12:00", "2026-10-24 12:00", "2026-06-15 00:00"]),
    st.integers(0, 40),
)
def test_each_quarter_has_the_price_of_its_begin_and_changes_are_found(
    values: list[float], minutes: int, begin: str, quarter: int
) -> None:
    told = spot(*values, begin=begin, minutes=minutes, off_peak=NIGHT)
    start_s = paris(begin).timestamp()
    at = [datetime.fromtimestamp(start_s + 900 * n, PARIS) for n in range(120)]
    night = [0.2 if each.hour >= 22 or each.hour < 6 else 0.25 for each in at]
    known = [value for value in values for _ in range(minutes // 15)]
    prices = (known + night[len(known) :])[:120]
    now = at[quarter]
    bought, _ = told.ahead(now + timedelta(minutes=3), max(min(len(known), 120) - quarter, 1))
    assert bought.tolist() == prices[quarter : quarter + len(bought)]
    assert [told.prices(each).import_per_kwh for each in at] == prices
    changes = [n for n in range(quarter + 1, 120) if prices[n] != prices[n - 1]]
    found = told.next_change(now)
    if changes:
        assert found == at[changes[0]]
    else:
        assert found is None or found.timestamp() > at[-1].timestamp()
