"""A session between a card and an app: what it hears, asks, says, makes, writes, and restarts."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from solar_charging.base.answer import Answer
from solar_charging.base.reason import Problem, Reason
from solar_charging.settings_file import settings_file, write_settings
from solar_charging.setup.helpers import Wanted
from solar_charging.setup.look import look_around
from solar_charging.setup.maker import Maker
from solar_charging.setup.questions import DEVICES, ENTITIES, PAST, SERVICES, STATES
from solar_charging.setup.session import EVENT, MOST_WAITING, PAGE_EVENT, TRIES, Around, Session
from tests.houses_described import HOMEWIZARD, NOW_S, House, state
from tests.made_things import Keeper

NAME = "solar_charging"
NOW = datetime.fromtimestamp(NOW_S, timezone.utc)
NO_SETTINGS = Reason(Problem.NO_SETTINGS, {"name": NAME, "link": "/solar-charging-setup"})
BARE = {"name": NAME, "module": "solar_charging.app", "class": "SolarCharging"}
BY_PERSON = {"origin": "LOCAL", "context": {"id": "01", "parent_id": None, "user_id": "f00d"}}
ANSWERS = {"peak_price": "0.3", "off_peak": "", "export_price": "0.08", "fuse": "25", "departures": "7:30 60"}


class Home:
    """Home Assistant, as an app knows and asks it."""

    namespace = "default"

    def __init__(self, house: House) -> None:
        self.answers = house.answers()
        self.asked_for: list[tuple[str, dict[str, Any]]] = []

    def states(self) -> dict[str, Any]:
        return {each["entity_id"]: each for each in self.answers[STATES]}

    def services(self) -> Any:
        return self.answers[SERVICES]

    def registered(self) -> Any:
        return self.answers[ENTITIES]

    def devices(self) -> Any:
        return self.answers[DEVICES]

    def asked(self, command: str, /, **data: Any) -> Any:
        self.asked_for.append((command, data))
        return self.answers.get(command)


class App:
    """AppDaemon around a session."""

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self.name = name
        self.config_dir = folder
        (folder / "apps").mkdir(exist_ok=True)
        self.fired: list[dict[str, Any]] = []
        self.logged: list[str] = []
        self.restarted: list[str] = []
        self.later: list[Callable[[], None]] = []
        self.queued: list[Callable[[], None]] | None = None
        self.hear: Callable[..., None] = lambda *_: None

    def get_now(self) -> datetime:
        return NOW

    def listen_event(self, callback: Any, event: str, namespace: str) -> None:
        assert (event, namespace) == (EVENT, "default")
        self.hear = callback

    def submit_to_executor(self, work: Callable[[], None]) -> None:
        if self.queued is None:
            work()
        else:
            self.queued.append(work)

    def fire_event(self, event: str, namespace: str, page: str) -> None:
        assert (event, namespace) == (PAGE_EVENT, "default")
        self.fired.append(json.loads(page))

    def restart_app(self, name: str) -> None:
        self.restarted.append(name)

    def run_in(self, callback: Callable[[], None], _: float) -> None:
        self.later.append(callback)

    def log(self, text: str, **_: Any) -> None:
        self.logged.append(text)

    # What a card does

    def fire(self, **event: Any) -> list[dict[str, Any]]:
        """What is fired back at an event."""
        self.fired = []
        self.hear(EVENT, {**event, "metadata": BY_PERSON})
        return self.fired

    def act(self, **event: Any) -> dict[str, Any]:
        """The last page after an event that names the page before."""
        return self.fire(name=self.name, revision=self.fired[-1]["revision"], **event)[-1]


class Stage:
    """A session with all that is around it."""

    def __init__(self, folder: Path, problem: Reason[Problem] | None = NO_SETTINGS, **own: Any) -> None:
        self.app, self.home, self.keeper = App(folder), Home(HOMEWIZARD), Keeper()
        self.file = settings_file(folder / "apps")
        self.errors: list[BaseException] = []
        self.own = {**BARE, **own}
        self.problem = problem

    def open(self) -> App:
        around = Around(self.own, self.attempt, lambda: self.problem, lambda reason, _: str(reason))
        Session(self.app, self.home, around, Maker(self.keeper.ask, Wanted()))  # type: ignore[arg-type]
        return self.app

    def attempt(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except Exception as error:
            self.errors.append(error)
            return False
        return True


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def answered(app: App) -> None:
    app.fire(ask="page", language="en")
    for topic, text in ANSWERS.items():
        app.act(answer={"topic": topic, "text": text})


def test_without_settings_the_page_is_made_for_administrators(stage: Stage) -> None:
    app = stage.open()
    (board,) = stage.keeper.boards.values()
    assert (board["url_path"], board["require_admin"]) == ("solar-charging-setup", True)
    assert "solar-charging-setup.js" in stage.keeper.resources[0]["url"]
    assert app.later == []
    assert app.fired == []


def test_an_app_that_runs_makes_nothing_and_answers_all_the_same(tmp_path: Path) -> None:
    stage = Stage(tmp_path, problem=None)
    app = stage.open()
    assert stage.keeper.changes == []
    assert app.fire(ask="page")[-1]["runs"] is True


def test_the_page_is_tried_again_where_home_assistant_is_starting(stage: Stage) -> None:
    stage.keeper.refuses["lovelace/dashboards/list"] = Answer(code="unknown_command", said="Unknown command.")
    app = stage.open()
    for tries in range(1, TRIES):
        assert len(app.later) == tries
        app.later[-1]()
    assert len(app.later) == TRIES - 1
    assert "could not be made" in app.logged[-1]
    del stage.keeper.refuses["lovelace/dashboards/list"]


def test_a_card_that_opens_has_home_assistant_asked_and_gets_the_page(stage: Stage) -> None:
    app = stage.open()
    looking, page = app.fire(ask="page", language="fr")
    assert looking["looking"].startswith("L'application regarde")
    assert page["lines"][0]["title"] == "Compteur du réseau"
    assert page["parts"][3]["standing"] == "made"
    past = [data for command, data in stage.home.asked_for if command == PAST]
    assert len(past) == 1
    app.fire(ask="page", language="fr")
    assert [data for command, data in stage.home.asked_for if command == PAST] == past
    app.act(ask="look")
    assert len([data for command, data in stage.home.asked_for if command == PAST]) == 2
    assert stage.errors == []


def test_two_browsers_get_the_page_each_in_its_language(stage: Stage) -> None:
    app = stage.open()
    app.fire(ask="page", language="de")
    pages = app.fire(ask="page", language="en")
    assert [page["language"] for page in pages] == ["de", "en"]
    app.fired = pages[1:]
    pages = app.fire(name=NAME, revision=pages[1]["revision"], answer={"topic": "peak_price", "text": "0.3"})
    lines = [next(line for line in page["lines"] if line["topic"] == "peak_price") for page in pages]
    assert [line["chosen"] for line in lines] == ["0,3", "0.3"]


def test_what_the_sensors_say_now_needs_nobody_to_be_asked(stage: Stage) -> None:
    app = stage.open()
    app.fire(ask="page")
    stage.home.answers[STATES] = [
        state(each["entity_id"], 512, "W") if each["entity_id"] == "sensor.p1_meter_power" else each
        for each in stage.home.answers[STATES]
    ]
    stage.home.asked_for.clear()
    (page,) = app.fire(ask="page")
    assert page["lines"][0]["why"].startswith("512 W now: you import")
    assert stage.home.asked_for == []


def test_what_is_confirmed_is_written_and_the_app_begins_by_it(stage: Stage) -> None:
    app = stage.open()
    answered(app)
    page = app.act(ask="write")
    assert str(stage.file) in page["written"]
    assert app.restarted == [NAME]
    assert json.loads(stage.file.read_text())["charging"] == {"main_fuse_a": 25}
    assert stat.S_IMODE(stage.file.stat().st_mode) == 0o600
    assert any(str(stage.file) in text for text in app.logged)


def test_what_is_not_complete_is_not_written(stage: Stage) -> None:
    app = stage.open()
    app.fire(ask="page")
    page = app.act(ask="write")
    assert page["errors"]
    assert (app.restarted, stage.file.exists()) == ([], False)


def test_a_file_that_cannot_be_written_is_told_and_nothing_restarts(stage: Stage) -> None:
    app = stage.open()
    answered(app)
    stage.file.parent.rmdir()
    page = app.act(ask="write")
    assert "could not be written" in page["errors"][0]
    assert app.restarted == []
    stage.file.parent.mkdir()
    assert app.act(ask="write")["written"]


def test_later_the_page_begins_with_what_was_written_and_what_it_was_is_kept(tmp_path: Path) -> None:
    stage = Stage(tmp_path, problem=None)
    write_settings(
        stage.file, {"meters": {"grid_power": "sensor.p1_meter_power"}, "tariff": {"peak_price": 0.4}}
    )
    app = stage.open()
    page = app.fire(ask="page")[-1]
    assert page["open"] == 1  # what is fed in brings what?
    app.act(answer={"topic": "export_price", "text": "0.1"})
    app.act(ask="write")
    assert json.loads(stage.file.read_text())["tariff"] == {"peak_price": 0.4, "export_price": 0.1}
    assert "0.1" not in stage.file.with_name(f"{stage.file.name}.old").read_text()


@pytest.mark.parametrize("text", ["{", "[]", '{"meters": {"grid_power": 5}}'])
def test_a_file_that_is_wrong_is_set_up_anew(tmp_path: Path, text: str) -> None:
    stage = Stage(tmp_path, Reason(Problem.SETTINGS_WRONG, {"mistakes": "wrong"}))
    stage.file.parent.mkdir(exist_ok=True)
    stage.file.write_text(text)
    app = stage.open()
    page = app.fire(ask="page")[-1]
    assert "wrong" in page["notes"][0]
    for topic, answer in ANSWERS.items():
        app.act(answer={"topic": topic, "text": answer})
    assert app.act(ask="write")["written"]
    assert stage.file.with_name(f"{stage.file.name}.old").read_text() == text


def test_what_apps_yaml_has_is_told_to_win(tmp_path: Path) -> None:
    app = Stage(tmp_path, problem=None, tariff={"peak_price": 0.3}).open()
    assert "tariff" in app.fire(ask="page")[-1]["notes"][0]


def test_a_part_is_made_and_undone_by_its_button(stage: Stage) -> None:
    app = stage.open()
    app.fire(ask="page")
    helpers = app.act(make="helpers")["parts"][0]
    assert helpers["standing"] == "made"
    assert "input_boolean.solar_charging" in stage.keeper.registry
    assert app.act(undo="helpers")["parts"][0]["standing"] == "absent"
    stage.keeper.refuses["input_boolean/create"] = Answer(code="unauthorized", said="Unauthorized")
    assert "Unauthorized" in app.act(make="helpers")["parts"][0]["said"]
    assert app.act(make="house")["parts"][0]["standing"] == "absent"
    assert stage.errors == []


def test_of_another_entry_nothing_is_heard(stage: Stage) -> None:
    app = stage.open()
    assert app.fire(name="model_3", ask="page") == []
    assert app.fire(ask="write") == []
    assert app.fire() == []


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        {},
        {"context": None},
        {"context": {"user_id": None}},
        {"context": {}},
        "f00d",
        {"context": "f00d"},
    ],
)
def test_an_automation_is_no_person(stage: Stage, metadata: Any) -> None:
    app = stage.open()
    for event in ({"ask": "page", "metadata": metadata}, {"ask": "page"}, "text", None):
        app.hear(EVENT, event)
    assert app.fired == []


def test_an_error_of_ours_is_told_instead_of_silence(stage: Stage) -> None:
    app = stage.open()
    stage.home.devices = lambda: 1 / 0  # type: ignore[method-assign]
    _, told = app.fire(ask="page", language="fr")
    assert told["broken"].startswith("Une erreur dans l'application elle-même")
    assert len(stage.errors) == 1


def test_a_flood_of_events_is_no_person(stage: Stage) -> None:
    app = stage.open()
    app.queued = []
    for _ in range(100):
        app.hear(EVENT, {"ask": "page", "metadata": BY_PERSON})
    assert len(app.queued) == MOST_WAITING


def test_in_a_large_house_the_past_is_asked_for_in_parts() -> None:
    home = Home(HOMEWIZARD)
    home.answers[STATES] = [
        *home.answers[STATES],
        *(state(f"sensor.plug_{each}_power", each, "W") for each in range(450)),
    ]
    look_around(home, NOW)
    asked = [data["statistic_ids"] for command, data in home.asked_for if command == PAST]
    assert [len(each) for each in asked[:-1]] == [200, 200]
    assert len({each for ids in asked for each in ids}) == sum(map(len, asked)) > 450


def test_a_home_assistant_that_answers_nothing_still_has_a_page(stage: Stage) -> None:
    stage.home.answers = {STATES: [], SERVICES: {}, ENTITIES: None, DEVICES: None}
    app = stage.open()
    assert app.fire(ask="page")[-1]["open"] > 0
    assert stage.errors == []
