"""A Home Assistant of which only the websocket is there, with its real greeting, tokens and answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from solar_charging.base.answer import Answer
from tests.made_things import UNKNOWN, Keeper

TOKEN = "eyJhbGciOi.made-up.token"


@dataclass
class FakeHomeAssistant:
    """Answers what it has an answer to, as its administrator's websocket does."""

    answers: Mapping[str, Any]
    admin: bool = True
    greeting: Any = field(default_factory=lambda: {"type": "auth_required", "ha_version": "2026.11.0"})
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    hangs_up: bool = False
    keeps: Keeper | None = None

    async def talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if isinstance(self.greeting, str):
            await socket.send_str(self.greeting)
            return socket
        await socket.send_json(self.greeting)
        if self.hangs_up:
            return socket
        shown = await socket.receive_json()
        if shown.get("type") != "auth" or shown.get("access_token") != TOKEN:
            await socket.send_json({"type": "auth_invalid", "message": "Invalid access token or password"})
            return socket
        await socket.send_json({"type": "auth_ok", "ha_version": "2026.11.0"})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._answer(socket, message.json())
        return socket

    async def _answer(self, socket: web.WebSocketResponse, asked: dict[str, Any]) -> None:
        self.asked.append(asked)
        # Events that nobody asked for come in between, and answers to others.
        await socket.send_json({"id": 4711, "type": "event", "event": {}})
        kind = asked["type"]
        known = {"auth/current_user": {"name": "Somebody", "is_admin": self.admin}, **self.answers}
        if kind in known:
            await socket.send_json(
                {"id": asked["id"], "type": "result", "success": True, "result": known[kind]}
            )
            return
        said = {key: value for key, value in asked.items() if key not in ("id", "type")}
        answer = UNKNOWN if self.keeps is None else self.keeps.ask(kind, **said)
        told = {"result": answer.result} if answer.done else {"error": error_of(answer)}
        await socket.send_json({"id": asked["id"], "type": "result", "success": answer.done, **told})


def error_of(answer: Answer) -> dict[str, Any]:
    return {"code": answer.code, "message": answer.said}


@contextmanager
def served(home: FakeHomeAssistant) -> Iterator[FakeHomeAssistant]:
    """Serves it on a free port of this machine, in a thread of its own."""
    loop = asyncio.new_event_loop()
    begun, ended = threading.Event(), asyncio.Event()

    async def serve() -> None:
        application = web.Application()
        application.router.add_get("/api/websocket", home.talk)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        home.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        begun.set()
        await ended.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    begun.wait()
    try:
        yield home
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()
