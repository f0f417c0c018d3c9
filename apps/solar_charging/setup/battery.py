"""Proposes the house battery: its power with its sign, its state of charge, and what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product

from ..base.entity_state import attributes_of
from ..base.reason import Reason
from .energy_dashboard import EnergyDashboard, Source
from .grid import live, one_or_all
from .measured import Measured, agreeing, contradicted
from .names import CHARGE, DISCHARGE, LEVEL, NOT_STORE, STORE, has
from .pools import pools
from .proposal import Choice, Confidence, Ground, Option, Topic
from .sun import LEFT_OUT, MOST_OPTIONS
from .surroundings import Surroundings

LEAST_KWH, MOST_KWH = 0.05, 1000.0
"""What the settings take as a capacity."""

NOT_A_STORES = ("device_tracker.", "lock.", "climate.")
"""A device with one of these is a car or a phone, whose battery is not the house's."""


def battery(surroundings: Surroundings, dashboard: EnergyDashboard, taken: Collection[str]) -> Choice:
    """Proposes the house battery; sensors that are `taken` measure something else."""
    found = [_of_source(surroundings, source, taken) for source in dashboard.batteries]
    if not found:
        guesses = list(_house(surroundings, taken))
        if guesses:
            return Choice(Topic.BATTERY, Confidence.ASKED, (*_options(surroundings, guesses), LEFT_OUT))
        nothing = (Reason(Ground.NOT_IN_DASHBOARD),)
        return Choice(Topic.BATTERY, Confidence.SURE, (LEFT_OUT,), nothing)
    if len(found) == 1:
        confidence, ways, levels = found[0]
        capacity = dashboard.batteries[0].capacity_kwh
        options = _options(surroundings, product(ways, levels), capacity)
    else:
        unclear = any(each is Confidence.ASKED for each, _, _ in found)
        confidence = Confidence.ASKED if unclear else Confidence.LIKELY
        options = _summed(surroundings, found)
    if not options:
        return Choice(Topic.BATTERY, Confidence.LIKELY, (LEFT_OUT,), (Reason(Ground.NOTHING_FOUND),))
    return Choice(Topic.BATTERY, confidence, (*options, LEFT_OUT))


Found = tuple[Confidence, list[Measured], list[str]]
"""How sure it is, the ways to measure a battery's power, and its states of charge, the best ones first."""


def _of_source(surroundings: Surroundings, source: Source, taken: Collection[str]) -> Found:
    ways, sure = _powers(surroundings, source, taken)
    levels = _levels(surroundings, source, [each for way in ways for each in way.entities])
    told = bool(source.soc) and levels[:1] == [source.soc]
    confidence = Confidence.SURE if sure and (told or len(levels) == 1) else Confidence.LIKELY
    if len(ways) > 1 and not sure:
        confidence = Confidence.ASKED
    if len(levels) > 1 and not told:
        confidence = Confidence.ASKED
    return confidence, ways, levels[:1] if told else levels


def _powers(
    surroundings: Surroundings, source: Source, taken: Collection[str]
) -> tuple[list[Measured], bool]:
    """Returns the ways to measure the power that a battery gives, and whether the first is sure."""
    powers = set(surroundings.powers) - set(taken)
    plus, minus = source.rates.plus, source.rates.minus
    if source.rates.one_way and {*plus, *minus} <= powers:
        named = Measured(plus, minus, 0, (Reason(Ground.DASHBOARD_POWER),))
        if contradicted(named, source, surroundings.past):
            return [named.turned(), named], False
        return [named], True
    for pool in pools(surroundings, source.counters):
        sounds = [each for each in pool.entities if each in powers and _is_store(surroundings, each)]
        found = _ways(surroundings, sounds, Reason(pool.ground, {"from": pool.of}))
        checked = agreeing(found, source, surroundings.past)
        if checked is not None:
            return [checked], True
        if found:
            both = [(way, way.turned()) if way.signed else (way,) for way in found]
            return [way.because(*_open(way)) for pair in both for way in pair], False
    return [], False


def _open(way: Measured) -> Iterable[Reason[Ground]]:
    return (Reason(Ground.SIGN_OPEN),) if way.signed else ()


def _is_store(surroundings: Surroundings, entity: str) -> bool:
    name = surroundings.named(entity)
    whole = f"_{entity.partition('.')[2]}_"
    return has(f"{name}_{whole}", STORE) and not has(name, NOT_STORE)


def _ways(surroundings: Surroundings, entities: list[str], because: Reason[Ground]) -> list[Measured]:
    names = {each: surroundings.named(each) for each in entities}
    gives = [each for each in entities if has(names[each], DISCHARGE)]
    takes = [each for each in entities if each not in gives and has(names[each], CHARGE)]
    both = [
        each for each in gives if has(names[each].replace("discharg", "").replace("dis_charg", ""), CHARGE)
    ]
    signed = [each for each in entities if each not in (*gives, *takes)] + both
    if signed or not (len(gives) == len(takes) == 1):
        return [Measured((each,), (), 0, (because,)) for each in signed or entities]
    return [Measured((gives[0],), (takes[0],), 0, (because,))]


