"""Proposes what electricity costs: an entity with prices, or windows and prices that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from ..base.entity_state import attributes_of
from ..base.errors import MeterError
from ..base.reason import Reason
from ..base.saved import SPOILT
from ..settings.price_units import per_kwh
from ..tariff.likely_prices import HIGH, USUAL_PER_KWH
from ..tariff.price_lists import Reading, read_prices
from ..tariff.price_scale import UnitByHand
from .energy_dashboard import EnergyDashboard
from .names import has
from .proposal import Choice, Confidence, Ground, Option, Topic, Typed
from .sun import MOST_OPTIONS
from .surroundings import Surroundings

LEAST, MOST = 10.0, 10_000.0
"""Of a price, what the settings take at most, below zero and above."""

DOMAINS = ("sensor.", "event.")
FED_IN = ("export", "einspeis", "feed_in", "feedin", "inject", "outgoing", "sell", "_return", "compensation",
          "teruglever", "produc", "vente", "revente")  # fmt: skip
NO_PRICE = (
    "gas", "previous", "yesterday", "gestern", "_max", "_min", "maximum", "minimum", "highest", "lowest",
    "average", "durchschnitt", "moyen", "_mean", "median", "standing", "next_hour", "cheapest", "expensive",
    "percent", "rank", "cost_", "_off_peak", "peak_rate", "diesel", "fuel", "heating", "solar_charging",
)  # fmt: skip
"""What has one of these in its name is a price of something else, or not the one of the running hour."""

AVERAGE_LISTS = ("average", "durchschnitt", "moyen", "_mean")
"""ENTSO-e keeps its list with the average price, so a list may have these in its name."""


def prices(
    surroundings: Surroundings, dashboard: EnergyDashboard, answered: Mapping[Topic, Option]
) -> list[Choice]:
    """Proposes the price entity, and all prices that have to be asked for after what was answered."""
    named = next((grid.price for grid in dashboard.grids if grid.price is not None), None)
    fed = next((grid.export_price for grid in dashboard.grids if grid.export_price is not None), None)
    entity = _entity(named, _entities(surroundings, named, fed_in=False))
    chosen = answered.get(Topic.PRICES) or entity.proposed
    figure = named if isinstance(named, float) and may_be_paid(surroundings, named) else None
    choices = [entity, _peak(figure)]
    if not (chosen is not None and chosen.settings):
        choices.append(Choice(Topic.OFF_PEAK, Confidence.ASKED, typed=Typed.WINDOWS, key="tariff.off_peak"))
    windows = answered.get(Topic.OFF_PEAK)
    if windows is not None and windows.settings:
        key = "tariff.off_peak_price"
        choices.append(
            Choice(Topic.OFF_PEAK_PRICE, Confidence.ASKED, typed=Typed.PRICE, key=key, optional=False)
        )
    return [*choices, _exported(surroundings, fed)]


def _entity(named: str | float | None, found: list[Option]) -> Choice:
    none = Option({}, (Reason(Ground.LEFT_OUT),))
    if not found:
        nothing = (Reason(Ground.NOTHING_FOUND),)
        return Choice(Topic.PRICES, Confidence.SURE, (none,), nothing, key="tariff.price_entity",
                      typed=Typed.ENTITY)  # fmt: skip
    of_dashboard = isinstance(named, str) and named in found[0].entities
    several = len(found) > 1 and not isinstance(named, str)
    confidence = Confidence.ASKED if several else Confidence.SURE if of_dashboard else Confidence.LIKELY
    return Choice(
        Topic.PRICES,
        confidence,
        (*found[:MOST_OPTIONS], none),
        typed=Typed.ENTITY,
        key="tariff.price_entity",
    )


def _peak(figure: float | None) -> Choice:
    options = () if figure is None else (_number("tariff.peak_price", figure),)
    confidence = Confidence.ASKED if figure is None else Confidence.LIKELY
    return Choice(Topic.PEAK_PRICE, confidence, options, optional=False, typed=Typed.PRICE,
                  key="tariff.peak_price")  # fmt: skip


def _exported(surroundings: Surroundings, fed: str | float | None) -> Choice:
    key = "tariff.export_price"
    if isinstance(fed, float) and may_be_paid(surroundings, fed):
        return Choice(Topic.EXPORT_PRICE, Confidence.SURE, (_number(key, fed),), optional=False, key=key,
                      typed=Typed.PRICE)  # fmt: skip
    found = [
        Option(
            {"tariff.export_price_entity": option.settings["tariff.price_entity"]},
            option.grounds,
            option.live,
        )
        for option in _entities(surroundings, fed, fed_in=True)
    ]
    confidence = Confidence.LIKELY if isinstance(fed, str) and len(found) == 1 else Confidence.ASKED
    return Choice(Topic.EXPORT_PRICE, confidence, tuple(found), typed=Typed.PRICE, key=key, optional=False)


def _number(key: str, figure: float) -> Option:
    return Option({key: figure}, (Reason(Ground.DASHBOARD_PRICE),))


def may_be_paid(surroundings: Surroundings, figure: float) -> bool:
    """Says whether a house may pay a price for a kWh, in Home Assistant's currency; else it is in cents."""
    usual = USUAL_PER_KWH.get(surroundings.configured("currency") or "", MOST / HIGH)
    return -min(HIGH * usual, LEAST) <= figure <= min(HIGH * usual, MOST)


