"""What a person is told, in each language: reasons with their numbers, what is next, problems."""

from __future__ import annotations

import ast
import math
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.checks import Finding, Item, Risk, Todo
from solar_charging.base.reason import (
    Aside,
    Because,
    NextChange,
    Note,
    PlanText,
    Problem,
    Progress,
    Reason,
    Sign,
    Stretch,
    Text,
    Value,
    Why,
)
from solar_charging.control import decision
from solar_charging.control.decision import decide
from solar_charging.control.situation import Situation
from solar_charging.control.watched import Watched
from solar_charging.metering.connection import Bound, Room
from solar_charging.publishing.entities import ENTITIES
from solar_charging.publishing.entity import MAX_STATE_LENGTH
from solar_charging.publishing.translations import en
from solar_charging.publishing.translator import LANGUAGES, Translator
from solar_charging.settings.settings import Settings, parse_settings
from tests.situations import (
    ENTRY,
    EXAMPLES,
    NIGHT,
    NOW_S,
    PARKED,
    SETTINGS,
    SILENT,
    WISHED,
    any_situation,
    behind,
    fused,
)

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime.fromtimestamp(NOW_S, timezone.utc)
TODAY = NOW.astimezone(ZONE).date()
UNDATED = tuple(Translator(language, ZONE, "EUR") for language in LANGUAGES)
ALL = tuple(each.on(TODAY) for each in UNDATED)
ENGLISH = ALL[0]
CHECKS = ("ITEMS", "FINDINGS", "TODOS", "RISKS")
TABLES = (
    "REASONS",
    "BEGUN",
    "NEXT_CHANGES",
    "ASIDES",
    "PROGRESS",
    "PLAN",
    "NAMES",
    "NOTES",
    "PROBLEMS",
    *CHECKS,
)
APP = Path(str(decision.__file__)).parents[1]
KINDS = {
    "REASONS": Why,
    "BEGUN": Sign,
    "NEXT_CHANGES": NextChange,
    "ASIDES": Aside,
    "PROGRESS": Progress,
    "PLAN": PlanText,
    "NOTES": Note,
    "BECAUSE": Because,
    "PROBLEMS": Problem,
    "ITEMS": Item,
    "FINDINGS": Finding,
    "TODOS": Todo,
    "RISKS": Risk,
}


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
    assert Translator(asked, ZONE, "EUR").language == spoken


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "texts"), KINDS.items())
def test_every_text_has_its_words_in_every_language(language: str, table: str, texts: type[Text]) -> None:
    assert list(getattr(LANGUAGES[language], table)) == list(texts)


CHARGE_NOW = EXAMPLES["charge_now"]
PHASED = parse_settings(
    {
        **ENTRY,
        "meters": {
            "grid_power": "sensor.grid_power",
            "phase_sensors": ["sensor.l1", "sensor.l2", "sensor.l3"],
        },
        "charging": {"main_fuse_a": 25},
    }
)
FUSED = (
    decide(behind(5000, replace(CHARGE_NOW, grid_power_w=3000.0)), fused(5000)).reason,
    decide(behind(5000, replace(CHARGE_NOW, grid_power_w=4900.0)), fused(5000)).reason,
    decide(replace(CHARGE_NOW, room=Room(8, Bound.PHASE, 1, house=16.8)), PHASED).reason,
    decide(replace(CHARGE_NOW, room=Room(4, Bound.PHASE, 3, house=20.6)), PHASED).reason,
    decide(replace(CHARGE_NOW, room=Room(5, Bound.UNTOLD, 2, 17.4)), PHASED).reason,
    decide(behind(5000, replace(CHARGE_NOW, surplus=SILENT)), fused(5000)).reason,
)
"""What the main fuse says: of the sum and of a phase, and of meters that say nothing."""

SINCE = datetime.fromtimestamp(NOW_S - 100_000, timezone.utc)
WATCHED = (
    Watched(since=SINCE, solar_kwh=14.24, saved=3.104),
    Watched(since=SINCE, solar_kwh=14.24),
    Watched(since=SINCE, untold=Reason(Problem.WATCH_UNTOLD)),
)

REASONS: dict[Why, Reason[Why]] = {
    **{Why(name): decide(situation, SETTINGS).reason for name, situation in EXAMPLES.items()},
    **{each.why: each for each in FUSED},
    **{Why(name): decide(situation, wished).reason for name, (situation, wished) in WISHED.items()},
    Why.BY_ITSELF: Reason(Why.BY_ITSELF, {"current_a": 5}),
    Why.BLOCKED: Reason(Why.BLOCKED, {"problem": Reason(Problem.WAITS_FOR_SCHEDULE)}),
    Why.BUDGET: Reason(Why.BUDGET, {"spent": 7.986, "cap": 8.0}),
    **{each.reason.why: each.reason for each in WATCHED},
}

