"""Makes the dashboard in French and German from the English one: `python -m stage.dashboards`.

The cards find the language by themselves; titles and names of Home Assistant's own cards stand in the files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from stage.environments import CHECKOUT

COMMAND = "python -m stage.dashboards"
FOLDER = CHECKOUT / "apps" / "solar_charging" / "dashboards"
ENGLISH = "solar_charging.yaml.txt"
INSTALLED = "solar_charging.yaml"
"""What it is called in Home Assistant; below `apps` AppDaemon would take such a file for its own."""
WORDS = re.compile(r"(?P<key>\b(?:title|name|label): )(?P<words>[^\n}]+)|(?P<head>^ *\| [A-Z].*\|$)", re.M)
NAMES = ("solar_charging",)
"""What stands in such places and is none of the words: the app's name."""

HEADER = (
    "# The dashboard in {language}, made from {english} by {command}: change that one, and the words there.\n"
)

FRENCH: Mapping[str, str] = {
    "Solar charging": "Recharge solaire",
    "Overview": "Aperçu",
    "Sessions": "Sessions",
    "This session, or the last one": "Cette session, ou la dernière",
    "Charged": "Chargé",
    "Share of sun": "Part du soleil",
    "Share of the house battery": "Part de la batterie domestique",
    "Cost": "Coût",
    "Costs": "Coûts",
    "Saved": "Économies",
    "Current, had it been on": "Courant, si elle avait été activée",
    "Sun, had it been on": "Soleil, si elle avait été activée",
    "Saved, had it been on": "Économies, si elle avait été activée",
    "Today": "Aujourd'hui",
    "This month": "Ce mois-ci",
    "Energy of the car, by day": "Énergie chargée, par jour",
    "From the sun": "Du soleil",
    "From the grid": "Du réseau",
    "From the house battery": "De la batterie domestique",
    "Together": "Au total",
    "Battery": "Batterie",
    "State of charge": "Niveau de charge",
    "What a kWh is worth": "Ce que vaut un kWh",
    "Requests to the car": "Requêtes à la voiture",
    "Cost today": "Coût aujourd'hui",
    "Cost this month": "Coût ce mois-ci",
    "Most a month": "Maximum par mois",
    "Cost and savings, by day": "Coût et économies, par jour",
    "Plan": "Plan",
    "Why": "Pourquoi",
    "Switches": "Interrupteurs",
    "Charge off-peak": "En heures creuses",
    "Charge now": "Charger maintenant",
    "Car may use the battery": "Batterie pour la voiture",
    "Last sign of life": "Dernier signe de vie",
    "Checklist": "Liste de contrôle",
    "The plan": "Le plan",
    "What was decided": "Ce qui a été décidé",
    "Target now": "Cible instantanée",
    "Smoothed target": "Cible lissée",
    "Charging": "Charge",
    "Power": "Puissance",
    "Sun": "Soleil",
    "Grid": "Réseau",
    "House": "Maison",
    "Surplus": "Surplus",
    "Car": "Voiture",
    "House battery": "Batterie domestique",
    "Gives": "Fournit",
    "| In the battery | From the grid | Next change |": (
        "| Dans la batterie | Du réseau | Prochain changement |"
    ),
    "| From | To | kWh | A kWh |": "| De | À | kWh | Le kWh |",
}
GERMAN: Mapping[str, str] = {
    "Solar charging": "Solarladen",
    "Overview": "Übersicht",
    "Sessions": "Ladevorgänge",
    "This session, or the last one": "Dieser Ladevorgang oder der letzte",
    "Charged": "Geladen",
    "Share of sun": "Anteil der Sonne",
    "Share of the house battery": "Anteil der Hausbatterie",
    "Cost": "Kosten",
    "Costs": "Kosten",
    "Saved": "Gespart",
    "Current, had it been on": "Strom, wäre sie an gewesen",
    "Sun, had it been on": "Sonne, wäre sie an gewesen",
    "Saved, had it been on": "Gespart, wäre sie an gewesen",
    "Today": "Heute",
    "This month": "Diesen Monat",
    "Energy of the car, by day": "Energie des Autos nach Tagen",
    "From the sun": "Von der Sonne",
    "From the grid": "Aus dem Netz",
    "From the house battery": "Aus der Hausbatterie",
    "Together": "Zusammen",
    "Battery": "Batterie",
    "State of charge": "Ladestand",
    "What a kWh is worth": "Was eine kWh wert ist",
    "Requests to the car": "Anfragen an das Auto",
    "Cost today": "Kosten heute",
    "Cost this month": "Kosten diesen Monat",
    "Most a month": "Höchstens im Monat",
    "Cost and savings, by day": "Kosten und Ersparnis nach Tagen",
    "Plan": "Plan",
    "Why": "Warum",
    "Switches": "Schalter",
    "Charge off-peak": "Günstig laden",
    "Charge now": "Jetzt laden",
    "Car may use the battery": "Hausbatterie fürs Auto",
    "Last sign of life": "Letztes Lebenszeichen",
    "Checklist": "Prüfliste",
    "The plan": "Der Plan",
    "What was decided": "Was entschieden wurde",
    "Target now": "Ziel jetzt",
    "Smoothed target": "Geglättetes Ziel",
    "Charging": "Laden",
    "Power": "Leistung",
    "Sun": "Sonne",
    "Grid": "Netz",
    "House": "Haus",
    "Surplus": "Überschuss",
    "Car": "Auto",
    "House battery": "Hausbatterie",
    "Gives": "Gibt ab",
    "| In the battery | From the grid | Next change |": (
        "| In der Batterie | Aus dem Netz | Nächste Änderung |"
    ),
    "| From | To | kWh | A kWh |": "| Von | Bis | kWh | Je kWh |",
}
LANGUAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {"fr": ("French", FRENCH), "de": ("German", GERMAN)}


def file_name(language: str) -> str:
    """Returns the name of the dashboard's file in a language: the English one where there is no other."""
    return f"solar_charging.{language}.yaml.txt" if language in LANGUAGES else ENGLISH


def translated(language: str) -> str:
    """Returns the dashboard in French or German. Raises KeyError for words that are not among ours."""
    name, words = LANGUAGES[language]

    def said(found: re.Match[str]) -> str:
        if found["head"]:
            indent, head = found["head"][: -len(found["head"].lstrip())], found["head"].strip()
            return indent + words[head]
        return found["key"] + (found["words"] if found["words"] in NAMES else words[found["words"]])

    english = (FOLDER / ENGLISH).read_text(encoding="utf-8")
    return HEADER.format(language=name, english=ENGLISH, command=COMMAND) + WORDS.sub(said, english)


def main() -> int:
    """Writes the files."""
    for language in LANGUAGES:
        file: Path = FOLDER / file_name(language)
        file.write_text(translated(language), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