def _entities(surroundings: Surroundings, named: str | float | None, *, fed_in: bool) -> list[Option]:
    """Returns the entities that tell prices, the dashboard's own first, then those that list them."""
    if isinstance(named, str):
        own = _option(surroundings, named, Ground.DASHBOARD_PRICE)
        beside = [
            each for each in _candidates(surroundings, fed_in) if _same_device(surroundings, named, each)
        ]
        lists = [
            option for each in beside if (option := _option(surroundings, each, None)) and _lists(option)
        ]
        lists = _joined(lists)
        if own is not None and not _lists(own) and len(lists) == 1:
            return [*lists, own]  # a list says more than the price of now
        if own is not None:
            return [own]
    read = {each: _option(surroundings, each, None) for each in _candidates(surroundings, fed_in)}
    found = [option for option in read.values() if option is not None]
    listed = [option for option in found if _lists(option)]
    return _joined(listed) if listed else found


def _candidates(surroundings: Surroundings, fed_in: bool) -> Iterable[str]:
    for entity in sorted(surroundings.states):
        name = f"_{entity.partition('.')[2]}_{surroundings.named(entity)}"
        if not entity.startswith(DOMAINS) or has(name, FED_IN) != fed_in:
            continue
        listing = len(attributes_of(surroundings.states[entity])) > 0 and has(name, AVERAGE_LISTS)
        wrong = [word for word in NO_PRICE if word in name and not (listing and word in AVERAGE_LISTS)]
        if not wrong:
            yield entity


def _option(surroundings: Surroundings, entity: str, ground: Ground | None) -> Option | None:
    """Returns an entity with prices as an option, None where it says none."""
    state = surroundings.states.get(entity)
    said = None if state is None else _read(surroundings, entity, state)
    if said is None or not (said.curve.steps or said.price_now):
        return None
    name = f"_{entity.partition('.')[2]}_"
    if not said.curve.steps and has(name, AVERAGE_LISTS):
        return None
    steps = said.curve.steps
    listing = Reason(Ground.LISTS_PRICES, {"count": float(len(steps))})
    kind = listing if steps else Reason(Ground.PRICE_OF_NOW)
    because = (kind,) if ground is None else (Reason(ground), kind)
    now = next((step for step in steps if step.begin_s <= surroundings.now_s < step.end_s), said.price_now)
    price = () if now is None else (Reason(Ground.STATE_NOW, {"said": f"{now.price_per_kwh:.3f}"}),)
    return Option({"tariff.price_entity": entity}, because, price)


def _read(surroundings: Surroundings, entity: str, state: Mapping[str, Any]) -> Reading | None:
    attributes = attributes_of(state)
    unit = attributes.get("unit_of_measurement")
    if unit is not None and per_kwh(unit) is None:
        return None
    if unit is None and not entity.startswith("event.") and "currency" not in attributes:
        return None
    zone = surroundings.configured("time_zone") or "UTC"
    try:
        return read_prices(entity, state, UnitByHand(), ZoneInfo(zone), surroundings.now_s)
    except (MeterError, OSError, *SPOILT):
        return None


def _lists(option: Option) -> bool:
    return any(each.why is Ground.LISTS_PRICES for each in option.grounds)


def _same_device(surroundings: Surroundings, entity: str, other: str) -> bool:
    device = surroundings.device_of(entity)
    return device is not None and device == surroundings.device_of(other)


def _joined(options: list[Option]) -> list[Option]:
    """Returns Octopus's events of today and of tomorrow as one, for they are one tariff."""
    names = {option.entities[0]: option for option in options}
    joined = []
    for entity, option in names.items():
        if entity.replace("_next_day_rates", "_current_day_rates") != entity:
            continue
        tomorrow = entity.replace("_current_day_rates", "_next_day_rates")
        if tomorrow != entity and tomorrow in names:
            both = Option({"tariff.price_entity": (entity, tomorrow)}, option.grounds, option.live)
            joined.append(both)
        else:
            joined.append(option)
    return joined or options
