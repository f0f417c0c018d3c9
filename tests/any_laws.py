"""What holds in any life: each law looks at what a witness has noted, and none knows how the app decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from solar_charging.control.car_limit import CHANGES_A_DAY
from solar_charging.control.situation import State
from solar_charging.publishing.translator import LANGUAGES, Translator
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.commands import Verb
from tests.any_life import CoreLife
from tests.witness import Asked, Life

MOST_A_DAY, DAY_S = 120, 86_400.0
ROUNDED_A, SAGGING = 1.0, 0.05
"""A car tells whole amperes, and draws by so much more or less than volts times amps."""

WAKING_S = 900.0
"""A car that was woken so long ago may not have been heard since: its integration looks every ten minutes."""


def _raises(life: Life) -> Iterator[tuple[Asked, int]]:
    """The starts and raises, with the current that each asks for."""
    offered_a = None
    for asked in life.asked:
        told_a = None if asked.told is None else asked.told.offered_a
        current_a, draws = asked.command.current_a, asked.told is not None and asked.told.draws
        if current_a is not None:
            if draws and told_a is not None and current_a > max(told_a, offered_a or 0):
                yield asked, current_a
            offered_a = current_a
        elif asked.command.verb is Verb.START:
            begins_a = told_a if offered_a is None else offered_a
            if begins_a is not None:
                yield asked, begins_a


def keeps_within_the_fuse(life: CoreLife) -> None:
    """Starts, or raises, only by as much as the newest readings leave room for, of a car that is as told."""
    charging, lag_s = life.settings.charging, life.home.meters.lag_s
    per_amp = life.car_settings.voltage_v * life.car_settings.phases
    for asked, current_a in _raises(life):
        own_a = life.drew_a(asked.at_s)
        if asked.told is not None and asked.told.draws and not own_a:
            continue  # it has been unplugged, and nobody told
        if charging.max_import_w is not None:
            assert asked.grid_w is not None, f"{asked.command} before the grid meter spoke"
            free_a = (charging.max_import_w - asked.grid_w) / per_amp + life.drew_a(asked.grid_s - lag_s)
            assert current_a <= free_a * (1 + SAGGING) + ROUNDED_A, f"{free_a:.1f} A are free: {asked}"
        if charging.main_fuse_a is not None:
            assert asked.phases_a is not None, f"{asked.command} before the phases spoke"
            fullest_a = max(asked.phases_a[each] for each in range(int(life.car_settings.phases)))
            free_a = charging.main_fuse_a - fullest_a + own_a
            assert current_a <= free_a + ROUNDED_A, f"{free_a:.1f} A are free in a phase: {asked}"


def keeps_within_settings_and_car(life: Life) -> None:
    """Asks for no current above what is set and what the car says, but to lower a charge by hand."""
    for asked in life.asked:
        told_a = None if asked.told is None else asked.told.max_current_a
        most_a = min(life.settings.car.max_current_a, told_a or 1000)
        lowers = asked.outcome.decision.state is State.BY_HAND
        assert (asked.command.current_a or 0) <= most_a or lowers, f"at most {most_a} A: {asked}"


def never_raises_a_charge_by_hand(life: Life) -> None:
    """Only lowers it, or ends it, for the fuse's sake."""
    for asked in life.asked:
        if asked.outcome.decision.state is not State.BY_HAND or asked.command.verb is Verb.SET_LIMIT:
            continue
        assert asked.command.verb in (Verb.SET_CURRENT, Verb.STOP), str(asked)
        assert asked.told is not None
        offered_a, current_a = asked.told.offered_a, asked.command.current_a
        assert current_a is None or offered_a is None or current_a < offered_a, str(asked)


def commands_no_car_that_is_not_at_the_plug_at_home(life: Life) -> None:
    """Commands none that was last said to be elsewhere, and none that sleeps but to wake it.

    One that was never seen is woken once.
    """
    blind, woken_s = 0, -WAKING_S
    for asked in life.asked:
        if asked.command.verb is Verb.SET_LIMIT:
            _limits_only_at_home(asked, woken_s)
            continue
        told, wakes = asked.told, asked.command.verb is Verb.WAKE_UP
        if not asked.seen:
            blind += wakes
            assert wakes, f"it was never seen: {asked}"
            assert blind <= 1, f"it was never seen, and has been woken before: {asked}"
        if told is not None:
            assert _may_be_at_the_plug(told), str(asked)
            assert wakes or not told.asleep or asked.at_s - woken_s < WAKING_S, f"it sleeps: {asked}"
        woken_s = asked.at_s if wakes else woken_s


