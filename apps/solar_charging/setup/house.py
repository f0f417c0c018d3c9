"""Proposes what is left: fuse, voltage, departures, notifications, time zone, currency, language."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..base.reason import Reason
from ..metering.meter import AMPS_PER_UNIT, MAX_VOLTAGE_V, MIN_VOLTAGE_V
from ..settings.meters import PHASES
from .names import has, phase_of
from .proposal import Choice, Confidence, Ground, Option, Topic, Typed
from .sun import LEFT_OUT, MOST_OPTIONS
from .surroundings import Surroundings

DEPARTURE = ("departure", "abfahrt", "depart", "leave", "ready_by", "ready_at", "vertrek")
OURS = ("en", "fr", "de")
SWITCHES = ("solar_charging", "solar_charging_off_peak", "solar_charging_now")


def fuse(surroundings: Surroundings, grid: Option | None) -> Choice:
    """Asks what the main fuse carries: in each phase where those are measured, else in sum."""
    measured = _at_grid(grid) or phases(surroundings, grid)
    if measured:
        because = Reason(Ground.PHASES_FOUND, {"from": ", ".join(measured)})
        typed, key = Typed.AMPS, "charging.main_fuse_a"
    else:
        because, typed, key = Reason(Ground.NO_PHASES), Typed.WATTS, "charging.max_import_w"
    return Choice(Topic.FUSE, Confidence.ASKED, (), (because,), typed=typed, key=key)


def fuse_settings(surroundings: Surroundings, grid: Option | None, amps: int) -> dict[str, object]:
    """Returns the settings of a main fuse in A: it needs the sensors of the phases."""
    settings: dict[str, object] = {"charging.main_fuse_a": amps}
    three = () if _at_grid(grid) else phases(surroundings, grid)
    if three:
        settings["meters.phase_sensors"] = three
        positive = grid.settings.get("meters.grid_power_positive") if grid is not None else None
        if positive is not None and all(each in surroundings.powers for each in three):
            settings["meters.phase_sensors_positive"] = positive
    return settings


def _at_grid(grid: Option | None) -> tuple[str, ...]:
    """Returns the sensors of the three phases where they are the grid meter themselves, else none."""
    named = None if grid is None else grid.settings.get("meters.grid_power")
    return named if isinstance(named, tuple) and len(named) == PHASES else ()


def phases(surroundings: Surroundings, grid: Option | None) -> tuple[str, ...]:
    """Returns the sensors of the three phases beside the grid meter, L1 first; none where one is missing.

    Power rather than current: that has a sign.
    """
    entities = grid.entities if grid is not None else ()
    devices = {surroundings.device_of(each) for each in entities} - {None}
    for sensors in (surroundings.powers, surroundings.measuring(AMPS_PER_UNIT)):
        of_device = [each for each in sensors if surroundings.device_of(each) in devices]
        plain = [
            each
            for each in of_device
            if each not in entities
            and not has(
                surroundings.named(each), ("export", "product", "return", "reactiv", "apparent", "max")
            )
        ]
        three = [[each for each in plain if phase_of(surroundings, each) == phase] for phase in (1, 2, 3)]
        if all(len(each) == 1 for each in three):
            return tuple(each for (each,) in three)
    return ()


def voltage(surroundings: Surroundings, grid: Option | None) -> Choice:
    """Proposes the mains voltage that the grid meter measures."""
    entities = grid.entities if grid is not None else ()
    devices = {surroundings.device_of(each) for each in entities} - {None}
    found = [
        each
        for each in surroundings.voltages
        if surroundings.device_of(each) in devices and _of_mains(surroundings, each)
    ]
    if not found:
        return Choice(Topic.VOLTAGE, Confidence.SURE, (LEFT_OUT,), (Reason(Ground.NOTHING_FOUND),))
    options = [
        Option(
            {"meters.voltage": each},
            (Reason(Ground.DASHBOARD_DEVICE, {"from": surroundings.device_name(each)}),),
            (_now(surroundings, each),),
        )
        for each in found[:MOST_OPTIONS]
    ]
    return Choice(Topic.VOLTAGE, Confidence.LIKELY, (*options, LEFT_OUT))


def _of_mains(surroundings: Surroundings, entity: str) -> bool:
    try:
        said = float(str(surroundings.states[entity].get("state")))
    except ValueError:
        return False
    unit = surroundings.states[entity].get("attributes", {}).get("unit_of_measurement")
    # Between two phases it is 400 V, which is not what a car is offered.
    return MIN_VOLTAGE_V <= said <= MAX_VOLTAGE_V and unit == "V"


def departures(surroundings: Surroundings) -> Choice:
    """Proposes helpers that say when the car is wanted, else asks for the least in the morning, or a time."""
    times = _helpers(surroundings, "input_datetime.")
    levels = _helpers(surroundings, "input_number.")
    if len(times) == 1 and len(levels) <= 1:
        settings: dict[str, object] = {"departure_helpers.time": times[0]}
        if levels:
            settings["departure_helpers.soc"] = levels[0]
        option = Option(
            settings,
            (Reason(Ground.HELPERS_THERE),),
            tuple(_now(surroundings, each) for each in (*times, *levels)),
        )
        return Choice(Topic.DEPARTURES, Confidence.LIKELY, (option, LEFT_OUT), typed=Typed.DEPARTURE)
    return Choice(Topic.DEPARTURES, Confidence.ASKED, typed=Typed.DEPARTURE, key="departures")


def notify(surroundings: Surroundings) -> Choice:
    """Proposes the phone that is told what needs a person."""
    services = surroundings.services.get("notify", frozenset())
    phones = sorted(each for each in services if re.fullmatch(r"mobile_app_[a-z0-9_]+", each))
    options = tuple(
        Option({"notify": f"notify.{each}"}, (Reason(Ground.PHONE),), (), f"notify.{each}")
        for each in phones[:MOST_OPTIONS]
    )
    none = Option({}, (Reason(Ground.LEFT_OUT),))
    if not options:
        return Choice(Topic.NOTIFY, Confidence.SURE, (none,), (Reason(Ground.NOTHING_FOUND),))
    confidence = Confidence.LIKELY if len(options) == 1 else Confidence.ASKED
    return Choice(Topic.NOTIFY, confidence, (*options, none))


def time_zone(surroundings: Surroundings) -> Choice:
    """Proposes Home Assistant's time zone, for AppDaemon's may be another."""
    zone = surroundings.configured("time_zone")
    if zone is None or not _is_zone(zone):
        return Choice(Topic.TIME_ZONE, Confidence.LIKELY, (LEFT_OUT,), (Reason(Ground.NOTHING_FOUND),))
    own = (Reason(Ground.HOME_ASSISTANTS_OWN),)
    return Choice(Topic.TIME_ZONE, Confidence.SURE, (Option({"time_zone": zone}, own, (), zone),))


def currency(surroundings: Surroundings) -> Choice:
    """Proposes Home Assistant's currency, which the app takes by itself; asks where it has none."""
    said = surroundings.configured("currency") or ""
    if re.fullmatch("[A-Z]{3}", said):
        own = (Reason(Ground.HOME_ASSISTANTS_OWN),)
        return Choice(Topic.CURRENCY, Confidence.SURE, (Option({}, own, (), said),))
    return Choice(Topic.CURRENCY, Confidence.ASKED, typed=Typed.CURRENCY, key="api.currency", optional=False)


