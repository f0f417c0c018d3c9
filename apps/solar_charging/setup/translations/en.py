"""Has the words of the set-up in English."""

from __future__ import annotations

from collections.abc import Mapping

from ..answers import Fault
from ..labels import Label
from ..proposal import Confidence, Ground, Topic, Typed

BESIDE = "; "
DECIMAL_MARK = "."

TITLES: Mapping[Topic, str] = {
    Topic.GRID: "Grid meter",
    Topic.SOLAR: "Roof",
    Topic.BATTERY: "House battery",
    Topic.CAR: "Car",
    Topic.LOCATION: "Where it is",
    Topic.CAR_LIMIT: "Charge limit",
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
    Topic.BATTERY: "Which sensors measure the house battery, and which way round? Without them the sun is the car's.",
    Topic.CAR: "Which car is to be charged?",
    Topic.LOCATION: "Which device tracker says where the car is? Without one it is never at home.",
    Topic.CAR_LIMIT: "May the app set the car's own charge limit to what a night or a trip needs, and put yours back?",
    Topic.PRICES: "Which entity tells what a kWh costs?",
    Topic.PEAK_PRICE: "What does a kWh cost you outside of cheap hours?",
    Topic.OFF_PEAK: "When is power cheaper? Left out, never.",
    Topic.OFF_PEAK_PRICE: "What does a kWh cost in these hours?",
    Topic.EXPORT_PRICE: "What does a kWh bring that you feed in? 0 for nothing.",
    Topic.FORECAST: "Which forecast of the sun?",
    Topic.FUSE: "What does your connection carry? It is written on the main fuses. Left out, nobody watches it.",
    Topic.VOLTAGE: "Which sensor measures the mains voltage?",
    Topic.DEPARTURES: "How much do you want in the battery at least in the morning? Left out, 50 %. When you leave and what your trips need is learnt; or say when you leave on working days, and with how much.",
    Topic.NOTIFY: "Who is told when the app needs a person?",
    Topic.TIME_ZONE: "Which time zone?",
    Topic.CURRENCY: "In which currency do you pay?",
    Topic.LANGUAGE: "Which language?",
}

EXAMPLES: Mapping[Typed, str] = {
    Typed.ENTITY: "or an entity's id, such as sensor.grid_power; at the grid with a minus before it where positive is export",
    Typed.PRICE: "a price such as 0.30",
    Typed.WINDOWS: "hours such as 22:00-06:00, several with commas",
    Typed.AMPS: "A in each phase, such as 25",
    Typed.WATTS: "W in all, such as 11000 (three phases of 16 A)",
    Typed.DEPARTURE: "per cent such as 40; or a time too, such as 07:30 60",
    Typed.CURRENCY: "three letters such as EUR",
}

GROUNDS: Mapping[Ground, str] = {
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
    Ground.LIMIT_YOURS: "as you set it in the car",
    Ground.LIMIT_MANAGED: "down for the night, up for a trip, and back to yours before you leave; if the app dies, the car stops by itself",
    Ground.LISTS_PRICES: "lists {count} prices",
    Ground.PRICE_OF_NOW: "tells the price of now",
    Ground.FORECAST_BY: "by {integration}",
    Ground.HOME_ASSISTANTS_OWN: "as Home Assistant has it",
    Ground.HELPERS_THERE: "these helpers are there; one that was never set (00:00, 0 %) says nothing",
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
    Ground.NO_CAR: "Home Assistant knows no Tesla: add its integration, or log in with python -m solar_charging.login and put its lines into apps.yaml",
    Ground.CAR_INCOMPLETE: "{car} has no entity for: {roles}. See docs/vehicles.md",
    Ground.PHASES_FOUND: "each phase is measured: {from}",
    Ground.NO_PHASES: "no sensors of the three phases beside the grid meter, so the sum is watched",
    Ground.NO_HOME: "zone.home is missing: the app would not know when the car is at home",
    Ground.NO_REGISTRY: "Home Assistant does not show its registry: sensors are found by their names alone",
    Ground.NO_DASHBOARD: "the Energy dashboard is not set up: with it nearly all is found by itself (Settings > Dashboards > Energy)",
    Ground.HELPER_MISSING: "the switches {helpers} are missing: they can be made at the end",
}