SAID: dict[str, tuple[str, str, str]] = {
    "setup": (
        "needs your help: the helper input_boolean.solar_charging is missing in Home Assistant",
        "a besoin de votre aide : l'entrée input_boolean.solar_charging manque dans Home Assistant",
        "braucht Ihre Hilfe: der Helfer input_boolean.solar_charging fehlt in Home Assistant",
    ),
    "off": (
        "switched off: the car is left alone until it is switched on again",
        "désactivée : la voiture est laissée tranquille jusqu'à la réactivation",
        "ausgeschaltet: das Auto wird in Ruhe gelassen, bis wieder eingeschaltet wird",
    ),
    "off_stopping": (
        "switched off: stopping the charge that the app had started",
        "désactivée : arrêt de la charge que l'application avait lancée",
        "ausgeschaltet: die von der App begonnene Ladung wird beendet",
    ),
    "paused": (
        "paused until tomorrow 00:26: the car is left alone until then",
        "en pause jusqu'à demain 00:26 : la voiture est laissée tranquille d'ici là",
        "Pause bis morgen 00:26 Uhr: so lange wird das Auto in Ruhe gelassen",
    ),
    "paused_stopping": (
        "paused until tomorrow 00:26: stopping the charge that the app had started",
        "en pause jusqu'à demain 00:26 : arrêt de la charge que l'application avait lancée",
        "Pause bis morgen 00:26 Uhr: die von der App begonnene Ladung wird beendet",
    ),
    "sun_limit": (
        "the battery is at 70%: the sun charges up to 70%, as you set it",
        "la batterie est à 70 % : le soleil charge jusqu'à 70 %, comme vous l'avez réglé",
        "die Batterie hat 70 %: die Sonne lädt wie eingestellt bis 70 %",
    ),
    "charge_now_until": (
        "charging at 16 A right now, as you asked, until tomorrow 00:26 or 5.0 kWh or 80%",
        "charge immédiate à 16 A, comme demandé, jusqu'à demain 00:26 ou 5,0 kWh ou 80 %",
        "lädt wie gewünscht sofort mit 16 A, bis morgen 00:26 Uhr oder 5,0 kWh oder 80 %",
    ),
    "sun_only": (
        "only from the sun, as you chose: the house draws 400 W from the grid, 1.0 kW needed to charge",
        "au soleil seul, comme choisi : la maison prend 400 W au réseau, il faut 1,0 kW pour charger",
        "nur Sonne, wie gewählt: das Haus bezieht 400 W aus dem Netz, zum Laden braucht es 1,0 kW",
    ),
    "price_ceiling": (
        "nothing is bought: power costs €0.30/kWh, more than the €0.25/kWh that you allow",
        "rien n'est acheté : le courant coûte 0,30 €/kWh, plus que les 0,25 €/kWh que vous admettez",
        "kauft nichts: Strom kostet 0,30 €/kWh, mehr als die 0,25 €/kWh, die Sie zulassen",
    ),
    "watching": (
        "switched off, only watching: since Wed 18:40 14.2 kWh of sun and €3.10 saved, had it been on",
        "désactivée, observe seulement : depuis mer. 18:40 14,2 kWh de soleil et 3,10 € économisés, si "
        "elle avait été activée",
        "ausgeschaltet, sieht nur zu: seit Mi. 18:40 Uhr 14,2 kWh Sonne und 3,10 € gespart, wäre sie an "
        "gewesen",
    ),
    "watching_sun": (
        "switched off, only watching: since Wed 18:40 14.2 kWh of sun, had it been on; with "
        "tariff.peak_price set it says what that saves",
        "désactivée, observe seulement : depuis mer. 18:40 14,2 kWh de soleil, si elle avait été activée ; "
        "avec tariff.peak_price, elle dit ce que cela économise",
        "ausgeschaltet, sieht nur zu: seit Mi. 18:40 Uhr 14,2 kWh Sonne, wäre sie an gewesen; mit "
        "tariff.peak_price sagt sie, was das spart",
    ),
    "watching_untold": (
        "switched off, only watching, and nothing is counted: the car has yet to say whether it is plugged "
        "in at home, how full it is, and what its charge limit is",
        "désactivée, observe seulement, et rien n'est compté : la voiture n'a pas encore dit si elle est "
        "branchée à la maison, son niveau et sa limite de charge",
        "ausgeschaltet, sieht nur zu, und nichts wird gezählt: das Auto hat noch nicht gesagt, ob es zu "
        "Hause eingesteckt ist, wie voll es ist und welche Ladegrenze es hat",
    ),
    "unreachable": (
        "no contact with the car: the service did not answer in time",
        "pas de contact avec la voiture : le service n'a pas répondu à temps",
        "keine Verbindung zum Auto: der Dienst hat nicht rechtzeitig geantwortet",
    ),
    "budget": (
        "holding back to stay within this month's budget for the car's API (€7.99 of €8.00 "
        "spent); there is a new one next month",
        "économise le budget du mois pour l'API de la voiture (7,99 € dépensés sur 8,00 €) ; un "
        "nouveau commence le mois prochain",
        "hält sich zurück, damit das Monatsbudget für die API des Autos reicht (7,99 € von 8,00 "
        "€ ausgegeben); im nächsten Monat gibt es ein neues",
    ),
    "blocked": (
        "the car cannot be controlled: it is waiting for a charge that is scheduled in the car itself",
        "impossible de commander la voiture : elle attend une charge programmée dans la voiture elle-même",
        "das Auto lässt sich nicht steuern: es wartet auf eine Ladung, die im Auto selbst geplant ist",
    ),
    "away": (
        "the car is not at home: it will be charged when it is back",
        "la voiture n'est pas à la maison : elle sera chargée à son retour",
        "das Auto ist nicht zu Hause: geladen wird, wenn es zurück ist",
    ),
    "away_by": (
        "the car is not at home but 1.2 km away (home reaches 100 m far): it will be charged when it is back",
        "la voiture n'est pas à la maison, mais à 1,2 km (la maison s'étend sur 100 m) : elle sera "
        "chargée à son retour",
        "das Auto ist nicht zu Hause, sondern 1,2 km entfernt (die Zone reicht 100 m weit): geladen "
        "wird, wenn es zurück ist",
    ),
    "position_unknown": (
        "the car does not say where it is: it is left alone until it does",
        "la voiture ne dit pas où elle est : en attendant, elle est laissée tranquille",
        "das Auto meldet nicht, wo es ist: bis dahin wird es in Ruhe gelassen",
    ),
    "unplugged": (
        "the car is not plugged in: plug it in to charge",
        "la voiture n'est pas branchée : branchez-la pour la charger",
        "das Auto ist nicht eingesteckt: zum Laden bitte einstecken",
    ),
    "no_power": (
        "the socket has no power: check its switch and its fuse",
        "la prise n'est pas alimentée : vérifiez son interrupteur et son fusible",
        "die Steckdose führt keinen Strom: bitte Schalter und Sicherung prüfen",
    ),
    "cable_loose": (
        "the cable is not fully plugged in: push it in",
        "le câble n'est pas bien branché : enfoncez-le à fond",
        "das Kabel steckt nicht richtig: bitte ganz hineindrücken",
    ),
    "full": (
        "the battery has reached its limit (80%): charging goes on after a drive, or with a higher limit",
        "la batterie a atteint sa limite (80 %) : la charge reprendra après un trajet, ou avec "
        "une limite plus haute",
        "die Batterie hat ihre Ladegrenze erreicht (80 %): weiter geht es nach einer Fahrt oder "
        "mit höherer Grenze",
    ),
    "limit_too_low": (
        "the battery has reached its limit (80%), but the next departure needs 90%: raise the "
        "limit in the car",
        "la batterie a atteint sa limite (80 %), mais il faut 90 % pour le prochain départ : "
        "relevez la limite dans la voiture",
        "die Batterie hat ihre Ladegrenze erreicht (80 %), für die nächste Abfahrt sind aber 90 "
        "% nötig: bitte die Grenze im Auto erhöhen",
    ),
    "charge_now": (
        "charging at 16 A right now, as you asked, up to the car's limit",
        "charge immédiate à 16 A, comme demandé, jusqu'à la limite de la voiture",
        "lädt wie gewünscht sofort mit 16 A, bis zur Ladegrenze des Autos",
    ),
    "by_hand": (
        "started in the car or its app: left alone until that charge ends, the car is unplugged or a "
        "switch is moved",
        "lancée dans la voiture ou son application : laissée tranquille jusqu'à la fin de cette "
        "charge, au débranchement ou à l'action d'un interrupteur",
        "im Auto oder in seiner App gestartet: bleibt unberührt, bis diese Ladung endet, das Auto "
        "ausgesteckt oder ein Schalter umgelegt wird",
    ),
    "by_hand_since": (
        "started by hand at 21:26 (it began without the app, and the car was plugged in): left alone "
        "until that charge ends, the car is unplugged or a switch is moved",
        "lancée à la main à 21:26 (elle a commencé sans l'application, voiture branchée) : laissée "
        "tranquille jusqu'à sa fin, au débranchement ou à l'action d'un interrupteur",
        "um 21:26 Uhr von Hand gestartet (sie begann ohne die App, das Auto war eingesteckt): bleibt,"
        " bis sie endet, das Auto ausgesteckt oder ein Schalter umgelegt wird",
    ),
    "stopped_by_hand": (
        "stopped by hand at 21:26: not charged until the car is unplugged, a switch is moved, a "
        "departure needs it, or tomorrow 21:26",
        "arrêtée à la main à 21:26 : pas de charge avant un débranchement, l'action d'un "
        "interrupteur, le besoin d'un départ, ou demain 21:26",
        "um 21:26 Uhr von Hand beendet: lädt erst wieder nach dem Ausstecken, mit einem umgelegten "
        "Schalter, für eine Abfahrt, oder morgen 21:26 Uhr",
    ),
    "ended_nobodys": (
        "a charge that nobody is known to have started was dear and is ended (it was scheduled in the"
        " car): to keep it, start it again within 15 min",
        "une charge chère que personne ne semble avoir lancée est arrêtée (elle était programmée dans"
        " la voiture) : pour la garder, relancez-la dans les 15 min",
        "eine teure Ladung, die wohl niemand gestartet hat, wird beendet (sie war im Auto geplant): "
        "um sie zu behalten, binnen 15 min neu starten",
    ),
    "look_first": (
        "the car is asleep and has not said how full it is: waking it up once to learn what has to be"
        " charged",
        "la voiture dort et n'a pas dit son niveau : un seul réveil pour savoir ce qu'il faut charger",
        "das Auto schläft und hat nicht gemeldet, wie voll es ist: es wird einmal geweckt, um zu "
        "erfahren, was zu laden ist",
    ),
    "by_itself": (
        "the car started by itself when it was plugged in: charging at 5 A until the sun comes",
        "la voiture s'est mise à charger au branchement : 5 A en attendant le soleil",
        "das Auto hat beim Einstecken von selbst begonnen: lädt mit 5 A, bis die Sonne kommt",
    ),
    "by_itself_ending": (
        "the car started by itself when it was plugged in: stopping it to wait for sun",
        "la voiture s'est mise à charger au branchement : arrêt, en attendant le soleil",
        "das Auto hat beim Einstecken von selbst begonnen: die Ladung wird beendet und wartet auf Sonne",
    ),
    "off_peak": (
        "cheap power at €0.30/kWh: charging at 12 A up to 80% (now 50%)",
        "courant bon marché à 0,30 €/kWh : charge à 12 A jusqu'à 80 % (actuellement 50 %)",
        "günstiger Strom zu 0,30 €/kWh: lädt mit 12 A bis 80 % (jetzt 50 %)",
    ),
    "no_reading": (
        "the grid meter has been silent for 2 min: no power is drawn for the car until it reports again",
        "le compteur du réseau ne dit plus rien depuis 2 min : d'ici son retour, la voiture ne "
        "prend rien au réseau",
        "der Netzzähler schweigt seit 2 min: bis er sich wieder meldet, wird kein Strom für das Auto bezogen",
    ),
    "meter_unreadable": (
        "the grid meter cannot be read, so no power is drawn for the car: "
        "sensor.grid: unit_of_measurement must be one of W, kW, got 'VA'",
        "le compteur du réseau est illisible, la voiture ne prend donc rien au réseau : "
        "sensor.grid : unit_of_measurement doit être l'une des unités W, kW, et non 'VA'",
        "der Netzzähler ist nicht lesbar, darum wird kein Strom für das Auto bezogen: "
        "sensor.grid: unit_of_measurement muss eine der Einheiten W, kW sein, ist 'VA'",
    ),
    "meter_wrong": (
        "sensor.grid_power does not show what the car draws: name the meter at the house's own connection, "
        "with all phases; meanwhile the car gets no power by its word",
        "sensor.grid_power ne montre pas ce que prend la voiture : indiquez le compteur au raccordement de "
        "la maison, toutes phases comprises ; en attendant, la voiture ne charge pas sur sa foi",
        "sensor.grid_power zeigt nicht, was das Auto bezieht: bitte den Zähler am Hausanschluss angeben, "
        "mit allen Phasen; bis dahin lädt das Auto nicht nach ihm",
    ),
    "meter_doubted": (
        "no charge by the sun until this is clear: sensor.grid_power does not show what the car draws: name "
        "the meter at the house's own connection, with all phases",
        "pas de charge solaire tant que ce n'est pas tiré au clair : sensor.grid_power ne montre pas ce que "
        "prend la voiture : indiquez le compteur au raccordement de la maison, toutes phases comprises",
        "keine Sonnenladung, bis das geklärt ist: sensor.grid_power zeigt nicht, was das Auto bezieht: bitte "
        "den Zähler am Hausanschluss angeben, mit allen Phasen",
    ),
    "fuse": (
        "only 8 A: the house itself draws up to 3.0 kW of the 5.0 kW that it may",
        "8 A seulement : la maison prend elle-même jusqu'à 3,0 kW des 5,0 kW qu'elle peut prendre au réseau",
        "nur 8 A: das Haus selbst bezieht bis zu 3,0 kW der 5,0 kW, die es beziehen darf",
    ),
    "fuse_ending": (
        "the house itself draws up to 4.9 kW of the 5.0 kW that it may: the car waits until there is "
        "room for 5 A",
        "la maison prend elle-même jusqu'à 4,9 kW des 5,0 kW qu'elle peut prendre au réseau : la voiture "
        "attend qu'il reste 5 A",
        "das Haus selbst bezieht bis zu 4,9 kW der 5,0 kW, die es beziehen darf: das Auto wartet, bis 5 A "
        "frei sind",
    ),
    "fuse_phase": (
        "only 8 A: the house itself draws up to 17 A of the 25 A that phase L1 may carry",
        "8 A seulement : la maison prend elle-même jusqu'à 17 A des 25 A que la phase L1 peut porter",
        "nur 8 A: das Haus selbst bezieht bis zu 17 A der 25 A, die Phase L1 führen darf",
    ),
    "fuse_phase_ending": (
        "the house itself draws up to 21 A of the 25 A that phase L3 may carry: the car waits until there "
        "is room for 5 A",
        "la maison prend elle-même jusqu'à 21 A des 25 A que la phase L3 peut porter : la voiture attend "
        "qu'il reste 5 A",
        "das Haus selbst bezieht bis zu 21 A der 25 A, die Phase L3 führen darf: das Auto wartet, bis 5 A "
        "frei sind",
    ),
    "fuse_blind": (
        "only 5 A, so that the main fuse holds: sensor.l1 + sensor.l2 + sensor.l3 says nothing",
        "5 A seulement, pour que le fusible principal tienne : sensor.l1 + sensor.l2 + sensor.l3 ne dit rien",
        "nur 5 A, damit die Hauptsicherung hält: sensor.l1 + sensor.l2 + sensor.l3 sagt nichts",
    ),
    "fuse_blind_ending": (
        "no charge, so that the main fuse holds: sensor.grid_power says nothing; what the house "
        "draws at most is not known yet",
        "pas de charge, pour que le fusible principal tienne : sensor.grid_power ne dit rien ; "
        "on ne sait pas encore combien la maison prend au plus",
        "keine Ladung, damit die Hauptsicherung hält: sensor.grid_power sagt nichts; wie viel das Haus "
        "höchstens bezieht, ist noch nicht bekannt",
    ),
    "measuring": (
        "measuring how much the sun leaves over: decides in 30 s",
        "mesure ce que le soleil laisse : décision dans 30 s",
        "misst, wie viel Sonne übrig bleibt: entscheidet in 30 s",
    ),
    "meter_on_trial": (
        "charging at 5 A only, until the grid meter has shown it, for it was wrong before",
        "charge à 5 A seulement, jusqu'à ce que le compteur du réseau l'ait montré, car il s'était trompé",
        "lädt nur mit 5 A, bis der Netzzähler es gezeigt hat, denn vorher war er falsch",
    ),
    "measuring_phases": (
        "charging at 5 A only, until the grid meter has shown on how many phases the car charges",
        "charge à 5 A seulement, jusqu'à ce que le compteur ait montré sur combien de phases la voiture "
        "charge",
        "lädt nur mit 5 A, bis der Stromzähler gezeigt hat, auf wie vielen Phasen das Auto lädt",
    ),
    "minimum": (
        "the battery is below 20% (now 19%): charging at 16 A, whatever it costs",
        "la batterie est sous 20 % (actuellement 19 %) : charge à 16 A, quel que soit le prix",
        "die Batterie ist unter 20 % (jetzt 19 %): lädt mit 16 A, egal was es kostet",
    ),
    "departure": (
        "the departure is near: charging at 16 A to have 70% by tomorrow 00:26",
        "le départ est proche : charge à 16 A pour avoir 70 % d'ici demain 00:26",
        "die Abfahrt ist nah: lädt mit 16 A, für 70 % bis morgen 00:26 Uhr",
    ),
    "departure_learnt": (
        "no departure is set, and the car may be wanted by tomorrow 00:26: charging at 16 A to have 70% "
        "by then",
        "aucun départ n'est réglé, et la voiture peut servir dès demain 00:26 : charge à 16 A pour avoir "
        "70 % d'ici là",
        "keine Abfahrt ist eingestellt, und das Auto könnte bis morgen 00:26 Uhr gebraucht werden: lädt mit "
        "16 A, um dann 70 % zu haben",
    ),
    "climate": (
        "the car heats or cools itself for 23:26: charging at 5 A, so that this does not empty its battery",
        "la voiture chauffe ou se rafraîchit pour 23:26 : charge à 5 A, pour que sa batterie ne se vide pas",
        "das Auto heizt oder kühlt sich für 23:26 Uhr: lädt mit 5 A, damit das seine Batterie nicht leert",
    ),
    "kept_for_last": (
        "1.5 kWh are kept for the time just before the departure, so that the battery is warm then: charged "
        "from 23:41 on",
        "1,5 kWh sont gardés pour juste avant le départ, afin que la batterie soit chaude : charge à partir "
        "de 23:41",
        "1,5 kWh bleiben für die Zeit kurz vor der Abfahrt, damit die Batterie dann warm ist: geladen wird "
        "ab 23:41 Uhr",
    ),
    "holiday": (
        "holiday until Sat 21:26, by the calendar: nothing is bought for the car; the sun still charges it",
        "vacances jusqu'à sam. 21:26, selon le calendrier : rien n'est acheté pour la voiture ; le soleil "
        "continue de la charger",
        "Urlaub bis Sa. 21:26 Uhr, laut Kalender: für das Auto wird nichts gekauft; die Sonne lädt es weiter",
    ),
    "departure_awake": (
        "the month's budget does not allow waking the car again: charging at 16 A while it is "
        "awake, to have 70% by tomorrow 00:26",
        "le budget du mois ne permet plus de réveiller la voiture : charge à 16 A tant qu'elle "
        "est éveillée, pour avoir 70 % d'ici demain 00:26",
        "das Monatsbudget reicht nicht, um das Auto noch einmal zu wecken: lädt mit 16 A, "
        "solange es wach ist, für 70 % bis morgen 00:26 Uhr",
    ),
    "buying": (
        "buying power at €0.30/kWh: charging at 16 A",
        "achat de courant à 0,30 €/kWh : charge à 16 A",
        "kauft jetzt Strom zu 0,30 €/kWh: lädt mit 16 A",
    ),
    "following_sun": (
        "charging at 10 A with 2.4 kW of sun",
        "charge à 10 A avec 2,4 kW de soleil",
        "lädt mit 10 A bei 2,4 kW Sonne",
    ),
    "from_battery": (
        "charging at 16 A, most of it from the house battery: the sun is going to fill it again",
        "charge à 16 A, surtout depuis la batterie domestique : le soleil la remplira",
        "lädt mit 16 A, das meiste aus der Hausbatterie: die Sonne füllt sie wieder",
    ),
    "battery_first": (
        "2.4 kW left over, but the house battery comes first: the house will need it",
        "2,4 kW disponibles, mais la batterie domestique passe d'abord : la maison en aura besoin",
        "2,4 kW übrig, aber zuerst für die Hausbatterie: das Haus wird den Strom brauchen",
    ),
    "hidden_sun": (
        "looking for hidden sun at 5 A: the inverter may be throwing some away (chances: 67%)",
        "cherche du soleil caché à 5 A : l'onduleur en perd peut-être (chances : 67 %)",
        "sucht verborgene Sonne mit 5 A: der Wechselrichter wirft womöglich welche weg (Aussicht: 67 %)",
    ),
    "battery_untold": (
        "charging at 9 A, an ampere less at a time until power is fed in: the house battery "
        "(sensor.battery_power) has not said for 5 min what it gives",
        "charge à 9 A, en baisse jusqu'à l'injection : la batterie domestique (sensor.battery_power) ne dit "
        "plus depuis 5 min ce qu'elle donne",
        "lädt mit 9 A, schrittweise weniger, bis eingespeist wird: die Hausbatterie (sensor.battery_power) "
        "sagt seit 5 min nicht, was sie gibt",
    ),
    "battery_untold_waiting": (
        "waiting until enough power is fed in: the house battery (sensor.battery_power) has not said for "
        "5 min what it gives",
        "attend une injection suffisante : la batterie domestique (sensor.battery_power) ne dit plus depuis "
        "5 min ce qu'elle donne",
        "wartet, bis genug eingespeist wird: die Hausbatterie (sensor.battery_power) sagt seit 5 min nicht, "
        "was sie gibt",
    ),
    "cloud": (
        "a cloud: goes on at 5 A; stops in a moment if it stays",
        "un nuage : continue à 5 A ; arrêt dans un instant s'il reste",
        "eine Wolke: lädt weiter mit 5 A; endet in wenigen Sekunden, wenn sie bleibt",
    ),
    "too_little_sun": (
        "too little sun, stopping: 700 W left over, 720 W needed to go on",
        "trop peu de soleil, arrêt : 700 W disponibles, il faut 720 W pour continuer",
        "zu wenig Sonne, die Ladung endet: 700 W übrig, zum Weiterladen braucht es 720 W",
    ),
    "waiting_for_sun": (
        "waiting for sun: the house draws 400 W from the grid, 720 W needed to start",
        "attend le soleil : la maison prend 400 W au réseau, il faut 720 W pour démarrer",
        "wartet auf Sonne: das Haus bezieht 400 W aus dem Netz, zum Start braucht es 720 W",
    ),
    "gathering": (
        "sun: 2.4 kW left over, starts in a moment if it lasts",
        "du soleil : 2,4 kW disponibles, démarrage dans un instant si cela dure",
        "Sonne: 2,4 kW übrig, beginnt in wenigen Sekunden, wenn es so bleibt",
    ),
    "nothing_pays": (
        "waiting until charging is cheaper: power from the grid costs €0.30/kWh now, and solar "
        "power is sold at €0.08/kWh",
        "attend que la charge coûte moins cher : le réseau est à 0,30 €/kWh pour l'instant, et "
        "le solaire est vendu 0,08 €/kWh",
        "wartet, bis das Laden günstiger ist: aus dem Netz kostet Strom jetzt 0,30 €/kWh, und "
        "Sonnenstrom wird zu 0,08 €/kWh verkauft",
    ),
}
"""What is said of each reason in English, French and German, at half past ten in the evening."""


