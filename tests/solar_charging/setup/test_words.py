"""The words of the set-up: all of them in each language, with the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

import pytest

from solar_charging.base.reason import Reason
from solar_charging.setup.answers import Fault
from solar_charging.setup.labels import Label
from solar_charging.setup.proposal import Confidence, Ground, Option, Topic, Typed
from solar_charging.setup.words import LANGUAGES, Words, spoken

TABLES: Mapping[str, type[Enum]] = {
    "TITLES": Topic,
    "QUESTIONS": Topic,
    "EXAMPLES": Typed,
    "GROUNDS": Ground,
    "FAULTS": Fault,
    "MARKS": Confidence,
    "LABELS": Label,
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_sentence_for_all_with_the_same_values(language: str, table: str) -> None:
    own, english = getattr(LANGUAGES[language], table), getattr(LANGUAGES["en"], table)
    assert set(own) == set(TABLES[table])
    values = {key: set(re.findall(r"{(\w+)}", text)) for key, text in own.items()}
    assert values == {key: set(re.findall(r"{(\w+)}", text)) for key, text in english.items()}
    assert all(own.values())


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "de"), ("de-CH", "de"), ("fr-FR", "fr"), ("nl", "en"), ("", "en"), (None, "en"), (["fr"], "en")],
)
def test_of_home_assistants_languages_ours_are_spoken(language: object, expected: str) -> None:
    assert spoken(language) == expected


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ("\N{EN DASH}", "\N{EN DASH}", "\N{EN DASH}")),
        ({"tariff.peak_price": 0.3}, ("0.3", "0,3", "0,3")),
        ({"charging.main_fuse_a": 25, "meters.phase_sensors": ("sensor.a",)}, ("25 A", "25 A", "25 A")),
        ({"charging.max_import_w": 11000}, ("11000 W", "11000 W", "11000 W")),
        ({"meters.grid_power": "sensor.a", "meters.grid_power_positive": "export"},
         ("sensor.a (positive is export)", "sensor.a (positif : injection)",
          "sensor.a (positiv heißt Einspeisung)")),
        ({"battery.power": "sensor.b", "battery.power_positive": "charging"},
         ("sensor.b (positive is charging)", "sensor.b (positif : charge)",
          "sensor.b (positiv heißt Laden)")),
        ({"meters.grid_power": "sensor.a", "meters.grid_power_positive": "sideways"},
         ("sensor.a", "sensor.a", "sensor.a")),
        ({"meters.import_power": "sensor.a", "meters.export_power": "sensor.b"},
         ("sensor.a and sensor.b", "sensor.a et sensor.b", "sensor.a und sensor.b")),
        ({"departures": ({"time": "07:30", "soc_pct": 60},)},
         ("07:30 with 60 %", "07:30 avec 60 %", "07:30 mit 60 %")),
        ({"tariff.off_peak": ({"start": "22:00", "end": "06:00"},)}, ("22:00-06:00",) * 3),
        ({"car.vin": "5YJ3E7EA7KF000004"}, ("...0004",) * 3),
    ],
)  # fmt: skip
def test_what_is_chosen_is_called_as_a_person_reads_it(
    settings: dict[str, object], said: tuple[str, str, str]
) -> None:
    assert tuple(Words(each).called(Option(settings)) for each in ("en", "fr", "de")) == said


def test_a_number_has_no_needless_digits_and_somebody_elses_words_one_line() -> None:
    assert Words("en").say(Reason(Ground.LISTS_PRICES, {"count": 48.0})) == "lists 48 prices"
    assert Words("de").say(
        Reason(Fault.TOO_DEAR, {"price": 30.5, "currency": "EUR", "hundredth": 0.305})
    ) == ("30,5 EUR zahlt kein Haus für eine kWh: in Hundertsteln sind es 0,305")
    assert Words("en").say(Reason(Ground.STATE_NOW, {"said": "a\nb\x00c"})) == "a b c now"
