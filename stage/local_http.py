"""Exchanges JSON over HTTP with a process on this machine."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

# A proxy that is set for the way out would be asked for this machine too.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(
    method: str,
    url: str,
    body: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout_s: float = 10,
) -> Any:
    """Returns the answer, parsed from JSON.

    Raises `OSError` (`HTTPError` for a refusal), `HTTPException`, `ValueError`.
    """
    request = urllib.request.Request(
        url,
        None if body is None else json.dumps(body).encode(),
        {"Content-Type": "application/json", **(headers or {})},
        method=method,
    )
    with _OPENER.open(request, timeout=timeout_s) as answer:
        return json.load(answer)
