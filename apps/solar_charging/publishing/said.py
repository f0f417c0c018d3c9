"""Writes reasons as keys and values, so that each viewer's card says them in the viewer's own words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from ..base.foreign_words import shortened
from ..base.reason import Reason, Stretch, Text, Value
from .translator import MOST_CHARACTERS

DIGITS = 4
"""No sentence says more of a number."""

Said = str | dict[str, "Said"] | list["Said"]


def key_of(text: Text) -> str:
    """Returns the key of a text, which its table and its name make up, such as `why.following_sun`."""
    table = re.sub(r"(?<!^)(?=[A-Z])", "_", type(text).__name__).lower()
    return f"{table}.{text.value}"


def said_of(reasons: Iterable[Reason[Text] | None]) -> list[Said]:
    """Returns what is said one after the other, fit for an attribute."""
    return [_reason(each) for each in reasons if each is not None]


def _reason(reason: Reason[Text]) -> Said:
    values: dict[str, Said] = {name: _value(value) for name, value in reason.values.items()}
    return {"key": key_of(reason.why), "values": values} if values else {"key": key_of(reason.why)}


def _value(value: Value) -> Said:
    """Writes a value: a bare text is a number, for AppDaemon drops each 0 from attributes, however deep."""
    if isinstance(value, Reason):
        return _reason(value)
    if isinstance(value, tuple):
        return [_reason(each) for each in value]
    if isinstance(value, Stretch):
        span: dict[str, Said] = {"from": _moment(value.begin), "to": _moment(value.end)}
        return span | {"day": "said"} if value.same_day else span
    if isinstance(value, datetime):
        return {"at": _moment(value)}
    if isinstance(value, timedelta):
        return {"s": _number(value.total_seconds())}
    if isinstance(value, str):
        return {"text": shortened(value, MOST_CHARACTERS)}
    if value is None:
        return {"s": "unknown"}
    return _number(value) if math.isfinite(value) else "unknown" if math.isnan(value) else "more"


def _number(value: float) -> str:
    return f"{round(value, DIGITS) + 0.0:.{DIGITS}f}".rstrip("0").rstrip(".")


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
