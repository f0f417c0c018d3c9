"""Home Assistant's registry, asked for through AppDaemon's own connection."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from appdaemon.plugins.hass.hassplugin import HassPlugin

from solar_charging.base import home_assistant
from solar_charging.base.answer import NO_ANSWER, Answer
from solar_charging.base.home_assistant import AT_ONCE, MESSAGE_BYTES, ROW_BYTES, HomeAssistant
from solar_charging.base.shown import ERROR_SAID

LIST, SHOWN, SOME = (
    f"config/entity_registry/{command}" for command in ("list", "list_for_display", "get_entries")
)
MANY = MESSAGE_BYTES // ROW_BYTES + 1


class Connection:
    """AppDaemon with its plugin; `answers` are those of the websocket."""

    def __init__(self, states: int) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, int]] = []
        self.fails: Exception | None = None
        self.plugin: Any = mock.Mock(spec=HassPlugin)
        self.plugin.config = SimpleNamespace(ws_max_msg_size=MESSAGE_BYTES)
        self.plugin.websocket_send_json = self._send
        self.AD = SimpleNamespace(plugins=SimpleNamespace(get_plugin_object=lambda _: self.plugin))
        self.config_model = None
        self.states = {f"sensor.s{number}": {} for number in range(states)}

    def get_state(self, **_: Any) -> dict[str, Any]:
        return self.states

    async def _send(self, timeout: float, silent: bool, type: str, **data: Any) -> Any:
        assert timeout > 0
        assert silent
        self.asked.append((type, len(data.get("entity_ids", ()))))
        if self.fails is not None:
            raise self.fails
        answer = self.answers.get(type)
        if type == SOME and answer is None:
            return {"success": True, "result": {each: {"entity_id": each} for each in data["entity_ids"]}}
        return answer


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(_: Any, request: Coroutine[Any, Any, Any], timeout: float) -> Any:
        return asyncio.run(asyncio.wait_for(request, timeout))

    monkeypatch.setattr(home_assistant, "run_coroutine_threadsafe", run)
    monkeypatch.setattr(home_assistant, "Hass", mock.Mock())

    def made(states: int = 3) -> tuple[Connection, HomeAssistant]:
        connection = Connection(states)
        return connection, HomeAssistant(connection, "default")  # type: ignore[arg-type]

    return made


def told(result: Any) -> dict[str, Any]:
    return {"success": True, "result": result}


def test_a_home_of_usual_size_is_asked_for_all_at_once(connect: Any) -> None:
    connection, home = connect(MANY - 2)
    connection.answers = {LIST: told([{"entity_id": "a.b"}])}
    assert home.registered(["tessie"]) == [{"entity_id": "a.b"}]
    assert connection.asked == [(LIST, 0)]


def test_a_very_large_home_is_asked_for_its_cars_alone_and_in_parts(connect: Any) -> None:
    connection, home = connect(MANY)
    rows = [{"ei": f"sensor.{number}", "pl": "tessie"} for number in range(AT_ONCE + 1)]
    connection.answers = {SHOWN: told({"entities": [*rows, {"ei": "light.a", "pl": "hue"}, {"ei": "x.y"}]})}
    assert home.registered(["tessie"]) == [{"entity_id": row["ei"]} for row in rows]
    assert connection.asked == [(SHOWN, 0), (SOME, AT_ONCE), (SOME, 1)]


def test_of_a_very_large_home_all_may_be_asked_for(connect: Any) -> None:
    connection, home = connect(MANY)
    rows = [{"ei": "sensor.a", "pl": "tessie"}, {"ei": "light.a", "pl": "hue"}, {"pl": "hue"}, "row"]
    connection.answers = {SHOWN: told({"entities": rows})}
    assert home.registered() == [{"entity_id": "sensor.a"}, {"entity_id": "light.a"}]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([], {}),
        (None, {}),
        (
            [{"namespace": "default", "domain": "notify", "service": "mobile_app_x"},
             {"namespace": "default", "domain": "notify", "service": "notify"}],
            {"notify": {"mobile_app_x": {}, "notify": {}}},
        ),
    ],
)  # fmt: skip
def test_services_are_those_that_appdaemon_knows(connect: Any, listed: Any, expected: Any) -> None:
    connection, home = connect()
    connection.list_services = lambda namespace: listed if namespace == "default" else [{}]
    assert home.services() == expected


@pytest.mark.parametrize("states", [3, MANY])
@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"success": False},
        {"success": False, "error": {"code": "unknown_command"}},
        {"success": True},
        told(None),
        told("words"),
        told({"entities": "words"}),
    ],
)
def test_an_answer_that_is_none_leaves_the_registry_unread(connect: Any, states: int, answer: Any) -> None:
    connection, home = connect(states)
    connection.answers = dict.fromkeys((LIST, SHOWN), answer)
    assert home.registered(["tessie"]) is None
    assert home.devices() is None


def test_a_connection_that_breaks_leaves_it_unread(connect: Any) -> None:
    connection, home = connect()
    connection.fails = ConnectionResetError()
    assert home.registered(["tessie"]) is None
    connection.plugin = None
    assert (home.registered(["tessie"]), home.devices()) == (None, None)


def test_an_appdaemon_that_says_nothing_of_sizes_has_the_usual_one(connect: Any) -> None:
    connection, home = connect()
    connection.plugin.config = SimpleNamespace()
    connection.answers = {LIST: told([])}
    assert home.registered(["tessie"]) == []


def test_a_refusal_comes_with_its_words_where_they_are_wanted(connect: Any) -> None:
    connection, home = connect()
    connection.answers["lovelace/config/save"] = {"success": True, "result": None}
    assert home.answer("lovelace/config/save", url_path="x", config={}) == Answer(None)
    refused = {"success": False, "error": {"code": "unauthorized", "message": "Unauthorized" * 99}}
    connection.answers["lovelace/config/save"] = refused
    answer = home.answer("lovelace/config/save", url_path="x", config={})
    assert (answer.done, answer.code, len(answer.said)) == (False, "unauthorized", ERROR_SAID)
    assert home.asked("lovelace/config/save", url_path="x", config={}) is None


@pytest.mark.parametrize("said", [None, [], "?", {}, {"success": False}, {"success": None, "error": "?"}])
def test_what_is_no_answer_is_not_taken_for_one(connect: Any, said: Any) -> None:
    connection, home = connect()
    connection.answers["get_config"] = said
    assert home.answer("get_config") == Answer(code=NO_ANSWER)
    connection.plugin = None
    assert home.answer("get_config") == Answer(code=NO_ANSWER)
