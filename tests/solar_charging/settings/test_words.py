"""What a person reads of wrong settings: in three languages, with what to write instead, and no secret."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from datetime import timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

import solar_charging.settings
from solar_charging.base.reason import Reason, Text
from solar_charging.publishing.translator import LANGUAGES, Translator
from solar_charging.settings.mistakes import Mistake
from solar_charging.settings.rules import Rule
from solar_charging.settings.settings import Settings, SettingsError, parse_settings
from solar_charging.settings.words import SENTENCES
from solar_charging.settings_file import blamed, completed, settings_file
from tests.mistaken import ELSEWHERE, FILES, MISTAKEN, battery, departure, entry, window

ROOM = Path(solar_charging.settings.__path__[0])


def refused(args: Any) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        parse_settings(args)
    return caught.value


def rules(reason: Reason[Text]) -> Iterator[Text]:
    """A rule and those that are parts of its sentence."""
    yield reason.why
    for value in reason.values.values():
        if isinstance(value, Reason):
            yield from rules(value)


def said(error: SettingsError) -> list[str]:
    """What a person reads on the screen, in each language."""
    return [Translator(language, timezone.utc, "EUR").say(error.reason) for language in LANGUAGES]


def fields(template: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


# The tables


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words_in_every_language_with_the_same_values(language: str) -> None:
    ours = SENTENCES[language]
    assert list(ours) == list(Rule)
    for rule, template in ours.items():
        assert fields(template) == fields(SENTENCES["en"][rule]), rule


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_sentence_was_left_in_english(language: str) -> None:
    same = {rule for rule in Rule if SENTENCES[language][rule] == SENTENCES["en"][rule]}
    assert same <= {Rule.ELSE, Rule.WRONG, Rule.AND}, "which have no words of their own"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_markup_of_its_own(language: str) -> None:
    """Home Assistant's own list reads Markdown; the values alone are escaped there."""
    assert [rule for rule, words in SENTENCES[language].items() if re.search(r"[\\`*\[\]<>|~]", words)] == []


def test_every_rule_is_broken_by_an_example() -> None:
    assert {*MISTAKEN, *FILES, *ELSEWHERE} == set(Rule)
    assert not ELSEWHERE & {*MISTAKEN, *FILES}


def test_nothing_is_refused_in_plain_english() -> None:
    """Every check of the settings names its rule, for only that has words in each language."""
    plain = [
        f"{file.name}:{node.lineno}"
        for file in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Raise) and "ValueError(" in ast.unparse(node)
    ]
    assert plain == []


@pytest.mark.parametrize("rule", MISTAKEN, ids=lambda rule: rule.value)
def test_each_rule_is_said_in_each_language(rule: Rule) -> None:
    error = refused(MISTAKEN[rule])
    reached = {each for mistake in error.mistakes for each in rules(mistake.reason)} | set(
        rules(error.reason)
    )
    assert rule in reached
    assert Rule.ELSE not in reached
    assert str(error) == error.in_words("en")
    for language, sentence in zip(LANGUAGES, said(error), strict=True):
        first = error.mistakes[0]
        assert first.place in sentence
        assert first.in_words(language) in sentence


@pytest.mark.parametrize("rule", FILES, ids=lambda rule: rule.value)
def test_so_are_those_of_the_file_beside_apps_yaml(rule: Rule, tmp_path: Path) -> None:
    file = settings_file(tmp_path / "apps", "garage")
    file.parent.mkdir()
    file.write_text(FILES[rule])
    try:
        filed = completed({"name": "garage"}, tmp_path)
    except SettingsError as error:
        found = error
    else:
        found = blamed(refused(filed.args), filed)
    assert rule in set(rules(found.reason))
    assert len(set(said(found))) == len(LANGUAGES)


# What newcomers write, and what they are told


