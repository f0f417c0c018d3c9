"""Lists what is published to Home Assistant: ids, units and classes; the words are the translator's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from ..base.reason import PlanText, Reason, Why
from ..base.version import VERSION
from ..control.api_gate import Costs
from ..control.figures import HouseBatteryFigures
from ..control.outcome import Outcome
from ..planning.wish import source_of
from ..vehicle.car import CarState
from .bill_entities import BILLS
from .checklist_entity import CHECKLIST, lines_in_words, lines_said
from .entity import UNKNOWN, Entity, moment, number
from .gist import CURRENT, DRAWN_CURRENT, LEVEL, MADE_UP_POWER, POWER, Deadband, Gist
from .habit_text import habit_text
from .hands_entity import of_hands
from .outlook_entity import OUTLOOK
from .plan_entity import PLAN, gist_of_plan
from .preview_entity import PREVIEW
from .reason_entity import REASON, gist_of_reason, reason_shown
from .translator import Translator
from .watched_entities import WATCHED, watched_words


def _current(
    key: str, icon: str, value: Callable[[Outcome], float | None], deadband: Deadband = CURRENT
) -> Entity:
    def shown(out: Outcome, _: Translator) -> str:
        return number(value(out), 1)

    return Entity(key, icon, "A", "current", "measurement", shown, deadband=deadband)


def _power(
    key: str, icon: str, value: Callable[[Outcome], float | None], deadband: Deadband = POWER
) -> Entity:
    return Entity(
        key, icon, "W", "power", "measurement", lambda out, _: number(value(out)), deadband=deadband
    )


def _cost(key: str, spent: Callable[[Costs], Decimal], more: Callable[[Costs], dict[str, object]]) -> Entity:
    return Entity(
        key,
        "mdi:cash",
        None,
        "monetary",
        "total",
        lambda out, _: f"{spent(out.costs):f}",
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
    """Says what the plan comes to."""
    energy_value = outcome.energy_value
    departure = energy_value.departure
    at = None if departure is None else datetime.fromtimestamp(departure.at_s, timezone.utc)
    return {
        "version": VERSION,
        "value_per_kwh": number(energy_value.value_per_kwh, 3),
        "price_per_kwh": number(energy_value.prices.import_per_kwh, 3),
        "departure": moment(at),
        "departure_soc_pct": number(None if departure is None else departure.soc_pct),
        "departure_source": source_of(energy_value),
        "planned_kwh": number(energy_value.bought_kwh, 1),
        **_of_measuring(outcome),
        **of_hands(outcome.hands),
    }


def _of_measuring(outcome: Outcome) -> dict[str, object]:
    """Says when enough is known to decide, while that is waited for; the card counts down to it."""
    reason = outcome.decision.reason
    ready = reason.values.get("ready")
    if reason.why is not Why.MEASURING or outcome.at is None or not isinstance(ready, timedelta):
        return {}
    return {"decides_at": moment(outcome.at + ready)}


HEARTBEAT_S = 300
"""How often the app says that it lives: 288 rows a day; the card counts on it."""


def heartbeat(at: datetime | None) -> str:
    """Writes the moment as a state that is another one each HEARTBEAT_S."""
    if at is None:
        return UNKNOWN
    return moment(datetime.fromtimestamp(at.timestamp() // HEARTBEAT_S * HEARTBEAT_S, timezone.utc))


def _battery_estimate(outcome: Outcome) -> dict[str, object]:
    """Says what the battery is reckoned with, and what was learnt of it."""
    battery_estimate = outcome.battery_estimate
    return {
        "battery_kwh": number(battery_estimate.battery_kwh, 1),
        "efficiency": number(battery_estimate.efficiency, 3),
        "learnt_battery_kwh": number(battery_estimate.learnt_battery_kwh, 1),
        "learnt_efficiency": number(battery_estimate.learnt_efficiency, 3),
        "learnt_from_charges": number(battery_estimate.charges),
    }


def _house_battery(outcome: Outcome) -> dict[str, object]:
    """Says how much of the house battery stays for the house or may go into the car; and its switch."""
    battery = outcome.figures.battery
    if battery is None:
        return {}
    switch: dict[str, object] = {} if battery.switch is None else {"switch": battery.switch}
    if battery.for_car_kwh is None:
        return switch
    return switch | {
        "for_house_kwh": number(battery.for_house_kwh, 1),
        "for_car_kwh": number(battery.for_car_kwh, 1),
        "learning": "yes" if battery.learning else "no",
    }


ENTITIES: tuple[Entity, ...] = (
    Entity(
        "state",
        "mdi:ev-station",
        None,
        "enum",
        None,
        lambda out, _: out.decision.state.value,
        _of_plan,
    ),
    REASON,
    PLAN,
    OUTLOOK,
    PREVIEW,
    _current("target_now", "mdi:flash-outline", lambda out: out.figures.target_now_a),
    _current("target", "mdi:chart-bell-curve-cumulative", lambda out: out.figures.target_a),
    _current("charging_current", "mdi:current-ac", lambda out: out.figures.charging_current_a, DRAWN_CURRENT),
    _power("charging_power", "mdi:car-electric", lambda out: out.figures.charging_power_w),
    _power("surplus", "mdi:solar-power", lambda out: out.figures.surplus_w, MADE_UP_POWER),
    _power("house_load", "mdi:home-lightning-bolt", lambda out: out.figures.house_load_w, MADE_UP_POWER),
    _power("grid_power", "mdi:transmission-tower", lambda out: out.figures.grid_power_w),
    _power("solar_power", "mdi:solar-power-variant", lambda out: out.figures.solar_power_w),
    replace(
        _power("battery_power", "mdi:home-battery", lambda out: out.figures.battery_power_w),
        more=lambda out: {"battery_held": "no" if out.aside is None else "yes"},
        of_battery=True,
    ),
    Entity(
        "battery_soc",
        "mdi:home-battery-outline",
        "%",
        "battery",
        "measurement",
        lambda out, _: number(out.figures.battery_soc_pct),
        _house_battery,
        LEVEL,
        of_battery=True,
    ),
    Entity(
        "soc",
        "mdi:battery",
        "%",
        "battery",
        "measurement",
        lambda out, _: number(out.figures.soc_pct),
        _battery_estimate,
    ),
    Entity(
        "next_change",
        "mdi:clock-outline",
        None,
        "timestamp",
        None,
        lambda out, _: moment(out.next_change_at),
    ),
    Entity("heartbeat", "mdi:heart-pulse", None, "timestamp", None, lambda out, _: heartbeat(out.at)),
    CHECKLIST,
    _cost("api_cost_today", lambda costs: costs.today, _of_today),
    _cost("api_cost_month", lambda costs: costs.month, _of_month),
    *BILLS,
    *WATCHED,
)


FLOWS = ("grid_power", "solar_power", "charging_power", "battery_power")
"""The powers of which the card makes up that of the house: those of two moments would not add up."""


LEAST_KWH = 0.05
"""Less of the house battery is said to be nothing."""


@dataclass(frozen=True)
class Published:
    """Is one state to set in Home Assistant.

    `gist` is what of the state is worth showing anew, without it each change; news of what `turns` shows all.
    What is `balanced` is shown together: of FLOWS.
    """

    entity_id: str
    state: str
    attributes: Mapping[str, object]
    gist: Gist | None = None
    turns: bool = False
    balanced: bool = False


def published(
    prefix: str, outcome: Outcome, car: CarState | None, translator: Translator, recent: Sequence[str] = ()
) -> Iterator[Published]:
    """Yields all states to show; `prefix` is the app's name, `recent` the last changes in words."""
    battery = outcome.figures.battery
    share = None if battery is None else _share(battery)
    for entity in ENTITIES:
        if not entity.there(outcome):
            continue
        attributes = entity.attributes(f"{title(prefix)} {translator.name(entity.key)}", outcome)
        if entity.key == "state" and car is not None:
            attributes |= _car_attributes(car)
            if outcome.own_limit_pct is not None:
                attributes["own_limit_pct"] = number(outcome.own_limit_pct)
        habit = habit_text(outcome, translator) if entity is PLAN else None
        if habit is not None:
            attributes["expected"] = habit
        if entity.key == "battery_soc" and share is not None:
            attributes["share"] = translator.say(share)
        if entity is CHECKLIST and outcome.checklist:
            attributes["lines"] = lines_in_words(outcome, translator)
            attributes["lines_said"] = lines_said(outcome)
        if entity.key == "watched_current":
            attributes |= watched_words(outcome, translator)
        state, gist = entity.value(outcome, translator), None
        if entity is REASON:
            state, more = reason_shown(outcome, car, translator, recent)
            attributes, gist = attributes | more, gist_of_reason(outcome)
        elif entity is PLAN:
            gist = gist_of_plan(outcome)
        gist = gist or entity.gist(state)
        turns, balanced = entity.key == "state", entity.key in FLOWS
        yield Published(f"sensor.{prefix}_{entity.key}", state, attributes, gist, turns, balanced)


