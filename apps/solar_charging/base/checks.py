"""Names what the checklist looks at, what it finds there, what there is to do, and what a cross may cost.

The words are in `publishing.translations` alone, in each language.
"""

from __future__ import annotations

from .reason import Text


class Item(Text):
    """Is what a line of the checklist is about; published, so the values are an interface."""

    GRID_METER = "grid_meter"
    SIGN = "sign"
    UNIT = "unit"
    SOLAR = "solar"
    HOUSE_BATTERY = "house_battery"
    CAR = "car"
    PLACE = "place"
    PHASES = "phases"
    TARIFF = "tariff"
    FORECAST = "forecast"
    DEPARTURES = "departures"
    PLAN = "plan"
    FUSE = "fuse"
    SWITCHES = "switches"
    NOTIFY = "notify"


class Finding(Text):
    """Says what was found, where no problem says it."""

    REPORTS = "reports"
    REPORTS_EACH = "reports_each"
    NOT_HEARD = "not_heard"
    SILENT = "silent"
    SIGN_BY_COUNTERS = "sign_by_counters"
    SIGN_BY_CAR = "sign_by_car"
    SIGN_OPEN = "sign_open"
    SIGN_AGAINST = "sign_against"
    UNIT_TOLD = "unit_told"
    UNIT_NONE = "unit_none"
    UNIT_SHOWN = "unit_shown"
    CAR_BY_ENTITIES = "car_by_entities"
    CAR_BY_API = "car_by_api"
    CAR_BY_BOTH = "car_by_both"
    CAR_AWAITED = "car_awaited"
    PLACE_TOLD = "place_told"
    PLACE_UNTOLD = "place_untold"
    PHASES_SET = "phases_set"
    PHASES_TOLD = "phases_told"
    PHASES_SEEN = "phases_seen"
    PHASES_OPEN = "phases_open"
    TARIFF_UNSET = "tariff_unset"
    TARIFF_FLAT = "tariff_flat"
    TARIFF_WINDOWS = "tariff_windows"
    TARIFF_NOW = "tariff_now"
    TARIFF_OF_NOW = "tariff_of_now"
    TARIFF_BY_WORD = "tariff_by_word"
    TARIFF_LIST = "tariff_list"
    TARIFF_COLOURS = "tariff_colours"
    FORECAST_HEARD = "forecast_heard"
    FORECAST_UNSET = "forecast_unset"
    DEPARTURE_NEXT = "departure_next"
    DEPARTURE_EMPTY = "departure_empty"
    DEPARTURES_LEARNT = "departures_learnt"
    PLAN_MADE = "plan_made"
    PLAN_AWAITED = "plan_awaited"
    FUSE_OF_PHASES = "fuse_of_phases"
    FUSE_OF_SUM = "fuse_of_sum"
    FUSE_UNSET = "fuse_unset"
    SWITCHES_THERE = "switches_there"
    NOTIFY_LIST = "notify_list"
    NOTIFY_THERE = "notify_there"
    NOTIFY_MISSING = "notify_missing"
    NOTIFY_UNWANTED = "notify_unwanted"
    ELSEWHERE = "elsewhere"


class Todo(Text):
    """Says what a person can do about a line, where the problem itself does not."""

    LOOK_AT_SENSOR = "look_at_sensor"
    TURN_SIGN = "turn_sign"
    SWAP_PAIR = "swap_pair"
    SEE_SIGN = "see_sign"
    GIVE_UNIT = "give_unit"
    LOOK_AT_CAR = "look_at_car"
    TELL_PLACE = "tell_place"
    MAKE_HOME = "make_home"
    SET_PHASES = "set_phases"
    SET_TARIFF = "set_tariff"
    LOOK_AT_PRICES = "look_at_prices"
    SET_HELPERS = "set_helpers"
    PLUG_IN = "plug_in"
    SET_FUSE = "set_fuse"
    MAKE_HELPERS = "make_helpers"
    NAME_NOTIFY = "name_notify"


class Risk(Text):
    """Says what it may cost to switch the app on while an item, of the same name, is wrong."""

    GRID_METER = "grid_meter"
    SIGN = "sign"
    UNIT = "unit"
    SOLAR = "solar"
    HOUSE_BATTERY = "house_battery"
    CAR = "car"
    PLACE = "place"
    TARIFF = "tariff"
    FORECAST = "forecast"
    DEPARTURES = "departures"
    FUSE = "fuse"
    SWITCHES = "switches"
    NOTIFY = "notify"
