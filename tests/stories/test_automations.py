"""The automations of docs/notifications.md, in a real Home Assistant beside a real AppDaemon."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stage.environments import CHECKOUT, home_assistant_environment, is_of
from stage.home_assistant import STORED_HTTP
from stage.processes import wait_for
from stage.scene import Scene
from stage.screenshots import BEGIN, SPEED, trace
from stage.world import WorldSettings

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
]

AT_NOON = BEGIN.replace(hour=10, minute=40)

# What the examples talk to: a boiler, and a phone whose messages come into a file.
HOUSE = """\
input_boolean:
  boiler:
    name: Boiler
switch:
  - platform: template
    switches:
      boiler:
        value_template: "{{{{ is_state('input_boolean.boiler', 'on') }}}}"
        turn_on: {{service: input_boolean.turn_on, target: {{entity_id: input_boolean.boiler}}}}
        turn_off: {{service: input_boolean.turn_off, target: {{entity_id: input_boolean.boiler}}}}
notify:
  - platform: file
    name: mobile_app_phone
    filename: {phone}
"""

# The same, for a Home Assistant that knows neither of these spellings any more.
HOUSE_NOW = """\
command_line:
  - switch:
      name: Boiler
      command_on: touch {phone}.boiler
      command_off: rm -f {phone}.boiler
      command_state: test -e {phone}.boiler
  - notify:
      name: mobile_app_phone
      command: cat >> {phone}
"""


def examples() -> list[str]:
    page = (CHECKOUT / "docs" / "notifications.md").read_text(encoding="utf-8")
    return [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "automation:" in block]


def test_the_automations_of_the_readme_do_what_they_say(tmp_path: Path) -> None:
    world = WorldSettings(AT_NOON, SPEED, trace(tmp_path / "day.csv"), soc_pct=79)
    scene = Scene(world, print, folder=tmp_path / "stage")
    config = scene.home_assistant.token_file.parent
    phone = config / "phone.txt"
    house = HOUSE_NOW if is_of(STORED_HTTP) else HOUSE
    named = phone.name if house is HOUSE else str(phone)
    (config / "packages" / "house.yaml").write_text(house.format(phone=named))
    for number, example in enumerate(examples()):
        (config / "packages" / f"example_{number}.yaml").write_text(example)
    with scene:
        states = scene.home_assistant.api.states
        wait_for("the boiler", lambda: states()["switch.boiler"]["state"] == "on", within_s=90)
        state = "sensor.solar_charging_state"
        assert states()[state]["state"] == "full"
        # Who unplugs a sleeping car wakes it up.
        wait_for("its sleep", lambda: states()[state]["attributes"]["car_asleep"] == "yes", within_s=60)
        scene.world.change_car(plugged_in=False, asleep=False)
        wait_for(
            "a message on the phone", lambda: phone.exists() and "saved" in phone.read_text(), within_s=60
        )
    message = phone.read_text()
    assert re.search(
        r"^\d\.\d+ kWh for \d\.\d+ EUR,\s+\d\.\d+ of them from the sun, -?\d\.\d+ saved\.", message, re.M
    )
    assert re.search(r"This month: -?\d\.\d+\.$", message.strip())
