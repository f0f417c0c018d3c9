"""Finds the rule that a value breaks, with what is to be written instead, in what Pydantic tells of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..base.reason import Reason
from .belonging import meant_by
from .foreign import in_english
from .hidden import TOKEN, harmless
from .price_units import HUNDREDTHS
from .rules import Rule
from .words import RuleError

Found = Mapping[str, Any]
"""A mistake as Pydantic tells it, with the `key` of its setting."""

NUMBER = re.compile(r"([-+]?)(\d+(?:[.,]\d+)?|[.,]\d+)\s*([^\s\d:,.]{0,9})")
"""A number, and a unit behind it. What is no unit, as the rest of a time, is not taken for one."""

NO_SECTION = frozenset({Rule.SECTION_DASH, Rule.SECTION_NAMES, Rule.TOO_FEW})
"""Rules beside which even a list is shown."""

REQUIRED: Mapping[str, Rule] = {
    "meters": Rule.REQUIRED_METERS,
    "battery.soc": Rule.REQUIRED_BATTERY_SOC,
    "soc_pct": Rule.REQUIRED_SOC,
    "time": Rule.REQUIRED_TIME,
    "start": Rule.REQUIRED_START,
    "end": Rule.REQUIRED_END,
}
"""What is said where a setting is missing, by its keys or the last of them."""


def broken(found: Found) -> Reason[Rule]:
    """Returns the rule that the value of a setting breaks."""
    return RULES.get(found["type"], _told)(found)


def required(found: Found) -> Reason[Rule] | None:
    """Returns what is to be written where a setting is missing, None where any value would do."""
    where = ".".join(map(str, found["loc"]))
    rule = REQUIRED.get(where) or REQUIRED.get(where.rpartition(".")[2])
    return None if rule is None else Reason(rule)


def _told(found: Found) -> Reason[Rule]:
    """Returns the rule that one of our own checks names; whatever else there may be is in its own words."""
    error = found.get("ctx", {}).get("error")
    if isinstance(error, RuleError):
        return error.reason
    return Reason(Rule.ELSE, {"said": harmless(str(found["msg"]).removeprefix("Value error, "))})


def _always(rule: Rule) -> Callable[[Found], Reason[Rule]]:
    return lambda _: Reason(rule)


def _limit(rule: Rule, value: str, bound: str) -> Callable[[Found], Reason[Rule]]:
    return lambda found: Reason(rule, {value: f"{found['ctx'][bound]:g}"})


# Numbers


def _number(found: Found) -> Reason[Rule]:
    """Says how a number is written that was written otherwise."""
    key, value, whole = found["key"], found["input"], str(found["type"]).startswith("int")
    kind = Reason(Rule.A_WHOLE_NUMBER if whole else Rule.A_NUMBER)
    rule, values = Rule.NUMBER, dict[str, str]()
    if isinstance(value, str):
        rule, values = _rewritten(key, value.strip(), whole)
    elif isinstance(value, float) and whole and math.isfinite(value):
        per_cent = key.endswith("_pct") and 0 < value < 1
        rule = Rule.NUMBER_PER_CENT if per_cent else Rule.NUMBER_SUCH_AS
        values = {"number": f"{100 * value if per_cent else value:.0f}"}
    return Reason(rule, {"kind": kind, **values})


def _rewritten(key: str, value: str, whole: bool) -> tuple[Rule, dict[str, str]]:
    """Returns how a number in quotes is written, as a rule and the values of its sentence."""
    match = NUMBER.fullmatch(value)
    if match is None or TOKEN.search(value):
        return Rule.NUMBER, {}
    number, unit, per_cent = match[2].replace(",", "."), match[3], key.endswith("_pct")
    number = f"{match[1]}{'0' if number.startswith('.') else ''}{number}".lstrip("+")
    if per_cent and not unit and 0 < float(number) < 1:
        return Rule.NUMBER_PER_CENT, {"number": f"{100 * float(number):.0f}"}
    number = f"{float(number):.0f}" if whole else number
    if unit == "%":
        share = {} if per_cent else {"share": f"{float(number) / 100:g}"}
        return Rule.NUMBER_PER_CENT_SIGN if per_cent else Rule.NUMBER_SHARE, {"number": number, **share}
    if key.endswith("_w") and unit.casefold() == "kw":
        return Rule.NUMBER_KILOWATTS, {"number": f"{1000 * float(number):g}"}
    if unit.casefold().partition("/")[0] in HUNDREDTHS and "price" in key:
        return Rule.NUMBER_CENTS, {"number": f"{float(number) / 100:g}", "unit": repr(unit)}
    if unit:
        return Rule.NUMBER_UNIT, {"number": number, "unit": repr(unit)}
    return Rule.NUMBER_COMMA if "," in match[2] else Rule.NUMBER_QUOTED, {"number": number}


def _at_most(found: Found) -> Reason[Rule]:
    key, value, most = found["key"], found["input"], found["ctx"]["le"]
    if most == 1 and 1 < value <= 100:
        return Reason(Rule.AT_MOST_ONE, {"number": f"{value:g}", "share": f"{value / 100:g}"})
    if key.endswith("_kwh") and value <= 1000 * most:
        values = {"most": f"{most:g}", "number": f"{value:g}", "kwh": f"{value / 1000:g}"}
        return Reason(Rule.IN_KWH, values)
    return Reason(Rule.AT_MOST, {"most": f"{most:g}"})


# Words, lists and sections


def _text(found: Found) -> Reason[Rule]:
    return Reason(Rule.TEXT_YES_NO if isinstance(found["input"], bool) else Rule.TEXT)


def _one_of(found: Found) -> Reason[Rule]:
    expected, value = str(found["ctx"]["expected"]), found["input"]
    options, _, last = expected.rpartition(" or ")
    values = {"options": options, "last": last}
    if not isinstance(value, str):
        return Reason(Rule.CHOICE, values)
    if "'" not in expected:
        return Reason(Rule.CHOICE_QUOTED, values)
    known = re.findall(r"'([^']*)'", expected)
    wanted = in_english(value, known)
    begun = (each for each in known if each and (wanted.startswith(each) or each.startswith(wanted[:4])))
    meant = next(begun, None) or meant_by(wanted, known)
    return (
        Reason(Rule.CHOICE, values)
        if meant is None
        else Reason(Rule.CHOICE_MEANT, {**values, "meant": meant})
    )


def _pattern(found: Found) -> Reason[Rule]:
    rule = {"currency": Rule.CURRENCY, "vin": Rule.VIN}.get(found["key"])
    return _told(found) if rule is None else Reason(rule)


def _section(found: Found) -> Reason[Rule]:
    if isinstance(found["input"], (list, tuple)):
        return Reason(Rule.SECTION_DASH)
    return Reason(
        Rule.SECTION_CAR if found["key"] == "car" and isinstance(found["input"], str) else Rule.SECTION
    )


RULES: Mapping[str, Callable[[Found], Reason[Rule]]] = {
    "float_type": _number,
    "float_parsing": _number,
    "int_type": _number,
    "int_parsing": _number,
    "int_from_float": _number,
    "finite_number": _always(Rule.FINITE),
    "less_than_equal": _at_most,
    "greater_than_equal": _limit(Rule.AT_LEAST, "least", "ge"),
    "greater_than": _limit(Rule.MORE_THAN, "bound", "gt"),
    "bool_type": _always(Rule.TRUE_OR_FALSE),
    "string_type": _text,
    "string_pattern_mismatch": _pattern,
    "literal_error": _one_of,
    "model_type": _section,
    "dict_type": _always(Rule.SECTION_NAMES),
    "missing": lambda found: required(found) or Reason(Rule.REQUIRED),
    "too_short": _limit(Rule.TOO_FEW, "least", "min_length"),
    "too_long": _limit(Rule.TOO_MANY, "most", "max_length"),
    "invalid_key": _always(Rule.KEY_TEXT),
}
"""What is said of each kind of mistake that Pydantic finds."""
