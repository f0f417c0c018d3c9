"""Holds English, the language of the log; the other languages have the same keys."""

from __future__ import annotations

from collections.abc import Mapping

from ...base.reason import NextChange, Note, PlanText, Problem, Sign, Why

THEN = "; "
DECIMAL_MARK = "."
SIGN_FIRST = True
PER_CENT = "{}%"
UNKNOWN = "unknown"
MORE = "more"
A_MOMENT = "a moment"
A_WHILE = "a while"
"""The words for what is not known, for a power that nobody can tell, and for spans."""

CLOCK = "{}"
TOMORROW = "tomorrow"
DATE = "{day} {month}"
WEEKDAYS: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_SHORT: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""How a moment is said; each sentence puts a word such as "by" or "from" before it."""

LEFT_OVER = "{} left over"
NOTHING_LEFT = "no power left over"
HOUSE_DRAWS = "the house draws {} from the grid"
"""What the house leaves over of the sun."""

REASONS: Mapping[Why, str] = {
    Why.SETUP: "needs your help: {problem}",
    Why.OFF: "switched off: the car is left alone until it is switched on again",
    Why.OFF_STOPPING: "switched off: stopping the charge that the app had started",
    Why.UNREACHABLE: "no contact with the car: {problem}",
    Why.BUDGET: "holding back to stay within this month's budget for the car's API ({spent} of {cap} spent); there is a new one next month",
    Why.BLOCKED: "the car cannot be controlled: {problem}",
    Why.AWAY: "the car is not at home: it will be charged when it is back",
    Why.AWAY_BY: "the car is not at home but {distance_m} away (home reaches {radius_m} far): it will be charged when it is back",
    Why.POSITION_UNKNOWN: "the car does not say where it is: it is left alone until it does",
    Why.UNPLUGGED: "the car is not plugged in: plug it in to charge",
    Why.NO_POWER: "the socket has no power: check its switch and its fuse",
    Why.CABLE_LOOSE: "the cable is not fully plugged in: push it in",
    Why.FULL: "the battery has reached its limit ({soc_pct}): charging goes on after a drive, or with a higher limit",
    Why.LIMIT_TOO_LOW: "the battery has reached its limit ({soc_pct}), but the next departure needs {wanted_pct}: raise the limit in the car",
    Why.CHARGE_NOW: "charging at {current_a} right now, as you asked, up to the car's limit",
    Why.BY_HAND: "started in the car or its app: left alone until that charge ends, the car is unplugged or a switch is moved",
    Why.BY_HAND_SINCE: "started by hand at {since} ({sign}): left alone until that charge ends, the car is unplugged or a switch is moved",
    Why.STOPPED_BY_HAND: "stopped by hand at {stopped}: not charged until the car is unplugged, a switch is moved, a departure needs it, or {resumes}",
    Why.ENDED_NOBODYS: "a charge that nobody is known to have started was dear and is ended ({sign}): to keep it, start it again within 15 min",
    Why.LOOK_FIRST: "the car is asleep and has not said how full it is: waking it up once to learn what has to be charged",
    Why.BY_ITSELF: "the car started by itself when it was plugged in: charging at {current_a} until the sun comes",
    Why.BY_ITSELF_ENDING: "the car started by itself when it was plugged in: stopping it to wait for sun",
    Why.OFF_PEAK: "cheap power at {price_per_kwh}: charging at {current_a} up to {wanted_pct} (now {soc_pct})",
    Why.NO_READING: "the grid meter has been silent for {silent}: no power is drawn for the car until it reports again",
    Why.METER_WRONG: "{problem}; meanwhile the car gets no power by its word",
    Why.METER_DOUBTED: "no charge by the sun until this is clear: {problem}",
    Why.METER_UNREADABLE: "the grid meter cannot be read, so no power is drawn for the car: {problem}",
    Why.FUSE: "only {current_a}: the house may draw {max_import_w} at most",
    Why.FUSE_ENDING: "the house itself needs the {max_import_w} that it may draw: the car waits until there is room for {least_a}",
    Why.FUSE_PHASE: "only {current_a}: phase {phase} may carry {main_fuse_a} at most",
    Why.FUSE_PHASE_ENDING: "the house itself needs the {main_fuse_a} that phase {phase} may carry: the car waits until there is room for {least_a}",
    Why.FUSE_BLIND: "only {current_a}, so that the main fuse holds: {problem}",
    Why.FUSE_BLIND_ENDING: "no charge, so that the main fuse holds: {problem}; {cause}",
    Why.MEASURING: "measuring how much the sun leaves over: decides in {ready}",
    Why.MEASURING_PHASES: "charging at {current_a} only, until the grid meter has shown on how many phases the car charges",
    Why.MINIMUM: "the battery is below {wanted_pct} (now {soc_pct}): charging at {current_a}, whatever it costs",
    Why.DEPARTURE: "the departure is near: charging at {current_a} to have {wanted_pct} by {departure}",
    Why.DEPARTURE_AWAKE: "the month's budget does not allow waking the car again: charging at {current_a} while it is awake, to have {wanted_pct} by {departure}",
    Why.BUYING: "buying power at {price_per_kwh}: charging at {current_a}",
    Why.FOLLOWING_SUN: "charging at {current_a} with {sun_w} of sun",
    Why.CLOUD: "a cloud: goes on at {current_a}; stops in {wait} if it stays",
    Why.TOO_LITTLE_SUN: "too little sun, stopping: {left_over_w}, {break_even_w} needed to go on",
    Why.WAITING_FOR_SUN: "waiting for sun: {left_over_w}, {break_even_w} needed to start",
    Why.GATHERING: "sun: {left_over_w}, starts in {wait} if it lasts",
    Why.NOTHING_PAYS: "waiting until charging is cheaper: power from the grid costs {price_per_kwh} now, and solar power is sold at {export_per_kwh}",
}
"""Why it does (not) charge, by the names that the decision gives."""

BEGUN: Mapping[Sign, str] = {
    Sign.SEEN: "it began without the app, and the car was plugged in",
    Sign.AGAIN: "it began again after the app had ended it",
    Sign.PLUGGED_IN: "it began when the car was plugged in",
    Sign.POWER_BACK: "it began after a power cut or a restart",
    Sign.SCHEDULE: "it was scheduled in the car",
    Sign.LIMIT_RAISED: "the car's limit was raised",
    Sign.UNSEEN: "it began in the {apart} between two reports of the car",
}
"""By what a charge is known to have begun without the app."""

NEXT_CHANGES: Mapping[NextChange, str] = {
    NextChange.RETRY: "next try {at}",
    NextChange.PLAN: "buying {kwh} from {at}",
    NextChange.CHEAP_FROM: "cheap power from {at}",
    NextChange.CHEAP_UNTIL: "cheap until {at}",
    NextChange.PRICE_CHANGE: "power costs {price_per_kwh} from {at}",
    NextChange.DEPARTURE: "charging for the departure from {at} at the latest",
}
"""What will change that, and when; it stands behind the reason."""

PLAN: Mapping[PlanText, str] = {
    PlanText.NO_DEPARTURE: "no departure is set: charging when there is sun or cheap power",
    PlanText.NO_CAR: "no plan for {wanted_pct} by {departure} until the car is plugged in at home",
    PlanText.BUYING: "buying {purchases} for {wanted_pct} by {departure}",
    PlanText.PURCHASE: "{kwh} {when} at {price_per_kwh}",
    PlanText.MORE: "{purchases} and {kwh} more",
    PlanText.BY_SUN: "nothing to buy for {wanted_pct} by {departure}: {counted_kwh} needed, {expected_kwh} of sun expected",
    PlanText.ENOUGH: "nothing to buy for {wanted_pct} by {departure}: the battery has enough",
    PlanText.LOST: "nothing more can be bought for {wanted_pct} by {departure}",
    PlanText.SUN: "{plan}; {expected_kwh} of sun expected, {counted_kwh} counted on",
    PlanText.MISSING: "{plan}; {kwh} will be missing",
}
"""The plan in a sentence, and its parts."""

NAMES: Mapping[str, str] = {
    "state": "state",
    "reason": "reason",
    "plan": "plan",
    "target_now": "target now",
    "target": "target",
    "charging_current": "current",
    "charging_power": "power",
    "surplus": "surplus",
    "house_load": "house load",
    "grid_power": "grid power",
    "solar_power": "solar power",
    "soc": "state of charge",
    "next_change": "next change",
    "api_cost_today": "API cost today",
    "api_cost_month": "API cost this month",
    "car_energy": "car energy",
    "car_solar_energy": "car energy from the sun",
    "car_grid_energy": "car energy from the grid",
    "session_energy": "session energy",
    "session_solar_share": "session solar share",
    "session_cost": "session cost",
    "session_saved": "session saved",
    "energy_today": "energy today",
    "solar_share_today": "solar share today",
    "cost_today": "cost today",
    "saved_today": "saved today",
    "energy_month": "energy this month",
    "solar_share_month": "solar share this month",
    "cost_month": "cost this month",
    "saved_month": "saved this month",
}
"""The sensors' names, by their keys."""

