"""What is published to Home Assistant: ids, units, classes and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal

from .bill_entities import BILLS
from .controller import Outcome
from .decision import Reason
from .entity import UNKNOWN, Entity, moment, number
from .plan_entity import PLAN
from .purse import Costs
from .vehicle.car import CarState

MAX_STATE_LENGTH = 255
"""Home Assistant takes no longer state."""

TEXTS: Mapping[str, str] = {
    "setup": "needs you: {problem}",
    "off": "switched off",
    "off_stopping": "switched off: ending the charge that it had begun",
    "unreachable": "the car is not known: {problem}",
    "budget": "the month's budget for the car's API does not carry what is wanted ({spent} of {cap} spent)",
    "blocked": "the car cannot be commanded: {problem}",
    "away": "the car is not at home",
    "position_unknown": "the car does not say where it is, so it is left alone",
    "unplugged": "the car is not plugged in",
    "no_power": "the plug has no power",
    "cable_loose": "the cable is not fully plugged in",
    "full": "the battery has reached its limit ({soc_pct} %)",
    "charge_now": "charging now with {current_a} A, as you asked",
    "by_hand": "started in the car or its app: left alone until it is unplugged, or a switch is moved",
    "by_itself": "the charge began by itself at plug-in: {current_a} A until there is sun",
    "off_peak": "cheap power at {price} a kWh: {current_a} A until {wanted_pct} % (now {soc_pct} %)",
    "no_reading": "the grid meter has been silent for {silent_s} s, so nothing is drawn for the car",
    "fuse": "only {current_a} A: the house may draw {max_import_w} W at most",
    "measuring": "measuring: {coverage_pct} % of the window are known",
    "minimum": "below {wanted_pct} % (now {soc_pct} %): {current_a} A at once, whatever it costs",
    "departure": "the departure is near: {current_a} A, so that {wanted_pct} % are in the battery by then",
    "buying": "cheap power: {current_a} A at {price} a kWh, for one in the battery is worth {value}",
    "following_sun": "sun: {surplus_w} W, {current_a} A earn most (it pays from {break_even_w} W on)",
    "cloud": "cloud: {surplus_w} W, goes on at {current_a} A until it has cost {patience} ({account} so far)",
    "too_little_sun": "too little sun: {surplus_w} W, it pays from {break_even_w} W on",
    "waiting_for_sun": "waiting for sun: {surplus_w} W, it pays from {break_even_w} W on",
    "gathering": "sun: {surplus_w} W, starts when waiting has cost {patience} ({account} so far)",
}


def _current(key: str, name: str, icon: str, value: Callable[[Outcome], float | None]) -> Entity:
    return Entity(key, name, icon, "A", "current", "measurement", lambda out: number(value(out), 1))


def _power(key: str, name: str, icon: str, value: Callable[[Outcome], float | None]) -> Entity:
    return Entity(key, name, icon, "W", "power", "measurement", lambda out: number(value(out)))


def _cost(
    key: str, name: str, spent: Callable[[Costs], Decimal], more: Callable[[Costs], dict[str, object]]
) -> Entity:
    return Entity(
        key,
        name,
        "mdi:cash",
        None,
        "monetary",
        "total",
        lambda out: f"{spent(out.costs):f}",
        lambda out: {"unit_of_measurement": out.costs.currency, **more(out.costs)},
    )


def _of_today(costs: Costs) -> dict[str, object]:
    return {"last_reset": costs.midnight.isoformat()}


def _of_month(costs: Costs) -> dict[str, object]:
    cap = "none" if costs.cap is None else f"{costs.cap:g}"
    return {
        "last_reset": costs.month_began.isoformat(),
        "monthly_cap": cap,
        "scarcity": number(costs.scarcity, 1),
    }


def _of_plan(outcome: Outcome) -> dict[str, object]:
    """What the plan comes to."""
    worth = outcome.worth
    departure = worth.departure
    at = None if departure is None else datetime.fromtimestamp(departure.at_s, timezone.utc)
    return {
        "value_per_kwh": number(worth.value, 3),
        "price_per_kwh": number(worth.prices.import_per_kwh, 3),
        "departure": moment(at),
        "departure_soc_pct": number(None if departure is None else departure.soc_pct),
        "planned_kwh": number(worth.bought_kwh, 1),
    }


ENTITIES: tuple[Entity, ...] = (
    Entity(
        "state",
        "state",
        "mdi:ev-station",
        None,
        "enum",
        None,
        lambda out: out.decision.state.value,
        _of_plan,
    ),
    Entity("reason", "reason", "mdi:head-question-outline", None, None, None, lambda out: text(out)),
    PLAN,
    _current("target_now", "target now", "mdi:flash-outline", lambda out: out.figures.target_now_a),
    _current("target", "target", "mdi:chart-bell-curve-cumulative", lambda out: out.figures.target_a),
    _current("charging_current", "current", "mdi:current-ac", lambda out: out.figures.charging_current_a),
    _power("charging_power", "power", "mdi:car-electric", lambda out: out.figures.charging_power_w),
    _power("surplus", "surplus", "mdi:solar-power", lambda out: out.figures.surplus_w),
    _power("house_load", "house load", "mdi:home-lightning-bolt", lambda out: out.figures.house_load_w),
    _power("grid_power", "grid power", "mdi:transmission-tower", lambda out: out.figures.grid_power_w),
    _power("solar_power", "solar power", "mdi:solar-power-variant", lambda out: out.figures.solar_power_w),
    Entity(
        "soc",
        "state of charge",
        "mdi:battery",
        "%",
        "battery",
        "measurement",
        lambda out: number(out.figures.soc_pct),
    ),
    Entity(
        "next_change",
        "next change",
        "mdi:clock-outline",
        None,
        "timestamp",
        None,
        lambda out: moment(out.next_change),
    ),
    _cost("api_cost_today", "API cost today", lambda costs: costs.today, _of_today),
    _cost("api_cost_month", "API cost this month", lambda costs: costs.month, _of_month),
    *BILLS,
)


def words(reason: Reason) -> str:
    """A reason in a person's words; numbers without decimals, as "unknown" where they are not known."""
    shown = {key: value if isinstance(value, str) else number(value) for key, value in reason.values.items()}
    return TEXTS[reason.name].format(**shown)


def text(outcome: Outcome) -> str:
    """The outcome's reason, as long as a state may be."""
    return words(outcome.decision.reason)[:MAX_STATE_LENGTH]


@dataclass(frozen=True)
class Published:
    """One state to set in Home Assistant."""

    entity_id: str
    state: str
    attributes: Mapping[str, object]


def published(prefix: str, outcome: Outcome, car: CarState | None) -> Iterator[Published]:
    """All states to show; `prefix` is the app's name."""
    for entity in ENTITIES:
        attributes = entity.attributes(prefix, outcome)
        if entity.key == "state" and car is not None:
            attributes |= _car_attributes(car)
        yield Published(f"sensor.{prefix}_{entity.key}", entity.value(outcome), attributes)


def _car_attributes(car: CarState) -> dict[str, object]:
    """What else is known of the car, in text: its position itself is never published."""
    at_home = {True: "yes", False: "no", None: UNKNOWN}[car.at_home]
    return {
        "car_charging": car.charging.value,
        "car_asleep": "yes" if car.asleep else "no",
        "car_at_home": at_home,
        "charge_limit_pct": number(car.charge_limit_pct),
        "offered_a": number(car.offered_a),
        "read_at": moment(datetime.fromtimestamp(car.at_s, timezone.utc)),
    }