@pytest.mark.parametrize("why", Why)
def test_a_reason_is_said_as_in_each_language(why: Why) -> None:
    assert tuple(each.why(REASONS[why]) for each in ALL) == SAID[why.value]


EIGHT_PM = datetime(2026, 5, 29, 18, tzinfo=timezone.utc)
"""Tomorrow, by the clock of the house."""


@pytest.mark.parametrize(
    ("change", "values", "said"),
    [
        (
            NextChange.RETRY,
            {},
            ("next try tomorrow 20:00", "nouvel essai à partir de demain 20:00",
             "nächster Versuch morgen 20:00 Uhr"),
        ),
        (
            NextChange.PLAN,
            {"kwh": 6.24},
            ("buying 6.2 kWh from tomorrow 20:00", "achat de 6,2 kWh à partir de demain 20:00",
             "kauft 6,2 kWh ab morgen 20:00 Uhr"),
        ),
        (
            NextChange.CHEAP_FROM,
            {},
            ("cheap power from tomorrow 20:00", "courant bon marché à partir de demain 20:00",
             "günstiger Strom ab morgen 20:00 Uhr"),
        ),
        (
            NextChange.CHEAP_UNTIL,
            {},
            ("cheap until tomorrow 20:00", "bon marché jusqu'à demain 20:00", "günstig bis morgen 20:00 Uhr"),
        ),
        (
            NextChange.PRICE_CHANGE,
            {"price_per_kwh": 0.2146},
            ("power costs €0.215/kWh from tomorrow 20:00", "courant à 0,215 €/kWh à partir de demain 20:00",
             "Strom kostet 0,215 €/kWh ab morgen 20:00 Uhr"),
        ),
        (
            NextChange.DEPARTURE,
            {},
            ("charging for the departure from tomorrow 20:00 at the latest",
             "charge pour le départ à partir de demain 20:00 au plus tard",
             "lädt für die Abfahrt spätestens ab morgen 20:00 Uhr"),
        ),
    ],
)  # fmt: skip
def test_what_will_change_is_said_with_its_moment(
    change: NextChange, values: dict[str, Value], said: tuple[str, str, str]
) -> None:
    reason = Reason(change, {**values, "at": EIGHT_PM})
    assert tuple(each.say(reason) for each in ALL) == said


