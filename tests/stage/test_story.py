from __future__ import annotations

from typing import Any

from stage.observation import PREFIX, Observation
from stage.story import HEADING, decisions, lines


def look(second: int, state: str, target_a: str, drawn_a: float) -> Observation:
    shown: dict[str, Any] = {
        PREFIX + key: {"state": value}
        for key, value in {"state": state, "target": target_a, "reason": "because"}.items()
    }
    world = {
        "now": f"2026-06-15T09:00:{second:02}+00:00",
        "car": {"current_a": drawn_a},
        "house": {"solar_power_w": 3000.0, "load_w": 300.0},
    }
    return Observation(second, shown, world)


def told(*seen: Observation) -> list[str]:
    return [text.split()[0] for text in lines(seen)]


def test_a_decision_is_a_new_state_or_another_ampere() -> None:
    seen = [
        look(0, "waiting_for_sun", "unknown", 0),
        look(1, "waiting_for_sun", "4.0", 0),
        look(2, "waiting_for_sun", "4.9", 0),
        look(3, "following_sun", "5.2", 0),
        look(4, "following_sun", "6.1", 0),
        look(5, "following_sun", "6.2", 0),
    ]
    assert [decision.at[-8:-6] for decision in decisions(seen)] == ["00", "01", "03", "05"]


def test_before_the_app_shows_anything_nothing_is_told() -> None:
    nothing = Observation(0, {}, look(0, "", "", 0).world)
    assert decisions([nothing]) == []
    assert told(nothing, nothing) == []


def test_a_line_is_told_once_the_current_has_settled() -> None:
    ramp = [look(0, "following_sun", "7", 2.0), look(1, "following_sun", "7", 5.0)]
    settled = [look(second, "following_sun", "7", 7.0) for second in (2, 3, 4)]
    assert told(*ramp, *settled) == ["09:00:03"]


def test_the_words_stand_under_their_heading() -> None:
    (text,) = lines([look(0, "following_sun", "7.2", 7.0)] * 2)
    assert text.index("following_sun") == HEADING.index("state")
    assert text.index("because") == HEADING.index("why")
    assert " ".join(text.split()) == "09:00:00 following_sun 7 A 7 A 3000 W 300 W because"
