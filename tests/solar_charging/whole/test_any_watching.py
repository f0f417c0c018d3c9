"""What holds of the app that watches in any home, whatever happens and whatever its state file holds."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from benchmarks.virtual_home import SWITCH
from solar_charging.base.reason import Why
from tests.any_app import ELSE, any_app
from tests.any_day import EVENTS, happenings
from tests.any_home import Dice, any_home
from tests.anything import SOMETHING, Path, somewhere, with_it
from tests.household import settings
from tests.watched_household import WatchedHousehold

HAPPENS = tuple(each for each in (*EVENTS, *ELSE) if each != "switch on" and not each.startswith("clock"))
MANY = max(12 * effort.default.max_examples // 100, 1)
FLAT = settings(tariff={"peak_price": 0.30})


@pytest.mark.timeout(300)
@effort(max_examples=MANY)
@given(st.integers(0, 2**32 - 1))
def test_an_app_that_was_never_on_asks_nothing_of_its_car(number: int) -> None:
    dice = Dice(number)
    with any_app(any_home(dice)) as life:
        life.shell.home.set(SWITCH, "off")
        life.lives(happenings(dice, HAPPENS))
        assert life.asked == []
        assert life.shell.asked() == []
        assert life.shell.escaped == []
        assert life.caught == 0, [text for _, level, text in life.shell.logs if level == "ERROR"]


@lru_cache
def kept() -> str:
    return json.dumps(WatchedHousehold(settings=FLAT).run(hours=2).kept())


PARTS = json.loads(kept())["watching"]


@pytest.mark.timeout(300)
@effort(max_examples=60, deadline=None)
@given(somewhere(PARTS), SOMETHING)
def test_whatever_is_kept_of_it_it_watches_on_and_the_rest_is_whole(path: Path, value: Any) -> None:
    saved = json.loads(kept())
    saved["watching"] = with_it(saved["watching"], path, value) if path else value
    home = WatchedHousehold(settings=FLAT)
    spoilt = home.watching.from_dict(json.loads(json.dumps(saved)), home.now)
    assert {each.partition(" ")[0] for each in spoilt} <= {"watching"}
    home.run(minutes=2)
    json.dumps(home.kept())
    assert home.commands == []
    been_on = path == ("been_on",) and value is True
    assert home.last.decision.reason.why in ({Why.OFF} if been_on else {Why.WATCHING, Why.WATCHING_UNTOLD})
