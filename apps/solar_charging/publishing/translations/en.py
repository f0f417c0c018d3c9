"""English, the language of the log; the other languages have the same keys."""

from __future__ import annotations

from collections.abc import Mapping

THEN = "; "
DECIMAL_MARK = "."
UNKNOWN = "unknown"
A_WHILE = "a while"

REASONS: Mapping[str, str] = {
    "setup": "needs you: {problem}",
    "off": "switched off: the car is left alone until it is switched on again",
    "off_stopping": "switched off: ending the charge that it had begun",
    "unreachable": "nothing is known of the car: {problem}",
    "budget": "the month's budget for the car's API does not carry what is wanted ({spent:.3f} of {cap:g} spent); the next month brings a new one",
    "blocked": "the car cannot be commanded: {problem}",
    "away": "the car is not at home: it is charged when it is back",
    "position_unknown": "the car does not say where it is, so it is left alone until it does",
    "unplugged": "the car is not plugged in: plug it in to charge",
    "no_power": "the plug has no power: look at its switch and fuse",
    "cable_loose": "the cable is not fully plugged in: push it in",
    "full": "the battery has reached its limit ({soc_pct} %): it goes on after a drive, or with a higher limit",
    "limit_too_low": "the battery has reached its limit ({soc_pct} %), but the next departure wants {wanted_pct} %: raise the limit in the car",
    "charge_now": "charging now with {current_a} A, as you asked, up to the car's limit",
    "by_hand": "started in the car or its app: left alone until it is unplugged, or a switch is moved",
    "by_itself": "the charge began by itself at plug-in: {current_a} A until there is sun",
    "by_itself_ending": "the charge that began by itself at plug-in ends: it waits for sun",
    "off_peak": "cheap power at {price:.3f} a kWh: {current_a} A until {wanted_pct} % (now {soc_pct} %)",
    "no_reading": "the grid meter has been silent for {silent}: nothing is drawn for the car until it speaks",
    "fuse": "only {current_a} A: the house may draw {max_import_w} W at most",
    "fuse_ending": "the house needs the {max_import_w} W that it may draw: the car waits for room for {least_a} A",
    "measuring": "measuring the surplus: decides when enough of the last minutes is known (now {coverage_pct} %)",
    "minimum": "below {wanted_pct} % (now {soc_pct} %): {current_a} A at once, whatever it costs",
    "departure": "the departure is near: {current_a} A, so that {wanted_pct} % are in the battery by {departure}",
    "departure_awake": "the month's budget may not wake the car up again: while it is awake {current_a} A, so that {wanted_pct} % are in the battery by {departure}",
    "buying": "cheap power: {current_a} A at {price:.3f} a kWh, for one in the battery is worth {value:.3f}",
    "following_sun": "sun: surplus {surplus_w} W, {current_a} A earn most (it pays from {break_even_w} W on)",
    "cloud": "cloud: surplus {surplus_w} W, goes on at {current_a} A; ends in {wait} if it stays so",
    "too_little_sun": "too little sun, the charge ends: surplus {surplus_w} W, it takes {break_even_w} W",
    "waiting_for_sun": "waiting for sun: surplus {surplus_w} W, it takes {break_even_w} W",
    "gathering": "sun: surplus {surplus_w} W, starts in {wait} if it lasts",
    "nothing_pays": "nothing pays now: a kWh in the battery is worth {value:.3f}, fed in it brings {export:.3f}",
}
"""Why it does (not) charge, by the names that the decision gives."""

NEXT_CHANGES: Mapping[str, str] = {
    "retry": "next try at {at}",
    "plan": "buys {kwh:.1f} kWh from {at} on",
    "cheap_from": "cheap power from {at}",
    "cheap_until": "cheap until {at}",
    "price_change": "at {at} a kWh costs {price:.3f}",
    "departure": "for the departure it charges from {at} at the latest",
}
"""What will change that, and when; it stands behind the reason."""

PLAN: Mapping[str, str] = {
    "no_departure": "no departure is set: a kWh in the battery is worth {value:.3f}",
    "no_car": "no plan for {time} ({soc_pct} %) while the car is not at the plug at home",
    "buying": "buying {purchases} for {time} ({soc_pct} %)",
    "purchase": "{kwh:.1f} kWh {begin}-{end} at {price_per_kwh:.2f}",
    "more": "{purchases} and {kwh:.1f} kWh more",
    "by_sun": "nothing to buy for {time} ({soc_pct} %): the sun brings {expected_kwh:.1f} kWh, needed {counted_kwh:.1f}",
    "enough": "nothing to buy for {time} ({soc_pct} %): enough is in the battery",
    "lost": "nothing can be bought for {time} ({soc_pct} %) any more",
    "sun": "{plan}; {expected_kwh:.1f} kWh of sun expected, {counted_kwh:.1f} counted on",
    "missing": "{plan}; {kwh:.1f} kWh will be missing",
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

NOTES: Mapping[str, str] = {
    "needs_you": "{app} needs you",
    "complete": "{app}: charge complete",
    "departure": "{app}: departure at risk",
    "charged": "{soc_pct} % in the battery: {kwh:.1f} kWh charged, {solar_pct} % of it sun.",
    "late": "At {departure} about {expected_pct} % will be in the battery instead of {wanted_pct} %, even if it charges at once with the greatest current.",
    "limit_too_low": "The car's charge limit is {limit_pct} %, and {wanted_pct} % are wanted at {departure}. Raise the limit in the car.",
    "not_plugged": "The car is not plugged in: {soc_pct} % in the battery, and {wanted_pct} % are wanted at {departure}. Plug it in by {latest}.",
}
"""Titles and texts of notifications."""

PROBLEMS: Mapping[str, str] = {}
"""Problems, by their English texts, in which {} stands for what differs."""
