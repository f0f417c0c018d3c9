"""Follows the sun with the current of greatest expected benefit, started and stopped with patience.

The expectation is over the surplus that was seen of late, the newest most. With the benefit of `economics`,
the newest surplus s0, and the window's s_j that held for h_j,

    G(a) = w * benefit(a | s0) + (1 - w) * sum of h_j * benefit(a | s_j) / sum of h_j,   w = NEWEST_WEIGHT
    best = the a with the greatest G(a)

A surplus below 0 counts as 0. A running charge goes to the best current if that is worth a command, at once
if it is worth HASTE more, else when the command interval has passed:

    (G(best) - G(a_now)) * interval_s / 3600 > command_cost

There are no thresholds and no timers: a start waits until what it would have earned, a stop until what
going on has lost, adds up to half the price of a start. So a deep cloud ends a charge sooner than a thin
one.

    r      = max over a of benefit(a | lasting)
    C      = max(C + r * hours, 0) while idle, max(C - r * hours, 0) while charging
    starts   if G(best) > 0 and C > start_cost / 2
    stops    if G(best) <= 0 and C > start_cost / 2

It does not wait where charging pays without any sun, for the plan has waited for that time already; nor goes
on where nothing is to be waited for: no sun in all of the window, nothing more to be bought, and no house
battery that carries it for less than the grid does.

    symbol                     name                     unit          shape
    s_j                        LawView.samples_w        W             (samples,)
    h_j                        LawView.held_s           s             (samples,)
    s0, lasting                now_w, lasting_w         W             scalars
    a                          Charger.currents_a       A             (currents,)
    min(P(a), s_j)             inside _expected         kW            (currents, samples)
    G(a)                       _expected                money per h   (currents,)
    r                          waiting_benefit_per_h    money per h   scalar
    C                          LawView.waited_cost      money         scalar, kept by `patience`
    interval_s                 LawView.interval_s       s             scalar
    start_cost, command_cost   of LawView               money         scalars

Sources: waiting until it has cost as much as acting is the ski rental rule, which costs twice what hindsight
would at most (A. R. Karlin, M. S. Manasse, L. Rudolph and D. D. Sleator, "Competitive snoopy caching",
Algorithmica 3, 1988); here a start and the stop after it wait for half of the price each. The cost of
waiting that never falls below 0 is a cumulative sum (E. S. Page, "Continuous inspection schemes", Biometrika
41, 1954).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..base.economics import Charger, Prices, Values, benefit_at_kw, benefit_per_h, greatest_benefit_per_h
from ..base.reason import Why
from ..metering.surplus import MIN_COVERAGE, NEWEST_WEIGHT

HASTE = 0.003
"""Money: a change worth so much beyond its command does not wait until the last one is old enough. Set by
`python -m benchmarks --tuning`.
"""

SUNLESS_S, CLEARLY = 20.0, 2.0
"""So many seconds end a charge of which no more is known yet, where so many times their sun would not pay."""

LEAST_BOUGHT_KWH = 0.05
"""Less that the plan still buys is not worth going on for."""


@dataclass(slots=True, eq=False)
class LawView:
    """Holds what the solar law looks at.

    `samples_w` are the window's surpluses and `held_s` how long each held, both of shape (samples,);
    `coverage` is the known share of the window. `now_w` is the newest surplus (None: none since the last
    command), `lasting_w` the one that waiting goes by. `offered_a` is None when the car does
    not charge. `value_per_kwh` is what a kWh in the battery is worth, `bought_kwh` what the plan buys until
    the next sunrise or departure. `waited_cost` is what waiting has added up to, see `waited`. A change of
    current is worth `command_cost` and lasts `interval_s`; a start costs `start_cost`.
    """

    samples_w: Values
    held_s: Values
    coverage: float
    now_w: float | None
    lasting_w: float | None
    charger: Charger
    prices: Prices
    value_per_kwh: float
    bought_kwh: float
    offered_a: int | None
    waited_cost: float
    start_cost: float
    command_cost: float
    interval_s: float

    @property
    def patience_cost(self) -> float:
        """Returns how much money waiting may add up to: half the price of a start."""
        return self.start_cost / 2


class Target(NamedTuple):
    """Holds the current to charge with (0: none), the name of the reason, and whether it cannot wait."""

    current_a: int
    why: Why
    urgent: bool = False


def waiting_benefit_per_h(view: LawView) -> float:
    """Returns what the best current would earn an hour at the lasting surplus; 0 where it is not known."""
    return best_benefit_per_h(view.charger, view.prices, view.value_per_kwh, view.lasting_w, view.coverage)


def best_benefit_per_h(
    charger: Charger, prices: Prices, value: float, now_w: float | None, coverage: float
) -> float:
    """Returns what the best current would earn an hour at a surplus in W; 0 where that is not known."""
    if now_w is None or coverage < MIN_COVERAGE:
        return 0.0
    return greatest_benefit_per_h(charger, prices, value, now_w / 1000)


def waited(waited_cost: float, benefit_per_h: float, hours: float, charging: bool) -> float:
    """Returns `waited_cost` after `hours` more: what idling has forgone, or what charging has lost."""
    return max(waited_cost + (-benefit_per_h if charging else benefit_per_h) * hours, 0.0)


def follow_sun(view: LawView) -> Target:
    """Returns the current of greatest expected benefit; changes it only if that is worth a command."""
    if view.now_w is None or view.coverage < MIN_COVERAGE:
        return buy_without_sun(view) or _while_measuring(view)
    if view.offered_a is None and not _may_pay(view, view.now_w):
        return Target(0, Why.WAITING_FOR_SUN)
    earned = _expected(view, view.now_w)
    best = int(earned.argmax())
    best_a = int(view.charger.currents_a[best])
    pays, patient = float(earned[best]) > 0, view.waited_cost <= view.patience_cost
    if view.offered_a is None:
        if not pays:
            return Target(0, Why.WAITING_FOR_SUN)
        if patient and not pays_without_sun(view):
            return Target(0, Why.GATHERING)
        return Target(best_a, _why(view, best))
    if not pays and (not patient or _over(view)):
        return Target(0, Why.TOO_LITTLE_SUN)
    now_a = _allowed_a(view, view.offered_a)
    gain = float(earned[best] - earned[now_a - view.charger.min_a]) * view.interval_s / 3600
    if gain > view.command_cost:
        now_a = best_a
    urgent = gain > view.command_cost + HASTE
    return Target(now_a, _why(view, now_a - view.charger.min_a) if pays else Why.CLOUD, urgent)


def buy_without_sun(view: LawView) -> Target | None:
    """Returns the current to buy with where nothing is known of the sun; None where that does not pay."""
    if not pays_without_sun(view):
        return None
    earned = benefit_at_kw(view.charger, _bought(view.prices), view.value_per_kwh, 0.0)
    return Target(int(view.charger.currents_a[int(earned.argmax())]), Why.BUYING)


def _while_measuring(view: LawView) -> Target:
    """Leaves the car as it is, but does not go on where it is clear by now that too little is left over."""
    if view.offered_a is None:
        return Target(0, Why.MEASURING)
    best_w = float(np.maximum.reduce(view.samples_w, initial=0.0))
    hopeless = (
        greatest_benefit_per_h(view.charger, view.prices, view.value_per_kwh, CLEARLY * best_w / 1000) <= 0
    )
    if hopeless and float(np.add.reduce(view.held_s)) >= SUNLESS_S:
        return Target(0, Why.TOO_LITTLE_SUN)
    return Target(_allowed_a(view, view.offered_a), Why.MEASURING)


def expected_w(view: LawView) -> float:
    """Returns the surplus in W as the solar law weighs it, negative where the house imports."""
    known_s = float(np.add.reduce(view.held_s))
    mean = float(view.samples_w @ view.held_s) / known_s if known_s else 0.0
    return NEWEST_WEIGHT * (mean if view.now_w is None else view.now_w) + (1 - NEWEST_WEIGHT) * mean


def _expected(view: LawView, now_w: float) -> Values:
    drawn_kw = view.charger.drawn_kw
    shares = view.held_s / np.add.reduce(view.held_s)

    def shared_kw(edge_kw: float) -> Values:
        edge_w = 1000 * edge_kw
        window_kw = np.minimum(drawn_kw[:, None], np.maximum(view.samples_w + edge_w, 0.0) / 1000) @ shares
        newest_kw = np.minimum(drawn_kw, max(now_w + edge_w, 0.0) / 1000)
        shared: Values = NEWEST_WEIGHT * newest_kw + (1 - NEWEST_WEIGHT) * window_kw
        return shared

    shared = (shared_kw(edge_kw) for edge_kw, _ in view.prices.steps)
    return benefit_per_h(view.charger, view.prices, view.value_per_kwh, *shared)


def _may_pay(view: LawView, now_w: float) -> bool:
    """Says whether any current would earn, were all of the window like its best moment."""
    if view.prices.storage is not None and any(rise < 0 for _, rise in view.prices.steps):
        return True  # more sun may earn less: what the battery would take is worth more
    cheaper = view.prices.export_per_kwh < view.prices.import_per_kwh
    best_w = float(np.maximum.reduce(view.samples_w, initial=max(now_w, 0.0))) if cheaper else 0.0
    return greatest_benefit_per_h(view.charger, view.prices, view.value_per_kwh, best_w / 1000) > 0


def pays_without_sun(view: LawView) -> bool:
    """Says whether it pays without any sun: the plan wants it now, and has waited for its time already.

    It must pay with what the house battery would give before the grid, and without it.
    """
    return all(
        greatest_benefit_per_h(view.charger, prices, view.value_per_kwh, 0.0) > 0
        for prices in (_bought(view.prices), view.prices)
    )


def _bought(prices: Prices) -> Prices:
    """Returns the prices of the grid alone: what the house battery gives nobody has planned."""
    return prices._replace(storage=None)


def _over(view: LawView) -> bool:
    """Says whether nothing is to be waited for: no sun, nothing to be bought, no battery that carries it."""
    return (
        view.bought_kwh < LEAST_BOUGHT_KWH
        and not _carried(view)
        and float(np.maximum.reduce(view.samples_w, initial=view.now_w)) <= 0
    )


def _carried(view: LawView) -> bool:
    """Says whether the house battery can give the least current, for less than the grid does."""
    storage = view.prices.storage
    return (
        storage is not None
        and storage.given_per_kwh < view.prices.import_per_kwh
        and storage.gives_kw >= float(view.charger.drawn_kw[0])
    )


def _allowed_a(view: LawView, current_a: int) -> int:
    return min(max(current_a, view.charger.min_a), view.charger.max_a)


def _why(view: LawView, index: int) -> Why:
    """Names the reason: what carries at least half of the current: sun, the house battery, or cheap power."""
    drawn_w, sun_w, storage = (
        float(view.charger.drawn_kw[index]) * 1000,
        expected_w(view),
        view.prices.storage,
    )
    if sun_w >= drawn_w / 2:
        return Why.FOLLOWING_SUN
    given_w = 0.0 if storage is None else 1000 * storage.gives_kw
    cheap = storage is not None and storage.given_per_kwh < view.prices.import_per_kwh
    return Why.FROM_BATTERY if cheap and sun_w + given_w >= drawn_w / 2 else Why.BUYING