def test_what_will_change_stands_behind_the_reason() -> None:
    retry = Reason(NextChange.RETRY, {"at": EIGHT_PM})
    behind = tuple(each.why(Reason(Why.AWAY), retry)[len(SAID["away"][at]) :] for at, each in enumerate(ALL))
    assert behind == (
        "; next try tomorrow 20:00",
        " ; nouvel essai à partir de demain 20:00",
        "; nächster Versuch morgen 20:00 Uhr",
    )


@pytest.mark.parametrize(
    ("note", "values", "said"),
    [
        (
            Note.NEEDS_YOU,
            {"app": "Garage"},
            ("Garage needs your help", "Garage a besoin de votre aide", "Garage braucht Ihre Hilfe"),
        ),
        (
            Note.COMPLETE,
            {"app": "Garage"},
            ("Garage: charging complete", "Garage : charge terminée", "Garage: Ladung beendet"),
        ),
        (
            Note.DEPARTURE,
            {"app": "Garage"},
            ("Garage: departure at risk", "Garage : départ compromis", "Garage: Abfahrt gefährdet"),
        ),
        (
            Note.CHARGED,
            {"soc_pct": 80, "kwh": 12.04, "solar_pct": 75.0},
            (
                "The battery is at 80%: 12.0 kWh charged, 75% of it from the sun.",
                "La batterie est à 80 % : 12,0 kWh chargés, dont 75 % de soleil.",
                "Die Batterie ist bei 80 %: 12,0 kWh geladen, davon 75 % von der Sonne.",
            ),
        ),
        (
            Note.LATE,
            {"departure": EIGHT_PM, "expected_pct": 61.6, "wanted_pct": 80},
            (
                "By Friday 20:00 the battery will be at about 62% instead of 80%, "
                "even if it charges at full current from now on.",
                "D'ici vendredi 20:00, la batterie n'atteindra qu'environ 62 % au lieu de 80 %, "
                "même en chargeant dès maintenant au courant maximal.",
                "Bis Freitag 20:00 Uhr erreicht die Batterie nur etwa 62 % statt 80 %, "
                "auch wenn ab sofort mit voller Stromstärke geladen wird.",
            ),
        ),
        (
            Note.LIMIT_TOO_LOW,
            {"departure": EIGHT_PM, "limit_pct": 70, "wanted_pct": 80},
            (
                "The car's charge limit is 70%, but 80% are wanted by Friday 20:00. "
                "Please raise it in the car.",
                "La limite de charge de la voiture est à 70 %, mais il faut 80 % d'ici vendredi 20:00. "
                "Veuillez la relever dans la voiture.",
                "Die Ladegrenze des Autos ist 70 %, gewünscht sind aber 80 % bis Freitag 20:00 Uhr. "
                "Bitte erhöhen Sie sie im Auto.",
            ),
        ),
        (
            Note.NOT_PLUGGED,
            {"departure": EIGHT_PM, "latest": NOW, "soc_pct": 50, "wanted_pct": 80},
            (
                "The car is not plugged in: its battery is at 50%, and 80% are wanted by Friday 20:00. "
                "Please plug it in by Thursday 22:26.",
                "La voiture n'est pas branchée : la batterie est à 50 %, et il faut 80 % "
                "d'ici vendredi 20:00. Veuillez la brancher avant jeudi 22:26.",
                "Das Auto ist nicht eingesteckt: die Batterie ist bei 50 %, gewünscht sind 80 % "
                "bis Freitag 20:00 Uhr. Bitte stecken Sie es bis Donnerstag 22:26 Uhr ein.",
            ),
        ),
        (
            Note.LATE_BECAUSE,
            {
                "departure": EIGHT_PM,
                "expected_pct": 62.3,
                "wanted_pct": 80,
                "because": Reason(Because.LIMIT, {"limit_pct": 60}),
            },
            (
                "By Friday 20:00 the battery will be at about 62% instead of 80%, even if it charges at full "
                "current from now on: the car's charge limit is 60% now.",
                "D'ici vendredi 20:00, la batterie n'atteindra qu'environ 62 % au lieu de 80 %, même en "
                "chargeant dès maintenant au courant maximal : la limite de charge de la voiture est "
                "maintenant à 60 %.",
                "Bis Freitag 20:00 Uhr erreicht die Batterie nur etwa 62 % statt 80 %, auch wenn ab sofort "
                "mit voller Stromstärke geladen wird: die Ladegrenze des Autos ist jetzt 60 %.",
            ),
        ),
        (
            Note.PLAN_LESS,
            {
                "departure": EIGHT_PM,
                "expected_pct": 48.2,
                "wanted_pct": 60,
                "because": Reason(Because.SLOWER, {"kwh": 2.04, "due_kwh": 8.96}),
            },
            (
                "Not 60% but about 48% by Friday 20:00: the car has taken 2.0 kWh so far, and 9.0 kWh were "
                "planned.",
                "Pas 60 % mais environ 48 % d'ici vendredi 20:00 : la voiture a pris 2,0 kWh jusqu'ici, et "
                "9,0 kWh étaient prévus.",
                "Nicht 60 %, sondern etwa 48 % bis Freitag 20:00 Uhr: das Auto hat bisher 2,0 kWh geladen, "
                "geplant waren 9,0 kWh.",
            ),
        ),
        (
            Note.PLAN_DEARER,
            {
                "departure": EIGHT_PM,
                "cost": 3.4,
                "cost_before": 0.9,
                "because": Reason(Because.LESS_SUN, {"less_kwh": 8.04}),
            },
            (
                "Charging for Friday 20:00 costs about €3.40, not €0.90: 8.0 kWh less sun is expected.",
                "La charge pour vendredi 20:00 coûtera environ 3,40 €, et non 0,90 € : on attend 8,0 kWh de "
                "soleil en moins.",
                "Laden für Freitag 20:00 Uhr kostet etwa 3,40 € statt 0,90 €: 8,0 kWh weniger Sonne wird "
                "erwartet.",
            ),
        ),
        (
            Note.TOMORROW_PAYING,
            {
                "wish": Reason(PlanText.ASSUMED, {"departure": EIGHT_PM, "wanted_pct": 80}),
                "soc_pct": 50,
                "kwh": 12.04,
                "cost": 2.6,
                "begin": NOW,
            },
            (
                "Friday 20:00: 80%, assumed until you set a departure. The battery is at 50%. 12.0 kWh are "
                "bought for about €2.60, from Thursday 22:26 on.",
                "vendredi 20:00 : 80 %, supposés tant que vous n'avez pas réglé de départ. La batterie est à "
                "50 %. 12,0 kWh seront achetés pour environ 2,60 €, à partir de jeudi 22:26.",
                "Freitag 20:00 Uhr: 80 %, angenommen, bis Sie eine Abfahrt einstellen. Die Batterie ist bei "
                "50 %. Gekauft werden 12,0 kWh für etwa 2,60 €, ab Donnerstag 22:26 Uhr.",
            ),
        ),
        (
            Note.WEEK_SAVED,
            {"count": 7, "kwh": 41.26, "solar_pct": 73.4, "cost": 5.44, "saved": 3.2},
            (
                "In 7 days 41.3 kWh charged, 73% of it from the sun, for €5.44. Charged at once it would "
                "have been €3.20 more.",
                "En 7 jours, 41,3 kWh chargés, dont 73 % de soleil, pour 5,44 €. Tout de suite, cela aurait "
                "coûté 3,20 € de plus.",
                "In 7 Tagen 41,3 kWh geladen, davon 73 % von der Sonne, für 5,44 €. Sofort geladen wären es "
                "3,20 € mehr gewesen.",
            ),
        ),
        (
            Note.MORE_KEPT,
            {"app": "Garage"},
            (
                "Garage: more is kept for your trips",
                "Garage : une plus grande réserve pour vos trajets",
                "Garage: mehr Reserve für Ihre Fahrten",
            ),
        ),
        (
            Note.NEED_CORRECTED,
            {"used_pct": 38.4, "need_pct": 58.4},
            (
                "The trips of a day used 38% of the battery, more than was reckoned with. "
                "From now on 58% is wanted when you leave on such a day.",
                "Les trajets d'une journée ont consommé 38 % de la batterie, plus que prévu. "
                "Désormais, 58 % sont voulus au départ un tel jour.",
                "Die Fahrten eines Tages haben 38 % der Batterie verbraucht, mehr als angenommen. "
                "Von nun an werden an solchen Tagen zur Abfahrt 58 % gewünscht.",
            ),
        ),
        (
            Note.OVER,
            {"app": "Garage"},
            (
                "Garage: all right again",
                "Garage : tout est rentré dans l'ordre",
                "Garage: wieder alles in Ordnung",
            ),
        ),
        (
            Note.DEAR_CHARGE,
            {
                "drawn_w": 3680.0,
                "bought_w": 2500.0,
                "cost_per_h": 0.75,
                "problem": Reason(Problem.LATE_ANSWER),
            },
            (
                "The car is to stop charging, and goes on: it draws 3.7 kW, 2.5 kW of it from the grid, "
                "about €0.75/h. It cannot be stopped (the service did not answer in time) and is tried "
                "again. Please end the charge in the car's own app, or unplug it.",
                "La voiture devrait cesser de charger, mais continue : elle prend 3,7 kW, dont 2,5 kW au "
                "réseau, environ 0,75 €/h. Impossible de l'arrêter (le service n'a pas répondu à temps) ; "
                "l'application réessaie. Veuillez arrêter la charge dans l'application de la voiture, ou la "
                "débrancher.",
                "Das Auto soll nicht mehr laden, lädt aber weiter: es zieht 3,7 kW, davon 2,5 kW aus dem "
                "Netz, etwa 0,75 €/h. Es lässt sich nicht stoppen (der Dienst hat nicht rechtzeitig "
                "geantwortet), die App versucht es weiter. Bitte beenden Sie die Ladung in der App des "
                "Autos, oder stecken Sie es aus.",
            ),
        ),
        (
            Note.DEAR_OVER,
            {"lasted": timedelta(minutes=48), "bought_kwh": 2.94, "cost": 0.882},
            (
                "The charge that could not be stopped is over. In 48 min it drew 2.9 kWh from the grid, "
                "about €0.88.",
                "La charge qui ne pouvait pas être arrêtée est finie. En 48 min, elle a pris 2,9 kWh au "
                "réseau, environ 0,88 €.",
                "Die Ladung, die sich nicht stoppen ließ, ist beendet. In 48 min zog sie 2,9 kWh aus dem "
                "Netz, etwa 0,88 €.",
            ),
        ),
    ],
)
def test_a_note_names_the_weekday_which_stays_true_at_midnight(
    note: Note, values: dict[str, Value], said: tuple[str, str, str]
) -> None:
    assert tuple(each.say(Reason(note, values)) for each in UNDATED) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, ("20:00", "20:00", "20:00 Uhr")),
        (1, ("tomorrow 20:00", "demain 20:00", "morgen 20:00 Uhr")),
        (2, ("Sat 20:00", "sam. 20:00", "Sa. 20:00 Uhr")),
        (6, ("Wed 20:00", "mer. 20:00", "Mi. 20:00 Uhr")),
        (7, ("4 Jun 20:00", "4 juin 20:00", "4. Juni 20:00 Uhr")),
        (300, ("24 Mar 20:00", "24 mars 20:00", "24. März 20:00 Uhr")),
        (-1, ("Wed 20:00", "mer. 20:00", "Mi. 20:00 Uhr")),
    ],
)
def test_a_moment_has_its_day_where_that_is_not_today(days: int, said: tuple[str, str, str]) -> None:
    at = datetime(2026, 5, 28, 20, tzinfo=ZONE) + timedelta(days=days)
    assert tuple(each.moment(at) for each in ALL) == said


