"""The card says what the app says, in the viewer's language: as the app itself would."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.checks import Finding, Item, Todo
from solar_charging.base.reason import (
    NextChange,
    PlanText,
    Problem,
    Progress,
    Reason,
    Stretch,
    Text,
    Value,
    Why,
)
from solar_charging.publishing.said import said_of
from solar_charging.publishing.translator import LANGUAGES, TEMPLATES, Translator
from stage import card
from stage.card_words import FORMATS, texts
from tests.dashboards.card_page import NOW, CardPage, hass, plain
from tests.solar_charging.publishing.test_translator import REASONS

pytestmark = pytest.mark.timeout(300)

ZONE = ZoneInfo("Europe/Berlin")
TODAY = NOW.astimezone(ZONE).date()
SPOKEN = ("constants", "words", "speech", "app", "sentences", "said")
SAY = """([source, cases, now]) => {
  const { Speech, Sayer } = new Function(`${source}; return { Speech, Sayer };`)();
  const sayer = (hass, currency) => new Sayer(new Speech(hass), currency, new Date(now));
  return cases.map(([hass, currency, pieces]) => sayer(hass, currency).all(pieces));
}"""

INNER = Reason(Problem.METER_SILENT, {"entity": "sensor.grid_power"})
BOUGHT = Reason(
    PlanText.PURCHASE, {"kwh": 4.53, "when": Stretch(NOW, NOW + timedelta(hours=2)), "cost": 0.904}
)
BY_NAME: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(
        ("problem", "cause", "first", "second", "said", "sign", "ended_sign"), (INNER, "words <b>")
    ),
    "purchases": ((BOUGHT, BOUGHT), (BOUGHT,)),
    "when": (Stretch(NOW, NOW + timedelta(hours=15)), Stretch(NOW, NOW + timedelta(hours=1), True)),
    "days": (Reason(PlanText.EVERY_DAY), Reason(PlanText.ON_DAY, {"weekday": 6})),
    "weekday": (0, 6),
    "leaves_h": (7.66, 24.3, 0.0),
    "ready_clock": (NOW, NOW + timedelta(hours=18)),
    **dict.fromkeys(
        ("wait", "silent", "ready", "lag", "every", "stale", "apart", "lasted"),
        (timedelta(seconds=9.6), timedelta(seconds=42), timedelta(minutes=41), timedelta(hours=3), None),
    ),
    **dict.fromkeys(
        ("departure", "at", "since", "stopped", "resumes", "again", "latest", "day", "until"),
        tuple(NOW + timedelta(hours=hours) for hours in (0, 11, 13, 40, 24 * 6, 24 * 7, 24 * 200, -30)),
    ),
}
NUMBERS = (0.0, 0.214, -0.051, 12.34, 999.4, 999.6, 2449.0, -1250.0, 62.5, math.nan, math.inf)
WORDS = ("sensor.some_thing", "")
MEASURES = ("_w", "_a", "_m", "_pct", "kwh", "_per_h", "_s", "_h", "spent", "cap", "cost", "saved", "count")


def variants(template: str) -> Iterator[dict[str, Value]]:
    """Values for all that a template has, in turn."""
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    choices = {name: BY_NAME.get(name) or (NUMBERS if name.endswith(MEASURES) else WORDS) for name in names}
    for turn in range(max([len(each) for each in choices.values()], default=1)):
        yield {name: each[turn % len(each)] for name, each in choices.items()}


def heard(page: CardPage, cases: list[tuple[dict[str, Any], str, Any]]) -> list[str | None]:
    source = "\n".join(map(card.part, SPOKEN))
    return list(page.page.evaluate(SAY, [source, cases, NOW.isoformat()]))


def viewer(language: str, **locale: str) -> dict[str, Any]:
    """One whose clock is the house's."""
    return {
        "language": language,
        "locale": {"language": language, "time_format": "24", "time_zone": "server", **locale},
        "config": {"time_zone": str(ZONE)},
    }


