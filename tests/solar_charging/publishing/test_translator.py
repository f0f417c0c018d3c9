"""What a person is told, in each language: reasons with their numbers, what is next, problems."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.reason import NextChange, Note, PlanText, Problem, Reason, Text, Why
from solar_charging.control import decision
from solar_charging.control.decision import decide
from solar_charging.control.situation import Situation
from solar_charging.publishing.entities import ENTITIES
from solar_charging.publishing.translations import en
from solar_charging.publishing.translator import LANGUAGES, Translator
from solar_charging.settings.settings import Settings
from tests.situations import EXAMPLES, NEVER_SEEN, NIGHT, SETTINGS, any_situation, fused

ZONE = ZoneInfo("Europe/Paris")
ENGLISH, FRENCH, GERMAN = (Translator(language, ZONE) for language in ("en", "fr", "de"))
TABLES = ("REASONS", "NEXT_CHANGES", "PLAN", "NAMES", "NOTES", "PROBLEMS")
APP = Path(str(decision.__file__)).parents[1]
KINDS = {
    "REASONS": Why,
    "NEXT_CHANGES": NextChange,
    "PLAN": PlanText,
    "NOTES": Note,
    "PROBLEMS": Problem,
}


def said(reason: Reason[Why], translator: Translator = ENGLISH) -> str:
    return translator.why(reason)


def placeholders(template: str) -> list[str]:
    """What is filled in, with its format; the order is the language's own."""
    return sorted(
        f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(template) if name is not None
    )


@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("table", TABLES)
def test_each_language_says_the_same_things_with_the_same_values(language: str, table: str) -> None:
    ours: Mapping[str, str] = getattr(LANGUAGES[language], table)
    other: Mapping[str, str] = getattr(en, table)
    assert list(ours) == list(other)
    for key, template in ours.items():
        assert placeholders(template) == placeholders(other[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sensor_has_a_name_of_its_own(language: str) -> None:
    names = LANGUAGES[language].NAMES
    assert list(names) == [entity.key for entity in ENTITIES]
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("en", "en"), ("fr", "fr"), ("de", "de"), ("de-CH", "de"), ("fr_CA", "fr"), ("nl", "en"), ("", "en")],
)
def test_a_language_that_is_none_of_ours_is_english(asked: str, spoken: str) -> None:
    assert Translator(asked, ZONE).language == spoken


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "texts"), KINDS.items())
def test_every_text_has_its_words_in_every_language(language: str, table: str, texts: type[Text]) -> None:
    assert list(getattr(LANGUAGES[language], table)) == list(texts)


def test_every_reason_has_an_example() -> None:
    elsewhere = {Why.FUSE, Why.FUSE_ENDING, Why.BLOCKED, Why.BUDGET, Why.BY_ITSELF}
    assert {Why(name) for name in EXAMPLES} | elsewhere == set(Why)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("setup", "needs you: the helper input_boolean.solar_charging is missing in Home Assistant"),
        ("off", "switched off: the car is left alone until it is switched on again"),
        ("off_stopping", "switched off: ending the charge that it had begun"),
        ("unreachable", "nothing is known of the car: the service did not answer in time"),
        ("away", "the car is not at home: it is charged when it is back"),
        (
            "full",
            "the battery has reached its limit (80 %): it goes on after a drive, or with a higher limit",
        ),
        (
            "limit_too_low",
            "the battery has reached its limit (80 %), but the next departure wants 90 %: "
            "raise the limit in the car",
        ),
        ("charge_now", "charging now with 16 A, as you asked, up to the car's limit"),
        ("off_peak", "cheap power at 0.300 a kWh: 12 A until 80 % (now 50 %)"),
        (
            "no_reading",
            "the grid meter has been silent for 2 min: nothing is drawn for the car until it speaks",
        ),
        ("measuring", "measuring the surplus: decides when enough of the last minutes is known (now 40 %)"),
        ("minimum", "below 20 % (now 19 %): 16 A at once, whatever it costs"),
        ("departure", "the departure is near: 16 A, so that 70 % are in the battery by 00:26"),
        ("buying", "cheap power: 16 A at 0.300 a kWh, for one in the battery is worth 0.350"),
        ("cloud", "cloud: surplus 700 W, goes on at 5 A; ends in 0 s if it stays so"),
        ("too_little_sun", "too little sun, the charge ends: surplus 700 W, it takes 720 W"),
        ("waiting_for_sun", "waiting for sun: surplus -400 W, it takes 720 W"),
        ("gathering", "sun: surplus 2400 W, starts in 0 s if it lasts"),
    ],
)
def test_a_reason_is_said_with_its_numbers(reason: str, text: str) -> None:
    assert said(decide(EXAMPLES[reason], SETTINGS).reason) == text


@pytest.mark.parametrize(
    ("reason", "french", "german"),
    [
        (
            "off_peak",
            "courant bon marché à 0,300 le kWh : 12 A jusqu'à 80 % (50 % maintenant)",
            "günstiger Strom zu 0,300 je kWh: 12 A bis 80 % (jetzt 50 %)",
        ),
        (
            "waiting_for_sun",
            "attend le soleil : surplus de -400 W, il en faut 720",
            "wartet auf Sonne: Überschuss -400 W, nötig sind 720 W",
        ),
        (
            "unreachable",
            "on ne sait rien de la voiture : le service n'a pas répondu à temps",
            "vom Auto ist nichts bekannt: der Dienst hat nicht rechtzeitig geantwortet",
        ),
        (
            "setup",
            "a besoin de vous : l'entrée input_boolean.solar_charging manque dans Home Assistant",
            "braucht Ihre Hilfe: der Helfer input_boolean.solar_charging fehlt in Home Assistant",
        ),
    ],
)
def test_french_and_german_say_it_in_their_manner(reason: str, french: str, german: str) -> None:
    decided = decide(EXAMPLES[reason], SETTINGS).reason
    assert (said(decided, FRENCH), said(decided, GERMAN)) == (french, german)


