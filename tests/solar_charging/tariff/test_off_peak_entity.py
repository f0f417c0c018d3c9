"""Off-peak by an entity: a meter's tariff, a ripple control; which word is the cheap one is never guessed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem
from solar_charging.settings.tariff import Tariff
from solar_charging.tariff.rates import Rates
from tests.words import raises, words

PARIS = ZoneInfo("Europe/Paris")
LINKY = "sensor.linky"
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 6, 15, tzinfo=PARIS)
NIGHT = ({"start": "22:00", "end": "06:00"},)


def rates(*cheap: Any, **changes: Any) -> Rates:
    tariff = {"off_peak_entity": LINKY, "off_peak_states": list(cheap), "peak_price": 0.27, **changes}
    return Rates(Tariff.model_validate(tariff), PARIS)


def tell(rates: Rates, at: datetime, word: str, since: datetime | None = None) -> None:
    state: dict[str, Any] = {"state": word, "attributes": {}, "last_changed": (since or at).isoformat()}
    rates.update(LINKY, state, at.timestamp())


@pytest.mark.parametrize(
    ("cheap", "word", "off_peak"),
    [
        (["HC"], "HC", True),
        (["HC"], "hc..", True),
        (["HC"], "HP", False),
        (["Heures Creuses", "HC"], "heures creuses ", True),
        ([1], "1", True),
        ([2], "1", False),
        (["T1"], "T1", True),
        ([True], "on", True),  # YAML reads on and off as true and false
        ([False], "on", False),
        ([False], "off", True),
        (["on"], "on", True),
    ],
)
@pytest.mark.parametrize("hour", [3, 12])
def test_its_word_is_stronger_than_the_windows(
    cheap: list[Any], word: str, off_peak: bool, hour: int
) -> None:
    told, now = rates(*cheap, off_peak=NIGHT), MONDAY + hour * HOUR
    tell(told, now, word)
    assert told.off_peak(now) is off_peak
    assert told.prices(now).import_per_kwh == (0.20 if off_peak else 0.27)
    assert told.missing(now) is None


def test_a_single_word_needs_no_list() -> None:
    told = Rates(Tariff.model_validate({"off_peak_entity": LINKY, "off_peak_states": "HC"}), PARIS)
    tell(told, MONDAY, "HC")
    assert told.off_peak(MONDAY)


def test_what_is_not_set_is_asked_with_the_words_that_were_seen() -> None:
    told, noon = rates(off_peak=NIGHT), MONDAY + 12 * HOUR
    with raises(MeterError, match=r"says HP: is that the cheap .*off_peak_states \(seen so far: HP\)"):
        tell(told, noon, "HP")
    with raises(MeterError, match=r"says HC: .*seen so far: HP, HC"):
        tell(told, noon, "HC")
    assert not told.off_peak(noon), "the windows count"
    assert told.off_peak(noon + 11 * HOUR)
    missing = told.missing(noon)
    assert missing is not None
    assert missing.why is Problem.OFF_PEAK_QUESTION


def test_words_of_which_none_is_set_are_named() -> None:
    told = rates("Heures Creuses")
    tell(told, MONDAY, "HP")
    with raises(MeterError, match=r"says HP, HC, and none of these is in .*\(Heures Creuses\)"):
        tell(told, MONDAY + HOUR, "HC")
    assert not told.off_peak(MONDAY + HOUR)


@pytest.mark.parametrize("word", ["unavailable", "unknown"])
def test_while_it_says_nothing_the_windows_count_and_that_is_named(word: str) -> None:
    told, now = rates("HC", off_peak=NIGHT), MONDAY + 3 * HOUR
    tell(told, now, "HP")
    assert not told.off_peak(now)
    with raises(MeterError, match="does not say which tariff holds"):
        tell(told, now + HOUR, word)
    assert told.off_peak(now + HOUR)
    missing = told.missing(now + HOUR)
    assert missing is not None
    assert "the windows" in words(missing)


def test_before_it_has_spoken_that_is_named_too() -> None:
    missing = rates("HC").missing(MONDAY)
    assert missing is not None
    assert missing.why is Problem.OFF_PEAK_UNKNOWN


@pytest.mark.parametrize(("days", "holds"), [(6.9, True), (7.1, False)])
def test_an_entity_that_is_stuck_is_not_believed_for_ever(days: float, holds: bool) -> None:
    told, later = rates("HC"), MONDAY + timedelta(days=days)
    tell(told, later, "HC", since=MONDAY)
    assert told.off_peak(later) is holds
    assert (told.missing(later) is None) is holds


def test_the_windows_say_what_comes_later() -> None:
    told, now = rates("HC", off_peak=NIGHT), MONDAY + 12 * HOUR + HOUR / 8
    tell(told, now, "HC")
    bought, _ = told.ahead(now, 96)
    assert bought[0] == 0.20
    assert set(bought[1:40]) == {0.27}
    assert set(bought[40:72]) == {0.20}
    coming = told.coming(now)
    assert coming is None or coming.at > MONDAY + 22 * HOUR, "until a window begins, its word counts"


def linky(told: Rates, days: int) -> datetime:
    """Cheap from 22:30 to 6:30 on workdays, and all day at the weekend."""
    for day in range(days):
        midnight = MONDAY + timedelta(days=day)
        if midnight.weekday() == 0 and day:
            tell(told, midnight, "HC")
        if midnight.weekday() < 5:
            tell(told, midnight + 6.5 * HOUR, "HP")
            tell(told, midnight + 22.5 * HOUR, "HC")
    return MONDAY + timedelta(days=days)


WORKDAY = [0.20] * 26 + [0.27] * 64 + [0.20] * 6


@pytest.mark.parametrize(
    ("days", "ahead"), [(7, WORKDAY * 3), (11, [*WORKDAY, *[0.20] * 192])], ids=["Monday", "Friday"]
)
def test_without_windows_it_is_learnt_by_the_hour_and_the_kind_of_day(days: int, ahead: list[float]) -> None:
    told = rates("HC")
    tell(told, MONDAY, "HC")
    midnight = linky(told, days)
    assert told.ahead(midnight, 288)[0].tolist() == ahead
    coming = told.coming(midnight)
    assert coming is not None
    assert coming.at == midnight + 6.5 * HOUR
    assert not coming.rate.off_peak


def test_what_was_learnt_outlives_a_restart() -> None:
    told = rates("HC")
    tell(told, MONDAY, "HC")
    midnight = linky(told, 7)
    again = rates("HC")
    again.from_dict(json.loads(json.dumps(told.to_dict())))
    tell(again, midnight, "HC", since=midnight - 49.5 * HOUR)
    assert again.ahead(midnight, 96)[0].tolist() == told.ahead(midnight, 96)[0].tolist()


def test_where_nothing_was_learnt_power_is_dear() -> None:
    told = rates("HC")
    tell(told, MONDAY, "HC")
    assert told.off_peak(MONDAY)
    assert set(told.ahead(MONDAY, 96)[0][1:]) == {0.27}


TEMPO = {
    "today": "sensor.colour",
    "prices": {"Bleu": {"peak": 0.16, "off_peak": 0.13}, "Rouge": {"peak": 0.71, "off_peak": 0.15}},
}
PEAK_WINDOW = ({"start": "17:00", "end": "20:00", "price": 0.55}, *NIGHT)


@pytest.mark.parametrize(
    ("word", "hour", "changes", "price"),
    [
        ("HC", 12, {"colours": TEMPO}, 0.13),
        ("HP", 3, {"colours": TEMPO}, 0.16),
        ("HP", 18, {"off_peak": PEAK_WINDOW}, 0.55),
        ("HC", 18, {"off_peak": PEAK_WINDOW}, 0.20),
        ("HP", 12, {"off_peak": PEAK_WINDOW}, 0.27),
        ("HC", 3, {"off_peak": ({"start": "00:00", "end": "04:00", "price": 0.10},)}, 0.10),
        ("HP", 3, {"off_peak": ({"start": "00:00", "end": "04:00", "price": 0.10},)}, 0.27),
    ],
)
def test_it_chooses_among_prices_of_colours_and_windows(
    word: str, hour: int, changes: dict[str, Any], price: float
) -> None:
    told, now = rates("HC", **changes), MONDAY + hour * HOUR
    if "colours" in changes:
        told.update("sensor.colour", {"state": "Bleu"}, now.timestamp())
    tell(told, now, word)
    assert told.prices(now).import_per_kwh == price


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"off_peak_states": ["HC"]}, "off_peak_states needs off_peak_entity"),
        ({"off_peak_entity": LINKY, "off_peak_states": [1.5]}, "valid string"),
        ({"price_unit_forced": True}, "price_unit_forced needs price_unit"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Tariff.model_validate(settings)
