"""Says what the car's limit is to serve, by what was decided and planned, and whether it may be sent now."""

from __future__ import annotations

from datetime import datetime

from ..base.reason import Problem
from ..planning.battery_estimate import BatteryEstimator
from ..planning.planner import Planner
from ..planning.wanted_limit import Wants
from ..settings.charging import Charging
from ..settings.settings import Settings
from ..vehicle.api_budget import Purpose, Request
from ..vehicle.car import PLUGGED, CarState, ChargingState
from ..vehicle.car_access import CarAccess
from .api_gate import SUN_STATES, ApiGate
from .car_limit import Aim, CarLimit
from .hold import BUYS
from .lent_limit import Order, trip
from .permit import END_AGAIN_S
from .situation import Decision, Situation, State

TONIGHT_S = 12 * 3600.0
"""What a departure within so long wants is wanted of the night."""

FULL_COMMANDS = 7
"""So many commands the raised limit of a full car may take: a current, it, a stop, and the current again."""

UNPLUGGED_S = 60.0
"""A car that was unplugged is still at home by a report no older than this: it may leave at once."""


class LimitKeeper:
    """Stands between the limit and the rest of the core: the car's way, the plan, and the money.

    `wants` is what the limit had to leave room for at the last beat (None: nobody knows).
    """

    def __init__(
        self,
        settings: Settings,
        access: CarAccess,
        api_gate: ApiGate,
        planner: Planner,
        estimator: BatteryEstimator,
    ) -> None:
        self.limit = CarLimit(settings.car.manage_limit)
        self._settings = settings
        self._access = access
        self._budget = api_gate.budget
        self._planner = planner
        self._estimator = estimator
        self.wants: Wants | None = None
        self._planned_pct: float | None = None

    def car(self, now_s: float, works: bool) -> CarState | None:
        """Returns the car as plans and decisions see it: its limit is what a person wants, or may be raised.

        `works` says that the app is on, and nothing prevents it.
        """
        car, leaving = self._access.car, self._planner.wanted.departure
        if car is not None and not self._access.belief.doubted:
            self.limit.looked(now_s, car, leaving)
        seen = self.limit.for_plan(now_s, car, leaving, works)
        pct = None if seen is None else seen.charge_limit_pct
        if self._planned_pct not in (None, pct) and self.limit.manages:
            self._planner.outdated()
        self._planned_pct = pct
        return seen

    def order(
        self, now: datetime, decision: Decision, situation: Situation, charging: Charging
    ) -> Order | None:
        """Returns the limit that is to be sent to the car at `now`; None where none is, or may be.

        `charging` is what is in force of the settings.
        """
        limit, now_s = self.limit, now.timestamp()
        if situation.problem is not None and situation.problem.why is Problem.SAME_CAR:
            return None  # the other entry has this car
        if limit.manages or limit.lent is not None:
            order = limit.order(now_s, self._access.car, self._aim(now, decision, situation, charging))
            return None if order is None else self._permitted(order, now)
        return None

    def last_order(self, now: datetime) -> Order | None:
        """Returns what puts the person's own limit back as the app ends; None where that cannot be done."""
        self.limit.end()
        order = self.limit.order(now.timestamp(), self._access.car, Aim(False, False, False, None))
        return None if order is None else self._permitted(order, now)

    def _aim(self, now: datetime, decision: Decision, situation: Situation, charging: Charging) -> Aim:
        works = situation.switches.works and situation.problem is None
        by_hand = decision.state is State.BY_HAND
        self.wants = self._wants(now, decision, situation, charging)
        return Aim(works, bool(decision.current_a), by_hand, self.wants)

    def _wants(
        self, now: datetime, decision: Decision, situation: Situation, charging: Charging
    ) -> Wants | None:
        own_pct, soc_pct, now_s = self.limit.own_pct, situation.soc_pct, now.timestamp()
        if own_pct is None or soc_pct is None or situation.since_start_s < charging.average_s:
            return None
        said_pct = None if situation.car is None else situation.car.soc_pct
        soc_pct = max(soc_pct, said_pct or 0.0)
        worth = situation.energy_value
        trip_pct = trip(now_s, own_pct, worth.departure)
        most_pct = own_pct if trip_pct is None else trip_pct
        bounded = charging.sun_limit_pct is not None and trip_pct is None
        sunny_pct = min(most_pct, charging.sun_limit_pct or most_pct) if bounded else most_pct
        charges, by_sun = bool(decision.current_a), decision.state in SUN_STATES
        plan_pct = soc_pct + 100 * worth.bought_kwh / self._estimator.estimate.battery_kwh
        plan_pct = max(plan_pct, charging.minimum_soc_pct)
        if worth.departure is not None and worth.departure.at_s - now_s <= TONIGHT_S:
            plan_pct = max(plan_pct, worth.departure.soc_pct)
        if charges and decision.state in BUYS and not (decision.state is State.BUYING and worth.bought_kwh):
            promised = decision.reason.values.get("wanted_pct")
            plan_pct = max(plan_pct, promised if isinstance(promised, (int, float)) else most_pct)
        return Wants(
            own_pct=own_pct,
            soc_pct=soc_pct,
            draws=situation.charging,
            need_pct=self._planner.wanted.learnt.next(now).soc_pct,
            plan_pct=plan_pct,
            sun_pct=sunny_pct if not worth.dark or (charges and by_sun) else None,
            trip_pct=trip_pct,
        )

    def _permitted(self, order: Order, now: datetime) -> Order | None:
        """Returns the order that may be sent now, or the read that it needs before; None for neither."""
        access, now_s = self._access, now.timestamp()
        car = access.car
        assert car is not None
        for pause in (access.commanding, access.limiting):
            if now_s < pause.until_s(now_s, END_AGAIN_S if order.back else float("inf")):
                return None
        fresh_s = self._settings.car.read_s if car.charging in PLUGGED else UNPLUGGED_S
        reads = access.read_age_s(now_s) > fresh_s
        urgent = order.back or order.raises  # a promise may wait for it
        if access.belief.doubted or (reads and (not urgent or now_s < access.reading.until_s(now_s))):
            return None
        # A full car goes on to charge by a higher limit: before that it is told to do so gently.
        full = order.raises and car.charging is ChargingState.COMPLETE
        requests = (Request.COMMAND,) * (FULL_COMMANDS if full else 1) + (Request.READ,) * reads
        purpose = Purpose.PROMISE if urgent else Purpose.FOLLOW
        return order._replace(read_first=reads) if self._budget.allows(purpose, now, *requests) else None
