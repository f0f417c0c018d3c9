"""Stands in for what leads out of AppDaemon: its connection to Home Assistant, and the wait for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import requests
from appdaemon.plugins.hass.hassplugin import HassPlugin
from requests.adapters import HTTPAdapter

from benchmarks.vehicles import HandClock

REAL_TIMEOUT_S = 60.0
"""For an answer that is there at once by the virtual clock, however busy the machine is."""


class Asking:
    """Asks the shell for templates, as an app of AppDaemon in Home Assistant's own namespace does."""

    def __init__(self, shell: Any, *_: Any) -> None:
        self.render_template = shell.render_template
        self.get_state = shell.get_state
        self.call_service = shell.call_service

    def set_namespace(self, *_: Any, **__: Any) -> None:
        """Does nothing, for there is one namespace."""


class Connection(HassPlugin):
    """Is AppDaemon's own connection to Home Assistant, which answers none of its commands here."""

    def __init__(self) -> None:
        self.config: Any = SimpleNamespace()
        self.connect_event, self.ready_event = asyncio.Event(), asyncio.Event()
        self.up()

    def up(self) -> None:
        """Has it made anew."""
        self.ws: Any = object()
        self.connect_event.set()
        self.ready_event.set()

    def down(self) -> None:
        """Has it lost."""
        self.connect_event.clear()

    async def websocket_send_json(self, *_: Any, **__: Any) -> Any:
        """Returns that it was not successful."""
        return {"success": False}


def carried_out(_: Any, coroutine: Coroutine[Any, Any, Any], **__: Any) -> Any:
    """Returns what comes of a coroutine, as AppDaemon does for an app's thread."""
    return asyncio.run(coroutine)


def nothing_broken() -> Exception | None:
    """Returns that the network works."""
    return None


def patient(
    send: Callable[..., Any], clock: HandClock, broken: Callable[[], Exception | None] = nothing_broken
) -> Callable[..., Any]:
    """Returns a `send` of requests whose time for an answer passes by a virtual clock.

    It raises what is `broken` in the network.
    """

    def sends(adapter: HTTPAdapter, request: Any, *, timeout: Any = None, **others: Any) -> Any:
        began_s, error = clock.now_s(), broken()
        if error is not None:
            raise error
        answer = send(adapter, request, timeout=REAL_TIMEOUT_S, **others)
        if timeout is not None and clock.now_s() - began_s >= timeout:
            raise requests.ReadTimeout(f"no answer within {timeout} s", request=request)
        return answer

    return sends
