"""Says what would be planned for a departure that somebody asks for, as a sensor."""

from __future__ import annotations

from datetime import datetime, timezone

from ..base.reason import PlanText, Reason, Value
from ..control.outcome import Outcome
from ..control.preview import Preview
from ..planning.outlook import Outlook
from .entity import MAX_STATE_LENGTH, UNKNOWN, Entity, number, on_its_day
from .outlook_entity import listed
from .translator import Translator

WORTH_TELLING = 0.01
"""Less money is none, and less energy a rounding."""


def preview_text(outcome: Outcome, translator: Translator) -> str:
    """Says what would be planned, and what that costs, or why nobody knows."""
    preview = outcome.preview
    if preview is None or preview.over:
        return UNKNOWN
    translator = on_its_day(outcome, translator)
    if preview.problem is not None:
        return translator.say(preview.problem)[:MAX_STATE_LENGTH]
    if preview.prospect is None:
        return UNKNOWN
    said = translator.say(_plan(preview.prospect.outlook))
    more = _more(preview)
    if more is not None and abs(more) >= WORTH_TELLING:
        text = PlanText.PREVIEW_DEARER if more > 0 else PlanText.PREVIEW_CHEAPER
        said = translator.say(Reason(text, {"plan": said, "cost": abs(more)}))
    return said[:MAX_STATE_LENGTH]


def _plan(outlook: Outlook) -> Reason[PlanText]:
    departure, bought_kwh, missing_kwh = outlook.departures[0], outlook.bought_kwh, outlook.missing_kwh
    values: dict[str, Value] = {
        "departure": datetime.fromtimestamp(departure.at_s, timezone.utc),
        "wanted_pct": departure.soc_pct,
    }
    if bought_kwh is None or missing_kwh is None:
        return Reason(PlanText.NO_CAR, values)
    if bought_kwh < WORTH_TELLING:
        said = Reason(PlanText.PREVIEW_ENOUGH, values)
    elif outlook.cost is None:
        said = Reason(PlanText.PREVIEW_UNPRICED, values | {"kwh": bought_kwh})
    else:
        said = Reason(PlanText.PREVIEW_BUYING, values | {"kwh": bought_kwh, "cost": outlook.cost})
    if missing_kwh < 0.1:
        return said
    return Reason(PlanText.MISSING, {"plan": said, "kwh": missing_kwh})


def _more(preview: Preview) -> float | None:
    """Returns how much dearer it is than what is planned; None where either is not known."""
    both = (preview.prospect, preview.instead)
    then, now = (None if each is None else each.outlook.cost for each in both)
    return None if then is None or now is None else then - now


def _attributes(outcome: Outcome) -> dict[str, object]:
    preview = outcome.preview
    if preview is None or preview.over:
        return {}
    asked: dict[str, object] = {"asked": preview.asked}
    if preview.prospect is None:
        return asked
    more = {"more_cost": number(_more(preview), 2), "currency": outcome.costs.currency}
    return asked | listed(preview.prospect.outlook) | more


PREVIEW = Entity("preview", "mdi:calendar-question", None, None, None, preview_text, _attributes)