def test_the_day_changes_at_midnight_by_the_clock_of_the_house() -> None:
    before = datetime(2026, 5, 28, 21, 59, tzinfo=timezone.utc)
    assert ENGLISH.moment(before) == "23:59"
    assert ENGLISH.moment(before + timedelta(minutes=1)) == "tomorrow 00:00"


@pytest.mark.parametrize(
    ("begin_h", "same_day", "said"),
    [
        (23, False, "23:00-01:30"),
        (26, False, "tomorrow 02:00-04:30"),
        (26, True, "02:00-04:30"),
    ],
)
def test_a_stretch_has_the_day_on_which_it_begins_unless_that_was_said_before(
    begin_h: float, same_day: bool, said: str
) -> None:
    begin = datetime(2026, 5, 28, tzinfo=ZONE) + timedelta(hours=begin_h)
    assert ENGLISH.stretch(Stretch(begin, begin + timedelta(hours=2.5), same_day)) == said


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=9), "a moment"),
        (timedelta(seconds=10), "10 s"),
        (timedelta(seconds=99), "99 s"),
        (timedelta(seconds=100), "2 min"),
        (timedelta(minutes=99), "99 min"),
        (timedelta(minutes=100), "2 h"),
        (None, "a while"),
    ],
)
def test_a_span_is_as_short_as_a_person_says_it(span: timedelta | None, text: str) -> None:
    reason = Reason(Why.CLOUD, {"current_a": 5, "wait": span})
    assert ENGLISH.say(reason) == f"a cloud: goes on at 5 A; stops in {text} if it stays"


