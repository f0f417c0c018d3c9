"""Proposes the meter at the grid: which sensors of power, and which sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from itertools import chain

from ..base.reason import Reason
from .energy_dashboard import EnergyDashboard, Rates, Source
from .measured import AGREES, Measured, Past, agreeing, differs_by, unique
from .names import EXPORT, IMPORT, NET, NOT_GRID, has, phase_of
from .pools import Pool, pools
from .proposal import Choice, Confidence, Ground, Option, Topic, Typed
from .sun import sun_w
from .surroundings import Surroundings

USUAL: dict[str, bool] = {
    "homewizard": True, "fronius": True, "enphase_envoy": True, "powerwall": True, "tesla_fleet": True,
    "teslemetry": True, "tessie": True, "solaredge": True, "shelly": True, "dsmr": True, "iotawatt": True,
    "huawei_solar": False, "solaredge_modbus_multi": False, "solaredge_modbus": False,
}  # fmt: skip
"""Whether a positive power at the grid is usually import, by integration."""

MISNAMED = {"sma": ("grid_power",)}
"""What sounds like the grid and is not: SMA's is what the inverter gives."""

LEAST_W = 50.0
"""Less power in W tells no sign."""


def grid(surroundings: Surroundings, dashboard: EnergyDashboard) -> Choice:
    """Proposes the meter at the grid."""
    source = _whole(dashboard.grids)
    found = ways(surroundings, source)
    named = _named(surroundings, source)
    if named is not None and source is not None:
        return _of_dashboard(surroundings, dashboard, source, named, found)
    if source is not None:
        past = surroundings.past
        checked = agreeing(found, source, past) or agreeing(_each(surroundings), source, past)
        if checked is not None:
            return _choice(surroundings, Confidence.SURE, [checked, *_others(checked, found)])
        if any(differs_by(way, source, past) is not None for way in found):
            return _choice(surroundings, Confidence.ASKED, _doubted(found, source, past))
    return _by_names(surroundings, dashboard, found)


def _of_dashboard(
    surroundings: Surroundings,
    dashboard: EnergyDashboard,
    source: Source,
    named: Measured,
    found: list[Measured],
) -> Choice:
    """Proposes what the Energy dashboard names, unless counters or sun speak against it."""
    past = surroundings.past
    checked = agreeing([named], source, past)
    if checked is not None and checked.plus == named.plus:
        return _choice(surroundings, Confidence.SURE, [checked, *_others(named, found)])
    doubt = _doubt(surroundings, dashboard, source, named)
    if checked is None and doubt is None:
        return _choice(surroundings, Confidence.SURE, [named, *_others(named, found)])
    better = checked or agreeing(found, source, past) or agreeing(_each(surroundings), source, past)
    doubted = named if doubt is None else named.because(doubt)
    both = [doubted, named.turned()] if named.signed else [doubted]
    first = [] if better is None else [better]
    rest = [way for way in both if better is None or (way.plus, way.minus) != (better.plus, better.minus)]
    return _choice(surroundings, Confidence.ASKED, [*first, *rest, *_others(named, found)])


def _doubt(
    surroundings: Surroundings, dashboard: EnergyDashboard, source: Source, way: Measured
) -> Reason[Ground] | None:
    """Returns what speaks against a way to measure, None if nothing."""
    share = differs_by(way, source, surroundings.past)
    if share is not None:
        return Reason(Ground.COUNTERS_DIFFER, {"differs_pct": round(100 * share)}) if share > AGREES else None
    by_sun = None if dashboard.batteries or not way.signed else _sign(surroundings, dashboard, way)
    if by_sun is None or by_sun[1] is Ground.SIGN_LIKELY or by_sun[0] == bool(way.plus):
        return None
    return Reason(Ground.SIGN_DENIED)


def _doubted(found: list[Measured], source: Source, past: Past) -> Iterable[Measured]:
    """Yields ways of which none agrees with the counters, each with by how much it differs."""
    for way in found:
        for each in (way, way.turned()) if way.signed else (way,):
            share = differs_by(each, source, past)
            differs = Reason(Ground.COUNTERS_DIFFER, {"differs_pct": round(100 * (share or 0))})
            yield each if share is None else each.because(differs)


def _others(way: Measured, found: list[Measured]) -> list[Measured]:
    return [each for each in found if set(each.entities) != set(way.entities)]


def _each(surroundings: Surroundings) -> list[Measured]:
    return [Measured((each,)) for each in surroundings.powers]


