"""What is sent to the battery's inverter, what is read of it before, and what was set by somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.base.reason import Problem
from solar_charging.control.held import Back, HoldError, Shows, prepared, sent_to, service, value_of
from solar_charging.settings.hold import Write, way_back
from tests.situations import NOW_S

LIMIT, MODE, SWITCH = "number.max_discharge", "select.mode", "switch.discharge"
RANGE = {"min": 0, "max": 5000, "step": 1}
PER_CENT = {"min": 0, "max": 100, "step": 1}


def shown(state: Any, **attributes: Any) -> dict[str, Any]:
    return {"state": state, "attributes": attributes}


def write(entity: str, value: Any = None, **more: Any) -> Write:
    return Write(entity=entity, value=value, **more)


@pytest.mark.parametrize(
    ("step", "state", "sent"),
    [
        (write(LIMIT, 0), shown("5000", **RANGE), "0"),
        # What the device takes at least: Sungrow's 10 W.
        (write(LIMIT, 0), shown("5000", min=10, max=5000, step=10), "10"),
        (write(LIMIT, 9000), shown("5000", **RANGE), "5000"),
        (write(LIMIT, 0), shown("5000"), "0"),
        (write(LIMIT, 1), shown("5000", min=0, max=5000, step=50), "50"),
        (write(LIMIT, "house"), shown("5000", **RANGE), "700"),
        (write(LIMIT, "house"), shown("5", min=0, max=5, step=0.1), "5"),
        (write("input_number.reserve", "soc"), shown("20", **PER_CENT), "63"),
        (write("input_number.reserve", "soc"), shown("20", min=0, max=100, step=0.5), "62.5"),
        (write(MODE, "Block discharging"), shown("Auto"), "Block discharging"),
        (write(SWITCH, False), shown("on"), "off"),
        (write("input_boolean.discharge", "on"), shown("off"), "on"),
        (write("script.hold"), shown("off"), None),
    ],
)
def test_what_is_sent_is_within_what_the_device_takes(
    step: Write, state: dict[str, Any], sent: str | None
) -> None:
    assert sent_to(step, state, 700.0, 62.4) == sent


@pytest.mark.parametrize(
    ("soc_pct", "sent"),
    [(79.5, "80"), (80.0, "80"), (80.1, "100"), (99.0, "100"), (99.1, "100"), (100, "100")],
)
def test_a_value_that_is_refused_becomes_the_next_one_above(soc_pct: float, sent: str) -> None:
    step = write("number.backup_reserve", "soc", refused=(81.0, 99.0))
    assert sent_to(step, shown("20", **PER_CENT), None, soc_pct) == sent


@pytest.mark.parametrize(
    ("step", "state", "problem"),
    [
        (write(LIMIT, 0), None, Problem.HOLD_MISSING),
        (write(LIMIT, "house"), shown("5000"), Problem.HOLD_UNKNOWN),
        (write(LIMIT, "soc"), shown("20"), Problem.HOLD_UNKNOWN),
        (write("script.hold"), None, Problem.HOLD_MISSING),
    ],
)
def test_what_is_not_known_is_not_sent(step: Write, state: dict[str, Any] | None, problem: Problem) -> None:
    with pytest.raises(HoldError) as raised:
        sent_to(step, state, None, None)
    assert raised.value.reason.why is problem


FRONIUS = (write(MODE, "Discharge Limit"), write(LIMIT, "house"))
"""Which makes the limit unavailable in any other mode."""


def test_without_a_release_all_goes_back_in_the_reverse_order() -> None:
    states = {MODE: shown("Auto", options=["Auto", "Discharge Limit"]), LIMIT: shown("4200", **RANGE)}
    held, sends = prepared(FRONIUS, (), states.get, NOW_S, 600.0, None)
    assert sends == ((MODE, "Discharge Limit"), (LIMIT, "600"))
    assert [(each.entity, each.to, each.ours) for each in held.back] == [
        (LIMIT, "4200", ["600"]),
        (MODE, "Auto", ["Discharge Limit"]),
    ]
    assert held.limit_w == 600.0


def test_what_is_set_already_is_neither_sent_nor_put_back_but_behind_another_it_is() -> None:
    states = {SWITCH: shown("off"), MODE: shown("Auto"), LIMIT: shown("0", **RANGE)}
    steps = (write(SWITCH, False), write(MODE, "Held"), write(LIMIT, 0))
    held, sends = prepared(steps, (), states.get, NOW_S, None, None)
    assert sends == ((MODE, "Held"), (LIMIT, "0"))
    assert [each.entity for each in held.back] == [LIMIT, MODE]
    assert prepared((write(SWITCH, False),), (), states.get, NOW_S, None, None)[1] == ()


def test_what_release_leaves_out_need_not_be_readable() -> None:
    states = {MODE: shown("Auto"), LIMIT: shown("unavailable", **RANGE)}
    held, sends = prepared(FRONIUS, (write(MODE),), states.get, NOW_S, 600.0, None)
    assert len(sends) == 2
    assert [(each.entity, each.to) for each in held.back] == [(MODE, "Auto")]


def test_a_value_that_release_names_is_what_is_set() -> None:
    states = {LIMIT: shown("unknown"), MODE: shown("Auto")}
    back = (write(LIMIT, 5000), write(MODE, "Auto"))
    held, _ = prepared((write(LIMIT, 0),), back, states.get, NOW_S, None, None)
    assert [(each.entity, each.to, each.ours) for each in held.back] == [
        (LIMIT, "5000", ["0"]),
        (MODE, "Auto", []),
    ]


@pytest.mark.parametrize(
    ("entity", "state"),
    [
        (LIMIT, shown("unavailable")),
        (LIMIT, shown("unknown")),
        (LIMIT, shown("nan")),
        (LIMIT, shown("inf")),
        (LIMIT, shown("five")),
        (LIMIT, shown(None)),
        (LIMIT, shown("6000", **RANGE)),
        (MODE, shown("unavailable")),
        (MODE, shown("Something", options=["Auto"])),
        (SWITCH, shown("unavailable")),
    ],
)
def test_without_a_readable_value_nothing_is_held(entity: str, state: dict[str, Any]) -> None:
    value: Any = {LIMIT: 0, MODE: "Auto", SWITCH: "off"}[entity]
    with pytest.raises(HoldError) as raised:
        prepared((write(entity, value),), (), {entity: state}.get, NOW_S, None, None)
    assert raised.value.reason.why is Problem.HOLD_UNREADABLE


def test_a_script_that_would_end_the_hold_must_be_there_before_it_begins() -> None:
    hold, release = (write("script.hold"),), (write("script.release"),)
    with pytest.raises(HoldError, match=r"script\.release"):
        prepared(hold, release, {"script.hold": shown("off")}.get, NOW_S, None, None)


# Whose a value is


def limit(**changes: Any) -> Back:
    return Back(**{"entity": LIMIT, "to": "5000", "before": "5000", "ours": ["0"], **changes})


@pytest.mark.parametrize(
    ("back", "state", "shows"),
    [
        (limit(), "0", Shows.OURS),
        (limit(), "0.0", Shows.OURS),
        (limit(), "5000.0", Shows.BEFORE),
        (limit(), "unavailable", Shows.NOTHING),
        (limit(), "2500", Shows.OTHERS),
        # A device rounds what it is sent, but only once.
        (limit(), "100", Shows.OURS),
        (limit(), "101", Shows.OTHERS),
        (limit(seen=True), "100", Shows.OTHERS),
        # It rounds what is put back, too.
        (limit(), "4990", Shows.OTHERS),
        (limit(sent_s=NOW_S), "4990", Shows.BEFORE),
        # What was the same before is back as soon as it is sent.
        (limit(before="0", to="0"), "0", Shows.OURS),
        (limit(before="0", to="0", sent_s=NOW_S), "0", Shows.BEFORE),
        (limit(ours=["300", "900"]), "300", Shows.OURS),
    ],
)
def test_whose_a_value_is(back: Back, state: str, shows: Shows) -> None:
    assert back.shows(shown(state, **RANGE)) is shows


@pytest.mark.parametrize(
    ("entity", "to", "called"),
    [
        (LIMIT, "600", ("number/set_value", {"value": 600.0})),
        ("input_number.x", "1.5", ("input_number/set_value", {"value": 1.5})),
        (MODE, "Auto", ("select/select_option", {"option": "Auto"})),
        ("input_select.x", "Auto", ("input_select/select_option", {"option": "Auto"})),
        (SWITCH, "on", ("switch/turn_on", {})),
        ("input_boolean.x", "off", ("input_boolean/turn_off", {})),
        ("script.hold", None, ("script/turn_on", {})),
    ],
)
def test_each_kind_has_its_service(entity: str, to: str | None, called: tuple[str, dict[str, Any]]) -> None:
    assert service(entity, to) == called


def test_a_back_outlives_a_restart() -> None:
    back = limit(ours=["300", "900"], sent_s=NOW_S)
    assert Back.from_dict(back.to_dict()) == back


def test_a_missing_entity_says_nothing() -> None:
    assert value_of(LIMIT, None) is None


def test_the_way_back_is_what_release_says() -> None:
    assert [each.entity for each in way_back(FRONIUS, ())] == [LIMIT, MODE]
    assert way_back(FRONIUS, (write(MODE),)) == (write(MODE),)