def language(surroundings: Surroundings) -> Choice:
    """Proposes Home Assistant's language, which the app takes by itself where it speaks it."""
    said = (surroundings.configured("language") or "en").partition("-")[0]
    spoken = said if said in OURS else "en"
    return Choice(
        Topic.LANGUAGE, Confidence.SURE, (Option({}, (Reason(Ground.HOME_ASSISTANTS_OWN),), (), spoken),)
    )


def missing(surroundings: Surroundings) -> list[Reason[Ground]]:
    """Returns what is missing in Home Assistant itself."""
    found = []
    if surroundings.registry is None:
        found.append(Reason(Ground.NO_REGISTRY))
    if not (surroundings.preferences or {}).get("energy_sources"):
        found.append(Reason(Ground.NO_DASHBOARD))
    if "zone.home" not in surroundings.states:
        found.append(Reason(Ground.NO_HOME))
    absent = [
        f"input_boolean.{each}" for each in SWITCHES if f"input_boolean.{each}" not in surroundings.states
    ]
    if absent:
        found.append(Reason(Ground.HELPER_MISSING, {"helpers": ", ".join(absent)}))
    return found


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _helpers(surroundings: Surroundings, domain: str) -> list[str]:
    return sorted(each for each in surroundings.states if each.startswith(domain) and has(each, DEPARTURE))


def _now(surroundings: Surroundings, entity: str) -> Reason[Ground]:
    state = surroundings.states[entity]
    attributes = state.get("attributes")
    unit = attributes.get("unit_of_measurement") if isinstance(attributes, dict) else None
    return Reason(Ground.STATE_NOW, {"said": f"{state.get('state')} {unit or ''}".strip()})
