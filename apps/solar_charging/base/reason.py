"""Defines reasons: why something is as it is, as a member of an enum and the values of its sentence.

The words are in `publishing.translations` alone, in each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Generic, TypeVar


class Text(Enum):
    """Is the base of all texts that a person gets to read; a translation has a sentence for each member."""


class Why(Text):
    """Says why the car is charged or not; published as `kind`, so the values are an interface."""

    SETUP = "setup"
    OFF = "off"
    OFF_STOPPING = "off_stopping"
    PAUSED = "paused"
    PAUSED_STOPPING = "paused_stopping"
    WATCHING = "watching"
    WATCHING_SUN = "watching_sun"
    WATCHING_UNTOLD = "watching_untold"
    UNREACHABLE = "unreachable"
    BUDGET = "budget"
    BLOCKED = "blocked"
    AWAY = "away"
    AWAY_BY = "away_by"
    POSITION_UNKNOWN = "position_unknown"
    UNPLUGGED = "unplugged"
    NO_POWER = "no_power"
    CABLE_LOOSE = "cable_loose"
    FULL = "full"
    LIMIT_TOO_LOW = "limit_too_low"
    SUN_LIMIT = "sun_limit"
    CHARGE_NOW = "charge_now"
    CHARGE_NOW_UNTIL = "charge_now_until"
    BY_HAND = "by_hand"
    BY_HAND_SINCE = "by_hand_since"
    STOPPED_BY_HAND = "stopped_by_hand"
    ENDED_NOBODYS = "ended_nobodys"
    LOOK_FIRST = "look_first"
    BY_ITSELF = "by_itself"
    BY_ITSELF_ENDING = "by_itself_ending"
    OFF_PEAK = "off_peak"
    NO_READING = "no_reading"
    METER_WRONG = "meter_wrong"
    METER_DOUBTED = "meter_doubted"
    METER_UNREADABLE = "meter_unreadable"
    FUSE = "fuse"
    FUSE_ENDING = "fuse_ending"
    FUSE_PHASE = "fuse_phase"
    FUSE_PHASE_ENDING = "fuse_phase_ending"
    FUSE_BLIND = "fuse_blind"
    FUSE_BLIND_ENDING = "fuse_blind_ending"
    MEASURING = "measuring"
    MEASURING_PHASES = "measuring_phases"
    METER_ON_TRIAL = "meter_on_trial"
    MINIMUM = "minimum"
    DEPARTURE = "departure"
    DEPARTURE_AWAKE = "departure_awake"
    DEPARTURE_LEARNT = "departure_learnt"
    BUYING = "buying"
    FOLLOWING_SUN = "following_sun"
    FROM_BATTERY = "from_battery"
    BATTERY_FIRST = "battery_first"
    BATTERY_UNTOLD = "battery_untold"
    BATTERY_UNTOLD_WAITING = "battery_untold_waiting"
    HIDDEN_SUN = "hidden_sun"
    CLOUD = "cloud"
    TOO_LITTLE_SUN = "too_little_sun"
    WAITING_FOR_SUN = "waiting_for_sun"
    GATHERING = "gathering"
    NOTHING_PAYS = "nothing_pays"
    SUN_ONLY = "sun_only"
    PRICE_CEILING = "price_ceiling"


class NextChange(Text):
    """Says what will change a decision; the reason's value `at` says when."""

    RETRY = "retry"
    PLAN = "plan"
    CHEAP_FROM = "cheap_from"
    CHEAP_UNTIL = "cheap_until"
    PRICE_CHANGE = "price_change"
    DEPARTURE = "departure"


class Aside(Text):
    """Says what is done beside the charge; it stands behind the reason."""

    HELD = "held"
    HELD_TO_HOUSE = "held_to_house"
    LETTING_GO = "letting_go"


class Progress(Text):
    """Says how far the running charge gets; it stands behind the reason."""

    REACHES = "reaches"


