"""The plan in a sentence."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import PlanText
from solar_charging.planning.clear_sky import Guess
from solar_charging.planning.departures import Departure
from solar_charging.planning.habits import Habit
from solar_charging.planning.schedule import Purchase, Schedule
from solar_charging.publishing.entity import number
from solar_charging.publishing.habit_text import habit_text
from solar_charging.publishing.plan_entity import MOST_LISTED, PLAN, gist_of_plan, plan_said, plan_text
from solar_charging.publishing.translations import en
from solar_charging.publishing.translator import Translator
from tests.situations import ENERGY_VALUE
from tests.solar_charging.publishing.test_entities import COSTS, FOLLOWING, outcome

MIDNIGHT = COSTS.midnight
ENGLISH, FRENCH, GERMAN = (Translator(each, ZoneInfo("Etc/GMT-2"), "EUR") for each in ("en", "fr", "de"))
HALF_PAST_SEVEN = MIDNIGHT + timedelta(hours=31.5)


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=24 + hour)


NIGHT = Purchase(at(2), at(4.25), 6.24, 0.1901, 1.32)
TONIGHT = Purchase(at(-1), at(1), 2.0, 0.2146, 0.477)
LATER = Purchase(at(5), at(5.5), 1.0, -0.05)
INTENDED = Schedule(
    departure=HALF_PAST_SEVEN,
    soc_pct=60,
    purchases=(NIGHT,),
    sun_expected_kwh=9.04,
    sun_counted_kwh=4.96,
    missing_kwh=0.0,
    saved=1.2,
)


def said(departure: datetime | None = HALF_PAST_SEVEN, plan: Schedule | None = INTENDED) -> str:
    return plan_text(told(departure, plan), ENGLISH)


def told(departure: datetime | None, plan: Schedule | None) -> Any:
    wanted = None if departure is None else Departure(departure.timestamp(), 60)
    return replace(outcome(FOLLOWING), energy_value=replace(ENERGY_VALUE, departure=wanted, schedule=plan))


def english(outcome: Any) -> str:
    """All that is said of a plan, whatever room there is."""
    return "; ".join(map(ENGLISH.on(MIDNIGHT.date()).say, plan_said(outcome)))


def on_holiday() -> Any:
    return replace(outcome(FOLLOWING), energy_value=replace(ENERGY_VALUE, pause=MIDNIGHT + timedelta(days=3)))


def test_a_holiday_is_the_plan() -> None:
    assert [plan_text(on_holiday(), each) for each in (ENGLISH, FRENCH, GERMAN)] == [
        "holiday until Thu 00:00, by the calendar: no departure, and nothing is bought",
        "vacances jusqu'à jeu. 00:00, selon le calendrier : pas de départ, et rien n'est acheté",
        "Urlaub bis Do. 00:00 Uhr, laut Kalender: keine Abfahrt, und es wird nichts gekauft",
    ]
    assert PLAN.more is not None
    until = datetime.fromisoformat(str(PLAN.more(on_holiday())["holiday_until"]))
    assert until == MIDNIGHT + timedelta(days=3)


def with_(**changes: Any) -> Schedule:
    return replace(INTENDED, **changes)


WITHOUT_SUN = {"sun_expected_kwh": 0.0, "sun_counted_kwh": 0.0, "saved": 0.049}


@pytest.mark.parametrize(
    ("plan", "sentences"),
    [
        (
            INTENDED,
            (
                "tomorrow 07:30: 60%; buying 6.2 kWh tomorrow 02:00-04:15 for €1.32; "
                "the rest from the sun: 5.0 kWh of 9.0 kWh expected; €1.20 less than at once",
                "demain 07:30 : 60 % ; achat de 6,2 kWh demain 02:00-04:15 pour 1,32 € ; "
                "le reste par le soleil : 5,0 kWh des 9,0 kWh attendus ; 1,20 € de moins que tout de suite",
                "morgen 07:30 Uhr: 60 %; kauft 6,2 kWh morgen 02:00-04:15 Uhr für 1,32 €; "
                "der Rest von der Sonne: 5,0 kWh von 9,0 kWh erwarteten; 1,20 € weniger als sofort",
            ),
        ),
        (
            with_(sun_expected_kwh=0.09, sun_counted_kwh=0.0, saved=None),
            (
                "tomorrow 07:30: 60%; buying 6.2 kWh tomorrow 02:00-04:15 for €1.32",
                "demain 07:30 : 60 % ; achat de 6,2 kWh demain 02:00-04:15 pour 1,32 €",
                "morgen 07:30 Uhr: 60 %; kauft 6,2 kWh morgen 02:00-04:15 Uhr für 1,32 €",
            ),
        ),
        (
            with_(purchases=(TONIGHT, NIGHT, LATER), **WITHOUT_SUN),
            (
                "tomorrow 07:30: 60%; buying 2.0 kWh 23:00-01:00 for €0.48, "
                "6.2 kWh tomorrow 02:00-04:15 for €1.32, 1.0 kWh 05:00-05:30 at -€0.05/kWh",
                "demain 07:30 : 60 % ; achat de 2,0 kWh 23:00-01:00 pour 0,48 €, "
                "6,2 kWh demain 02:00-04:15 pour 1,32 €, 1,0 kWh 05:00-05:30 à -0,05 €/kWh",
                "morgen 07:30 Uhr: 60 %; kauft 2,0 kWh 23:00-01:00 Uhr für 0,48 €, "
                "6,2 kWh morgen 02:00-04:15 Uhr für 1,32 €, 1,0 kWh 05:00-05:30 Uhr zu -0,05 €/kWh",
            ),
        ),
        (
            with_(purchases=(), saved=None),
            (
                "tomorrow 07:30: 60%; nothing to buy: 5.0 kWh needed, 9.0 kWh of sun expected",
                "demain 07:30 : 60 % ; rien à acheter : il faut 5,0 kWh, 9,0 kWh de soleil attendus",
                "morgen 07:30 Uhr: 60 %; nichts zu kaufen: 5,0 kWh nötig, 9,0 kWh Sonne erwartet",
            ),
        ),
        (
            with_(purchases=(), sun_counted_kwh=0.0, saved=0.0),
            (
                "tomorrow 07:30: 60%; nothing to buy: the battery has enough; 9.0 kWh of sun expected",
                "demain 07:30 : 60 % ; rien à acheter : la batterie a ce qu'il faut ; "
                "9,0 kWh de soleil attendus",
                "morgen 07:30 Uhr: 60 %; nichts zu kaufen: die Batterie hat genug; 9,0 kWh Sonne erwartet",
            ),
        ),
        (
            with_(soc_pct=50.0, purchases=(), **WITHOUT_SUN),
            (
                "tomorrow 07:30: 50%; nothing to buy: the battery has enough",
                "demain 07:30 : 50 % ; rien à acheter : la batterie a ce qu'il faut",
                "morgen 07:30 Uhr: 50 %; nichts zu kaufen: die Batterie hat genug",
            ),
        ),
        (
            with_(missing_kwh=3.21, **WITHOUT_SUN),
            (
                "tomorrow 07:30: 60%; buying 6.2 kWh tomorrow 02:00-04:15 for €1.32; 3.2 kWh will be missing",
                "demain 07:30 : 60 % ; achat de 6,2 kWh demain 02:00-04:15 pour 1,32 € ; il manquera 3,2 kWh",
                "morgen 07:30 Uhr: 60 %; kauft 6,2 kWh morgen 02:00-04:15 Uhr für 1,32 €; "
                "3,2 kWh werden fehlen",
            ),
        ),
        (
            with_(purchases=(), missing_kwh=3.21, **WITHOUT_SUN),
            (
                "tomorrow 07:30: 60%; nothing more can be bought; 3.2 kWh will be missing",
                "demain 07:30 : 60 % ; plus rien à acheter ; il manquera 3,2 kWh",
                "morgen 07:30 Uhr: 60 %; es lässt sich nichts mehr kaufen; 3,2 kWh werden fehlen",
            ),
        ),
        (
            None,
            (
                "tomorrow 07:30: 60%; no plan until the car is plugged in at home",
                "demain 07:30 : 60 % ; pas de plan tant que la voiture n'est pas branchée à la maison",
                "morgen 07:30 Uhr: 60 %; kein Plan, solange das Auto nicht zu Hause eingesteckt ist",
            ),
        ),
    ],
)
def test_the_plan_is_said_with_its_numbers_in_each_language(
    plan: Schedule | None, sentences: tuple[str, str, str]
) -> None:
    outcome = told(HALF_PAST_SEVEN, plan)
    assert tuple(plan_text(outcome, each) for each in (ENGLISH, FRENCH, GERMAN)) == sentences


def test_without_a_departure_it_is_said_when_the_car_charges() -> None:
    assert tuple(plan_text(told(None, None), each) for each in (ENGLISH, FRENCH, GERMAN)) == (
        "no departure is set: charging when there is sun or cheap power",
        "aucun départ n'est prévu : charge quand il y a du soleil ou du courant bon marché",
        "keine Abfahrt ist eingestellt: lädt bei Sonne oder mit günstigem Strom",
    )


@pytest.mark.parametrize(
    ("hours", "time"), [(20, "20:00"), (24, "tomorrow 00:00"), (80, "Thu 08:00"), (24 * 7, "22 Jun 00:00")]
)
def test_a_departure_has_its_day_where_that_is_not_today(hours: float, time: str) -> None:
    assert said(MIDNIGHT + timedelta(hours=hours), None).startswith(f"{time}: 60%; ")


def test_many_purchases_are_summed_up() -> None:
    many = with_(purchases=(NIGHT,) * MOST_LISTED + (LATER, LATER))
    sentence = said(plan=many)
    assert sentence.count("02:00-04:15") == MOST_LISTED
    assert "for €1.32 and 2.0 kWh more; " in sentence


def test_the_longest_of_usual_plans_fits_into_a_state_whole() -> None:
    dear = NIGHT._replace(kwh=12.3, price_per_kwh=0.1234)
    four = (TONIGHT._replace(kwh=12.3), dear, dear, LATER)
    longest = with_(soc_pct=100, purchases=four, missing_kwh=12.3, sun_expected_kwh=19.0)
    missing = ("; 12.3 kWh will be missing", " ; il manquera 12,3 kWh", "; 12,3 kWh werden fehlen")
    for translator, words in zip((ENGLISH, FRENCH, GERMAN), missing, strict=True):
        assert words in plan_text(told(HALF_PAST_SEVEN, longest), translator)


def test_the_attributes_tell_all_in_text() -> None:
    more = PLAN.attributes("garage", told(HALF_PAST_SEVEN, INTENDED))
    assert more["departure"] == "2026-06-16T05:30:00+00:00"
    assert more["departure_soc_pct"] == "60"
    assert more["value_per_kwh"] == "0.200"
    assert (more["sun_expected_kwh"], more["sun_counted_kwh"], more["missing_kwh"]) == ("9.0", "5.0", "0.0")
    assert more["purchases"] == [
        {
            "begin": "2026-06-16T00:00:00+00:00",
            "end": "2026-06-16T02:15:00+00:00",
            "kwh": "6.2",
            "price_per_kwh": "0.190",
            "cost": "1.32",
        }
    ]


def guessed(kwh: float | None, plan: Schedule | None = INTENDED) -> Any:
    found = told(HALF_PAST_SEVEN, plan)
    return replace(found, energy_value=replace(found.energy_value, guess=Guess(kwh)))


@pytest.mark.parametrize(
    ("translator", "words"),
    [
        (ENGLISH, "; up to 18.2 kWh of sun should the sky be clear, guessed from the season: your roof"),
        (FRENCH, " ; jusqu'à 18,2 kWh de soleil par ciel dégagé, estimation d'après la saison : votre toit"),
        (GERMAN, "; bis zu 18,2 kWh Sonne bei klarem Himmel, nach der Jahreszeit geschätzt: das Dach"),
    ],
)  # fmt: skip
def test_what_is_guessed_of_the_sun_looks_guessed(translator: Translator, words: str) -> None:
    plan = with_(**WITHOUT_SUN)
    without = plan_text(told(HALF_PAST_SEVEN, plan), translator)
    assert plan_text(guessed(18.2, plan), translator).startswith(without + words)
    assert PLAN.attributes("garage", guessed(18.2))["sun_guessed_kwh"] == "18.2"


@pytest.mark.parametrize(("kwh", "attribute"), [(None, "unknown"), (0.0, "0.0"), (0.09, "0.1")])
def test_where_nothing_is_guessed_nothing_is_said(kwh: float | None, attribute: str) -> None:
    assert plan_text(guessed(kwh), ENGLISH) == said()
    assert PLAN.attributes("garage", guessed(kwh))["sun_guessed_kwh"] == attribute


def test_a_guess_gives_way_where_there_is_no_room_for_it() -> None:
    three = with_(purchases=(TONIGHT, NIGHT, NIGHT, LATER), missing_kwh=12.3)
    assert plan_text(guessed(18.2, three), FRENCH) == plan_text(told(HALF_PAST_SEVEN, three), FRENCH)


def test_as_soon_as_the_houses_own_sun_is_known_there_is_no_guess() -> None:
    assert "sun_guessed_kwh" not in PLAN.attributes("garage", told(HALF_PAST_SEVEN, INTENDED))


def test_without_a_plan_the_attributes_say_that_nothing_is_known() -> None:
    more = PLAN.attributes("garage", told(None, None))
    keys = ("departure", "departure_soc_pct", "sun_expected_kwh", "sun_counted_kwh", "missing_kwh")
    assert {more[key] for key in keys} == {"unknown"}
    assert more["purchases"] == "none"


HABIT_TEXTS = (
    PlanText.HABIT,
    PlanText.HABIT_LIMITED,
    PlanText.HABIT_UNSURE,
    PlanText.HABIT_UNKNOWN,
    PlanText.EVERY_DAY,
    PlanText.ON_WEEKDAYS,
    PlanText.AT_WEEKENDS,
    PlanText.ON_DAY,
)
EVERY_DAY, WEEKDAYS, WEEKEND, WEDNESDAY = tuple(range(7)), tuple(range(5)), (5, 6), (2,)
KNOWN = Habit(WEEKDAYS, days=12, leaves_h=7.66, ready_h=7.5, used_pct=20.0, need_pct=40.0)


def learnt(habit: Habit, wanted_pct: float = 60, plan: Schedule | None = INTENDED) -> Any:
    """What is to be shown where the departure was learnt; the battery holds 57.5 kWh."""
    departure = Departure(HALF_PAST_SEVEN.timestamp(), wanted_pct, learnt=True)
    value = replace(ENERGY_VALUE, departure=departure, schedule=plan, habit=habit)
    return replace(outcome(FOLLOWING), energy_value=value)


@pytest.mark.parametrize(
    ("habit", "wanted_pct", "sentences"),
    [
        (
            KNOWN,
            40,
            (
                "on weekdays you leave at about 07:40 and use 11.5 kWh at most: 40% is enough, "
                "the rest is left to the sun",
                "en semaine, vous partez vers 07:40 et consommez 11,5 kWh au plus : 40 % suffisent, "
                "le reste est laissé au soleil",
                "werktags fahren Sie gegen 07:40 Uhr los und verbrauchen höchstens 11,5 kWh: "
                "40 % genügen, der Rest bleibt der Sonne überlassen",
            ),
        ),
        (
            KNOWN._replace(weekdays=WEEKEND),
            35,
            (
                "at weekends you leave at about 07:40 and use 11.5 kWh at most: that needs 40%, "
                "of which a limit allows 35%",
                "le week-end, vous partez vers 07:40 et consommez 11,5 kWh au plus : il faut 40 %, "
                "dont une limite permet 35 %",
                "am Wochenende fahren Sie gegen 07:40 Uhr los und verbrauchen höchstens 11,5 kWh: "
                "dafür braucht es 40 %, wovon eine Grenze 35 % zulässt",
            ),
        ),
        (
            KNOWN._replace(weekdays=WEDNESDAY, used_pct=None),
            60,
            (
                "each Wednesday you leave at about 07:40; until it is known what you use, "
                "60% is ready by 07:30",
                "chaque mercredi, vous partez vers 07:40 ; tant que l'on ne sait pas ce que vous "
                "consommez, 60 % sont prêts à 07:30",
                "jeden Mittwoch fahren Sie gegen 07:40 Uhr los; bis bekannt ist, was Sie verbrauchen, "
                "sind 60 % um 07:30 Uhr bereit",
            ),
        ),
        (
            KNOWN._replace(weekdays=EVERY_DAY, leaves_h=None),
            60,
            (
                "until it is known when you leave and what you use, 60% is ready by 07:30 each day",
                "tant que l'on ne sait ni quand vous partez ni ce que vous consommez, 60 % sont prêts "
                "chaque jour à 07:30",
                "bis bekannt ist, wann Sie losfahren und was Sie verbrauchen, sind jeden Tag 60 % "
                "um 07:30 Uhr bereit",
            ),
        ),
        (
            KNOWN._replace(weekdays=EVERY_DAY, leaves_h=24.3),
            40,
            (
                "every day you leave at about 00:20 and use 11.5 kWh at most: 40% is enough, "
                "the rest is left to the sun",
                "tous les jours, vous partez vers 00:20 et consommez 11,5 kWh au plus : 40 % suffisent, "
                "le reste est laissé au soleil",
                "täglich fahren Sie gegen 00:20 Uhr los und verbrauchen höchstens 11,5 kWh: "
                "40 % genügen, der Rest bleibt der Sonne überlassen",
            ),
        ),
    ],
)
def test_what_was_learnt_is_said(habit: Habit, wanted_pct: float, sentences: tuple[str, ...]) -> None:
    shown = learnt(habit, wanted_pct)
    assert tuple(habit_text(shown, each) for each in (ENGLISH, FRENCH, GERMAN)) == sentences


@pytest.mark.parametrize(("purchases", "fits"), [(0, True), (1, False), (3, False)])
def test_the_plan_says_what_it_is_for_where_there_is_room(purchases: int, fits: bool) -> None:
    sentence = plan_text(learnt(KNOWN, plan=with_(purchases=(NIGHT,) * purchases)), ENGLISH)
    assert ("; on weekdays you leave at about 07:40" in sentence) is fits
    assert len(sentence) <= 255


def test_what_was_learnt_has_figures_of_its_own() -> None:
    more = PLAN.attributes("garage", learnt(KNOWN))
    assert (more["learnt_from_days"], more["leaves_at_h"], more["used_at_most_pct"]) == ("12", "7.7", "20")
    assert "learnt_from_days" not in PLAN.attributes("garage", told(HALF_PAST_SEVEN, INTENDED))
    assert habit_text(told(HALF_PAST_SEVEN, INTENDED), ENGLISH) is None


@pytest.mark.parametrize(
    ("shown", "source", "head"),
    [
        (told(HALF_PAST_SEVEN, INTENDED), "told", "tomorrow 07:30: 60%; "),
        (learnt(KNOWN), "learnt", "tomorrow 07:30: 60%, as learnt from your trips; "),
        (
            learnt(KNOWN._replace(leaves_h=None)),
            "assumed",
            "tomorrow 07:30: 60%, assumed until you set a departure; ",
        ),
        (told(None, None), "none", "no departure is set: "),
    ],
)
def test_what_nobody_has_told_is_said_to_be_learnt_or_assumed(shown: Any, source: str, head: str) -> None:
    assert plan_text(shown, ENGLISH).startswith(head)
    assert PLAN.attributes("garage", shown)["departure_source"] == source


@pytest.mark.parametrize(("saved", "fits"), [(None, False), (-2.0, False), (0.049, False), (0.05, True)])
def test_what_saves_next_to_nothing_is_not_said_to_save(saved: float | None, fits: bool) -> None:
    assert ("less than at once" in said(plan=with_(saved=saved))) is fits


@pytest.mark.parametrize(
    ("change", "news"),
    [
        ({}, False),
        ({"saved": 1.27}, False),
        ({"saved": 1.33}, True),
        ({"purchases": (NIGHT._replace(cost=1.45),)}, False),
        ({"purchases": (NIGHT._replace(cost=1.46),)}, True),
        ({"purchases": (NIGHT._replace(end=at(4.5)),)}, True),
        ({"purchases": (NIGHT, LATER)}, True),
    ],
)
def test_cents_of_a_plan_are_no_row_in_a_database(change: dict[str, Any], news: bool) -> None:
    before, after = (gist_of_plan(told(HALF_PAST_SEVEN, each)) for each in (INTENDED, with_(**change)))
    assert after.is_news_after(before, 200.0) is news


_kwh = st.floats(0, 300)
_purchases = st.builds(
    Purchase,
    begin=st.just(at(2)),
    end=st.just(at(3)),
    kwh=st.floats(0.05, 300),
    price_per_kwh=st.floats(-99, 999),
)


@given(
    st.builds(
        Schedule,
        departure=st.just(HALF_PAST_SEVEN),
        soc_pct=st.floats(0, 100),
        purchases=st.lists(_purchases, max_size=30).map(tuple),
        sun_expected_kwh=_kwh,
        sun_counted_kwh=_kwh,
        missing_kwh=_kwh,
    )
)
def test_any_plan_fits_into_a_state(plan: Schedule) -> None:
    sentence = said(MIDNIGHT + timedelta(days=6), plan)
    assert 0 < len(sentence) <= 255
    assert not re.search(r"[{}]|\b(nan|None)\b", sentence)
    assert (number(sum(each.kwh for each in plan.purchases), 1) == "0.0") <= ("buying" not in sentence)


def test_each_text_is_said_of_some_plan() -> None:
    whole = with_(purchases=(NIGHT,) * 9, missing_kwh=1.0)
    plans = [whole, None, *(with_(purchases=(), sun_counted_kwh=kwh) for kwh in (0.0, 5.0))]
    plans.append(with_(purchases=(), missing_kwh=1.0))
    plans.append(with_(sun_counted_kwh=0.0))
    expected = [learnt(KNOWN), learnt(KNOWN._replace(leaves_h=None)), guessed(18.2), on_holiday()]
    sentences = [said(plan=plan) for plan in plans] + [said(None, None), *map(english, expected)]
    others = {*HABIT_TEXTS, *(key for key in PlanText if key.value.startswith(("battery", "preview")))}
    plan_texts = [text for key, text in en.PLAN.items() if key not in others]
    for text in plan_texts:
        literals = [literal for literal, *_ in string.Formatter().parse(text) if len(literal) > 3]
        assert any(all(part in sentence for part in literals) for sentence in sentences), text
