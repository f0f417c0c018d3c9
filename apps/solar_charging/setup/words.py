"""Says in English what is proposed and why: the words of the shell, as those of the login are."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.reason import Reason
from .proposal import Choice, Confidence, Ground, Option, Topic, Typed

TITLES: Mapping[Topic, str] = {
    Topic.GRID: "Grid meter",
    Topic.SOLAR: "Roof",
    Topic.BATTERY: "House battery",
    Topic.CAR: "Car",
    Topic.LOCATION: "Where it is",
    Topic.PRICES: "Price entity",
    Topic.PEAK_PRICE: "Price of a kWh",
    Topic.OFF_PEAK: "Cheap hours",
    Topic.OFF_PEAK_PRICE: "Price in them",
    Topic.EXPORT_PRICE: "Fed-in kWh",
    Topic.FORECAST: "Forecast",
    Topic.FUSE: "Main fuse",
    Topic.VOLTAGE: "Mains voltage",
    Topic.DEPARTURES: "Departures",
    Topic.NOTIFY: "Notifications",
    Topic.TIME_ZONE: "Time zone",
    Topic.CURRENCY: "Currency",
    Topic.LANGUAGE: "Language",
}

QUESTIONS: Mapping[Topic, str] = {
    Topic.GRID: "Which sensors measure the power at the grid, and which way round?",
    Topic.SOLAR: "Which sensor measures what the roof gives? The charge needs it not, the card shows it.",
    Topic.BATTERY: "Which sensors measure the house battery, and which way round? Without them the sun is "
    "the car's.",
    Topic.CAR: "Which car is to be charged?",
    Topic.LOCATION: "Which device tracker says where the car is? Without one it is never at home.",
    Topic.PRICES: "Which entity tells what a kWh costs?",
    Topic.PEAK_PRICE: "What does a kWh cost you outside of cheap hours?",
    Topic.OFF_PEAK: "When is power cheaper? Enter for never.",
    Topic.OFF_PEAK_PRICE: "What does a kWh cost in these hours?",
    Topic.EXPORT_PRICE: "What does a kWh bring that you feed in? 0 for nothing.",
    Topic.FORECAST: "Which forecast of the sun?",
    Topic.FUSE: "What does your connection carry? It is written on the main fuses. Enter: nobody watches it.",
    Topic.VOLTAGE: "Which sensor measures the mains voltage?",
    Topic.DEPARTURES: "How much do you want in the battery at least in the morning? Enter: 50 %. When you "
    "leave and what your trips need is learnt; or say when you leave on working days, and with how much.",
    Topic.NOTIFY: "Who is told when the app needs a person?",
    Topic.TIME_ZONE: "Which time zone?",
    Topic.CURRENCY: "In which currency do you pay?",
    Topic.LANGUAGE: "Which language?",
}

EXAMPLES: Mapping[Typed, str] = {
    Typed.ENTITY: "or type an entity's id, such as sensor.grid_power",
    Typed.PRICE: "a price such as 0.30",
    Typed.WINDOWS: "hours such as 22:00-06:00, several with commas",
    Typed.AMPS: "A in each phase, such as 25",
    Typed.WATTS: "W in all, such as 11000 (three phases of 16 A)",
    Typed.DEPARTURE: "per cent such as 40; or a time too, such as 07:30 60",
    Typed.CURRENCY: "three letters such as EUR",
}

SAID: Mapping[Ground, str] = {
    Ground.DASHBOARD_POWER: "your Energy dashboard names it",
    Ground.DASHBOARD_DEVICE: "on the device that your Energy dashboard counts: {from}",
    Ground.DASHBOARD_SOURCE: "your Energy dashboard counts it: {from}",
    Ground.DASHBOARD_PRICE: "your Energy dashboard has this price",
    Ground.SAME_INTEGRATION: "by the integration that your Energy dashboard counts: {from}",
    Ground.BY_NAME: "it sounds like it",
    Ground.COUNTERS_AGREE: "over the last hours it agrees with the counters, but for {differs_pct} %",
    Ground.COUNTERS_DIFFER: "but over the last hours it differs from the counters by {differs_pct} %",
    Ground.SIGN_DENIED: "but by what the roof gives now, this sign cannot be",
    Ground.SIGN_BY_SUN: "it is more than the roof gives now, so it cannot be an export",
    Ground.SIGN_LIKELY: "negative while the roof gives, so likely an export",
    Ground.SIGN_BY_NIGHT: "without sun you cannot export, so this sign is import",
    Ground.SIGN_USUAL: "the sign is the usual one of {integration}",
    Ground.SIGN_OPEN: "nothing tells yet which way round it is",
    Ground.ONLY_CAR: "the only Tesla that Home Assistant knows: found without any setting",
    Ground.CAR_OF_SEVERAL: "{car}",
    Ground.LOCATION_MISSING: "{car} does not say where it is: a device tracker has to",
    Ground.LISTS_PRICES: "lists {count} prices",
    Ground.PRICE_OF_NOW: "tells the price of now",
    Ground.FORECAST_BY: "by {integration}",
    Ground.HOME_ASSISTANTS_OWN: "as Home Assistant has it",
    Ground.HELPERS_THERE: "these helpers are there; set them, or a fresh one counts as 00:00",
    Ground.PHONE: "the app of a phone",
    Ground.LEFT_OUT: "left out",
    Ground.IMPORTS_NOW: "{power_w} W now: you import",
    Ground.EXPORTS_NOW: "{power_w} W now: you export",
    Ground.GIVES_NOW: "{power_w} W now",
    Ground.CHARGES_NOW: "{power_w} W now: it charges",
    Ground.DISCHARGES_NOW: "{power_w} W now: it gives",
    Ground.STATE_NOW: "{said} now",
    Ground.SILENT_NOW: "says nothing now",
    Ground.NOTHING_FOUND: "nothing found in Home Assistant",
    Ground.NOT_IN_DASHBOARD: "none in your Energy dashboard",
    Ground.NO_CAR: "Home Assistant knows no Tesla: add its integration, or log in with "
    "python -m solar_charging.login and put its lines into apps.yaml",
    Ground.CAR_INCOMPLETE: "{car} has no entity for: {roles}. See docs/vehicles.md",
    Ground.PHASES_FOUND: "each phase is measured: {from}",
    Ground.NO_PHASES: "no sensors of the three phases beside the grid meter, so the sum is watched",
    Ground.NO_HOME: "zone.home is missing: the app would not know when the car is at home",
    Ground.NO_REGISTRY: "Home Assistant does not show its registry: sensors are found by their names alone",
    Ground.NO_DASHBOARD: "the Energy dashboard is not set up: with it nearly all is found by itself "
    "(Settings > Dashboards > Energy)",
    Ground.HELPER_MISSING: "the switches {helpers} are missing: packages/solar_charging.yaml makes them",
}

MARKS: Mapping[Confidence, str] = {
    Confidence.SURE: "+",
    Confidence.LIKELY: "?",
    Confidence.ASKED: "!",
}
LEGEND = "+ is sure, ? is likely: look at it, ! is asked"

WIDTH = 15
"""The longest title of a line."""


def said(reason: Reason[Ground]) -> str:
    """Returns a ground in words."""
    return SAID[reason.why].format(**reason.values)


def because(*reasons: Reason[Ground]) -> str:
    """Returns grounds in words, one after the other."""
    return "; ".join(dict.fromkeys(said(reason) for reason in reasons))


def called(option: Option) -> str:
    """Returns what an option is called: its name, else its entities, else what it sets."""
    if option.name:
        return option.name
    if not option.settings:
        return "-"
    if option.entities:
        both = {"meters.import_power", "battery.charge_power"} & option.settings.keys()
        turned = [str(option.settings[key]) for key in option.settings if key.endswith("_positive")]
        names = (" and " if both else ", ").join(option.entities)
        return f"{names} (positive is {turned[0]})" if turned else names
    return ", ".join(_shown(value) for value in option.settings.values())


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, Mapping):
        if "start" in value:
            return f"{value['start']}-{value['end']}"
        return f"{value.get('time')} with {value.get('soc_pct')} %"
    return f"{value:g}" if isinstance(value, float) else str(value)


def line(number: int, choice: Choice, chosen: Option | None, answered: bool) -> str:
    """Returns a choice as two lines of the table: what is chosen, and why."""
    mark = MARKS[Confidence.SURE if answered else choice.confidence]
    shown = "asked below" if chosen is None else called(chosen)
    grounds = () if chosen is None else (*chosen.live, *chosen.grounds)
    why = "as you said" if answered and not chosen_live(chosen) else because(*grounds, *choice.grounds)
    first = f"{number:>2} {mark} {TITLES[choice.topic]:<{WIDTH}} {shown}"
    return f"{first}\n{'':<{WIDTH + 6}}{why}" if why else first


def chosen_live(chosen: Option | None) -> bool:
    """Says whether there is something to tell of what was chosen besides that it was."""
    return chosen is not None and bool(chosen.live)


def options(choice: Choice) -> list[str]:
    """Returns the numbered lines of a choice's options."""
    return [
        f"  {number}  {called(option)}: {because(*option.live, *option.grounds)}".rstrip(": ")
        for number, option in enumerate(choice.options, 1)
    ]