def _by_names(surroundings: Surroundings, dashboard: EnergyDashboard, found: list[Measured]) -> Choice:
    """Proposes one of the ways that were found by names."""
    best = [way for way in found if way.rank == min(each.rank for each in found)]
    trusted = len(best) == 1 and not any(_says(way, Ground.BY_NAME) for way in best)
    if trusted and not best[0].signed:
        return _choice(surroundings, Confidence.LIKELY, found)
    if trusted:
        way, open_ = _with_sign(surroundings, dashboard, best[0])
        rest = [each for each in found if each is not best[0]]
        confidence = Confidence.ASKED if open_ else Confidence.LIKELY
        other = replace(way.turned(), grounds=best[0].grounds)
        return _choice(surroundings, confidence, [way, other, *rest])
    return _choice(
        surroundings,
        Confidence.ASKED,
        chain.from_iterable((way, way.turned()) if way.signed else (way,) for way in found),
    )


def _says(way: Measured, ground: Ground) -> bool:
    return any(each.why is ground for each in way.grounds)


def _whole(sources: Sequence[Source]) -> Source | None:
    """Returns all grid connections as one, for the house draws their sum; None where there is none."""
    return reduce(Source.and_of, sources) if sources else None


def _named(surroundings: Surroundings, source: Source | None) -> Measured | None:
    """Returns the way to measure that the Energy dashboard itself names, if its sensors are there."""
    rates = source.rates if source is not None else Rates()
    there = all(each in surroundings.powers for each in (*rates.plus, *rates.minus))
    if not rates.one_way or not there:
        return None
    return Measured(rates.plus, rates.minus, 0, (Reason(Ground.DASHBOARD_POWER),))


def ways(surroundings: Surroundings, source: Source | None) -> list[Measured]:
    """Returns the ways to measure the grid that the names of sensors suggest, the best first.

    Looked at are the devices of the dashboard's counters, else their integrations, else the whole house.
    """
    counters = source.counters if source is not None else ()
    for pool in pools(surroundings, counters):
        added_up = _added_up(surroundings, source) if pool.certain and source else []
        found = added_up or _in_pool(surroundings, pool, counters)
        if found:
            return sorted(found, key=lambda way: way.rank)
    return []


def _added_up(surroundings: Surroundings, source: Source) -> list[Measured]:
    """Returns the sensors of power of which helpers have made the dashboard's counters."""
    powers = surroundings.powers
    plus, minus = (
        tuple(dict.fromkeys(behind for each in counters if (behind := surroundings.behind(each)) in powers))
        for counters in (source.given, source.taken)
    )
    because = (Reason(Ground.DASHBOARD_SOURCE, {"from": ", ".join(source.counters)}),)
    if not plus or set(plus) & set(minus):
        return []
    return [Measured(plus, minus, 0, because)]


def _in_pool(surroundings: Surroundings, pool: Pool, counters: Sequence[str]) -> list[Measured]:
    usable = [each for each in pool.entities if _may_be_grid(surroundings, each)]
    names = {each: surroundings.named(each) for each in usable}
    of_phase = {each: phase_of(surroundings, each) for each in usable}
    whole = [each for each in usable if of_phase[each] is None]
    imports = [each for each in whole if has(names[each], IMPORT) and not has(names[each], EXPORT)]
    exports = [each for each in whole if has(names[each], EXPORT) and "net_" not in names[each]]
    nets = [each for each in whole if each not in exports and has(names[each], NET)]
    nets = [each for each in nets if each not in imports or "net_" in names[each]]
    bare = [each for each in whole if each not in (*imports, *exports, *nets)]
    found = [Measured((each,), (), 0) for each in nets]
    if len(exports) == 1:
        given = [each for each in imports if each not in nets] or (bare if not nets else [])
        found += [Measured((each,), (exports[0],), 1) for each in given]
    elif not exports:
        found += [Measured((each,), (), 2) for each in (*imports, *bare) if each not in nets]
    found += _by_phase(surroundings, usable, of_phase, counters)
    if not pool.near:
        found = [each for each in found if each.rank < 2]
    return [way.because(Reason(pool.ground, {"from": pool.of})) for way in found]


