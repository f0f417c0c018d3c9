"""Holds the English of the checklist."""

from __future__ import annotations

from collections.abc import Mapping

from ...base.checks import Finding, Item, Risk, Todo

ITEMS: Mapping[Item, str] = {
    Item.GRID_METER: "Grid meter",
    Item.SIGN: "Its sign",
    Item.UNIT: "Its unit",
    Item.SOLAR: "Roof",
    Item.HOUSE_BATTERY: "House battery",
    Item.CAR: "Car",
    Item.PLACE: "At home",
    Item.PHASES: "Phases",
    Item.TARIFF: "Tariff",
    Item.FORECAST: "Forecast",
    Item.DEPARTURES: "Departures",
    Item.PLAN: "Plan",
    Item.FUSE: "Main fuse",
    Item.SWITCHES: "Switches",
    Item.NOTIFY: "Notifications",
}

FINDINGS: Mapping[Finding, str] = {
    Finding.REPORTS: "{entity} reports",
    Finding.REPORTS_EACH: "{entity} reports about each {every}",
    Finding.NOT_HEARD: "{entity} has not been heard yet",
    Finding.SILENT: "{entity} says nothing",
    Finding.SIGN_BY_COUNTERS: "right, by the counters of the Energy dashboard",
    Finding.SIGN_BY_CAR: "right: it has shown what the car drew",
    Finding.SIGN_OPEN: "not seen yet: the car shows it when it charges and its current changes",
    Finding.SIGN_AGAINST: "the other way round, by the counters of the Energy dashboard",
    Finding.UNIT_TOLD: "{entity} measures in {unit}",
    Finding.UNIT_NONE: "{entity} tells no unit, so its numbers are taken for W",
    Finding.UNIT_SHOWN: "{entity} tells no unit; it is W, as the car has shown",
    Finding.CAR_BY_ENTITIES: "by its entities, such as {entity}",
    Finding.CAR_BY_API: "by {host}",
    Finding.CAR_BY_BOTH: "read {read}, commanded {command}",
    Finding.CAR_AWAITED: "the car has not answered yet",
    Finding.PLACE_TOLD: "zone.home is there, and the car says where it is",
    Finding.PLACE_UNTOLD: "the car does not say where it is",
    Finding.PHASES_SET: "{count}, by the settings",
    Finding.PHASES_TOLD: "{count}, as the car says",
    Finding.PHASES_SEEN: "{count}, measured at the meter",
    Finding.PHASES_OPEN: "measured at the first charge",
    Finding.TARIFF_UNSET: "none is set, so each kWh is reckoned at {price_per_kwh}",
    Finding.TARIFF_FLAT: "always {price_per_kwh}",
    Finding.TARIFF_WINDOWS: "cheap at {windows}; now {price_per_kwh}, next change {at}",
    Finding.TARIFF_NOW: "now {price_per_kwh}, next change {at}",
    Finding.TARIFF_OF_NOW: "{entity} tells the price of now",
    Finding.TARIFF_BY_WORD: "{entity} says which tariff holds: now {price_per_kwh}",
    Finding.TARIFF_LIST: "{prices} prices until {until}, from {least_per_kwh} to {most_per_kwh}",
    Finding.TARIFF_COLOURS: "by the colour of the day: now {price_per_kwh}, next change {at}",
    Finding.FORECAST_HEARD: "heard",
    Finding.FORECAST_UNSET: "none is set: the sun of the last two weeks counts",
    Finding.DEPARTURE_NEXT: "next: {departure} with {wanted_pct}",
    Finding.DEPARTURE_EMPTY: "next: {departure} with {wanted_pct}, for which nothing is ever charged",
    Finding.DEPARTURES_LEARNT: "none is told: when you leave and what you need is learnt",
    Finding.PLAN_MADE: "made",
    Finding.PLAN_AWAITED: "made when the car is plugged in at home",
    Finding.FUSE_OF_PHASES: "{main_fuse_a} in each phase",
    Finding.FUSE_OF_SUM: "{max_import_w} in all",
    Finding.FUSE_UNSET: "not set, so nobody watches it",
    Finding.SWITCHES_THERE: "all are there",
    Finding.NOTIFY_LIST: "in Home Assistant's own list",
    Finding.NOTIFY_THERE: "by {service}",
    Finding.NOTIFY_MISSING: "{service} is not in Home Assistant",
    Finding.NOTIFY_UNWANTED: "none are wanted",
    Finding.ELSEWHERE: "{file} cannot be looked at from here",
}
"""What was found."""

TODOS: Mapping[Todo, str] = {
    Todo.LOOK_AT_SENSOR: "look at the sensor, and at its integration",
    Todo.TURN_SIGN: "set meters.grid_power_positive: {other}",
    Todo.SWAP_PAIR: "swap meters.import_power and meters.export_power",
    Todo.SEE_SIGN: "while the roof gives more than the house needs, grid power on the card must be export",
    Todo.GIVE_UNIT: "give it the unit W or kW, where it is made, or name another sensor",
    Todo.LOOK_AT_CAR: "it is tried again; see whether the car's own app reaches it",
    Todo.TELL_PLACE: "let the integration, or the car, share its location; or name car.entities.location",
    Todo.MAKE_HOME: "set your home under Settings > Areas, labels & zones",
    Todo.SET_PHASES: "nothing; or set car.phases",
    Todo.SET_TARIFF: "set tariff: its windows, or the entity of the prices",
    Todo.LOOK_AT_PRICES: "look at the entity of the tariff, and at its integration",
    Todo.SET_HELPERS: "set the helpers of the departure: when, and how full",
    Todo.PLUG_IN: "plug the car in",
    Todo.SET_FUSE: "set charging.max_import_w, or charging.main_fuse_a for each phase",
    Todo.MAKE_HELPERS: "make them under Settings > Devices & services > Helpers, or copy the package",
    Todo.NAME_NOTIFY: "set notify to a service that Developer tools > Actions lists",
}
"""What there is to do."""

RISKS: Mapping[Risk, str] = {
    Risk.GRID_METER: "grid meter: {found}; nothing is charged by the sun until that is mended",
    Risk.SIGN: "sign of the grid meter: {found}; the car may be charged with bought power in place of the sun",
    Risk.UNIT: "unit of the grid meter: {found}; the car may buy power for sun, or leave the sun to the grid",
    Risk.SOLAR: "roof: {found}; what the house uses is not known, and a wrong grid meter is noticed later",
    Risk.HOUSE_BATTERY: "house battery: {found}; it may be emptied into the car",
    Risk.CAR: "car: {found}; it is not charged, and a charge that runs is not stopped",
    Risk.PLACE: "home: {found}; the car is left alone, for nobody knows whether it is there",
    Risk.TARIFF: "tariff: {found}; power may be bought when it is dear",
    Risk.FORECAST: "forecast: {found}; more may be bought than is needed",
    Risk.DEPARTURES: "departure: {found}; the car may not be ready",
    Risk.FUSE: "main fuse: {found}; it may not hold, or the car gets less than it could",
    Risk.SWITCHES: "switches: {found}; what they switch stays off",
    Risk.NOTIFY: "notifications: {found}; nobody hears when something is wrong",
}
"""What it may cost to switch the app on all the same."""