def _share(battery: HouseBatteryFigures) -> Reason[PlanText] | None:
    """Returns what the kWh in the house battery are for; None where there are none, or nothing is known."""
    for_car_kwh, for_house_kwh = battery.for_car_kwh or 0.0, battery.for_house_kwh or 0.0
    values = {"for_car_kwh": for_car_kwh, "for_house_kwh": for_house_kwh}
    if for_car_kwh < LEAST_KWH:
        alone = PlanText.BATTERY_LEARNING if battery.learning else PlanText.BATTERY_HOUSE
        return Reason(alone, values) if for_house_kwh >= LEAST_KWH else None
    return Reason(PlanText.BATTERY_CAR if for_house_kwh < LEAST_KWH else PlanText.BATTERY_BOTH, values)


def title(name: str) -> str:
    """Writes the app's name as a person would."""
    return name.replace("_", " ").capitalize()


def _car_attributes(car: CarState) -> dict[str, object]:
    """Says what else is known of the car, in text: its position itself is never published."""
    at_home = {True: "yes", False: "no", None: UNKNOWN}[car.at_home]
    return {
        "car_charging": car.charging.value,
        "car_asleep": "yes" if car.asleep else "no",
        "car_at_home": at_home,
        "charge_limit_pct": number(car.charge_limit_pct),
        "offered_a": number(car.offered_a),
        "read_at": moment(datetime.fromtimestamp(car.at_s, timezone.utc)),
    }