@pytest.mark.parametrize(
    ("translator", "text"),
    [
        (ENGLISH, "switched off: ending the charge that it had begun; next try at 22:00"),
        (FRENCH, "éteinte : la charge qu'elle avait lancée s'arrête ; prochain essai à 22:00"),
        (GERMAN, "ausgeschaltet: die von der App begonnene Ladung wird beendet; nächster Versuch um 22:00"),
    ],
)
def test_what_will_change_stands_behind_the_reason(translator: Translator, text: str) -> None:
    at = datetime(2026, 6, 15, 20, tzinfo=timezone.utc)
    assert translator.why(Reason(Why.OFF_STOPPING), Reason(NextChange.RETRY, {"at": at})) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=99), "99 s"),
        (timedelta(seconds=100), "2 min"),
        (timedelta(minutes=99), "99 min"),
        (timedelta(minutes=100), "2 h"),
        (None, "a while"),
    ],
)
def test_a_span_is_as_short_as_a_person_says_it(span: timedelta | None, text: str) -> None:
    assert (
        said(Reason(Why.GATHERING, {"surplus_w": 2400.0, "wait": span}))
        == f"sun: surplus 2400 W, starts in {text} if it lasts"
    )


def test_moments_are_told_by_the_clock_of_the_house() -> None:
    at = datetime(2026, 6, 15, 20, tzinfo=timezone.utc)
    assert ENGLISH.say(Reason(NextChange.CHEAP_FROM, {"at": at})) == "cheap power from 22:00"


def problems_in_code() -> Iterator[tuple[Problem, set[str]]]:
    """Each problem that the app names together with values, and the names of those."""
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and is_problem(node.args[0]):
                assert isinstance(node.args[0], ast.Attribute)
                problem, values = Problem[node.args[0].attr], node.args[1:]
                if not values:
                    yield problem, {str(keyword.arg) for keyword in node.keywords}
                elif isinstance(values[0], ast.Dict):
                    yield problem, {str(ast.literal_eval(key)) for key in values[0].keys if key is not None}


def is_problem(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Problem"


def test_every_problem_brings_the_values_of_its_text() -> None:
    found = list(problems_in_code())
    assert len(found) > 50
    for problem, values in found:
        wanted = {name.partition(":")[0] for name in placeholders(en.PROBLEMS[problem])}
        assert wanted <= values, problem


def test_every_problem_is_somebodys() -> None:
    code = "".join(file.read_text("utf-8") for file in APP.rglob("*.py") if "translations" not in file.parts)
    assert {problem for problem in Problem if f"Problem.{problem.name}" not in code} == set()


@pytest.mark.parametrize(
    ("problem", "german"),
    [
        (
            Reason(Problem.LOGIN_REFUSED, {"answer": "401 No"}),
            "melden Sie sich neu an: Tesla hat 401 No geantwortet",
        ),
        (
            Reason(Problem.DRAWS_TOO_MUCH, {"current_a": 16, "drawn_a": 31.6}),
            "es sollte 16 A ziehen und zieht 32 A",
        ),
        (
            Reason(Problem.ENTITY_UNAVAILABLE, {"entity": "https://eu/"}),
            "https://eu/ ist in Home Assistant nicht verfügbar",
        ),
        (
            Reason(
                Problem.FILE_SPOILT,
                {"file": "a.json", "cause": "x", "aside": Reason(Problem.FILE_SET_ASIDE, {"name": "b"})},
            ),
            "a.json: muss sein, was die App gespeichert hat (x); sie wird als b aufbewahrt; "
            "es wird neu begonnen",
        ),
    ],
)
def test_a_problem_is_said_with_its_values(problem: Reason[Problem], german: str) -> None:
    assert GERMAN.say(problem) == german


def test_the_budget_is_named_with_what_is_spent() -> None:
    text = said(Reason(Why.BUDGET, {"spent": 7.999, "cap": 8.0}))
    assert "what is wanted (7.999 of 8 spent); the next month" in text


def test_the_fuse_is_named_with_what_it_leaves() -> None:
    decided = decide(replace(EXAMPLES["charge_now"], grid_power_w=3000.0), fused(5000))
    assert said(decided.reason) == "only 8 A: the house may draw 5000 W at most"
    decided = decide(replace(EXAMPLES["charge_now"], grid_power_w=4900.0), fused(5000))
    assert said(decided.reason) == (
        "the house needs the 5000 W that it may draw: the car waits for room for 5 A"
    )


def test_a_number_that_is_not_known_is_said_so() -> None:
    assert said(decide(replace(NIGHT, car=NEVER_SEEN), SETTINGS).reason).endswith("(now unknown %)")


@effort(deadline=None)
@given(any_situation, st.sampled_from([SETTINGS, fused(4000)]), st.sampled_from([ENGLISH, FRENCH, GERMAN]))
def test_every_decision_can_be_put_into_words(
    situation: Situation, settings: Settings, translator: Translator
) -> None:
    text = translator.why(decide(situation, settings).reason)
    assert text
    assert not re.search(r"[{}]|\b(nan|None)\b", text)
