"""Sun that is fed in beside a full house battery: it is the car's, whatever is known of the battery."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from simulator.house_battery import HouseBattery
from simulator.world import World
from solar_charging.base.reason import Why
from solar_charging.control.situation import State
from tests.household import Household, constant_day, settings

POWER, SOC = "sensor.battery_power", "sensor.battery_soc"
UNITS = {POWER: "W", SOC: "%"}


class HomeWithBattery(Household):
    """Its battery's sensors are those of `tells`; they speak when they have something new to say."""

    tells: Collection[str] = (POWER, SOC)

    def with_battery(self, soc_pct: float, tells: Collection[str]) -> HomeWithBattery:
        """Puts a battery of 10 kWh into the house."""
        self.tells, self.said = tells, dict[str, str]()
        self.battery = HouseBattery(soc_pct=soc_pct)
        self.world = World(self.trace, self.car, self.now.timestamp(), self.battery)
        return self

    def _tell_meters(self) -> None:
        super()._tell_meters()
        meters = self.world.meters(self.now.timestamp())
        for entity, value in ((POWER, meters.battery_power_w), (SOC, meters.battery_soc_pct)):
            said = str(round(value or 0.0))
            if entity in self.tells and self.said.get(entity) != said:
                self.said[entity] = said
                state = {"state": said, "attributes": {"unit_of_measurement": UNITS[entity]}}
                self.controller.meter(entity, state, self.now.timestamp())


@pytest.mark.parametrize("capacity", [{"capacity_kwh": 10}, {}], ids=["of a known capacity", "not learnt"])
@pytest.mark.parametrize("tells", [(POWER, SOC), (POWER,), (SOC,), ()], ids=lambda each: f"tells {len(each)}")
def test_the_car_charges_from_what_a_full_battery_leaves(
    capacity: dict[str, object], tells: Collection[str]
) -> None:
    named = {"power": POWER, "soc": SOC, **capacity}
    home = HomeWithBattery(settings(battery=named), constant_day(3000.0)).with_battery(100.0, tells)
    home.run(minutes=20)
    decided = home.last.decision
    assert decided.state is State.FOLLOWING_SUN
    # 13 A are 2990 W: the sun that is left over, or at most an ampere less where it has to be fed in first.
    assert decided.current_a in (12, 13)
    home.run(hours=2)
    assert home.battery.soc_pct > 95, "it is not emptied into the car"
    assert home.last.decision.state is State.FOLLOWING_SUN


@pytest.mark.parametrize("capacity", [{"capacity_kwh": 10}, {}], ids=["of a known capacity", "not learnt"])
def test_a_battery_that_fills_comes_first_on_the_first_day(capacity: dict[str, object]) -> None:
    named = {"power": POWER, "soc": SOC, **capacity}
    home = HomeWithBattery(settings(battery=named), constant_day(3000.0))
    home.with_battery(50.0, (POWER, SOC)).run(minutes=20)
    decided = home.last.decision
    assert (decided.state, decided.reason.why) == (State.WAITING_FOR_SUN, Why.BATTERY_FIRST)
