"""Asks Home Assistant over its websocket what it knows, and hands on commands to make something there."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ..base.answer import Answer
from ..settings.addresses import has_password, in_the_house
from .propose import wanted_statistics
from .questions import CONFIG, DEVICES, ENTITIES, PAST, PREFERENCES, SERVICES, STATES, of_the_past
from .surroundings import Surroundings

try:
    import aiohttp
except ModuleNotFoundError:  # AppDaemon brings it; a person's own Python may not have it
    aiohttp = None  # type: ignore[assignment]

QUESTIONS = (CONFIG, STATES, SERVICES, ENTITIES, DEVICES, PREFERENCES)
"""What is asked, besides the past."""

ANSWER_S = 30.0
"""The longest wait in s for an answer; a large house's registry takes some."""


class LinkError(Exception):
    """Tells why Home Assistant could not be asked, in words for a person that never show the token."""


def look_around(url: str, token: str) -> Surroundings:
    """Returns what Home Assistant at `url` says of its house.

    Raises LinkError.
    """
    return _run(url, _look(url, token))


def configuration(url: str, token: str) -> Mapping[str, Any]:
    """Returns Home Assistant's own configuration, such as its language. Raises LinkError."""

    async def asked() -> Any:
        async with _entered(url, token) as line:
            return await line.ask("get_config")

    said = _run(url, asked())
    return said if isinstance(said, Mapping) else {}


def answer(url: str, token: str, command: str, /, **data: Any) -> Answer:
    """Returns what Home Assistant at `url` answers to one command, over a connection of its own.

    Between two commands a person may think for minutes, over which a connection that nobody tends ends.
    """

    async def asked() -> Answer:
        async with _entered(url, token) as line:
            return await line.answer(command, **data)

    try:
        return _run(url, asked())
    except LinkError:
        return Answer.of_message(None)


Told = TypeVar("Told")


def _run(url: str, talk: Coroutine[Any, Any, Told]) -> Told:
    """Returns what a talk brings. Raises LinkError where it does not come about."""
    if aiohttp is None:
        talk.close()
        raise LinkError("Python's package aiohttp is missing, which AppDaemon brings: pip install aiohttp")
    try:
        return asyncio.run(talk)
    except aiohttp.WSServerHandshakeError as error:
        raise LinkError(f"{url} answers, but not as Home Assistant does (HTTP {error.status})") from None
    except aiohttp.ClientConnectorCertificateError:
        raise LinkError(f"the certificate of {url} is not of that name, or of nobody known") from None
    except aiohttp.ClientConnectorSSLError:
        raise LinkError(f"{url} does not speak https: try http://") from None
    except (asyncio.TimeoutError, TimeoutError):
        raise LinkError(f"{url} does not answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        cause = getattr(error, "strerror", None) or type(error).__name__
        raise LinkError(f"{url} cannot be reached ({cause}): is the address right, and the port?") from None


def socket_address(url: str) -> str:
    """Returns the address of the websocket of the Home Assistant that a person opens as `url`.

    Raises LinkError for an address that is none, or over which the token would be read on its way.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or any(each.isspace() for each in url):
        said = "what is not shown" if "@" in url else url
        raise LinkError(f"must be an address such as http://homeassistant.local:8123, got {said}")
    if has_password(url):
        raise LinkError("the address must have no name and no password in it: the token is asked for")
    if parts.scheme == "http" and not in_the_house(url):
        raise LinkError(f"{url} must begin with https://, or the token could be read on its way")
    scheme = "wss" if parts.scheme == "https" else "ws"
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/api/websocket"


@asynccontextmanager
async def _entered(url: str, token: str) -> AsyncIterator[_Line]:
    address = socket_address(url)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=ANSWER_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.ws_connect(address, max_msg_size=0) as socket,
    ):
        line = _Line(socket, url)
        await line.enter(token)
        who = await line.ask("auth/current_user")
        if isinstance(who, Mapping) and who.get("is_admin") is False:
            raise LinkError(
                f"the token is of {who.get('name')}, who is no administrator and sees a part of the house "
                "only: make one as an administrator"
            )
        yield line


async def _look(url: str, token: str) -> Surroundings:
    async with _entered(url, token) as line:
        answers = {question: await line.ask(question) for question in QUESTIONS}
        seen = Surroundings.of_answers(answers, time.time())
        wanted = wanted_statistics(seen)
        if wanted:
            answers[PAST] = await line.ask(PAST, **of_the_past(wanted, datetime.now(timezone.utc)))
        return Surroundings.of_answers(answers, time.time())


class _Line:
    """Is a websocket on which one thing is asked after the other."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, url: str) -> None:
        self._socket = socket
        self._url = url
        self._asked = 0

    async def enter(self, token: str) -> None:
        """Shows the token. Raises LinkError where it is not accepted."""
        if (await self._hear()).get("type") != "auth_required":
            raise LinkError(f"{self._url} answers, but not as Home Assistant does")
        await self._socket.send_json({"type": "auth", "access_token": token})
        said = (await self._hear()).get("type")
        if said == "auth_invalid":
            raise LinkError(
                "Home Assistant does not accept the token: make a long-lived one in your profile there, "
                "under Security"
            )
        if said != "auth_ok":
            raise LinkError(f"{self._url} answers, but not as Home Assistant does")

    async def ask(self, question: str, **data: Any) -> Any:
        """Returns the result of a command, None where Home Assistant refuses it or does not know it."""
        return (await self.answer(question, **data)).result

    async def answer(self, question: str, **data: Any) -> Answer:
        """Returns the answer to a command."""
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "type": question, **data})
        while True:
            said = await self._hear()
            if said.get("id") == self._asked and said.get("type") == "result":
                return Answer.of_message(said)

    async def _hear(self) -> Mapping[str, Any]:
        message = await asyncio.wait_for(self._socket.receive(), ANSWER_S)
        if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
            raise LinkError(f"{self._url} has hung up: is Home Assistant starting?")
        try:
            said = json.loads(message.data)
        except (TypeError, ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise LinkError(f"{self._url} answers, but not as Home Assistant does")
        return said