class PlanText(Text):
    """Says what is planned, or a part of it."""

    NO_DEPARTURE = "no_departure"
    WANTED = "wanted"
    LEARNT = "learnt"
    ASSUMED = "assumed"
    NO_CAR = "no_car"
    BUYING = "buying"
    PURCHASE = "purchase"
    PURCHASE_AT = "purchase_at"
    MORE = "more"
    BY_SUN = "by_sun"
    ENOUGH = "enough"
    LOST = "lost"
    MISSING = "missing"
    REST_BY_SUN = "rest_by_sun"
    SUN = "sun"
    SUN_EXPECTED = "sun_expected"
    SAVED = "saved"
    GUESSED = "guessed"
    HABIT = "habit"
    HABIT_LIMITED = "habit_limited"
    HABIT_UNSURE = "habit_unsure"
    HABIT_UNKNOWN = "habit_unknown"
    EVERY_DAY = "every_day"
    ON_WEEKDAYS = "on_weekdays"
    AT_WEEKENDS = "at_weekends"
    ON_DAY = "on_day"
    BATTERY_BOTH = "battery_both"
    BATTERY_HOUSE = "battery_house"
    BATTERY_LEARNING = "battery_learning"
    BATTERY_CAR = "battery_car"
    END_TIME = "end_time"
    END_KWH = "end_kwh"
    END_SOC = "end_soc"
    END_EITHER = "end_either"


class Note(Text):
    """Is a notification's title or text; the titles' values are those of the setting `notifications`."""

    NEEDS_YOU = "needs_you"
    COMPLETE = "complete"
    DEPARTURE = "departure"
    CHARGED = "charged"
    LATE = "late"
    LIMIT_TOO_LOW = "limit_too_low"
    LATE_BECAUSE = "late_because"
    NOT_PLUGGED = "not_plugged"
    NOT_HEARD = "not_heard"
    AWAY = "away"
    OVER = "over"
    DEAR_CHARGE = "dear_charge"
    DEAR_OVER = "dear_over"
    OUT_OF_REACH = "out_of_reach"
    HOLD_STUCK = "hold_stuck"
    HOLD_STUCK_BY_SCRIPT = "hold_stuck_by_script"
    HOLD_OVER = "hold_over"
    MORE_KEPT = "more_kept"
    NEED_CORRECTED = "need_corrected"
    PLAN = "plan"
    PLAN_LESS = "plan_less"
    PLAN_DEARER = "plan_dearer"
    TOMORROW = "tomorrow"
    TOMORROW_ONLY = "tomorrow_only"
    TOMORROW_FREE = "tomorrow_free"
    TOMORROW_BUYING = "tomorrow_buying"
    TOMORROW_PAYING = "tomorrow_paying"
    SKIP = "skip"
    CHARGE_MORE = "charge_more"
    SUN_ONLY = "sun_only"
    WEEK = "week"
    WEEK_SAVED = "week_saved"
    WEEK_COST = "week_cost"
    WEEK_ENERGY = "week_energy"


class Because(Text):
    """Says why a plan has become another one."""

    LIMIT = "limit"
    WEAKER = "weaker"
    SLOWER = "slower"
    LESS_SUN = "less_sun"
    DEARER = "dearer"
    REPLANNED = "replanned"


class Sign(Text):
    """Says by what a charge is known to have begun without the app."""

    SEEN = "seen"
    AGAIN = "again"
    PLUGGED_IN = "plugged_in"
    POWER_BACK = "power_back"
    SCHEDULE = "schedule"
    LIMIT_RAISED = "limit_raised"
    UNSEEN = "unseen"


