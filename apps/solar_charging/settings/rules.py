"""Defines the rules that a setting can break: each is a name, whose words are in `sentences`."""

from __future__ import annotations

from ..base.reason import Reason, Text
from .hidden import harmless


class Rule(Text):
    """Says what a setting must be, or what is wrong with it; a part of such a sentence is one, too."""

    WRONG = "wrong"
    WRONG_GOT = "wrong_got"
    AND = "and"
    AND_MORE = "and_more"
    ELSE = "else"
    HIDDEN = "hidden"
    END_OF_VIN = "end_of_vin"

    A_NUMBER = "a_number"
    A_WHOLE_NUMBER = "a_whole_number"
    NUMBER = "number"
    NUMBER_SUCH_AS = "number_such_as"
    NUMBER_PER_CENT = "number_per_cent"
    NUMBER_PER_CENT_SIGN = "number_per_cent_sign"
    NUMBER_SHARE = "number_share"
    NUMBER_KILOWATTS = "number_kilowatts"
    NUMBER_UNIT = "number_unit"
    NUMBER_COMMA = "number_comma"
    NUMBER_QUOTED = "number_quoted"
    FINITE = "finite"
    AT_MOST = "at_most"
    AT_MOST_ONE = "at_most_one"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    IN_KWH = "in_kwh"
    IN_WATTS = "in_watts"

    TRUE_OR_FALSE = "true_or_false"
    TEXT = "text"
    TEXT_YES_NO = "text_yes_no"
    CHOICE = "choice"
    CHOICE_QUOTED = "choice_quoted"
    CHOICE_MEANT = "choice_meant"
    LIST = "list"
    LIST_MEANT = "list_meant"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    SECTION = "section"
    SECTION_DASH = "section_dash"
    SECTION_CAR = "section_car"
    SECTION_NAMES = "section_names"
    KEY_TEXT = "key_text"

    REQUIRED = "required"
    REQUIRED_METERS = "required_meters"
    REQUIRED_BATTERY_SOC = "required_battery_soc"
    REQUIRED_SOC = "required_soc"
    REQUIRED_TIME = "required_time"
    REQUIRED_START = "required_start"
    REQUIRED_END = "required_end"
    NO_VALUE = "no_value"

    UNKNOWN = "unknown"
    UNKNOWN_CALLED = "unknown_called"
    UNKNOWN_CALLED_IN = "unknown_called_in"
    UNKNOWN_BELONGS = "unknown_belongs"
    UNKNOWN_BELONGS_TOP = "unknown_belongs_top"
    UNKNOWN_MEANT = "unknown_meant"
    UNKNOWN_MEANT_IN = "unknown_meant_in"
    UNKNOWN_MEANT_TOP = "unknown_meant_top"
    RENAMED = "renamed"

    TIME_QUOTED = "time_quoted"
    TIME = "time"
    TIME_MEANT = "time_meant"
    ENTITY = "entity"
    ENTITY_MEANT = "entity_meant"
    OWN_ENTITY = "own_entity"
    EITHER = "either"
    BOTH = "both"
    HELPER = "helper"
    NOTIFIER = "notifier"
    ADDRESS = "address"
    TIME_ZONE = "time_zone"
    CURRENCY = "currency"

    VIN = "vin"
    CAR_NAME = "car_name"
    CAR_NO_ENTITY = "car_no_entity"
    TOKEN_PATH = "token_path"
    TOKENS_TO_READ = "tokens_to_read"
    TOKENS_TO_COMMAND = "tokens_to_command"
    TOKENS_TO_LOCATE = "tokens_to_locate"
    TOKENS_IN_THE_OPEN = "tokens_in_the_open"
    COMMANDS_IN_THE_OPEN = "commands_in_the_open"
    PASSWORD = "password"
    CURRENTS = "currents"

    THREE_PHASES = "three_phases"
    PHASES_FOR_FUSE = "phases_for_fuse"
    FUSE_FOR_PHASES = "fuse_for_phases"
    AVERAGE_SHORT = "average_short"
    MINIMUM_ABOVE = "minimum_above"

    WINDOW_EMPTY = "window_empty"
    COLOUR_TWICE = "colour_twice"
    PRICE_UNIT = "price_unit"
    STATES_ALONE = "states_alone"
    FORCED_ALONE = "forced_alone"
    HOLIDAYS_PACKAGE = "holidays_package"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"

    BATTERY_SOC = "battery_soc"
    CAPACITIES = "capacities"
    INVERTER_ALONE = "inverter_alone"
    WRITABLE = "writable"
    SCRIPT_VALUE = "script_value"
    NUMBER_VALUE = "number_value"
    SWITCH_VALUE = "switch_value"
    OPTION_VALUE = "option_value"
    REFUSED = "refused"
    RELEASE_ALONE = "release_alone"
    TWICE = "twice"
    HOLD_VALUE = "hold_value"
    SCRIPT_UNRELEASED = "script_unreleased"
    RELEASE_NUMBER = "release_number"
    RELEASE_VALUE = "release_value"

    ENTRY_SECTION = "entry_section"
    ENTRY_NAME = "entry_name"
    NONE_YET = "none_yet"
    FILE_UNREADABLE = "file_unreadable"
    FILE_JSON = "file_json"
    FILE_JSON_LINE = "file_json_line"
    FILE_SECTION = "file_section"
    OF_FILE = "of_file"


class RuleError(ValueError):
    """Tells that a value breaks a rule; `reason` has the rule and the values of its sentence, no words.

    Nothing secret is kept of the values.
    """

    def __init__(self, rule: Rule, **values: str) -> None:
        self.reason = Reason(rule, {key: harmless(value) for key, value in values.items()})
        super().__init__(str(self.reason))
