"""What anybody may send: any JSON, and things of which something somewhere is another."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

ODD = (
    float("nan"), float("inf"), -float("inf"), 1e308, 1e18, 1e12, 1e11, -1e9, -1, 0, 5e-324, 10**400,
    "", "nan", "inf", "1e999", "-1", "yesterday", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+14:00", "2026-06-15T12:00:00", "2026-06-15T12:00:00Z", "23:59", "²", "on", "off",
    "unavailable", "unknown", "charging", "home", "kW",
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)
GONE = "left out"
SOMETHING = ANYTHING | st.just(GONE)

Path = tuple[str | int, ...]


@st.composite
def somewhere(draw: st.DrawFn, whole: Any) -> Path:
    """A place in a thing, at any depth."""
    inner, path = whole, ()
    while True:
        keys = (
            sorted(inner) if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ()
        )
        if not keys or (path and draw(st.booleans())):
            return path
        path = (*path, draw(st.sampled_from(keys)))
        inner = inner[path[-1]]


def with_it(whole: Any, path: Path, value: Any) -> Any:
    """A thing that has something else in a place, or nothing."""
    found = json.loads(json.dumps(whole))
    inner = found
    for key in path[:-1]:
        inner = inner[key]
    if value == GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return found