@pytest.mark.parametrize(
    ("left_over_w", "said"),
    [
        (2449.0, ("2.4 kW left over", "2,4 kW disponibles", "2,4 kW übrig")),
        (999.4, ("999 W left over", "999 W disponibles", "999 W übrig")),
        (999.6, ("1.0 kW left over", "1,0 kW disponibles", "1,0 kW übrig")),
        (0.4, ("no power left over", "rien de disponible", "kein Strom übrig")),
        (-0.4, ("no power left over", "rien de disponible", "kein Strom übrig")),
        (
            -400.0,
            (
                "the house draws 400 W from the grid",
                "la maison prend 400 W au réseau",
                "das Haus bezieht 400 W aus dem Netz",
            ),
        ),
        (
            -1250.0,
            (
                "the house draws 1.2 kW from the grid",
                "la maison prend 1,2 kW au réseau",
                "das Haus bezieht 1,2 kW aus dem Netz",
            ),
        ),
    ],
)
def test_what_the_house_leaves_over_is_never_negative(left_over_w: float, said: tuple[str, str, str]) -> None:
    reason = Reason(Why.WAITING_FOR_SUN, {"left_over_w": left_over_w, "break_even_w": 720.0})
    for translator, text in zip(ALL, said, strict=True):
        assert f": {text}, " in translator.say(reason).replace(" :", ":")


@pytest.mark.parametrize(
    ("currency", "price", "said"),
    [
        ("EUR", 0.21, ("€0.21/kWh", "0,21 €/kWh", "0,21 €/kWh")),
        ("EUR", 0.2146, ("€0.215/kWh", "0,215 €/kWh", "0,215 €/kWh")),
        ("EUR", 0.2004, ("€0.20/kWh", "0,20 €/kWh", "0,20 €/kWh")),
        ("EUR", -0.05, ("-€0.05/kWh", "-0,05 €/kWh", "-0,05 €/kWh")),
        ("USD", 0.0, ("$0.00/kWh", "0,00 $/kWh", "0,00 $/kWh")),
        ("GBP", 0.3, ("£0.30/kWh", "0,30 £/kWh", "0,30 £/kWh")),
        ("CHF", 0.21, ("0.21 CHF/kWh", "0,21 CHF/kWh", "0,21 CHF/kWh")),
        ("SEK", -1.5, ("-1.50 SEK/kWh", "-1,50 SEK/kWh", "-1,50 SEK/kWh")),
    ],
)
def test_money_has_its_currency(currency: str, price: float, said: tuple[str, str, str]) -> None:
    reason = Reason(NextChange.PRICE_CHANGE, {"price_per_kwh": price, "at": NOW})
    for language, text in zip(LANGUAGES, said, strict=True):
        assert f" {text} " in Translator(language, ZONE, currency).say(reason)


@pytest.mark.parametrize(
    ("aside", "said"),
    [
        (
            Reason(Aside.HELD),
            (
                "buying power at €0.15/kWh: charging at 16 A; the house battery is held meanwhile; cheap "
                "until 08:20",
                "achat de courant à 0,15 €/kWh : charge à 16 A ; la batterie domestique est retenue "
                "pendant ce temps ; bon marché jusqu'à 08:20",
                "kauft jetzt Strom zu 0,15 €/kWh: lädt mit 16 A; die Hausbatterie wird solange "
                "zurückgehalten; günstig bis 08:20 Uhr",
            ),
        ),
        (
            Reason(Aside.HELD_TO_HOUSE, {"limit_w": 600.0}),
            (
                "buying power at €0.15/kWh: charging at 16 A; the house battery feeds the house alone "
                "meanwhile, with 600 W at most; cheap until 08:20",
                "achat de courant à 0,15 €/kWh : charge à 16 A ; la batterie domestique n'alimente que "
                "la maison pendant ce temps, avec 600 W au plus ; bon marché jusqu'à 08:20",
                "kauft jetzt Strom zu 0,15 €/kWh: lädt mit 16 A; die Hausbatterie versorgt solange nur das "
                "Haus, mit höchstens 600 W; günstig bis 08:20 Uhr",
            ),
        ),
    ],
)
def test_what_is_done_beside_the_charge_stands_between_why_and_what_is_next(
    aside: Reason[Aside], said: tuple[str, str, str]
) -> None:
    why = Reason(Why.BUYING, {"current_a": 16, "price_per_kwh": 0.15})
    then = Reason(NextChange.CHEAP_UNTIL, {"at": datetime(2026, 5, 28, 6, 20, tzinfo=timezone.utc)})
    assert tuple(each.on(date(2026, 5, 28)).why(why, aside, then) for each in UNDATED) == said