NOTES: Mapping[Note, str] = {
    Note.NEEDS_YOU: "{app} needs your help",
    Note.COMPLETE: "{app}: charging complete",
    Note.DEPARTURE: "{app}: departure at risk",
    Note.CHARGED: "The battery is at {soc_pct}: {kwh} charged, {solar_pct} of it from the sun.",
    Note.LATE: "By {departure} the battery will be at about {expected_pct} instead of {wanted_pct}, even if it charges at full current from now on.",
    Note.LIMIT_TOO_LOW: "The car's charge limit is {limit_pct}, but {wanted_pct} are wanted by {departure}. Please raise it in the car.",
    Note.NOT_PLUGGED: "The car is not plugged in: its battery is at {soc_pct}, and {wanted_pct} are wanted by {departure}. Please plug it in by {latest}.",
    Note.NOT_HEARD: "The car has not said how full it is, and {wanted_pct} are wanted by {departure}. Please look after it: {problem}.",
    Note.AWAY: "The car is plugged in, but says that it is {distance_m} from home, and home reaches {radius_m} far: so it is not charged for {departure}. Please enlarge the zone in Home Assistant if it is at home.",
    Note.OUT_OF_REACH: "The car cannot be charged for {departure} ({wanted_pct} wanted): {problem}.",
}
"""Titles and texts of notifications."""

