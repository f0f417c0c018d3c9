"""Knows what the names of sensors mean, in English, German, French and some Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .surroundings import Surroundings

IMPORT = (
    "import", "consum", "conso", "usage", "bezug", "bezogen", "verbrau", "verbruik", "afname", "absorb",
    "soutir", "prelev", "purchas", "achat", "from_grid", "drawn",
)  # fmt: skip
EXPORT = (
    "export", "return", "retour", "einspeis", "eingespeis", "feed_in", "feedin", "inject", "suppl", "deliver",
    "production", "erzeug", "teruglever", "lieferung", "surplus", "vente", "to_grid",
)  # fmt: skip
"""Production at a grid meter is what is fed in."""

NET = (
    "net_", "netto", "saldo", "total", "gesamt", "summe", "grid", "netz", "reseau", "site", "meter",
    "zahler", "zaehler", "compteur", "linky", "main_", "utility",
)  # fmt: skip
NOT_GRID = (
    "solar", "_pv_", "photovolt", "batter", "akku", "speicher", "stockage", "inverter", "wechselrichter",
    "onduleur", "_load_", "_home_", "_house_", "haus", "maison", "reactive", "reactif", "reactive", "blind",
    "apparent", "schein", "_max_", "maximum", "peak", "spitze", "limit", "target", "_soll_", "rated",
    "nominal", "forecast", "prognose", "prevision", "average", "durchschnitt", "moyen", "_mean_", "_min_",
    "minimum", "yesterday", "demand", "charger", "wallbox", "_car_", "_ev_", "heat", "boiler", "_dc_",
    "string", "mppt", "_available_", "backup", "generator", "_off_grid_", "offgrid", "lost", "_ups_",
    "control", "setpoint", "threshold", "_factor_", "tariff",
)  # fmt: skip
"""What has one of these in its name does not measure the whole grid connection."""

SUN = (
    "solar", "_pv_", "_pv", "photovolt", "production", "erzeug", "produktion", "_sun_", "soleil", "sonne",
    "_roof", "_dach", "toiture", "_toit", "panneau", "zonnepan", "opwek",
)  # fmt: skip
NOT_SUN = (
    "batter", "akku", "speicher", "stockage", "grid", "netz", "reseau", "_load_", "consum", "conso",
    "verbrau", "_home_", "_house_", "meter", "import", "export", "einspeis", "bezug", "feed", "inject",
    "reactive", "blind", "apparent", "schein", "_max_", "maximum", "peak", "spitze", "limit", "target",
    "rated", "nominal", "forecast", "prognose", "prevision", "average", "next_", "string", "mppt", "_min_",
    "backup", "site", "charg", "setpoint", "threshold", "_factor_", "yesterday", "remaining",
)  # fmt: skip
STORE = ("batter", "akku", "accu", "speicher", "stockage", "_bat_", "_ess_", "powerwall")
CHARGE = ("charg", "laden", "ladung", "ladeleist", "_in_", "input", "_to_")
DISCHARGE = ("discharg", "entlad", "decharg", "_out_", "output", "_from_")
NOT_STORE = (
    "_max", "maximum", "limit", "target", "rated", "nominal", "reserve", "_min_", "minimum", "setpoint",
    "grid", "solar", "_pv_", "_load_", "backup", "cell", "health", "_soh_", "efficien", "cutoff", "forecast",
    "schedule", "wallbox", "_ev_", "_car_", "available",
)  # fmt: skip
LEVEL = ("_soc_", "state_of_c", "ladezustand", "ladestand", "fullstand", "etat_de_charge", "level", "niveau",
         "percentage", "stand", "charge", "batter")  # fmt: skip
"""What a state of charge is called, the surest first."""

PHASE = re.compile(r"(?:phase|channel|kanal|canal)_?l?([abc123])(?=_|$)|(?:^|_)l([123])(?=_|$)")
PHASES: Mapping[str, int] = {"a": 1, "b": 2, "c": 3, "1": 1, "2": 2, "3": 3}


def has(name: str, words: tuple[str, ...]) -> bool:
    """Says whether a name has one of these words in it."""
    return any(word in name for word in words)


def phase_of(surroundings: Surroundings, entity: str) -> int | None:
    """Returns which phase, or channel, an entity is of, by its names; None where they do not say it."""
    for name in (entity.partition(".")[2], surroundings.named(entity)):
        match = PHASE.search(name)
        if match is not None:
            return PHASES[match[1] or match[2]]
    return None