@pytest.mark.parametrize(
    ("note", "values", "said"),
    [
        (
            Note.HOLD_STUCK,
            {
                "entity": "number.limit",
                "value": "5000",
                "problem": Reason(Problem.NOT_CONNECTED, {"service": "number/set_value"}),
            },
            (
                "The house battery is still held, so that it gives nothing: number.limit cannot be put "
                "back to 5000 (number/set_value: Home Assistant is not connected). It is tried again and "
                "again. Please set it in Home Assistant, or in the battery's own app.",
                "La batterie domestique est toujours retenue et ne donne rien : number.limit ne peut pas "
                "être remis à 5000 (number/set_value : Home Assistant n'est pas connecté). L'application "
                "réessaie sans cesse. Veuillez régler cette valeur dans Home Assistant ou dans "
                "l'application de la batterie.",
                "Die Hausbatterie wird noch immer zurückgehalten und gibt nichts: number.limit lässt "
                "sich nicht auf 5000 zurückstellen (number/set_value: Home Assistant ist nicht "
                "verbunden). Die App versucht es immer wieder. Bitte stellen Sie das in Home "
                "Assistant oder in der App der Batterie ein.",
            ),
        ),
        (
            Note.HOLD_OVER,
            {"lasted": timedelta(minutes=48)},
            (
                "The house battery is held no more: what could not be put back for 48 min is put back.",
                "La batterie domestique n'est plus retenue : ce qui n'avait pas pu être remis pendant 48 "
                "min l'est maintenant.",
                "Die Hausbatterie wird nicht mehr zurückgehalten: was sich 48 min lang nicht "
                "zurückstellen ließ, ist zurückgestellt.",
            ),
        ),
        (
            Note.LIMIT_STUCK,
            {"own_pct": 80.0, "limit_pct": 60.0, "problem": Reason(Problem.LIMIT_NOT_TAKEN)},
            (
                "The car's charge limit cannot be put back to your 80%: it is 60% (the car takes it, and "
                "does not show it). It is tried again and again. Please set it in the car or in its app.",
                "La limite de charge de la voiture ne peut pas être remise à vos 80 % : elle est à 60 % "
                "(la voiture l'accepte, mais ne l'affiche pas). L'application réessaie sans cesse. Veuillez "
                "la régler dans la voiture ou dans son application.",
                "Das Ladelimit des Autos lässt sich nicht auf Ihre 80 % zurückstellen: es steht auf 60 % "
                "(das Auto nimmt es an und zeigt es nicht). Die App versucht es immer wieder. Bitte stellen "
                "Sie es im Auto oder in dessen App ein.",
            ),
        ),
        (
            Note.LIMIT_LEFT,
            {"own_pct": 80.0, "limit_pct": 60.0},
            (
                "The car has left with a charge limit of 60% instead of your 80%: it could not be put back "
                "in time. Before you charge on the way, please set it in the car or in its app; else it is "
                "put back when the car is home again.",
                "La voiture est partie avec une limite de charge de 60 % au lieu de vos 80 % : elle n'a pas "
                "pu être remise à temps. Avant de charger en route, veuillez la régler dans la voiture ou "
                "dans son application ; sinon elle sera remise au retour de la voiture.",
                "Das Auto ist mit einem Ladelimit von 60 % statt Ihrer 80 % losgefahren: es ließ sich nicht "
                "rechtzeitig zurückstellen. Bitte stellen Sie es im Auto oder in dessen App ein, bevor Sie "
                "unterwegs laden; sonst wird es zurückgestellt, wenn das Auto wieder zu Hause ist.",
            ),
        ),
    ],
)
def test_a_hold_that_cannot_be_ended_names_what_to_set(
    note: Note, values: dict[str, Value], said: tuple[str, str, str]
) -> None:
    assert tuple(each.say(Reason(note, values)) for each in UNDATED) == said


def test_where_no_power_would_be_enough_more_is_needed() -> None:
    reason = Reason(Why.WAITING_FOR_SUN, {"left_over_w": 400.0, "break_even_w": math.inf})
    assert tuple(each.why(reason) for each in ALL) == (
        "waiting for sun: 400 W left over, more needed to start",
        "attend le soleil : 400 W disponibles, il faut davantage pour démarrer",
        "wartet auf Sonne: 400 W übrig, zum Start braucht es mehr",
    )


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
    ("problem", "said"),
    [
        (
            Reason(Problem.LOGIN_REFUSED, {"answer": "401 No"}),
            (
                "log in again: Tesla answered 401 No",
                "reconnectez-vous : Tesla a répondu 401 No",
                "melden Sie sich neu an: Tesla hat mit 401 No geantwortet",
            ),
        ),
        (
            Reason(Problem.NO_SETTINGS, {"name": "solar_charging", "link": "/solar-charging-setup"}),
            (
                "solar_charging has no settings yet: open /solar-charging-setup in Home Assistant as an "
                "administrator. Without that page run python -m solar_charging.setup --url URL in the apps "
                "folder, or write apps.yaml",
                "solar_charging n'a pas encore de réglages : ouvrez /solar-charging-setup dans Home "
                "Assistant en tant qu'administrateur. Sans cette page, lancez python -m "
                "solar_charging.setup --url URL dans le dossier apps, ou écrivez apps.yaml",
                "solar_charging hat noch keine Einstellungen: öffnen Sie /solar-charging-setup in Home "
                "Assistant als Administrator. Ohne diese Seite starten Sie python -m solar_charging.setup "
                "--url URL im Ordner apps, oder schreiben Sie apps.yaml",
            ),
        ),
        (
            Reason(
                Problem.BY_LAST_SETTINGS,
                {
                    "problem": Reason(
                        Problem.SETTINGS_WRONG, {"mistakes": "car.phases: must be 1 or 3, got 2"}
                    )
                },
            ),
            (
                "apps.yaml: car.phases: must be 1 or 3, got 2. Until that is mended, "
                "the former settings only end a dear charge of the app's own",
                "apps.yaml : car.phases: must be 1 or 3, got 2. Jusqu'à correction, "
                "les anciens réglages ne servent qu'à arrêter une charge chère lancée par l'application",
                "apps.yaml: car.phases: must be 1 or 3, got 2. Bis das behoben ist, "
                "beenden die bisherigen Einstellungen nur eine teure Ladung, die die App begonnen hat",
            ),
        ),
        (
            Reason(
                Problem.COMMANDS_NOTHING,
                {"problem": Reason(Problem.START_FAILED, {"cause": "KeyError: 'x'"})},
            ),
            (
                "the app cannot start: KeyError: 'x'. Until that is mended the car is not controlled at all: "
                "there are no former settings to go by",
                "l'application ne peut pas démarrer : KeyError: 'x'. Jusqu'à correction, la voiture n'est "
                "pas commandée : il n'y a pas d'anciens réglages utilisables",
                "die App kann nicht starten: KeyError: 'x'. Bis das behoben ist, wird das Auto nicht "
                "gesteuert: brauchbare frühere Einstellungen gibt es nicht",
            ),
        ),
        (
            Reason(Problem.APP_STOPPED),
            (
                "the app was stopped: until it runs again, nobody controls the car",
                "l'application a été arrêtée : personne ne commande la voiture tant qu'elle ne tourne pas",
                "die App wurde beendet: bis sie wieder läuft, steuert niemand das Auto",
            ),
        ),
        (
            Reason(Problem.DRAWS_TOO_MUCH, {"current_a": 16, "drawn_a": 31.6}),
            (
                "it was asked to draw 16 A and draws 32 A",
                "elle devait se limiter à 16 A, mais elle prend 32 A",
                "es sollte mit 16 A laden, zieht aber 32 A",
            ),
        ),
        (
            Reason(Problem.RATE_LIMITED, {"retry_after_s": 600.0}),
            (
                "too many requests, the next one is allowed in 10 min",
                "trop de demandes, la prochaine sera permise dans 10 min",
                "zu viele Anfragen, die nächste ist in 10 min erlaubt",
            ),
        ),
        (
            Reason(Problem.NOT_ONE_CAR, {"count": 2, "cars": "A, B"}),
            (
                "set car.vin: the account must have exactly one car, has 2 (A, B)",
                "précisez car.vin : le compte doit avoir une seule voiture, il en a 2 (A, B)",
                "setzen Sie car.vin: das Konto muss genau ein Auto haben, hat aber 2 (A, B)",
            ),
        ),
        (
            Reason(
                Problem.FILE_SPOILT,
                {"file": "a.json", "cause": "x", "aside": Reason(Problem.FILE_SET_ASIDE, {"name": "b"})},
            ),
            (
                "a.json: must be what the app saved (x); it is kept as b; starting anew",
                "a.json : doit être ce que l'application a enregistré (x) ; "
                "le fichier est conservé sous le nom b ; l'application repart de zéro",
                "a.json: muss sein, was die App gespeichert hat (x); "
                "die Datei wird als b aufbewahrt; die App fängt neu an",
            ),
        ),
        (
            Reason(
                Problem.FILE_PARTS_SPOILT,
                {
                    "file": "a.json",
                    "parts": "car (x), ledger (y)",
                    "aside": Reason(Problem.FILE_SET_ASIDE, {"name": "b"}),
                },
            ),
            (
                "a.json: these parts must be what the app saved: car (x), ledger (y); it is kept as b; "
                "they start anew, the rest counts",
                "a.json : ces parties doivent être ce que l'application a enregistré : car (x), ledger (y) ; "
                "le fichier est conservé sous le nom b ; elles repartent de zéro, le reste compte",
                "a.json: diese Teile müssen sein, was die App gespeichert hat: car (x), ledger (y); "
                "die Datei wird als b aufbewahrt; sie fangen neu an, der Rest gilt",
            ),
        ),
        (
            Reason(Problem.APP_FAILED, {"error": "KeyError: 'x'", "where": "plan.py:7"}),
            (
                "an error in the app itself (KeyError: 'x', in plan.py:7): nothing is decided until it is "
                "over; AppDaemon's log has all of it, please report it",
                "une erreur dans l'application elle-même (KeyError: 'x', dans plan.py:7) : rien n'est décidé "
                "tant qu'elle dure ; le journal d'AppDaemon la contient en entier, veuillez la signaler",
                "ein Fehler in der App selbst (KeyError: 'x', in plan.py:7): solange er anhält, wird nichts "
                "entschieden; in AppDaemons Log steht er ganz, bitte melden Sie ihn",
            ),
        ),
        (
            Reason(Problem.BATTERY_UNSET, {"entity": "sensor.grid_power"}),
            (
                "sensor.grid_power stays near 0, as with a house battery: if there is one, name it under "
                "battery: in apps.yaml",
                "sensor.grid_power reste près de 0, comme avec une batterie domestique : s'il y en a une, "
                "déclarez battery: dans apps.yaml",
                "sensor.grid_power bleibt nahe 0, wie mit einer Hausbatterie: gibt es eine, tragen Sie "
                "battery: in apps.yaml ein",
            ),
        ),
        (
            Reason(Problem.BATTERY_SIGN, {"entity": "sensor.battery"}),
            (
                "sensor.battery has the wrong sign, for the house battery fills while it is said to give: "
                "set the other battery.power_positive",
                "sensor.battery a le signe inverse, car la batterie domestique se remplit en étant dite "
                "donner : changez battery.power_positive",
                "sensor.battery hat das falsche Vorzeichen, denn die Hausbatterie füllt sich, während sie "
                "angeblich gibt: stellen Sie battery.power_positive um",
            ),
        ),
        (
            Reason(Problem.NUMBER_BEYOND, {"where": "sensor.soc", "least": "0", "most": "100", "got": "101"}),
            (
                "sensor.soc must be between 0 and 100, got 101",
                "sensor.soc doit être entre 0 et 100, et non 101",
                "sensor.soc muss zwischen 0 und 100 liegen, ist 101",
            ),
        ),
    ],
)
def test_a_problem_is_said_with_its_values(problem: Reason[Problem], said: tuple[str, str, str]) -> None:
    assert tuple(each.say(problem) for each in ALL) == said