FAULTS: Mapping[Fault, str] = {
    Fault.NEEDED: "an answer is needed",
    Fault.NO_OPTION: "must be a number from 1 to {most}",
    Fault.TOO_LONG: "must have at most {most} characters",
    Fault.NO_ENTITY: "{entity} is not in Home Assistant",
    Fault.NO_TRACKER: "{entity} is no device tracker",
    Fault.NO_POWER: "{entity} does not measure power: it must be in W or kW",
    Fault.NO_PRICE: "must be a price of a kWh, such as 0.30",
    Fault.TOO_DEAR: "{price} {currency} is more than any house pays for a kWh: hundredths are {hundredth}",
    Fault.NO_HOURS: "must be hours such as 22:00-06:00, got {got}",
    Fault.SAME_TIMES: "must begin and end at different times, got {got}",
    Fault.NO_TIME: "must be a time of day such as 22:00, got {got}",
    Fault.NO_AMOUNT: "must be a whole number of {unit} from {least} to {most}, got {got}",
    Fault.NO_DEPARTURE: "must be per cent such as 40, or a time too, such as 07:30 60, got {got}",
    Fault.NO_CURRENCY: "must be three letters such as EUR, got {got}",
    Fault.OUTDATED: "this page was older than what the app knows: here is the present one, please answer again",
    Fault.STILL_OPEN: "not written yet: first answer what is still open",
    Fault.IMPOSSIBLE: "not written, for that cannot be",
    Fault.UNWRITABLE: "{file} could not be written: {cause}",
}

MARKS: Mapping[Confidence, str] = {
    Confidence.SURE: "sure",
    Confidence.LIKELY: "likely: please check",
    Confidence.ASKED: "needs your answer",
}

LABELS: Mapping[Label, str] = {
    Label.COLON: ":",
    Label.AND: " and ",
    Label.POSITIVE_IMPORT: "positive is import",
    Label.POSITIVE_EXPORT: "positive is export",
    Label.POSITIVE_CHARGING: "positive is charging",
    Label.POSITIVE_DISCHARGING: "positive is discharging",
    Label.DEPARTURE: "{time} with {soc} %",
    Label.AS_YOU_SAID: "as you said",
    Label.MANAGED: "managed",
    Label.LEGEND: "+ is sure, ? is likely: look at it, ! is asked",
    Label.ASKED_BELOW: "asked below",
    Label.ENTER_LEAVES_OUT: "Enter leaves it out",
    Label.THAT_MAKES: "That makes:",
    Label.WRITE_THIS: "Write this to {file}? yes, no, or the number of a line to change it:",
    Label.YES_NO_NUMBER: "yes, no, or a number of the lines above",
    Label.NOTHING_WRITTEN: "Nothing was written.",
    Label.CANNOT_BE: "That cannot be: {mistakes}\nChange one of the lines.",
    Label.NEXT: """
Written to {file}.
apps.yaml needs these three lines, and nothing that is in this file; what it has besides always wins:

solar_charging:
  module: solar_charging.app
  class: SolarCharging

Then restart AppDaemon. The file belongs beside apps.yaml; it is yours to read and to change.""",
    Label.NEEDED_THERE: "In Home Assistant the app needs:",
    Label.OF_WHAT_IS_NEEDED: "Of what the app needs, in Home Assistant:",
    Label.MAKE_THEM: "Make them? Each is undone by --undo, and nothing of yours is touched. yes, no, or numbers such as 1 3:",
    Label.REMOVE_THEM: "Remove what it made? yes, no, or numbers such as 1 3:",
    Label.NOTHING_MADE: "The app has made nothing there.",
    Label.NOTHING_CHANGED: "Nothing was changed in Home Assistant.",
    Label.YES_NO_NUMBERS: "yes, no, or numbers of the lines above that can be",
    Label.PART_MADE: "{part}: made",
    Label.PART_REMOVED: "{part}: removed",
    Label.HEADING: "Set up solar charging",
    Label.INTRO: "This is what Home Assistant says of your house. Check what is likely, answer what is asked, then write it.",
    Label.LOOKING: "Looking around in Home Assistant ...",
    Label.BROKEN: "An error in the app itself: AppDaemon's log has it.",
    Label.LOOK_AGAIN: "Look again",
    Label.NOT_ANSWERED: "not answered yet",
    Label.LEAVE_OUT: "Leave it out",
    Label.TAKE: "Take it",
    Label.TYPED: "Your answer",
    Label.MISSING: "Missing in Home Assistant",
    Label.REMAINING: "Still to answer: {topics}",
    Label.READY: "All is answered.",
    Label.WRITE: "Write it",
    Label.WRITES_TO: "It goes into {file}, and the app begins by it at once.",
    Label.WRITTEN: "Written to {file}. The app begins by it now ...",
    Label.RUNNING: "The app runs by the settings in {file}. What you change here counts once it is written.",
    Label.NOT_RUNNING: "The app does not run: {problem}",
    Label.APPS_YAML_WINS: "apps.yaml has settings of its own, which win over what is written here: {sections}",
    Label.NEEDS: "What it needs in Home Assistant",
    Label.MAKE: "Make",
    Label.RENEW: "Renew",
    Label.UNDO: "Undo",
    Label.ENTRY: "Entry in apps.yaml",
}
