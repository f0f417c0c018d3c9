"""Says whether a command may go now, in this one place, and what comes of it where it may not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ..base.reason import Reason, Why
from ..settings.settings import Settings
from ..vehicle.api_budget import Purpose
from ..vehicle.backoff import NEVER_S, Backoff
from ..vehicle.car_access import CarAccess
from ..vehicle.commands import Command, Verb
from .api_gate import SUN_STATES, ApiGate, purpose_of
from .situation import Decision, State

LAW_STATES = SUN_STATES | {State.BUYING}
"""States in which the solar law decides; a change from one to the other is no new situation."""


END_AGAIN_S, RELIEVE_AGAIN_S = 900.0, 60.0
"""The end of a charge, which may be a dear one, is tried again after so many seconds at most, whatever a
failure asks for; what keeps the main fuse from blowing after so many.
"""


UNREAD_S = 3600.0
"""For so many s a car that cannot be read may be told to draw less, if the house has seen it draw since."""


@dataclass(slots=True)
class Permit:
    """Holds what may go of the wanted commands, and the decision that this comes to.

    `read_first` says that they wait for the car's data, which is too old to command it by. What waits may
    go from `free_at_s` on (unix seconds; infinite: nothing waits), and what has failed is tried again at
    `retry_at_s`.
    """

    decision: Decision
    commands: tuple[Command, ...]
    read_first: bool
    free_at_s: float
    retry_at_s: float


class CommandGate:
    """Weighs what is wanted against money, failures, the age of what is known, and the command interval."""

    def __init__(self, settings: Settings, zone: ZoneInfo, access: CarAccess, api_gate: ApiGate) -> None:
        self._settings = settings
        self._zone = zone
        self._access = access
        self._api_gate = api_gate
        self._commanded_s = NEVER_S
        self._commanded_for: State | None = None

    def commanded(self, state: State, now_s: float) -> None:
        """Takes in that a command given in `state` was accepted at `now_s`."""
        self._commanded_s, self._commanded_for = now_s, state

    def permit(
        self, decision: Decision, wanted: tuple[Command, ...], now: datetime, still_draws: bool = False
    ) -> Permit:
        """Says which of the wanted commands go now; decides anew where money or a failure forbids them.

        `still_draws` says that the house has drawn what the car does ever since the car was last read.
        """
        access, now_s = self._access, now.timestamp()
        reading = access.reading
        aged = bool(wanted) and self._too_old(wanted, now)
        decision, wanted = self._api_gate.afford(decision, wanted, access.car, aged, now)
        if not wanted:
            return Permit(decision, (), False, math.inf, reading.until_s(now_s))
        free_at_s = self._free_at_s(wanted, decision, now)
        free = now_s >= free_at_s and not access.belief.doubted
        read_first = (
            free and self._too_old(wanted, now) and not (still_draws and self._eases_unread(wanted, now_s))
        )
        longest_s = self._longest_s(wanted, decision)
        retry_at_s = reading.until_s(now_s, longest_s)
        reads = read_first and now_s >= retry_at_s
        for pause in self._pauses(wanted, read_first):
            if now_s < pause.until_s(now_s, longest_s):
                why = Reason(Why.BLOCKED, {"problem": pause.problem})
                decision = replace(decision, state=State.UNREACHABLE, reason=why)
                retry_at_s = pause.until_s(now_s, longest_s)
                break
        return Permit(decision, wanted if free and not read_first else (), reads, free_at_s, retry_at_s)

    def _longest_s(self, wanted: tuple[Command, ...], decision: Decision) -> float:
        """Returns for how long a failure may hold up what is wanted, at most."""
        verbs = {command.verb for command in wanted}
        if Verb.START not in verbs and self._relieves(decision):
            return RELIEVE_AGAIN_S
        return END_AGAIN_S if Verb.STOP in verbs else math.inf

    def _pauses(self, wanted: tuple[Command, ...], read_first: bool) -> Iterator[Backoff]:
        """Yields the back-offs that what is wanted has to wait for."""
        access, verbs = self._access, {command.verb for command in wanted}
        yield access.commanding
        if read_first:
            yield access.reading
        if Verb.START in verbs:
            yield access.starting
        if Verb.STOP in verbs:
            yield access.stopping

    def _too_old(self, wanted: tuple[Command, ...], now: datetime) -> bool:
        """Says whether the car may have left since it was read: never command one that is not at home.

        Where reads are rare, a change of current makes do with less.
        """
        verbs = {command.verb for command in wanted}
        stretch = self._api_gate.stretch(now) if verbs == {Verb.SET_CURRENT} else 1.0
        age_s = self._access.read_age_s(now.timestamp())
        return Verb.WAKE_UP not in verbs and age_s > stretch * self._settings.car.read_s

    def _eases_unread(self, wanted: tuple[Command, ...], now_s: float) -> bool:
        """Says whether a charge is to end or to go down whose car cannot be read, but was not long ago."""
        car, failing = self._access.car, self._access.reading.problem is not None
        offered_a = (car.offered_a if car is not None else None) or 0
        eases = all(each.verb is Verb.STOP or (each.current_a or offered_a) < offered_a for each in wanted)
        return eases and failing and self._access.read_age_s(now_s) <= UNREAD_S

    def _free_at_s(self, wanted: tuple[Command, ...], decision: Decision, now: datetime) -> float:
        """Returns the moment from which the wanted commands may be sent."""
        access, verbs, now_s = self._access, {command.verb for command in wanted}, now.timestamp()
        longest_s = self._longest_s(wanted, decision)
        free_at_s = access.commanding.until_s(now_s, longest_s)
        if Verb.STOP in verbs:
            return max(free_at_s, access.stopping.until_s(now_s, longest_s))
        if Verb.WAKE_UP in verbs:
            # A car that would not start is not worth waking.
            free_at_s = max(free_at_s, access.starting.until_s(now_s))
            promised = purpose_of(decision, wanted, access.car) is Purpose.ROUSE
            local = now.astimezone(self._zone)
            return max(free_at_s, access.wake_ups.next_s(local, self._settings.car, promised))
        if Verb.START in verbs:
            free_at_s = max(free_at_s, access.starting.until_s(now_s))
        if Verb.START in verbs:
            # It has been waited for already, until waiting had cost enough.
            return free_at_s
        if self._urgent(decision) or access.belief.to_be_repeated:
            return free_at_s
        if now_s < self._commanded_s:  # the clock was set back
            return free_at_s
        return max(free_at_s, self._commanded_s + self._settings.charging.command_interval_s)

    def _urgent(self, decision: Decision) -> bool:
        """Says that a new situation, what keeps the house safe and what is worth much need not wait."""
        last, state = self._commanded_for, decision.state
        same = state is last or (state in LAW_STATES and last in LAW_STATES)
        return not same or self._relieves(decision) or decision.urgent

    def _relieves(self, decision: Decision) -> bool:
        """Says whether the car is to draw less for the main fuse's sake."""
        car = self._access.car
        offered_a = car.offered_a if car is not None else None
        return decision.cap_a is not None and offered_a is not None and decision.cap_a < offered_a
