"""The house's meters as Home Assistant receives them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from simulator.feed import Feed, sensors
from simulator.http_server import HttpServer, Reply, Request
from simulator.world import Meters

IMPORTING = Meters(grid_power_w=1234.4, solar_power_w=10.6, load_w=1245.0, car_power_w=0.0)
WITH_BATTERY = IMPORTING._replace(battery_power_w=-800.4, battery_soc_pct=61.26)
EXPORTING = Meters(grid_power_w=-2500.0, solar_power_w=3000.0, load_w=500.0, car_power_w=0.0)


class HomeAssistant:
    """Its states API, as far as a sensor needs it."""

    def __init__(self) -> None:
        self.states: dict[str, object] = {}
        self.posts = 0
        self.starting = False

    def respond(self, request: Request) -> Reply:
        if self.starting:
            return Reply(404, {"message": "not yet"})
        if request.bearer != "secret":
            return Reply(401, {"message": "unauthorized"})
        self.posts += 1
        self.states[request.path.removeprefix("api/states/")] = request.body["state"]
        return Reply(200, request.body)


@pytest.fixture
def home_assistant() -> HomeAssistant:
    return HomeAssistant()


@pytest.fixture
def url(home_assistant: HomeAssistant) -> Iterator[str]:
    server = HttpServer(home_assistant.respond, 0)
    server.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.stop()


@pytest.mark.parametrize(
    ("meters", "import_export", "states"),
    [
        (IMPORTING, False, {"grid_power": "1234", "solar_power": "11", "wallbox_power": "0"}),
        (EXPORTING, False, {"grid_power": "-2500", "solar_power": "3000"}),
        (IMPORTING, True, {"import_power": "1.234", "export_power": "0.000"}),
        (EXPORTING, True, {"import_power": "0.000", "export_power": "2.500"}),
        (IMPORTING._replace(grid_power_w=-0.3), False, {"grid_power": "0"}),
        (WITH_BATTERY, False, {"battery_power": "-800", "battery_soc": "61.3"}),
    ],
)
def test_the_grid_is_one_signed_power_or_a_pair(
    meters: Meters, import_export: bool, states: dict[str, str]
) -> None:
    made = {sensor.entity_id: sensor.state for sensor in sensors(meters, 230, import_export=import_export)}
    assert {f"sensor.{name}": state for name, state in states.items()}.items() <= made.items()
    assert len(made) == (5 if import_export else 4) + (2 if meters is WITH_BATTERY else 0)


def test_sensors_carry_units_and_classes() -> None:
    for sensor in sensors(IMPORTING, 231.25, import_export=True):
        assert sensor.attributes["state_class"] == "measurement"
        unit, device_class = sensor.attributes["unit_of_measurement"], sensor.attributes["device_class"]
        assert (unit, device_class) in {("W", "power"), ("kW", "power"), ("V", "voltage")}


def test_values_are_posted_changed_or_not(home_assistant: HomeAssistant, url: str) -> None:
    lines: list[str] = []
    feed = Feed(url, "secret", say=lines.append)
    for _ in range(2):
        feed.post(sensors(IMPORTING, 230))
    assert home_assistant.states == {
        "sensor.grid_power": "1234",
        "sensor.solar_power": "11",
        "sensor.wallbox_power": "0",
        "sensor.mains_voltage": "230.0",
    }
    assert home_assistant.posts == 8
    assert lines == []


def test_home_assistant_may_go_and_return_with_one_line_each(home_assistant: HomeAssistant, url: str) -> None:
    lines: list[str] = []
    feed = Feed(url, "secret", say=lines.append)
    for home_assistant.starting in (True, True, True, False, False, True):
        feed.post(sensors(IMPORTING, 230))
    assert [line.split(":")[0].split(" (")[0] for line in lines] == [
        "Home Assistant is away",
        "Home Assistant is back",
        "Home Assistant is away",
    ]
    assert "404" in lines[0]


def silent_port() -> socket.socket:
    """A server that takes a connection and never answers."""
    return socket.create_server(("127.0.0.1", 0))


def test_a_home_assistant_that_hangs_is_waited_for_only_so_long() -> None:
    lines: list[str] = []
    with silent_port() as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        Feed(url, "secret", timeout_s=0.05, say=lines.append).post(sensors(IMPORTING, 230))
    assert "timed out" in lines[0]


def test_a_home_assistant_that_is_not_there_is_no_error() -> None:
    lines: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    feed = Feed(f"http://127.0.0.1:{port}", "secret", say=lines.append)
    feed.post(sensors(IMPORTING, 230))
    feed.post(sensors(IMPORTING, 230))
    assert len(lines) == 1
    assert "refused" in lines[0]


def test_a_wrong_token_is_told(url: str) -> None:
    lines: list[str] = []
    Feed(url, "guessed", say=lines.append).post(sensors(IMPORTING, 230))
    assert "401" in lines[0]