def _levels(surroundings: Surroundings, source: Source, powers: list[str]) -> list[str]:
    """Returns the states of charge that may be the battery's, the likeliest first."""
    shares = surroundings.shares
    if source.soc in shares:
        return [source.soc]
    rows = surroundings.by_entity
    near = {
        row.device_id for each in (*powers, *source.counters) if (row := rows.get(each)) and row.device_id
    }
    platforms = {row.platform for each in (*powers, *source.counters) if (row := rows.get(each))}
    platforms -= {"integration", "utility_meter", "template", "mqtt"}
    groups = (
        [each for each in shares if each in rows and rows[each].device_id in near],
        [each for each in shares if each in rows and rows[each].platform in platforms],
        [each for each in shares if has(f"_{each.partition('.')[2]}_", STORE)],
    )
    for group in groups:
        usable = [each for each in group if _is_level(surroundings, each)]
        if usable:
            ranks = {each: _level_rank(surroundings, each) for each in usable}
            best = min(ranks.values())
            return [each for each in usable if ranks[each] == best]
    return []


def _is_level(surroundings: Surroundings, entity: str) -> bool:
    name = surroundings.named(entity)
    of_battery = attributes_of(surroundings.states[entity]).get("device_class") == "battery"
    return (
        (of_battery or has(name, LEVEL)) and not has(name, NOT_STORE) and not _portable(surroundings, entity)
    )


def _portable(surroundings: Surroundings, entity: str) -> bool:
    row = surroundings.by_entity.get(entity)
    if row is None or row.device_id is None or surroundings.registry is None:
        return False
    beside = (each.entity_id for each in surroundings.registry.entities if each.device_id == row.device_id)
    return any(each.startswith(NOT_A_STORES) for each in beside)


def _level_rank(surroundings: Surroundings, entity: str) -> int:
    name = surroundings.named(entity)
    return next((rank for rank, word in enumerate(LEVEL) if word in name), len(LEVEL))


def _house(surroundings: Surroundings, taken: Collection[str]) -> Iterable[tuple[Measured, str]]:
    """Yields what in the whole house sounds like a battery with its state of charge on one device."""
    rows = surroundings.by_entity
    for entity in surroundings.powers:
        if entity in taken or entity not in rows or not _is_store(surroundings, entity):
            continue
        way = Measured((entity,), (), 0, (Reason(Ground.BY_NAME),))
        levels = [
            each
            for each in surroundings.shares
            if each in rows
            and rows[each].device_id == rows[entity].device_id is not None
            and _is_level(surroundings, each)
        ]
        for level in levels[:1]:
            yield way, level
            yield way.turned(), level


def _summed(surroundings: Surroundings, found: list[Found]) -> tuple[Option, ...]:
    """Returns several batteries as one, where all are measured in one way; none where they are not."""
    firsts = [(ways[0], levels[0]) for _, ways, levels in found if ways and levels]
    plus = tuple(each for way, _ in firsts for each in way.plus)
    minus = tuple(each for way, _ in firsts for each in way.minus)
    alike = len({(bool(way.plus), bool(way.minus)) for way, _ in firsts}) == 1
    if len(firsts) < len(found) or not alike:
        return ()
    level = tuple(level for _, level in firsts)
    return (_option(surroundings, Measured(plus, minus, 0, firsts[0][0].grounds), level, None),)


def _options(
    surroundings: Surroundings, found: Iterable[tuple[Measured, str]], capacity_kwh: float | None = None
) -> tuple[Option, ...]:
    ways = [_option(surroundings, way, (level,), capacity_kwh) for way, level in found]
    return tuple(ways[:MOST_OPTIONS])


def _option(
    surroundings: Surroundings, way: Measured, levels: tuple[str, ...], capacity_kwh: float | None
) -> Option:
    settings: dict[str, object]
    if way.signed:
        settings = {"battery.power": one_or_all(way.entities)}
        if way.minus:
            settings["battery.power_positive"] = "charging"
    else:
        settings = {
            "battery.charge_power": one_or_all(way.minus),
            "battery.discharge_power": one_or_all(way.plus),
        }
    settings["battery.soc"] = one_or_all(levels)
    if capacity_kwh is not None and LEAST_KWH < capacity_kwh <= MOST_KWH:
        settings["battery.capacity_kwh"] = capacity_kwh
    now = live(surroundings, way, Ground.DISCHARGES_NOW, Ground.CHARGES_NOW)
    said = [
        Reason(Ground.STATE_NOW, {"said": f"{surroundings.states[each].get('state')} %"}) for each in levels
    ]
    return Option(settings, way.grounds, (now, *said))