NEWCOMERS = [
    (
        entry(("tariff.peak_price", "0,30")),
        "garage.tariff.peak_price: must be a number: write 0.30 with a point, and without quotes, got '0,30'",
        "garage.tariff.peak_price : doit être un nombre : écrivez 0.30, avec un point et sans guillemets "
        "(on y lit '0,30')",
        "garage.tariff.peak_price: muss eine Zahl sein: schreiben Sie 0.30 mit Punkt und ohne "
        "Anführungszeichen (da steht '0,30')",
    ),
    (
        departure(soc_pct=0.6),
        "garage.departures.0.soc_pct: must be a whole number of per cent: 60 means 60 %, so write that, "
        "got 0.6",
        "garage.departures.0.soc_pct : doit être un nombre entier en pour cent : écrivez 60 pour 60 % "
        "(on y lit 0.6)",
        "garage.departures.0.soc_pct: muss eine ganze Zahl in Prozent sein: schreiben Sie 60 für 60 % "
        "(da steht 0.6)",
    ),
    (
        departure(time=450),
        'garage.departures.0.time: write the time in quotes, as "07:30", got 450',
        'garage.departures.0.time : écrivez l\'heure entre guillemets : "07:30" (on y lit 450)',
        'garage.departures.0.time: schreiben Sie die Uhrzeit in Anführungszeichen: "07:30" (da steht 450)',
    ),
    (
        entry(("meters.grid_power", "Netz Leistung")),
        "garage.meters.grid_power: must be an entity id such as sensor.grid_power, not a name, "
        "got 'Netz Leistung'",
        "garage.meters.grid_power : doit être l'identifiant d'une entité, comme sensor.grid_power, "
        "pas un nom (on y lit 'Netz Leistung')",
        "garage.meters.grid_power: muss die ID einer Entität sein, etwa sensor.grid_power, kein Name "
        "(da steht 'Netz Leistung')",
    ),
    (
        entry(("meters.gridpower", "sensor.grid_power")),
        "garage.meters.gridpower: is no setting: did you mean grid_power?, got 'sensor.grid_power'",
        "garage.meters.gridpower : n'est pas un réglage : vouliez-vous dire grid_power ? "
        "(on y lit 'sensor.grid_power')",
        "garage.meters.gridpower: ist keine Einstellung: meinten Sie grid_power? "
        "(da steht 'sensor.grid_power')",
    ),
    (
        entry(("charging.max_current_a", 16)),
        "garage.charging.max_current_a: is no setting here: it belongs in car, got 16",
        "garage.charging.max_current_a : n'a pas sa place ici : ce réglage va dans car (on y lit 16)",
        "garage.charging.max_current_a: gehört nicht hierher, sondern in car (da steht 16)",
    ),
    (
        entry(("notify", "phone")),
        "garage.notify: must be a service such as notify.mobile_app_phone, got 'phone'",
        "garage.notify : doit être un service, comme notify.mobile_app_phone (on y lit 'phone')",
        "garage.notify: muss ein Dienst sein, etwa notify.mobile_app_phone (da steht 'phone')",
    ),
    (
        {"name": "garage"},
        "garage.meters: is required: name your grid meter, as meters: {grid_power: sensor.grid_power}",
        "garage.meters : est nécessaire : indiquez votre compteur, par exemple "
        "meters: {grid_power: sensor.grid_power}",
        "garage.meters: ist nötig: nennen Sie Ihren Netzzähler, etwa meters: {grid_power: sensor.grid_power}",
    ),
]


@pytest.mark.parametrize(("args", "english", "french", "german"), NEWCOMERS)
def test_a_newcomer_is_told_in_their_language(args: Any, english: str, french: str, german: str) -> None:
    error = refused(args)
    assert said(error) == [english, french, german]
    assert [error.in_words(language) for language in LANGUAGES] == [english, french, german]


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (window(start=1320), '"22:00"'),
        (window(start=390), '"06:30"'),
        (window(start=59), '"22:00"'),
        (window(start=60), '"01:00"'),
        (window(start=1439), '"23:59"'),
        (window(start=1440), '"22:00"'),
        (window(start=True), '"22:00"'),
        (window(start="22h30"), '"22:30"'),
        (window(start="22 Uhr"), '"22:00"'),
        (window(start="7.30 Uhr"), '"07:30"'),
        (window(start="10 PM"), '"22:00"'),
        (window(start="12 a.m."), '"00:00"'),
        (window(end="06:00:30"), 'only an end may be "24:00"'),
        (window(end="13 pm"), 'only an end may be "24:00"'),
        (window(days="mon-fri"), "[mon, tue, wed, thu, fri]"),
        (window(days="Sa, So"), "[sat, sun]"),
        (window(days="ven-lun"), "[fri, sat, sun, mon]"),
        (window(days="weekend"), "dash before each of its entries, got"),
        (window(days=["Dienstag"]), "did you mean tue?"),
        (window(days=["jeu."]), "did you mean thu?"),
        (window(months=["Dezember"]), "did you mean dec?"),
        (window(months=["août"]), "did you mean aug?"),
        (window(months="nov-feb"), "[nov, dec, jan, feb]"),
        (window(months=["März"]), "did you mean mar?"),
        (entry(("tariff.off_peak", "22:00-06:00")), 'write [{start: "22:00", end: "06:00"}]'),
        (entry(("departures", "7h30")), 'write [{time: "07:30", soc_pct: 60}]'),
        (entry(("meters.grid_power_positive", "Einspeisung")), "did you mean export?"),
        (battery(power_positive="Entladen"), "did you mean discharging?"),
        ({**entry(), "name": "my car"}, "such as my_car"),
        ({**entry(), "name": "größe-2"}, "such as grosse_2"),
        ({**entry(), "name": "???"}, "such as solar_charging"),
        (entry(("tariff.peak_price", "30 ct/kWh")), "write 0.3, without 'ct/kWh'"),
        (entry(("tariff.price_adder", "-2,5 Rp.")), "must be a number, got"),
        (entry(("tariff.price_adder", "-2,5 Rp")), "write -0.025, without 'Rp'"),
        (entry(("tariff.peak_price", "0.30 EUR")), "write 0.30 alone, without 'EUR'"),
        (entry(("tariff.peak_price", ",30")), "write 0.30 with a point"),
        (
            entry(("tariff.off_peak", ["22-6 Uhr", "13:00-15:00"])),
            'end: "06:00"}, {start: "13:00", end: "15:00"}]',
        ),
        (entry(("tariff.off_peak", [{"from": "22:00", "end": "06:00"}])), "from: is no setting: it is start"),
        (entry(("departures", ["7:30"])), 'write [{time: "07:30", soc_pct: 60}]'),
        (departure(soc=60), "departures.0.soc: is no setting: did you mean soc_pct?"),
        (entry(("tariff.price", 0.3)), "tariff.price: is no setting: it is peak_price, in tariff"),
        (entry(("meters.solar", "sensor.x")), "did you mean solar_power?"),
        (entry(("Meters", {})), "Meters: is no setting: did you mean meters?"),
        (
            battery(hold={"entity": "number.x", "value": {"a": 1}}),
            "hold.0.value: must be one value: a number",
        ),
        (entry(("charging.beat_s", "0:30")), "must be a number, got '0:30'"),
        (entry(("charging.off_peak_soc_pct", float("inf"))), "must be a whole number, got inf"),
    ],
)
def test_what_is_meant_is_found_out(args: Any, meant: str) -> None:
    assert meant in str(refused(args))


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (window(start="22:00:00"), "22:00"),
        (window(start="9:05"), "09:05"),
    ],
)
def test_a_time_with_seconds_is_one(args: Any, found: str) -> None:
    assert f"{parse_settings(args).tariff.off_peak[0].start:%H:%M}" == found