class Problem(Text):
    """Says what is wrong: with Home Assistant, the car, the way to it, a meter, or a file."""

    APP_FAILED = "app_failed"
    HELPER_TO_CREATE = "helper_to_create"
    HELPER_MISSING = "helper_missing"
    NO_HOME_ZONE = "no_home_zone"
    SAME_CAR = "same_car"
    SAME_METER = "same_meter"
    SERVICE_FAILED = "service_failed"
    NOTIFIER_MISSING = "notifier_missing"
    NOTIFIER_MISSPELT = "notifier_misspelt"
    NO_SETTINGS = "no_settings"
    SETTINGS_WRONG = "settings_wrong"
    START_FAILED = "start_failed"
    BY_LAST_SETTINGS = "by_last_settings"
    COMMANDS_NOTHING = "commands_nothing"
    APP_STOPPED = "app_stopped"
    APP_STOPPED_TAB = "app_stopped_tab"
    APP_STOPPED_YAML = "app_stopped_yaml"
    SWITCHED_ON = "switched_on"

    NOT_ASKED_YET = "not_asked_yet"
    BUDGET_SPENT = "budget_spent"
    ASLEEP = "asleep"
    WAITS_FOR_SCHEDULE = "waits_for_schedule"
    START_IN_VAIN = "start_in_vain"
    STOP_IN_VAIN = "stop_in_vain"
    DRAWS_TOO_MUCH = "draws_too_much"
    COMMAND_REFUSED = "command_refused"
    FAILED_BEFORE = "failed_before"
    NOTHING_KNOWN = "nothing_known"
    CHARGING_UNTOLD = "charging_untold"
    WATCH_UNTOLD = "watch_untold"
    WORD_UNKNOWN = "word_unknown"
    WORD_UNTOLD = "word_untold"
    FLOWS_NEVERTHELESS = "flows_nevertheless"
    DRAWN_UNTOLD = "drawn_untold"
    OFFERED_UNTOLD = "offered_untold"
    SOC_UNTOLD = "soc_untold"
    LIMIT_UNTOLD = "limit_untold"
    VOLTAGE_UNTOLD = "voltage_untold"
    PHASES_UNTOLD = "phases_untold"
    PHASES_MEASURED_ONE = "phases_measured_one"
    PHASES_MEASURED_NO_NEUTRAL = "phases_measured_no_neutral"
    PHASES_MEASURED_THREE = "phases_measured_three"

    RATE_LIMITED = "rate_limited"
    REGION_UNKNOWN = "region_unknown"
    REGION_ELSEWHERE = "region_elsewhere"
    EMPTY_ANSWER = "empty_answer"
    SENSELESS_ANSWER = "senseless_answer"
    LATE_ANSWER = "late_answer"
    SERVICE_UNREACHABLE = "service_unreachable"
    SERVICE_ANSWERED = "service_answered"
    ANOTHER_CAR = "another_car"
    REDIRECTED = "redirected"
    PROXY_OUT_OF_RANGE = "proxy_out_of_range"
    CERTIFICATE = "certificate"

    TOKEN_REFUSED = "token_refused"
    TOKEN_FILE_MISSING = "token_file_missing"
    TOKEN_FILE_UNREADABLE = "token_file_unreadable"
    TOKEN_FILE_NO_JSON = "token_file_no_json"
    TOKEN_FILE_MODE = "token_file_mode"
    TOKEN_FILE_EMPTY = "token_file_empty"
    TOKEN_FILE_UNWRITABLE = "token_file_unwritable"
    TOKENS_LOST = "tokens_lost"
    TOKENS_EXPIRED = "tokens_expired"
    HANDED_TAKEN = "handed_taken"
    HANDED_REFUSED = "handed_refused"
    HANDED_WAITS = "handed_waits"
    HANDED_UNUSED = "handed_unused"
    HANDED_NO_TOKEN = "handed_no_token"
    HANDED_ACCESS = "handed_access"
    HANDED_NO_FILE = "handed_no_file"
    HANDED_UNREADABLE = "handed_unreadable"
    HANDED_LEFT = "handed_left"
    HANDED_SEEN = "handed_seen"
    LOGIN_REFUSED = "login_refused"
    REFRESH_TOKEN_REFUSED = "refresh_token_refused"
    OWNER_API_CLOSED = "owner_api_closed"
    NO_CAR_SHOWN = "no_car_shown"
    NOT_ONE_CAR = "not_one_car"
    OWNER_API_UNSIGNED = "owner_api_unsigned"
    INTEGRATION_UNSIGNED = "integration_unsigned"
    UNSIGNED = "unsigned"

    ENTITIES_UNAVAILABLE = "entities_unavailable"
    ENTITIES_MISSING = "entities_missing"
    CAR_NOT_FOUND = "car_not_found"
    CARS_TO_CHOOSE = "cars_to_choose"
    NO_CAR_THERE = "no_car_there"
    NOT_CONNECTED = "not_connected"
    HOME_ASSISTANT_LATE = "home_assistant_late"
    HOME_ASSISTANT_FAILED = "home_assistant_failed"
    ENTITY_UNAVAILABLE = "entity_unavailable"
    ENTITY_NEEDED = "entity_needed"

    METER_MISSING = "meter_missing"
    METER_MISSPELT = "meter_misspelt"
    METER_UNIT = "meter_unit"
    METER_SIGN = "meter_sign"
    METER_SWAPPED = "meter_swapped"
    METER_IN_KW = "meter_in_kw"
    METER_IN_W = "meter_in_w"
    METER_BLIND = "meter_blind"
    METER_UNSEEN = "meter_unseen"
    METER_FROZEN = "meter_frozen"
    METER_HELD = "meter_held"
    BATTERY_SILENT = "battery_silent"
    BATTERY_SIGN = "battery_sign"
    BATTERY_TOO_SMALL = "battery_too_small"
    BATTERY_TOO_LARGE = "battery_too_large"
    BATTERY_UNSET = "battery_unset"
    HOLD_MISSING = "hold_missing"
    HOLD_UNREADABLE = "hold_unreadable"
    HOLD_UNKNOWN = "hold_unknown"
    HOLD_UNSAVED = "hold_unsaved"
    HOLD_FAILED = "hold_failed"
    HOLD_NOT_TAKEN = "hold_not_taken"
    HOLD_IN_VAIN = "hold_in_vain"
    HOLD_OF_OTHERS = "hold_of_others"
    METER_ABOVE_SUN = "meter_above_sun"
    METER_LATE = "meter_late"
    METER_SLOW = "meter_slow"
    METER_STALE_SET = "meter_stale_set"
    METER_NO_SURPLUS = "meter_no_surplus"
    METER_SMALL = "meter_small"
    METER_TURNED = "meter_turned"
    METER_SILENT = "meter_silent"
    FUSE_BLIND = "fuse_blind"
    PEAK_UNKNOWN = "peak_unknown"
    PEAK_OF_HOUSE = "peak_of_house"
    PEAK_OF_PHASE = "peak_of_phase"
    METER_BACK = "meter_back"
    PHASES_TURNED = "phases_turned"
    PHASES_SHORT = "phases_short"
    PLUG_WRONG = "plug_wrong"
    METER_COUNTS_ENERGY = "meter_counts_energy"
    METER_PART_GONE = "meter_part_gone"
    METER_NO_NUMBER = "meter_no_number"
    METER_OUT_OF_RANGE = "meter_out_of_range"
    METER_HALF_NEGATIVE = "meter_half_negative"
    EVENTS_LOST = "events_lost"
    NO_TIME_OF_DAY = "no_time_of_day"
    DEPARTURES_UNSET = "departures_unset"
    NO_PER_CENT = "no_per_cent"
    CONTROL_NO_NUMBER = "control_no_number"
    CONTROL_NO_MOMENT = "control_no_moment"
    CONTROL_UNKNOWN = "control_unknown"
    COLOUR_UNKNOWN = "colour_unknown"
    OFF_PEAK_UNKNOWN = "off_peak_unknown"
    OFF_PEAK_QUESTION = "off_peak_question"
    OFF_PEAK_WORD = "off_peak_word"
    PRICE_OF_NOW_UNKNOWN = "price_of_now_unknown"
    NO_PRICE_LIST = "no_price_list"
    PRICE_LIST_SHAPE = "price_list_shape"
    PRICE_LISTS = "price_lists"
    PRICE_UNIT = "price_unit"
    PRICE_UNIT_CONTRADICTED = "price_unit_contradicted"
    PRICE_CURRENCY = "price_currency"
    PRICE_ENTRY = "price_entry"
    PRICE_COUNT = "price_count"
    NO_NUMBER = "no_number"
    NUMBER_BEYOND = "number_beyond"
    NO_TIME = "no_time"
    PRICE_SPAN = "price_span"
    PRICE_TOO_LARGE = "price_too_large"
    PRICES_OVERLAP = "prices_overlap"
    PRICES_OF_EARLIER_DAY = "prices_of_earlier_day"
    PRICES_DOUBTED = "prices_doubted"
    SETTING_DOUBTED = "setting_doubted"
    REST_COUNTS = "rest_counts"
    BOTH = "both"

    FILE_UNREADABLE = "file_unreadable"
    FILE_SPOILT = "file_spoilt"
    FILE_PARTS_SPOILT = "file_parts_spoilt"
    FILE_SET_ASIDE = "file_set_aside"
    FILE_NOT_SET_ASIDE = "file_not_set_aside"
    FILE_UNWRITABLE = "file_unwritable"
    DECISION_LOG_SPOILT = "decision_log_spoilt"
    SESSIONS_UNWRITABLE = "sessions_unwritable"
    SESSIONS_OTHER_TABLE = "sessions_other_table"


Kind_co = TypeVar("Kind_co", bound=Text, covariant=True)


@dataclass(frozen=True)
class Reason(Generic[Kind_co]):
    """Is a text without its words: which one it is, and the values of its sentence.

    A number may be NaN (not known) and a span of time None (of unknown length); a value may be a reason
    itself, whose sentence is then part of this one, or several, which are listed.
    """

    why: Kind_co
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """Returns the reason as programmers read it; for anybody else a translator puts it into words."""
        said = ", ".join(f"{key}={value}" for key, value in self.values.items())
        return f"{self.why.value}({said})" if said else str(self.why.value)


@dataclass(frozen=True)
class Stretch:
    """Is the time from `begin` to `end` (aware); `same_day` says that its day was said just before."""

    begin: datetime
    end: datetime
    same_day: bool = False


Value = float | str | datetime | timedelta | Stretch | Reason[Text] | tuple[Reason[Text], ...] | None
