"""Holds what a beat comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..accounting.bill import Sums
from ..base.reason import Aside, NextChange, Problem, Reason
from ..planning.battery_estimate import BatteryEstimate
from ..planning.planner import EnergyValue
from ..vehicle.commands import Command
from .alerts import Alert
from .api_gate import Costs
from .check_line import Line
from .figures import Figures
from .hands import Hands
from .lent_limit import Order
from .preview import Preview
from .situation import Decision
from .watched import Watched
from .wishes import Call


@dataclass(slots=True)
class Outcome:
    """Holds what a beat came to: the decision, the commands that it is worth now, and the figures.

    `read_first` says that commands wait for the car's data, which is too old to command it by.
    `next_change_at` is the earliest moment at which something is already known to change; `charge_over` says
    that a "charge now" has had its way. `energy_value` is what the plan comes to, `costs` what asking the car
    has cost, `sums` what its charges have: worth saving, before it is shown, when it is another.
    `next_change` says what will change the decision, and when; `battery_estimate` is what was learnt of the
    battery, `alerts` what a person should hear of, `unclear` what the car and the meters say that makes
    no sense, or leave out, `meter` what a person has to mend of the grid meter. `at` is when it was decided,
    `hold` whether the house battery is to be held now, and `aside` what is said of that; `limit` is what is
    to be set as the car's own limit (None: nothing), and `limit_aside` what is said of it.
    `checklist` says
    whether all that the app goes by is found, and makes sense (none: nobody has looked yet). `watched` is
    what would have been, had the app been on (None: it only does what it does), `hands` what a
    person has set, and `calls` the services by which helpers are put back; `preview` answers what somebody
    asks by one of them (None: nobody does).
    """

    decision: Decision
    commands: tuple[Command, ...]
    read_first: bool
    figures: Figures
    next_change_at: datetime | None
    charge_over: bool
    energy_value: EnergyValue
    costs: Costs
    sums: Sums
    battery_estimate: BatteryEstimate
    next_change: Reason[NextChange] | None = None
    alerts: tuple[Alert, ...] = ()
    unclear: tuple[Reason[Problem], ...] = ()
    meter: Reason[Problem] | None = None
    at: datetime | None = None
    hold: bool = False
    aside: Reason[Aside] | None = None
    limit: Order | None = None
    limit_aside: Reason[Aside] | None = None
    checklist: tuple[Line, ...] = ()
    watched: Watched | None = None
    hands: Hands | None = None
    calls: tuple[Call, ...] = ()
    preview: Preview | None = None

    @property
    def asides(self) -> tuple[Reason[Aside] | None, Reason[Aside] | None]:
        """Returns what is done beside the charge: with the house battery, and with the car's limit."""
        return self.aside, self.limit_aside

    @property
    def own_limit_pct(self) -> float | None:
        """Returns the person's own limit where the app has set another one; None where it has not."""
        own_pct = None if self.limit_aside is None else self.limit_aside.values["own_pct"]
        return own_pct if isinstance(own_pct, float) else None
