"""Defines the properties of a simulated car."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.position import HOME, Position


@dataclass(frozen=True)
class CarSettings:
    """Describes the car, and how quickly it answers."""

    vin: str = "5YJSA1E20HF000337"
    numeric_id: int = 1_492_931_520_123_456
    display_name: str = "Helia"
    home: Position = HOME
    battery_kwh: float = 60.0
    phases: float = 1
    voltage_v: float = 230.0
    max_current_a: int = 16
    charges_on_plug_in: bool = True
    starting_s: float = 5.0
    reaction_s: float = 2.0
    rise_a_per_s: float = 2.0
    fall_a_per_s: float = 8.0
    charge_efficiency: float = 0.98
    charge_overhead_kw: float = 0.194
    sleep_after_s: float = 720.0
    wake_delay_s: float = 15.0
