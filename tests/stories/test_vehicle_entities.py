"""A real Home Assistant, in which one simulated car goes by the names that each integration would give it."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
import yaml

from simulator.car_settings import CarSettings
from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.base.home_assistant import INTEGRATION, LAST_REPORTED
from solar_charging.vehicle.car import CarState, ChargingState, CommandRefused, HomeZone
from solar_charging.vehicle.entities.entities import HomeAssistantCar, check_answer
from solar_charging.vehicle.entities.found import Found, Wanted, find
from solar_charging.vehicle.entities.patterns import Role
from stage.environments import app_environment, home_assistant_environment
from stage.home_assistant import HomeAssistant
from stage.processes import free_port, wait_for
from stage.seeding import Home
from stage.world import SimulatedWorld, WorldSettings

COMPONENT = Path(__file__).parent / "pretended_cars"
INTEGRATIONS = {
    "tesla_fleet": "Tesla Fleet, Teslemetry or Tessie",
    "teslemetry": "Tesla Fleet, Teslemetry or Tessie",
    "tessie": "Tesla Fleet, Teslemetry or Tessie",
    "tesla_custom": "Tesla Custom Integration",
    "esphome_tesla_ble": "ESPHome Tesla BLE",
}
HOME = Home()
ZONE = HomeZone(HOME.latitude, HOME.longitude, 100)
SPEED = 30.0
# Unless the machine is busy, it takes a second or two.
SOON_S = 60
MAX_A = 16

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
]


class Stage:
    """Home Assistant and the simulated car, and the way between the app's car and Home Assistant."""

    def __init__(self, folder: Path) -> None:
        self.world = SimulatedWorld(
            app_environment(),
            folder / "simulator.log",
            free_port(18_200),
            WorldSettings(None, SPEED).arguments(),
        )
        self.home_assistant = HomeAssistant(
            home_assistant_environment(), folder / "home-assistant", free_port(18_300), HOME
        )
        self._folder = folder / "home-assistant"
        self._ids = itertools.count(1)

    def start(self) -> None:
        self.world.start()
        self._pretend_cars()
        self.home_assistant.start()
        self._socket = websocket.create_connection(
            self.home_assistant.url.replace("http", "ws") + "/api/websocket", timeout=SOON_S
        )
        token = self.home_assistant.token_file.read_text()
        self._receive()
        self._send(type="auth", access_token=token)
        assert self._receive()["type"] == "auth_ok"

    def stop(self) -> None:
        self.home_assistant.stop()
        self.world.stop()

    def _pretend_cars(self) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": FIRST_REFRESH_TOKEN}
        answer = requests.post(f"{self.world.url}sso/oauth2/v3/token", form, timeout=SOON_S)
        account = {
            "url": self.world.url,
            "vin": CarSettings().vin,
            "token": answer.json()["access_token"],
        }
        cars = [{"name": f"My {name}", "integration": name, **account} for name in INTEGRATIONS]
        shutil.copytree(COMPONENT, self._folder / "custom_components" / COMPONENT.name)
        package = self._folder / "packages" / f"{COMPONENT.name}.yaml"
        package.write_text(yaml.safe_dump({COMPONENT.name: {"cars": cars}}))

    # The Port of HomeAssistantCar

    def state(self, entity: str) -> Mapping[str, Any] | None:
        return self.home_assistant.api.states().get(entity)

    def said_s(self, entities: Collection[str]) -> float | None:
        said = self.rendered(" ".join(LAST_REPORTED.format(entity=entity) for entity in entities))
        return max(map(float, said.split())) or None

    def integration(self, entity: str) -> str | None:
        return self.rendered(INTEGRATION.format(names=["tessie", "pretended_cars"], entity=entity)) or None

    def rendered(self, template: str) -> str:
        token = self.home_assistant.token_file.read_text()
        answer = requests.post(
            f"{self.home_assistant.url}/api/template",
            json={"template": template},
            headers={"Authorization": f"Bearer {token}"},
            timeout=SOON_S,
        )
        answer.raise_for_status()
        return answer.text

    def call(self, service: str, **data: Any) -> None:
        domain, _, name = service.partition("/")
        number = next(self._ids)
        self._send(id=number, type="call_service", domain=domain, service=name, service_data=data)
        answer = self._receive()
        assert answer["id"] == number
        check_answer(service, answer)

    def _send(self, **message: Any) -> None:
        self._socket.send(json.dumps(message))

    def _receive(self) -> dict[str, Any]:
        return dict(json.loads(self._socket.recv()))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("stage"))
    try:
        stage.start()
        yield stage
    finally:
        stage.stop()


