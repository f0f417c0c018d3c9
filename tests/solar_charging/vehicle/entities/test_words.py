"""What a car says in German, in French, by TeslaMate, and what the wall box adds to it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from solar_charging.base.reason import Problem
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.entities.patterns import Role
from solar_charging.vehicle.entities.readings import Readings

NOON = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
NOON_S = NOON.timestamp()
UNKNOWN, STOPPED, DISCONNECTED = ChargingState.UNKNOWN, ChargingState.STOPPED, ChargingState.DISCONNECTED


def state(said: str, minutes_ago: float = 60, **more: Any) -> dict[str, Any]:
    at = (NOON - timedelta(minutes=minutes_ago)).isoformat()
    return {"entity_id": "sensor.x", "state": said, "last_changed": at, "last_updated": at, **more}


def car(said_s: float | None = None, **roles: dict[str, Any]) -> CarState:
    readings = Readings({Role(key): shown for key, shown in roles.items()})
    return readings.car_state(None, NOON_S, said_s)


WORDS = {
    "de": "Getrennt Angeschlossen Lädt Startet Fertig Gestoppt Kein_Strom",
    "fr": "Déconnecté Connecté En_charge Démarrage Terminée Arrêtée Pas_d'alimentation",
    "en": "Disconnected Stopped Charging Starting Complete Stopped No_Power",
}
MEANT = [
    *(DISCONNECTED, STOPPED, ChargingState.CHARGING, ChargingState.STARTING),
    *(ChargingState.COMPLETE, STOPPED, ChargingState.NO_POWER),
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        (word.replace("_", " "), meant)
        for words in WORDS.values()
        for word, meant in zip(words.split(), MEANT, strict=True)
    ],
)
def test_a_boards_words_are_understood_in_each_language_that_it_has(word: str, meant: ChargingState) -> None:
    told = car(charging=state(word))
    assert (told.charging, told.unclear) == (meant, ())


@pytest.mark.parametrize("word", ["Ładuje", "Charge en cours", "laadt"])
def test_a_word_of_another_language_is_named_and_not_guessed(word: str) -> None:
    told = car(charging=state(word))
    assert told.charging is UNKNOWN
    assert [each.why for each in told.unclear] == [Problem.WORD_UNKNOWN]
    assert told.unclear[0].values["where"] == "sensor.x"


@pytest.mark.parametrize(
    ("word", "plugged_in", "charging", "asleep", "driving"),
    [
        ("charging", "on", ChargingState.CHARGING, False, False),
        ("online", "on", STOPPED, False, False),
        ("online", "off", DISCONNECTED, False, False),
        ("online", "unknown", UNKNOWN, False, False),
        ("suspended", "on", STOPPED, False, False),
        ("updating", "on", STOPPED, False, False),
        ("driving", "off", DISCONNECTED, False, True),
        ("asleep", "on", STOPPED, True, False),
        ("asleep", "off", DISCONNECTED, True, False),
        ("offline", "on", STOPPED, True, False),
        ("offline", "unavailable", UNKNOWN, True, False),
    ],
)
def test_teslamate_tells_what_the_car_does_and_by_another_entity_whether_it_is_plugged_in(
    word: str, plugged_in: str, charging: ChargingState, asleep: bool, driving: bool
) -> None:
    told = car(charging=state(word), awake=state(word), cable=state(plugged_in), soc=state("50"))
    assert (told.charging, told.asleep, told.driving, told.unclear) == (charging, asleep, driving, ())


# The wall box


@pytest.mark.parametrize(
    ("wall", "changed_min_ago", "connected", "newer"),
    [
        ("on", 59, True, True),
        ("off", 59, False, True),
        ("on", 60, True, False),
        ("off", 61, False, False),
        ("unavailable", 59, None, True),
    ],
)
def test_a_report_says_whether_the_wall_box_has_seen_more(
    wall: str, changed_min_ago: float, connected: bool | None, newer: bool
) -> None:
    told = car(charging=state("stopped"), wall_connected=state(wall, changed_min_ago))
    assert (told.charging, told.wall_connected, told.wall_newer) == (STOPPED, connected, newer)


def test_a_car_that_repeats_itself_has_spoken_since() -> None:
    shown = {"charging": state("disconnected"), "wall_connected": state("on", 5)}
    assert car(**shown).wall_newer
    assert not car(said_s=NOON_S - 5 * 60, **shown).wall_newer


def test_the_wall_box_makes_the_cars_own_report_no_newer() -> None:
    alone = car(charging=state("stopped"))
    assert car(charging=state("stopped"), wall_connected=state("on", 1)).at_s == alone.at_s


@pytest.mark.parametrize(
    ("word", "preset", "climate"),
    [
        ("heat_cool", None, True),
        ("heat_cool", "off", True),
        ("heat_cool", "Normal", True),
        ("heat_cool", "Defrost", True),
        ("heat_cool", "dog", False),
        ("heat_cool", "Camp Mode", False),
        ("heat_cool", "Keep On", False),
        ("on", None, True),
        ("auto", None, True),
        ("off", None, False),
        ("off", "dog", False),
        ("unknown", None, None),
        ("unavailable", None, None),
        ("fan_only", None, None),
        ("dry", None, None),
    ],
)
def test_a_climate_says_whether_the_car_prepares_itself(
    word: str, preset: str | None, climate: bool | None
) -> None:
    assert car(climate=state(word, attributes={"preset_mode": preset})).climate is climate


def test_a_climate_that_was_commanded_is_no_news_of_the_charge() -> None:
    told = car(charging=state("Stopped", 60), climate=state("heat_cool", 0))
    assert told.at_s < NOON_S - 3600


def test_a_car_without_a_climate_tells_nothing_of_it() -> None:
    assert car(charging=state("Stopped")).climate is None