def _by_phase(
    surroundings: Surroundings, usable: list[str], of_phase: dict[str, int | None], counters: Sequence[str]
) -> list[Measured]:
    """Returns sensors of phases or channels: those whose counters the dashboard names, or all three."""
    counted = {phase_of(surroundings, counter) for counter in counters} - {None}
    one_way = [each for each in usable if not has(surroundings.named(each), EXPORT)]
    three = [[each for each in one_way if of_phase[each] == phase] for phase in (1, 2, 3)]
    if len(counted) == 1 and None not in {phase_of(surroundings, counter) for counter in counters}:
        return [Measured((each,), (), 0) for each in usable if of_phase[each] in counted]
    both_ways = any(of_phase[each] and each not in one_way for each in usable)
    if all(len(each) == 1 for each in three) and not both_ways:
        rank = 0 if len(counted) == len(three) else 3
        return [Measured(tuple(each for (each,) in three), (), rank)]
    return []


def _may_be_grid(surroundings: Surroundings, entity: str) -> bool:
    row = surroundings.by_entity.get(entity)
    name = surroundings.named(entity)
    if row is not None and any(word in name for word in MISNAMED.get(row.platform, ())):
        return False
    return not has(name, NOT_GRID)


def _with_sign(
    surroundings: Surroundings, dashboard: EnergyDashboard, way: Measured
) -> tuple[Measured, bool]:
    """Returns a way with the sign that is likely, and whether that is open after all."""
    found = None if dashboard.batteries else _sign(surroundings, dashboard, way)
    if found is not None:
        imports, ground = found
        return (way if imports else way.turned()).because(Reason(ground)), False
    platforms = {row.platform for each in way.entities if (row := surroundings.by_entity.get(each))}
    known = {USUAL.get(platform) for platform in platforms}
    if len(known) == 1 and None not in known:
        usual = way if known == {True} else way.turned()
        return usual.because(Reason(Ground.SIGN_USUAL, {"integration": ", ".join(platforms)})), False
    return way.because(Reason(Ground.SIGN_OPEN)), True


def _sign(
    surroundings: Surroundings, dashboard: EnergyDashboard, way: Measured
) -> tuple[bool, Ground] | None:
    """Returns whether the sensors of a way are positive for import, None where that is open."""
    values = [surroundings.now_w(each) for each in way.entities]
    now_w = None if None in values else sum(value for value in values if value is not None)
    return _by_sun(now_w, sun_w(surroundings, dashboard))


def _by_sun(now_w: float | None, sun: float | None) -> tuple[bool, Ground] | None:
    """Returns whether a positive power is import, by what the roof gives now; None where that tells nothing.

    No more than the sun can be fed in, so that what is beyond it is import.
    """
    if now_w is None or sun is None or abs(now_w) < LEAST_W:
        return None
    if abs(now_w) > 1.1 * sun + LEAST_W:
        return now_w > 0, Ground.SIGN_BY_NIGHT if sun < LEAST_W else Ground.SIGN_BY_SUN
    return (True, Ground.SIGN_LIKELY) if now_w < 0 else None


def _choice(surroundings: Surroundings, confidence: Confidence, found: Iterable[Measured]) -> Choice:
    options = unique(found)
    return Choice(
        Topic.GRID,
        confidence if options else Confidence.ASKED,
        tuple(_option(surroundings, way) for way in options),
        () if options else (Reason(Ground.NOTHING_FOUND),),
        optional=False,
        typed=Typed.ENTITY,
        key="meters.grid_power",
    )


def _option(surroundings: Surroundings, way: Measured) -> Option:
    if not way.signed:
        settings: dict[str, object] = {
            "meters.import_power": one_or_all(way.plus),
            "meters.export_power": one_or_all(way.minus),
        }
    else:
        settings = {"meters.grid_power": one_or_all(way.entities)}
        if way.minus:
            settings["meters.grid_power_positive"] = "export"
    return Option(settings, way.grounds, (live(surroundings, way),))


def live(
    surroundings: Surroundings,
    way: Measured,
    given: Ground = Ground.IMPORTS_NOW,
    taken: Ground = Ground.EXPORTS_NOW,
) -> Reason[Ground]:
    """Returns what a way to measure says now."""
    plus = [surroundings.now_w(each) for each in way.plus]
    minus = [surroundings.now_w(each) for each in way.minus]
    if None in (*plus, *minus):
        return Reason(Ground.SILENT_NOW)
    value_w = sum(each for each in plus if each is not None) - sum(each for each in minus if each is not None)
    said_w = value_w if way.plus else -value_w
    return Reason(given if value_w >= 0 else taken, {"power_w": round(said_w)})


def one_or_all(entities: tuple[str, ...]) -> str | tuple[str, ...]:
    """Returns entities as apps.yaml has them: one by itself, several as a list."""
    return entities[0] if len(entities) == 1 else entities