def found(stage: Stage, integration: str) -> Found:
    return find(Wanted(f"my_{integration}"), stage.home_assistant.api.states())


@pytest.fixture(params=INTEGRATIONS)
def integration(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def car(stage: Stage, integration: str) -> HomeAssistantCar:
    """The car at home, plugged in just now: it charges by itself, as cars do."""
    stage.world.change_car(position="home", plugged_in=True, soc_pct=50)
    car = HomeAssistantCar(found(stage, integration).roles, stage)
    seen(car, "a charge that began by itself", lambda state: state.draws and state.drawn_a != 0)
    return car


def seen(car: HomeAssistantCar, what: str, look: Callable[[CarState], bool]) -> CarState:
    def look_once() -> CarState | None:
        state = car.read(ZONE)
        return state if look(state) else None

    return wait_for(what, look_once, SOON_S)


def test_the_entities_are_found_by_the_cars_name(stage: Stage, integration: str) -> None:
    entities = found(stage, integration)
    assert entities.integration == INTEGRATIONS[integration]
    assert entities.missing == ((Role.LOCATION,) if integration == "esphome_tesla_ble" else ())
    assert entities.roles.keys() >= {Role.DRAWN, Role.VOLTAGE, Role.LIMIT, Role.CABLE, Role.WAKE_UP}


def test_a_charge_is_stopped_set_and_started(car: HomeAssistantCar, integration: str) -> None:
    car.stop()
    seen(car, "no current", lambda state: state.charging is ChargingState.STOPPED and state.drawn_a == 0)
    car.set_current(12)
    car.start()
    state = seen(
        car,
        "a charge with 12 A",
        lambda state: state.charging is ChargingState.CHARGING and state.drawn_a == 12,
    )
    assert (state.offered_a, state.max_current_a, state.charge_limit_pct) == (12, MAX_A, 80)
    assert (state.voltage_v, state.phases) == (230, None if integration == "tessie" else 1)
    assert state.soc_pct == pytest.approx(50, abs=5)


def test_a_sleeping_car_is_woken(stage: Stage, car: HomeAssistantCar) -> None:
    car.stop()
    stage.world.change_car(asleep=True)
    seen(car, "a sleeping car", lambda state: state.asleep and not state.draws)
    car.wake_up()
    seen(car, "an awake car", lambda state: not state.asleep)
    assert car.awake()


def test_home_assistant_says_when_the_car_spoke_last_and_by_whom(
    stage: Stage, car: HomeAssistantCar, integration: str
) -> None:
    before_s = car.read(ZONE).at_s
    wait_for("a newer report", lambda: car.read(ZONE).at_s > before_s, SOON_S)
    entity = found(stage, integration).roles[Role.SOC]
    assert stage.integration(entity) == "pretended_cars"
    assert stage.integration("zone.home") is None
    # With an integration that no one pays for, a refresh is a look at once.
    refreshing = HomeAssistantCar(found(stage, integration).roles, stage, refresh="always")
    assert refreshing.refresh()
    assert not HomeAssistantCar(found(stage, integration).roles, stage, refresh="never").refresh()
    assert not car.refresh()


def test_a_car_that_drives_away_is_not_at_home(stage: Stage, car: HomeAssistantCar, integration: str) -> None:
    knows = integration != "esphome_tesla_ble"
    seen(car, "the car at home", lambda state: state.at_home is (True if knows else None))
    stage.world.change_car(position="away")
    # Home Assistant has these from two entities, which do not change at once.
    away = False if knows else None
    seen(
        car,
        "an unplugged car that is elsewhere",
        lambda state: state.charging is ChargingState.DISCONNECTED and state.at_home is away,
    )
    with pytest.raises(CommandRefused) as caught:
        car.start()
    assert caught.value.word == "disconnected"
