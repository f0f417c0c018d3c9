"""What AppDaemon answers when a state was set: the same, whether it reached Home Assistant or not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, MagicMock

from appdaemon.state import State


def answer(of_home_assistant: Mapping[str, Any] | None) -> Any:
    """AppDaemon's answer, when its plugin heard this of Home Assistant; None after 10 s of silence."""
    states: Any = State.__new__(State)
    heard = None if of_home_assistant is None else dict(of_home_assistant)
    states.AD = SimpleNamespace(
        tz=timezone.utc,
        sched=SimpleNamespace(get_now=AsyncMock(return_value=datetime(2026, 6, 15, tzinfo=timezone.utc))),
        plugins=SimpleNamespace(
            get_plugin_object=lambda _: SimpleNamespace(set_plugin_state=AsyncMock(return_value=heard))
        ),
        events=SimpleNamespace(process_event=MagicMock()),
        loop=MagicMock(),
    )
    states.logger = MagicMock()
    states.state = {"default": {"sensor.a": {"state": "0.00", "attributes": {}, "entity_id": "sensor.a"}}}
    given: dict[str, Any] = {"state": "0.24", "attributes": {"icon": "x"}, "replace": True}
    return asyncio.run(states.set_state("app", "default", "sensor.a", **given))


def test_its_answer_does_not_tell_whether_home_assistant_has_heard() -> None:
    heard = {"entity_id": "sensor.a", "state": "0.24", "attributes": {"icon": "x"}, "context": {"id": "1"}}
    assert answer(None) == answer(heard)
    assert answer(None)["state"] == "0.24"
