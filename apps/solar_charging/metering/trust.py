"""Says in reasons how far the house's meters can be believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ..base.reason import Problem, Reason
from ..settings.meters import Meters
from .lean_days import Lean, LeanDays
from .meter_check import MeterCheck
from .misses import Miss
from .plug_check import PlugCheck

MISSES: Mapping[Miss, Problem] = {
    Miss.SCALE_KW: Problem.METER_IN_KW,
    Miss.SCALE_W: Problem.METER_IN_W,
    Miss.BLIND: Problem.METER_BLIND,
    Miss.FROZEN: Problem.METER_FROZEN,
}

LEAN: Mapping[Lean, Problem] = {
    Lean.NEVER: Problem.METER_NO_SURPLUS,
    Lean.HELD: Problem.METER_HELD,
    Lean.SMALL: Problem.METER_SMALL,
    Lean.TURNED: Problem.METER_TURNED,
}


@dataclass(frozen=True)
class Trust:
    """Says how far the meters can be believed.

    `wrong` is what has shown twice, so that nothing is bought on the grid meter's word; `trial` what had, of
    a meter that has another chance; `doubt` what has shown once. `lean` is what keeps charges from beginning,
    `battery` what is wrong with the house battery's sensors, `remarks` what is worth a word.
    """

    wrong: Reason[Problem] | None = None
    trial: Reason[Problem] | None = None
    doubt: Reason[Problem] | None = None
    lean: Reason[Problem] | None = None
    battery: Reason[Problem] | None = None
    remarks: tuple[Reason[Problem], ...] = ()


def trust(meters: Meters, check: MeterCheck, plug: PlugCheck, days: LeanDays, now_s: float) -> Trust:
    """Says how far the meters can be believed at `now_s` (unix seconds)."""
    entity = " + ".join(meters.grid_entities)
    miss = None if check.miss is None else _missed(check.miss, meters, entity)
    doubt = Reason(Problem.METER_UNSEEN, {"entity": entity}) if check.miss is Miss.BLIND else miss
    doubted, lean = check.doubted(now_s), days.lean
    if lean is Lean.HELD and meters.export_limit_w is not None:
        lean = None  # by the inverter, as a person has said
    return Trust(
        wrong=None if check.wrong is None else _missed(check.wrong, meters, entity),
        trial=miss if check.on_trial else None,
        doubt=doubt if doubted else None,
        lean=None if lean is None else Reason(LEAN[lean], {"entity": entity, "days": days.count}),
        # Where nothing goes by the meter, as at night, its doubt would not be told otherwise.
        remarks=(*_remarks(meters, check, plug, entity), *([doubt] if doubted and doubt else [])),
    )


def _missed(miss: Miss, meters: Meters, entity: str) -> Reason[Problem]:
    if miss is not Miss.SIGN:
        return Reason(MISSES[miss], {"entity": entity})
    if not meters.grid_power:
        return Reason(Problem.METER_SWAPPED, {"entity": entity})
    other = "export" if meters.grid_power_positive == "import" else "import"
    return Reason(Problem.METER_SIGN, {"entity": entity, "other": other})


def _remarks(meters: Meters, check: MeterCheck, plug: PlugCheck, entity: str) -> Iterator[Reason[Problem]]:
    every_s = check.rhythm.every_s
    every = timedelta(seconds=round(every_s))
    if "stale_s" in meters.model_fields_set and every_s > meters.stale_s:
        yield Reason(
            Problem.METER_STALE_SET,
            {"entity": entity, "every": every, "stale": timedelta(seconds=meters.stale_s)},
        )
    elif check.rhythm.seldom:
        yield Reason(Problem.METER_SLOW, {"entity": entity, "every": every})
    if check.lag_s > 0:
        yield Reason(Problem.METER_LATE, {"entity": entity, "lag": timedelta(seconds=round(check.lag_s))})
    if check.held and meters.export_limit_w is None:
        yield Reason(Problem.METER_HELD, {"entity": entity})
    if check.above_sun:
        yield Reason(Problem.METER_ABOVE_SUN, {"entity": entity, "solar": " + ".join(meters.solar_power)})
    if plug.wrong:
        yield Reason(Problem.PLUG_WRONG, {"entity": " + ".join(meters.car_power)})
