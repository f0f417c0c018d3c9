"""Says which sun the house battery can do without, and what each kWh of the rest is worth to it.

What the car takes of the sun before the house battery is missing in it until it would be full: then the sun
that is left over makes up for it. Of the sun s_t of a slot so much is free, reckoned in kWh from the last
slot back, with what the battery leaves over by itself, left_t, and what the car can take, p_t:

    later_t  = min(left_t, what the battery could take more in the slot, were it not full)
    free_t   = min(s_t, p_t, left_t + b_t+1)
    b_t      = b_t+1 + later_t - max(free_t - (left_t - later_t), 0)
               0 where the battery is empty and something is missing

so that the car has the sun that is left over, also where it is there only before that, but each kWh once. The
rest is bought instead when the battery is empty next:

    claimed_t = ETA_IN * ETA_OUT * import_u at the next slot u from t on where that is so,
                the mean of the cheapest such saving and of export where none comes

    symbol       name              unit            shape
    s_t, left_t  Course            kW              (scenarios, slots)
    p_t          takes_kw          kW              (scenarios, slots)
    b_t          spare_kwh         kWh             (scenarios,)
    later_t      later_kw          kW              (scenarios, slots)
    free_t       Claims.free_kw    kW              (scenarios, slots)
    claimed_t    Claims.per_kwh    money per kWh   (scenarios, slots)

Source: the value of a storage at its bounds, as in `house_battery`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..base.economics import ETA_IN, ETA_OUT, Values
from .house_battery import NEXT_TO_NOTHING_KW, Store, course


class Claims(NamedTuple):
    """Holds what the house battery does without of the sun, and what a kWh of the rest is worth to it.

    Both have the shape (scenarios, slots).
    """

    free_kw: NDArray[np.float64]
    per_kwh: NDArray[np.float64]


def claims(
    surplus_kw: NDArray[np.float64],
    hours: Values,
    store: Store,
    takes_kw: NDArray[np.float64],
    import_per_kwh: Values,
    export_per_kwh: Values,
) -> Claims:
    """Returns what the battery claims of the sun; `takes_kw` is what the car can take at most.

    That and the surplus have the shape (scenarios, slots), hours and prices (slots,).
    """
    found = course(surplus_kw, hours, store)
    left_kw, sun_kw = np.maximum(found.left_kw, 0.0), np.maximum(surplus_kw, 0.0)
    # It takes no more than it can, be it full or not.
    later_kw = np.clip(store.takes_kw - (sun_kw - left_kw), 0.0, left_kw)
    lacks = (found.empty & (found.left_kw < -NEXT_TO_NOTHING_KW)).T
    saved = ETA_IN * ETA_OUT * import_per_kwh
    neither = (float(saved.min()) + float(export_per_kwh.mean())) / 2
    worth, spare_kwh = np.full(len(surplus_kw), neither), np.zeros(len(surplus_kw))
    later, only_now, most = (
        (each * hours).T for each in (later_kw, left_kw - later_kw, np.minimum(sun_kw, takes_kw))
    )
    free, per_kwh = np.empty_like(later), np.empty_like(later)
    for slot in range(len(hours) - 1, -1, -1):
        spare_kwh += later[slot]
        # Of what was added up before, a rounding may be left.
        free[slot] = np.maximum(np.minimum(most[slot], only_now[slot] + spare_kwh), 0.0)
        spare_kwh -= np.maximum(free[slot] - only_now[slot], 0.0)
        empty = lacks[slot]
        spare_kwh[empty], worth[empty] = 0.0, saved[slot]
        per_kwh[slot] = worth
    return Claims(free.T / np.maximum(hours, 1e-6), per_kwh.T)