PROBLEMS: Mapping[Problem, str] = {
    Problem.HELPER_TO_CREATE: "{entity} is missing in Home Assistant; create the helper, or add this to configuration.yaml:\ninput_boolean:\n  {name}:\n    name: {title}",
    Problem.HELPER_MISSING: "the helper {entity} is missing in Home Assistant",
    Problem.NO_HOME_ZONE: "zone.home is missing in Home Assistant: the car cannot be located",
    Problem.SAME_CAR: "{shared} is that of the entry {entry} in apps.yaml too, and one car can have one entry only: the other one controls it, so remove one of the two",
    Problem.SAME_METER: "{entity} is the grid meter of the entry {entry} in apps.yaml too, and both would take the same sun: only {entry} charges its car until several cars can share a meter; to charge this one instead, disable {entry}",
    Problem.SERVICE_FAILED: "{service} failed: {cause}",
    Problem.NOT_ASKED_YET: "it has not been asked yet",
    Problem.BUDGET_SPENT: "the month's budget for its API is used up",
    Problem.ASLEEP: "the car is asleep or offline",
    Problem.WAITS_FOR_SCHEDULE: "it is waiting for a charge that is scheduled in the car itself",
    Problem.START_IN_VAIN: "it accepted the start but does not charge",
    Problem.STOP_IN_VAIN: "it accepted the stop but is still charging",
    Problem.DRAWS_TOO_MUCH: "it was asked to draw {current_a} and draws {drawn_a}",
    Problem.COMMAND_REFUSED: "the car refused {command}: {word}",
    Problem.FAILED_BEFORE: "it failed before the app was restarted, and is tried again later",
    Problem.NOTHING_KNOWN: "Home Assistant knows nothing about the car yet: it will when the car wakes up",
    Problem.CHARGING_UNTOLD: "the car does not say whether it is plugged in, or charges",
    Problem.WORD_UNKNOWN: "{where}: must be one of {known}, is {got}; until it is, current and cable say whether the car charges",
    Problem.WORD_UNTOLD: "{where}: says nothing; until it does, current and cable say whether the car charges",
    Problem.FLOWS_NEVERTHELESS: "the car calls itself {word}, but draws {drawn_a}: the current counts, so it charges",
    Problem.DRAWN_UNTOLD: "the car does not say what it draws: what it was asked for counts instead, so a cable that carries less is not noticed",
    Problem.OFFERED_UNTOLD: "the car does not say what it is offered: what was asked for counts instead, so what a person sets in the car is not noticed",
    Problem.SOC_UNTOLD: "the car does not say how full it is: it is charged up to its own limit, and no departure can be planned",
    Problem.LIMIT_UNTOLD: "the car does not say its charge limit: plans reckon with 100%",
    Problem.VOLTAGE_UNTOLD: "the car does not say the mains voltage: car.voltage_v counts instead",
    Problem.PHASES_UNTOLD: "the car does not say on how many phases it charges, and the grid meter has not shown it: three are reckoned with; if that is wrong, set car.phases",
    Problem.PHASES_MEASURED_ONE: "the car does not say on how many phases it charges: it is one, as measured ({per_amp_w} an ampere); if that is wrong, set car.phases",
    Problem.PHASES_MEASURED_NO_NEUTRAL: "the car does not say on how many phases it charges: it is three without a neutral, as measured ({per_amp_w} an ampere); if that is wrong, set car.phases",
    Problem.PHASES_MEASURED_THREE: "the car does not say on how many phases it charges: it is three, as measured ({per_amp_w} an ampere); if that is wrong, set car.phases",
    Problem.RATE_LIMITED: "too many requests, the next one is allowed in {retry_after_s}",
    Problem.REGION_UNKNOWN: "the account belongs to another region: set car.api_url to the server of yours",
    Problem.REGION_ELSEWHERE: "the account belongs to another region: set car.api_url to {base_url}",
    Problem.EMPTY_ANSWER: "the service gave an empty answer",
    Problem.SENSELESS_ANSWER: "the service gave an answer that makes no sense ({cause})",
    Problem.LATE_ANSWER: "the service did not answer in time",
    Problem.SERVICE_UNREACHABLE: "the service cannot be reached ({cause})",
    Problem.SERVICE_ANSWERED: "the service answered {answer}",
    Problem.PROXY_OUT_OF_RANGE: "the proxy does not reach the car ({words})",
    Problem.CERTIFICATE: "car.ca_file: {cause}",
    Problem.TOKEN_REFUSED: "the service refuses the token in {file}: replace it with a new one",
    Problem.TOKEN_FILE_MISSING: "token_file {file} does not exist",
    Problem.TOKEN_FILE_UNREADABLE: "token_file {file} cannot be read: {cause}",
    Problem.TOKEN_FILE_NO_JSON: "token_file {file} must contain JSON",
    Problem.TOKEN_FILE_MODE: "token_file {file} must have mode 0600, has {mode}",
    Problem.TOKEN_FILE_EMPTY: "token_file {file} must contain a refresh_token",
    Problem.TOKENS_EXPIRED: "log in again: the tokens in {file} are no longer valid",
    Problem.LOGIN_REFUSED: "log in again: Tesla answered {answer}",
    Problem.NO_CAR_SHOWN: "this token shows no car: is it the right account, with all permissions?",
    Problem.NOT_ONE_CAR: "set car.vin: the account must have exactly one car, has {count} ({cars})",
    Problem.OWNER_API_UNSIGNED: "the car takes signed commands only: Tesla's Owner API refuses them",
    Problem.INTEGRATION_UNSIGNED: "the car takes signed commands only, and its integration does not sign",
    Problem.UNSIGNED: "the car takes signed commands only",
    Problem.ENTITIES_UNAVAILABLE: "Home Assistant knows nothing about the car: all its entities are unavailable",
    Problem.ENTITIES_MISSING: "not all entities of {car} were found: {roles} missing; AppDaemon's log lists what there is, and what to write",
    Problem.CAR_NOT_FOUND: "Home Assistant has no car called {car}: AppDaemon's log lists what it has, and what to write as car.entities.name",
    Problem.CARS_TO_CHOOSE: "Home Assistant has several Teslas: set car.entities.name to one of {names}",
    Problem.NO_CAR_THERE: "no Tesla is found in Home Assistant: add its integration there, or set car.token_file for Tesla's API",
    Problem.NOT_CONNECTED: "{service}: Home Assistant is not connected",
    Problem.HOME_ASSISTANT_LATE: "{service}: Home Assistant did not answer in time",
    Problem.HOME_ASSISTANT_FAILED: "{service}: {cause}",
    Problem.ENTITY_UNAVAILABLE: "{entity} is unavailable in Home Assistant",
    Problem.ENTITY_NEEDED: "{service} needs an entity: set car.entities.{role}",
    Problem.METER_MISSING: "{entity} is named in apps.yaml, but missing in Home Assistant",
    Problem.METER_MISSPELT: "{entity} is named in apps.yaml, but missing in Home Assistant: did you mean {alike}?",
    Problem.METER_UNIT: "{entity}: unit_of_measurement must be one of {known}, got {unit}",
    Problem.METER_SIGN: "{entity} falls when the car draws more, so its sign is the other way round: set meters.grid_power_positive: {other}",
    Problem.METER_SWAPPED: "{entity} fall when the car draws more: swap import_power and export_power",
    Problem.METER_IN_KW: "{entity} shows the car's steps a thousand times too small: its values are kW, but its unit says W",
    Problem.METER_IN_W: "{entity} shows the car's steps a thousand times too large: its values are W, but its unit says kW",
    Problem.METER_BLIND: "{entity} does not show what the car draws: name the meter at the house's own connection, with all phases",
    Problem.METER_UNSEEN: "{entity} has not shown yet what the car draws: is it late, or does it measure something else?",
    Problem.METER_FROZEN: "{entity} is frozen: it repeats the same value, whatever the car and the sun do",
    Problem.METER_HELD: "{entity} stays near 0 whatever the car and the sun do: a house battery, or zero export?",
    Problem.METER_ABOVE_SUN: "{entity} shows more surplus than {solar} makes: with no other roof and no house battery its sign is the wrong way round",
    Problem.METER_LATE: "{entity} shows what the car does {lag} late: it is reckoned with, and the current is changed less often",
    Problem.METER_SLOW: "{entity} reports each {every} only: it is reckoned with, and the current is changed less often",
    Problem.METER_STALE_SET: "{entity} reports each {every}, but counts as silent after {stale}: leave meters.stale_s out, or raise it",
    Problem.METER_NO_SURPLUS: "{days} sunny days, and {entity} has never shown enough export to charge: is it the meter at the house's own connection, for both directions?",
    Problem.METER_SMALL: "{days} sunny days, and {entity} has never shown more than a few watts: its values look like kW, but its unit says W",
    Problem.METER_TURNED: "{days} sunny days, and {entity} shows export in the dark and import in the sun: is its sign the other way round?",
    Problem.METER_SILENT: "{entity} says nothing",
    Problem.FUSE_BLIND: "so that the main fuse holds, the car gets {current_a} at most until this is mended: {problem}",
    Problem.PEAK_UNKNOWN: "what the house draws at most is not known yet",
    Problem.PEAK_OF_HOUSE: "the house without the car has drawn {peak_w} within four weeks",
    Problem.PEAK_OF_PHASE: "the house without the car has drawn {peak_a} from {phase} within four weeks",
    Problem.PHASES_TURNED: "{entity} show export while the grid meter shows import, so their sign is the other way round: set meters.phase_sensors_positive; until then all that they show counts as import",
    Problem.PLUG_WRONG: "{entity} does not measure this car: it is left out, and what the car says counts",
    Problem.METER_COUNTS_ENERGY: "{entity} counts energy ({unit}): name the entity of the power, in W or kW",
    Problem.METER_PART_GONE: "{entity} is unavailable, and without it the grid's power is not known",
    Problem.METER_NO_NUMBER: "{entity}: must be a plain number such as -1543.5, is {said}",
    Problem.METER_OUT_OF_RANGE: "{entity}: must be between {least} and {most}, is {said}",
    Problem.METER_HALF_NEGATIVE: "{entity} says {got_w}, but a meter of one direction is never negative: name one that has a sign as grid_power, or invert it",
    Problem.EVENTS_LOST: "Home Assistant's changes do not reach AppDaemon: meters and switches are asked for at each beat until they do; if it stays so, restart AppDaemon",
    Problem.NO_TIME_OF_DAY: "{entity}: must be a time of day, with or without a date, is {said}",
    Problem.NO_PER_CENT: "{entity}: must be between 0 and 100%, is {said}",
    Problem.COLOUR_UNKNOWN: "{entity}: must be one of {known}, is {said}; until then the dearest counts",
    Problem.OFF_PEAK_UNKNOWN: "{entity}: does not say which tariff holds; until it does, the windows in the settings count, or the hours in which it used to be the cheap one",
    Problem.OFF_PEAK_QUESTION: "{entity} says {said}: is that the cheap tariff or the dear one? Write the cheap one's words in tariff.off_peak_states (seen so far: {words}); until then the windows in the settings count",
    Problem.OFF_PEAK_WORD: "{entity}: says {words}, and none of these is in tariff.off_peak_states ({known}); until one is, it is never cheap",
    Problem.PRICE_OF_NOW_UNKNOWN: "{entity}: the current price is not known; until it is, the windows in the settings count",
    Problem.NO_PRICE_LIST: "{entity}: must list prices in one of the attributes {known}, or say the price of now as a number; does neither",
    Problem.PRICE_LIST_SHAPE: "{where} must be a list of prices, got {got}",
    Problem.PRICE_LISTS: "{where} must hold one list of prices, holds several ({names}); make a template sensor of the one that is yours",
    Problem.PRICE_UNIT: "{entity}: unit_of_measurement must be money per energy, such as EUR/kWh, or price_unit must be set; got {unit}",
    Problem.PRICE_UNIT_CONTRADICTED: "{entity}: its prices are in {said}, price_unit says {unit}; the entity's own counts. Where price_unit is right, set price_unit_forced: true",
    Problem.PRICE_CURRENCY: "{entity}: its prices are in {said}, everything else is in {currency}; they do not count. Set api.currency if that is wrong, or a price_factor that holds the exchange rate",
    Problem.PRICE_ENTRY: "{where} must have a begin ({begins}) and a price ({prices})",
    Problem.PRICE_COUNT: "{where} must have {known} prices for a day of {hours} h, got {count}",
    Problem.NO_NUMBER: "{where} must be a number, got {got}",
    Problem.NO_TIME: "{where} must be a time such as 2026-06-15T22:00:00+02:00, got {got}",
    Problem.PRICE_SPAN: "{where} must hold for some time, a day at most, got {got}",
    Problem.PRICE_TOO_LARGE: "{where} must be at most {most} per kWh, got {got}",
    Problem.PRICES_OVERLAP: "{entity}: there must be one price at a time, got {first} from {first_span} and {second} from {second_span}",
    Problem.PRICES_OF_EARLIER_DAY: "{entity}: its list has no dates and was last changed on {day}, so its prices are of that day",
    Problem.PRICES_DOUBTED: "{entity}: half of a day costs more than {middle} a kWh, and houses pay between {least} and {most}; nothing is bought by these prices, the prices in the settings count. Is price_unit right, or does price_adder lack the grid and the taxes?",
    Problem.SETTING_DOUBTED: "{setting} is {price}, and houses pay between {least} and {most} a kWh; prices are in the whole currency, 0.30 and not 30",
    Problem.REST_COUNTS: "{cause}; the other prices count",
    Problem.BOTH: "{first}; {second}",
    Problem.FILE_UNREADABLE: "{file}: must be readable, is not ({cause}); starting anew",
    Problem.FILE_SPOILT: "{file}: must be what the app saved ({cause}); {aside}; starting anew",
    Problem.FILE_SET_ASIDE: "it is kept as {name}",
    Problem.FILE_NOT_SET_ASIDE: "it cannot be set aside ({cause})",
    Problem.FILE_UNWRITABLE: "{file}: cannot be written ({cause})",
    Problem.DECISION_LOG_SPOILT: "{file}: must be what the app wrote ({cause}); starting anew",
    Problem.SESSIONS_UNWRITABLE: "{file}: cannot be written ({cause}); the new rows are kept for later",
    Problem.SESSIONS_OTHER_TABLE: "{file}: must begin with {header}, begins with {begin}; the new rows are kept for later",
}
"""What is wrong, and with what."""