def test_spaces_around_an_entity_are_none_of_it() -> None:
    assert parse_settings(entry(("meters.grid_power", " sensor.x "))).meters.grid_power == ("sensor.x",)


def test_a_mistake_has_its_place_for_who_shows_it_there() -> None:
    error = refused(entry(("tariff.off_peak", [{"start": "22:00", "end": 6}]), ("car.phases", 2)))
    assert [each.place for each in error.mistakes] == ["car.phases", "tariff.off_peak.0.end"]
    assert [each.entry for each in error.mistakes] == ["garage", "garage"]
    assert error.mistakes[0].in_words("de-CH") == "garage.car.phases: muss 1 oder 3 sein (da steht 2)"
    assert error.mistakes[0].in_words("nl") == "garage.car.phases: must be 1 or 3, got 2"


def test_of_many_mistakes_the_first_are_said_and_the_rest_counted() -> None:
    error = refused(MISTAKEN[Rule.AND_MORE])
    assert len(error.mistakes) == 8
    assert [sentence.rpartition("; ")[2] for sentence in said(error)] == [
        "and 2 more",
        "et encore 2 autres",
        "und 2 weitere",
    ]
    assert len(str(error).splitlines()) == 8


# What is never shown


TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl"
VIN = "5YJ3E1EA7KF317000"
hushed = st.sampled_from(
    [TOKEN, "EU_0123abc", VIN, "https://me:hush@proxy/", f"Bearer {TOKEN}", f"12 {TOKEN[:7]}"]
)
SECRETS = (TOKEN, TOKEN[:7], "EU_0123", VIN, "hush@")

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | hushed
plausible = st.sampled_from(
    ["sensor.x", "22:00", "mon", "number.x", "script.x", "12:30 Uhr", "0,30", "notify.x"]
)
names = sorted(
    {*Settings.model_fields, "grid_power", "hold", "off_peak", "price_unit", "subdivision", "entities"}
)
keys = st.sampled_from(names) | hushed | st.text(max_size=5) | st.integers()
values = st.recursive(
    scalars | plausible, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)
)


def known(model: Any) -> st.SearchStrategy[Any]:
    """A section in which each setting has any value."""
    return st.dictionaries(st.sampled_from(list(model.model_fields)), values, max_size=4)


sections = st.fixed_dictionaries(
    {},
    optional={
        key: values | known(type(Settings.model_fields[key].default)) for key in ("car", "tariff", "charging")
    },
)


@effort(deadline=None)
@given(sections, st.dictionaries(keys, values, max_size=4))
def test_whatever_is_wrong_is_said_in_each_language_with_its_place_and_without_a_secret(
    inner: dict[Any, Any], other: dict[Any, Any]
) -> None:
    found: tuple[Mistake, ...] = ()
    spoken: list[str] = []
    try:
        parse_settings({**entry(), **inner, **other})
    except SettingsError as error:
        found = error.mistakes
        spoken = said(error)
    assert all(spoken)
    assert bool(spoken) is bool(found)
    for mistake in found:
        assert Rule.ELSE not in set(rules(mistake.reason)), mistake
        for language in LANGUAGES:
            words = mistake.in_words(language)
            assert words.startswith(mistake.entry)
            assert mistake.place in words
            assert len(words) > len(mistake.entry) + len(mistake.place) + 3
            assert [secret for secret in SECRETS if secret in words] == []
