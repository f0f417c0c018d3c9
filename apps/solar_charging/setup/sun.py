"""Proposes the sensors of the roof, and tells what it gives now."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from ..base.reason import Reason
from .energy_dashboard import EnergyDashboard, Source
from .measured import Measured, agreeing, unique
from .names import NOT_SUN, SUN, has, phase_of
from .pools import Pool, pools
from .proposal import Choice, Confidence, Ground, Option, Topic, Typed
from .surroundings import Surroundings

FORECASTERS = ("forecast_solar", "solcast_solar", "open_meteo_solar_forecast")
"""Integrations whose sensors of power are of a sun that is forecast."""

LEFT_OUT = Option({}, (Reason(Ground.LEFT_OUT),))
MOST_OPTIONS = 8
"""More sensors than these are no choice any more, but a list to get lost in."""


def roof(surroundings: Surroundings, dashboard: EnergyDashboard, taken: Collection[str]) -> Choice:
    """Proposes the sensors of the roof's power; those that are `taken` measure something else."""
    found = [_of_source(surroundings, source, taken) for source in dashboard.roofs]
    clear = [best for best, _ in found if best is not None]
    if found and len(clear) == len(found):
        plus = tuple(dict.fromkeys(each for way in clear for each in way.plus))
        way = Measured(plus, (), 0, tuple(unique(chain.from_iterable(w.grounds for w in clear))))
        sure = all(_certain(each) for each in clear)
        options = [_option(surroundings, way), LEFT_OUT]
        return _choice(Confidence.SURE if sure else Confidence.LIKELY, options)
    open_ = [way for _, ways in found for way in ways] or (
        _house(surroundings, taken) if not dashboard.roofs else []
    )
    if not open_:
        ground = Ground.NOTHING_FOUND if dashboard.roofs else Ground.NOT_IN_DASHBOARD
        return Choice(Topic.SOLAR, Confidence.SURE, (LEFT_OUT,), (Reason(ground),), key="meters.solar_power",
                      typed=Typed.ENTITY)  # fmt: skip
    known = tuple(each for way in clear for each in way.plus)
    combined = [
        Measured((*known, *(each for each in way.plus if each not in known)), (), 0, way.grounds)
        for way in open_
    ]
    options = [_option(surroundings, way) for way in unique(combined)][:MOST_OPTIONS]
    return _choice(Confidence.ASKED, [*options, LEFT_OUT])


def sun_w(surroundings: Surroundings, dashboard: EnergyDashboard) -> float | None:
    """Returns what the roof gives now in W, None where nobody says so."""
    proposed = roof(surroundings, dashboard, ()).proposed
    values = [surroundings.now_w(each) for each in proposed.entities] if proposed else []
    if values and None not in values:
        return sum(value for value in values if value is not None)
    night = surroundings.states.get("sun.sun", {}).get("state") == "below_horizon"
    return 0.0 if night else None


def _certain(way: Measured) -> bool:
    sure = (Ground.DASHBOARD_POWER, Ground.DASHBOARD_SOURCE, Ground.COUNTERS_AGREE)
    return any(each.why in sure for each in way.grounds)


def _of_source(
    surroundings: Surroundings, source: Source, taken: Collection[str]
) -> tuple[Measured | None, list[Measured]]:
    """Returns the way to measure one roof, None where it is open, and all that could be it."""
    powers = set(surroundings.powers) - set(taken)
    rates = source.rates
    if rates.plus and not rates.minus and set(rates.plus) <= powers:
        return Measured(rates.plus, (), 0, (Reason(Ground.DASHBOARD_POWER),)), []
    for pool in pools(surroundings, source.counters):
        found = [way for way in _in_pool(surroundings, pool) if set(way.plus) <= powers]
        checked = agreeing(found, source, surroundings.past)
        if checked is not None and checked.plus:
            return checked, found
        best = [way for way in found if way.rank == min(each.rank for each in found)]
        if len(best) == 1 and (pool.near or pool.certain):
            return best[0], found
        if found:
            return None, sorted(found, key=lambda way: way.rank)
    return None, []


def _in_pool(surroundings: Surroundings, pool: Pool) -> list[Measured]:
    because = (Reason(pool.ground, {"from": pool.of}),)
    if pool.certain:
        return [Measured((each,), (), 0, because) for each in pool.entities]
    found = []
    for entity in pool.entities:
        name, row = surroundings.named(entity), surroundings.by_entity.get(entity)
        foreign = row is not None and row.platform in FORECASTERS
        sunny = has(name, SUN)
        misnamed = row is not None and row.platform == "sma" and "grid_power" in name
        if foreign or (has(name, NOT_SUN) and not misnamed) or not (sunny or misnamed or pool.near):
            continue
        of_phase = phase_of(surroundings, entity) is not None
        found.append(Measured((entity,), (), (0 if sunny or misnamed else 1) + 2 * of_phase, because))
    return found


def _house(surroundings: Surroundings, taken: Collection[str]) -> list[Measured]:
    """Returns what in the whole house sounds like a roof, for a person to choose from."""
    (*_, whole) = pools(surroundings, ())
    devices = {surroundings.device_of(each) for each in taken} - {None}
    return [
        way
        for way in _in_pool(surroundings, whole)
        if not any(each in taken or surroundings.device_of(each) in devices for each in way.plus)
        and all(phase_of(surroundings, each) is None for each in way.plus)
    ]


def _option(surroundings: Surroundings, way: Measured) -> Option:
    values = [surroundings.now_w(each) for each in way.plus]
    known = None not in values
    power_w = round(sum(each for each in values if each is not None))
    now = Reason(Ground.GIVES_NOW, {"power_w": power_w}) if known else Reason(Ground.SILENT_NOW)
    entities = way.plus[0] if len(way.plus) == 1 else way.plus
    return Option({"meters.solar_power": entities}, way.grounds, (now,))


def _choice(confidence: Confidence, options: list[Option]) -> Choice:
    return Choice(Topic.SOLAR, confidence, tuple(options), typed=Typed.ENTITY, key="meters.solar_power")
