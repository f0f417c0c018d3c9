"""A real Home Assistant, a real AppDaemon and the simulated world: a charge outlives their failures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from stage.environments import home_assistant_environment
from stage.observation import Observation, observations, observe
from stage.processes import wait_for
from stage.scene import Scene
from stage.verdict import entities
from stage.world import WorldSettings

MORNING = datetime(2026, 6, 15, 9, 0, tzinfo=timezone.utc)
SPEED = 60.0
LOAD_W = 300
# Solar power from a minute of the morning on: enough for 7 A, 11 A and the cable's 16 A.
SOLAR_W = {0: 2_000, 15: 3_000, 30: 4_500}
CABLE_A = 16
VOLTAGE_V = 230
# For what takes seconds, unless the machine is busy.
LONG_S = 90
# Longer than the app waits after a start and between two changes of current.
SETTLED_S = 4

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
]


@pytest.fixture
def clearing_sky(tmp_path: Path) -> Path:
    """A day on which the sun comes out in three steps and stays."""
    midnight = MORNING.replace(hour=0)
    rows = ["timestamp_utc,load_w,solar_w"]
    for minute in range(24 * 60):
        at = midnight + timedelta(minutes=minute)
        steps = [solar_w for after, solar_w in SOLAR_W.items() if at >= MORNING + timedelta(minutes=after)]
        rows.append(f"{at.isoformat()},{LOAD_W + minute % 7},{steps[-1] if steps else 0}")
    file = tmp_path / "clearing_sky.csv"
    file.write_text("\n".join(rows))
    return file


@pytest.fixture
def scene(tmp_path: Path, clearing_sky: Path) -> Iterator[Scene]:
    settings = WorldSettings(MORNING, SPEED, clearing_sky)
    with Scene(settings, print, folder=tmp_path / "stage") as scene:
        yield scene


def car_draws(scene: Scene, least_a: float, most_a: float = CABLE_A) -> bool:
    return least_a <= scene.world.state()["car"]["current_a"] <= most_a


def sun_carries(scene: Scene, least_a: float) -> bool:
    """Whether the car draws that much, and no more than the sun of the moment leaves over."""
    world = scene.world.state()
    left_over_a = (world["house"]["solar_power_w"] - LOAD_W) / VOLTAGE_V
    return least_a <= world["car"]["current_a"] <= left_over_a + 1


def app_follows_the_sun(scene: Scene, since: str = "") -> Observation | None:
    """What is seen once the app shows in Home Assistant that it follows the sun, or has shown it anew."""
    try:
        look = observe(scene)
    except OSError:
        return None
    return look if look.text("state") == "following_sun" and shown_at(look) > since else None


def shown_at(look: Observation) -> str:
    """When the app last showed anything."""
    return max(str(entity["last_updated"]) for entity in look.shown.values())


def test_a_charge_outlives_a_dead_home_assistant_and_a_restart_of_appdaemon(scene: Scene) -> None:
    wait_for("the charge that the sun starts", lambda: sun_carries(scene, 5), LONG_S)
    wait_for("a greater current, as more sun comes", lambda: sun_carries(scene, 10), LONG_S)
    wait_for("the whole current of the cable", lambda: sun_carries(scene, CABLE_A), LONG_S)

    home_assistant_dies(scene)
    wait_for("the end of a charge that nobody measures", lambda: car_draws(scene, 0, 0), LONG_S)
    assert scene.world.state()["commands"]["charge_stop"] == 1

    scene.home_assistant.start()
    wait_for("the app in the new Home Assistant", lambda: app_follows_the_sun(scene), LONG_S)
    wait_for("all that it shows", lambda: list(entities(observe(scene))) == [], LONG_S)
    wait_for("the charge that the sun starts again", lambda: car_draws(scene, CABLE_A), LONG_S)

    before = observe(scene)
    assert before.commands("charge_start") == 2
    scene.appdaemon.stop()
    last = shown_at(observe(scene))
    scene.appdaemon.start()
    wait_for("the restarted app", lambda: app_follows_the_sun(scene, since=last), LONG_S)
    for look in observations(scene, SETTLED_S):
        assert look.world["commands"] == before.world["commands"]
        assert look.car_current_a == CABLE_A


def home_assistant_dies(scene: Scene) -> None:
    """As in a power cut; Home Assistant has saved the switches' positions, as it does now and then."""
    scene.home_assistant.api.call_service("homeassistant.save_persistent_states")
    scene.home_assistant.kill()


def test_a_silent_meter_is_asked_for_in_home_assistant_and_then_called_dead(scene: Scene) -> None:
    wait_for("the charge that the sun starts", lambda: sun_carries(scene, 5), LONG_S)
    scene.world.stop()
    wait_for("the silence of the meter, noticed", lambda: shows(scene, "surplus", "unknown"), LONG_S)
    log = scene.appdaemon.log_file.read_text()
    assert "rendering template" not in log
    assert "AssertionError" not in log


def test_the_end_of_the_app_is_seen_and_nobodys_event_is_taken_for_it(scene: Scene) -> None:
    wait_for("the charge that the sun starts", lambda: sun_carries(scene, 5), LONG_S)
    wait_for("the app, following the sun", lambda: app_follows_the_sun(scene), LONG_S)
    scene.home_assistant.api.fire("plugin_stopped")
    last = shown_at(observe(scene))
    wait_for("the app, which goes on", lambda: app_follows_the_sun(scene, since=last), LONG_S)

    scene.appdaemon.set("tariff.peak_price", "0,30")
    wait_for("the settings, called wrong", lambda: shows(scene, "state", "setup"), LONG_S)
    assert "write 0.30 with a point" in str(observe(scene).text("reason"))
    scene.appdaemon.set("tariff.peak_price", 0.30)
    wait_for("the app, mended", lambda: app_follows_the_sun(scene), LONG_S)

    scene.appdaemon.stop()
    look = observe(scene)
    assert (look.text("state"), look.text("charging_power")) == ("stopped", "unknown")
    assert look.world["commands"]["charge_stop"] == 0


def shows(scene: Scene, key: str, state: str) -> bool:
    return bool(scene.home_assistant.api.states()[f"sensor.solar_charging_{key}"]["state"] == state)
