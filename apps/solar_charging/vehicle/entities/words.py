"""Knows the words in which integrations and loggers say what a car does, in each language they publish."""

from __future__ import annotations

from collections.abc import Mapping

from ..car import ChargingState

LOGGED = frozenset({"online", "asleep", "offline", "suspended", "driving", "updating", "start"})
"""TeslaMate's words for a car that does not charge; another entity says whether it is plugged in."""

CHARGING: Mapping[str, ChargingState] = {
    **{state.value: state for state in ChargingState},
    "nopower": ChargingState.NO_POWER,
    "on": ChargingState.CHARGING,
    "off": ChargingState.STOPPED,
    # ESPHome Tesla BLE in German and French; in other languages it leaves the words English.
    "getrennt": ChargingState.DISCONNECTED,
    "angeschlossen": ChargingState.STOPPED,
    "lädt": ChargingState.CHARGING,
    "startet": ChargingState.STARTING,
    "fertig": ChargingState.COMPLETE,
    "gestoppt": ChargingState.STOPPED,
    "kein_strom": ChargingState.NO_POWER,
    "déconnecté": ChargingState.DISCONNECTED,
    "connecté": ChargingState.STOPPED,
    "en_charge": ChargingState.CHARGING,
    "démarrage": ChargingState.STARTING,
    "terminée": ChargingState.COMPLETE,
    "arrêtée": ChargingState.STOPPED,
    "pas_d'alimentation": ChargingState.NO_POWER,
    "engaged": ChargingState.STOPPED,
    **dict.fromkeys(LOGGED, ChargingState.STOPPED),
}
"""What a word says of the charge; spaces are underscores."""

AWAKE: Mapping[str, str] = {
    **dict.fromkeys(("online", "charging", "driving", "updating", "suspended", "start"), "on"),
    **dict.fromkeys(("asleep", "offline"), "off"),
}
"""What TeslaMate's words say of its sleep; a car that it leaves alone, to let it fall asleep, is awake."""

CLIMATE: Mapping[str, bool] = {
    **dict.fromkeys(("on", "heat_cool", "heat", "cool", "auto"), True),
    "off": False,
}
"""What a word says of the climate."""

KEEPERS = frozenset({"keep", "keep_on", "keep on", "dog", "dog mode", "camp", "camp mode"})
"""Names of the climate that is kept for what stays in a parked car."""