@pytest.mark.parametrize("currency", ["EUR", "CHF"])
def test_every_sentence_is_said_as_the_app_says_it(page: CardPage, currency: str) -> None:
    cases: list[tuple[dict[str, Any], str, Any]] = []
    expected: list[str] = []
    for language in LANGUAGES:
        translator = Translator(language, ZONE, currency, TODAY)
        reasons = [Reason(text, values) for text in texts() for values in variants(TEMPLATES[language][text])]
        for reason in [*reasons, *REASONS.values()]:
            cases.append((viewer(language), currency, said_of([reason])))
            expected.append(translator.say(reason))
    assert len({(case[0]["language"], case[2][0]["key"]) for case in cases}) == 3 * len([*texts()])
    differ = [pair for pair in zip(heard(page, cases), expected, strict=True) if pair[0] != pair[1]]
    assert differ == []


def test_nothing_that_a_reason_is_made_of_is_missing() -> None:
    known = {*texts()}
    made = [each for reason in REASONS.values() for each in parts(reason)]
    assert [each for each in made if each not in known] == []


def parts(reason: Reason[Any]) -> Iterator[Text]:
    yield reason.why
    for value in reason.values.values():
        if isinstance(value, Reason):
            yield from parts(value)


def test_no_template_of_the_card_has_more_than_names() -> None:
    for text in texts():
        fields = [*string.Formatter().parse(TEMPLATES["en"][text])]
        assert all(not spec and not conversion for _, _, spec, conversion in fields), text
    assert all(hasattr(each, name) for each in LANGUAGES.values() for name in FORMATS)


REACHES = Reason(Progress.REACHES, {"soc_pct": 80, "at": NOW + timedelta(minutes=20)})
FOLLOWING = Reason(Why.FOLLOWING_SUN, {"current_a": 13, "sun_w": 2900.0})
PRICE = Reason(NextChange.PRICE_CHANGE, {"price_per_kwh": 1234.5, "at": NOW + timedelta(days=1)})


@pytest.mark.parametrize(
    ("hass", "said"),
    [
        (viewer("fr"), "charge à 13 A avec 2,9 kW de soleil ; 80 % vers 14:20"),
        (viewer("de-CH", number_format="comma_decimal"),
         "lädt mit 13 A bei 2.9 kW Sonne; 80 % gegen 14:20 Uhr"),
        (viewer("en", time_format="12"), "charging at 13 A with 2.9 kW of sun; 80% at about 2:20 PM"),
        (viewer("de", time_format="12"), "lädt mit 13 A bei 2,9 kW Sonne; 80 % gegen 2:20 PM"),
        (viewer("nl"), "charging at 13 A with 2,9 kW of sun; 80% at about 14:20"),
        (viewer("en") | {"config": {"time_zone": "America/New_York"}},
         "charging at 13 A with 2.9 kW of sun; 80% at about 08:20"),
    ],
)  # fmt: skip
def test_the_viewers_own_formats_count(page: CardPage, hass: dict[str, Any], said: str) -> None:
    (heard_,) = heard(page, [(hass, "EUR", said_of([FOLLOWING, REACHES]))])
    assert heard_ is not None
    assert heard_.replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("currency", "price"), [("", "1234.50/kWh"), ("USD", "$1234.50/kWh"), ("SEK", "1234.50 SEK/kWh")]
)
def test_a_price_has_its_currency(page: CardPage, currency: str, price: str) -> None:
    (said,) = heard(page, [(viewer("en"), currency, said_of([PRICE]))])
    assert said == f"power costs {price} from tomorrow 14:00"


@pytest.mark.parametrize(
    "pieces",
    [
        None, [], "text", {}, [None], [5], [{}], [{"key": "why.unheard_of"}], [{"key": "constructor"}],
        [{"key": "why.following_sun"}],
        [{"key": "why.following_sun", "values": {"current_a": "13"}}],
        [{"key": "why.following_sun", "values": {"current_a": "13", "sun_w": "much"}}],
        [{"key": "why.following_sun", "values": {"current_a": 13, "sun_w": 2900}}],
        [{"key": "progress.reaches", "values": {"soc_pct": "80", "at": {"at": "soon"}}}],
        [{"key": "why.blocked", "values": {"problem": {"key": "problem.file_spoilt"}}}],
        [{"key": "why.away"}, {"key": "why.unheard_of"}],
    ],
)  # fmt: skip
def test_what_is_not_understood_is_not_half_said(page: CardPage, pieces: Any) -> None:
    assert heard(page, [(viewer("en"), "EUR", pieces)]) == [None]