def _limits_only_at_home(asked: Asked, woken_s: float) -> None:
    """A limit is put back of a car that was just unplugged, too; but it is awake, and still at home."""
    told = asked.told
    assert told is not None, str(asked)
    assert told.at_home is not False, str(asked)
    assert not told.asleep or asked.at_s - woken_s < WAKING_S, f"it sleeps: {asked}"
    assert not told.driving, str(asked)
    back = asked.command.limit_pct in asked.own_limits
    assert back or _may_be_at_the_plug(told), str(asked)


def limits_within_bounds(life: Life) -> None:
    """Sets no limit that nobody has set below 50 %, what the battery holds, or the next day is to need.

    What the car has said is rounded, and minutes old.
    """
    for asked in life.asked:
        limit_pct = asked.command.limit_pct
        if limit_pct is None or limit_pct in asked.own_limits:
            continue
        assert 50 <= limit_pct <= 100, str(asked)
        assert limit_pct >= asked.soc_pct - 1, str(asked)
        assert limit_pct >= min(asked.need_pct, max(asked.own_limits)), str(asked)


def limit_is_a_persons(life: CoreLife) -> None:
    """Has left nothing of its own at the car."""
    assert life.car.charge_limit_pct in life.own_limits, life.car.charge_limit_pct


def limits_seldom(life: Life) -> None:
    """Sets the limit a few times within a day, and the person's own again no more often than that.

    What the car did not take, or did not answer, is repeated.
    """
    for own in (False, True):
        of_kind = [each for each in life.asked if each.command.limit_pct is not None and each.taken]
        times = [each.at_s for each in of_kind if (each.command.limit_pct in each.own_limits) is own]
        for at_s in times:
            within = [each for each in times if at_s - DAY_S < each <= at_s]
            assert len(within) <= CHANGES_A_DAY + own, f"{len(within)} within a day until {at_s}"


def _may_be_at_the_plug(told: CarState) -> bool:
    """Says whether a report does not deny it; what it leaves out is as it was told before."""
    return told.at_home is not False and told.charging is not ChargingState.DISCONNECTED


def commands_seldom(life: Life) -> None:
    """Sends no more than so many commands within a day.

    What the fuse asks for, a switch, or a stop that is not done does not count.
    """
    recent: deque[float] = deque()
    stopped = False
    for asked in life.asked:
        again, stopped = stopped and asked.command.verb is Verb.STOP, asked.command.verb is Verb.STOP
        if asked.outcome.decision.cap_a is not None or again or asked.at_s <= asked.switched_s + 60:
            continue
        recent.append(asked.at_s)
        while recent[0] <= asked.at_s - DAY_S:
            recent.popleft()
        assert len(recent) <= MOST_A_DAY, f"{len(recent)} within a day: {asked}"


def stays_within_the_budget(life: Life) -> None:
    """Spends no more in a month than is set."""
    cap = life.settings.api.monthly_cap
    for month, spent in life.spending.months.items():
        assert cap is None or spent <= cap + 1e-9, f"{spent} of {cap} are spent in {month}"


def tells_why(life: Life) -> None:
    """Has a sentence for each decision, in each language, and words for each thing that is odd."""
    for at, outcome in life.outcomes[:: max(len(life.outcomes) // 50, 1)]:
        today = at.astimezone(life.zone_info).date()
        for language in LANGUAGES:
            translator = Translator(language, life.zone_info, "EUR", today)
            said = translator.why(outcome.decision.reason, outcome.next_change)
            assert said.strip(), f"{outcome.decision} in {language}"
            assert "{" not in said, said
            for problem in (*outcome.unclear, *([outcome.meter] if outcome.meter else [])):
                assert translator.say(problem).strip(), f"{problem} in {language}"