def test_a_number_that_is_not_known_is_said_so() -> None:
    reason = decide(replace(NIGHT, car=replace(PARKED, soc_pct=None)), SETTINGS).reason
    assert [each.why(reason).rpartition("(")[2] for each in ALL] == [
        "now unknown)",
        "actuellement inconnu)",
        "jetzt unbekannt)",
    ]


MOST: dict[str, Value] = {
    "current_a": 48,
    "least_a": 16,
    "soc_pct": 100.0,
    "wanted_pct": 100.0,
    "distance_m": 19_999_000.0,
    "radius_m": 999.0,
    "since": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "until": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "limit_pct": 100.0,
    "ceiling_per_kwh": -99.999,
    "end": Reason(
        PlanText.END_EITHER,
        {
            "one": Reason(PlanText.END_TIME, {"at": datetime(2026, 9, 30, 20, tzinfo=timezone.utc)}),
            "other": Reason(PlanText.END_KWH, {"kwh": 100.0}),
        },
    ),
    "stopped": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "resumes": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "sign": Reason(Sign.UNSEEN, {"apart": timedelta(minutes=99)}),
    "ready": timedelta(minutes=99),
    "sun_w": 25_000.0,
    "left_over_w": -25_000.0,
    "break_even_w": 25_000.0,
    "odds_pct": 100.0,
    "max_import_w": 25_000.0,
    "price_per_kwh": -99.999,
    "export_per_kwh": -99.999,
    "spent": 9999.99,
    "cap": 9999.99,
    "wait": timedelta(minutes=99),
    "silent": timedelta(minutes=99),
    "departure": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "begins": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "at": datetime(2026, 9, 30, 20, tzinfo=timezone.utc),
    "kwh": 100.0,
    "solar_kwh": 99_999.9,
    "saved": -99_999.99,
    "problem": Reason(Problem.REGION_ELSEWHERE, {"base_url": "https://fleet-api.prd.eu.vn.cloud.tesla.com"}),
    "phase": "L3",
    "main_fuse_a": 400,
    "house_a": 1000.0,
    "house_w": 200_000.0,
    "cause": Reason(Problem.PEAK_OF_PHASE, {"phase": "L3", "peak_a": 400.0}),
}
"""As long as values come."""

MUTE = {"problem": Reason(Problem.METER_SILENT, {"entity": "sensor.grid_power_of_the_whole_house"})}
UNSET = {"problem": Reason(Problem.BATTERY_UNSET, {"entity": "sensor.grid_power_of_the_whole_house"})}
OF_A_METER = {
    Why.FUSE_BLIND: MUTE,
    Why.FUSE_BLIND_ENDING: MUTE,
    Why.BATTERY_UNTOLD: UNSET,
    Why.BATTERY_UNTOLD_WAITING: UNSET,
    Why.WATCHING_UNTOLD: {"problem": Reason(Problem.WATCH_UNTOLD)},
}
"""Which have only a meter's problem, or the car's."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_reason_fits_into_a_state_with_what_will_change(language: str) -> None:
    translator = Translator(language, ZONE, "SEK", TODAY)
    said = [
        translator.why(Reason(why, MOST | OF_A_METER.get(why, {})), Reason(change, MOST))
        for why in Why
        for change in NextChange
    ]
    assert max(map(len, said)) <= MAX_STATE_LENGTH, max(said, key=len)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_economist_speaks(language: str) -> None:
    texts = LANGUAGES[language]
    tables = (texts.REASONS, texts.BEGUN, texts.NEXT_CHANGES, texts.PLAN, texts.NOTES)
    said = " ".join(text for table in tables for text in table.values()).lower()
    theirs = r"\b(pays|earns?|worth|surplus|rentable|rapporte\w*|vaut|lohnt|wert|überschuss)\b"
    assert re.findall(theirs, said) == []


@effort(deadline=None)
@given(any_situation, st.sampled_from([SETTINGS, fused(4000)]), st.sampled_from(ALL))
def test_every_decision_can_be_put_into_words(
    situation: Situation, settings: Settings, translator: Translator
) -> None:
    text = translator.why(decide(situation, settings).reason)
    assert text
    assert not re.search(r"[{}]|\b(nan|None)\b", text)