def written(page: CardPage, selector: str) -> str:
    """What stands there, before its first letter is made a great one."""
    return plain(page.find(selector).text_content())


def told(
    language: str, said: Any = None, state: str = "charging as the app says it", **more: Any
) -> dict[str, Any]:
    out = hass({"reason": state, "plan": "the plan"}, language=language)
    reason = out["states"]["sensor.solar_charging_reason"]["attributes"]
    reason |= more if said is None else {"said": said, **more}
    return out


def test_the_reason_stands_there_in_the_viewers_language(page: CardPage) -> None:
    page.put(told("fr", said_of([FOLLOWING, REACHES])), {"show": ["state"]})
    assert written(page, ".reason") == "charge à 13 A avec 2,9 kW de soleil ; 80 % vers 14:20"
    assert page.find(".next").is_visible()


def test_what_will_change_it_is_not_said_twice(page: CardPage) -> None:
    page.put(told("en", said_of([FOLLOWING, PRICE])), {"show": ["state"]})
    assert not page.find(".next").is_visible()


@pytest.mark.parametrize("said", [None, "text", [{"key": "why.of_a_newer_app"}]])
def test_what_is_not_told_by_keys_is_shown_in_the_apps_words(page: CardPage, said: Any) -> None:
    page.put(told("fr", said), {"show": ["state", "plan"]})
    assert written(page, ".reason >> nth=0") == "charging as the app says it"
    assert written(page, "p.plan") == "the plan"


def test_remarks_are_in_the_viewers_language_one_by_one(page: CardPage) -> None:
    both = {"remarks": ["one", "two"], "remarks_said": [*said_of([INNER]), {"key": "problem.unheard_of"}]}
    page.put(told("de", **both), {"show": ["state"]})
    assert page.find(".remarks li").all_inner_texts() == ["sensor.grid_power sagt nichts", "two"]


def test_words_of_others_stay_words(page: CardPage) -> None:
    hurt = "<img src=x onerror=\"document.title='hurt'\">"
    said = said_of([Reason(Why.BLOCKED, {"problem": Reason(Problem.METER_SILENT, {"entity": hurt})})])
    page.put(told("en", said), {"show": ["state"]})
    assert page.find(".reason img").count() == 0
    assert hurt in written(page, ".reason")


def test_a_state_of_a_newer_app_is_left_to_its_reason(page: CardPage) -> None:
    page.put(hass({"state": "some_new_state", "reason": "why it is so"}), {"show": ["state"]})
    assert not page.find(".state").is_visible()
    assert written(page, ".reason") == "why it is so"


def test_a_reason_that_is_not_known_is_no_dash(page: CardPage) -> None:
    page.put(hass({"reason": "unknown"}), {"show": ["state"]})
    assert not page.find(".reason").is_visible()


ROW = {"item": "sign", "mark": "cross", "name": "Its sign", "said": "the other way round", "do": "turn it"}
BY_KEYS = said_of(
    [Reason(Item.SIGN), Reason(Finding.SIGN_AGAINST), Reason(Todo.TURN_SIGN, {"other": "export"})]
)


@pytest.mark.parametrize(
    ("by_keys", "name", "todo"),
    [
        ([BY_KEYS], "Son signe", "meters.grid_power_positive: export"),
        ([BY_KEYS[:2]], "Its sign", "turn it"),
        ([[*BY_KEYS[:2], {"key": "todo.of_a_newer_app"}]], "Its sign", "turn it"),
        ([], "Its sign", "turn it"),
        ("text", "Its sign", "turn it"),
    ],
)
def test_a_line_of_the_checklist_is_wholly_in_one_language(
    page: CardPage, by_keys: Any, name: str, todo: str
) -> None:
    out = hass({"checklist": "wrong"}, language="fr")
    out["states"]["sensor.solar_charging_checklist"]["attributes"] |= {"lines": [ROW], "lines_said": by_keys}
    page.put(out, {"show": ["checklist"]})
    assert page.text(".checklist strong") == name
    assert todo in page.text(".checklist .do")
