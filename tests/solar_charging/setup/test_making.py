"""What the app makes in Home Assistant, what it takes back, and what it never touches."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.answer import Answer
from solar_charging.settings.controls import Controls
from solar_charging.settings.settings import Settings, Switches, parse_settings
from solar_charging.setup import maker as maker_module
from solar_charging.setup.helpers import FIELDS, LANGUAGES, NAMES, OWN, Wanted
from solar_charging.setup.lovelace import CARD_FILE, SETUP_FILE, is_ours, resource_address, signed
from solar_charging.setup.maker import FOLDER, Maker, renew, shipped
from solar_charging.setup.making import Making, Part, Shipped, Standing
from solar_charging.setup.making_words import PARTS, REASONS, STANDINGS, said
from tests.made_things import SILENT, UNKNOWN, Keeper

SWITCHES = (*Switches().named.values(), *Controls().named.values())
CARDS = [{"type": "custom:solar-charging-card", "name": OWN}]
BOARD = {"title": "Solar charging", "views": [{"cards": CARDS}]}
OLD_BOARD = {"title": "Solar charging", "views": []}
FILES = Shipped({CARD_FILE: b"card", SETUP_FILE: b"page"}, BOARD, "solar_charging.yaml.txt")
NOTHING_LEFT: Mapping[Part, Standing] = dict.fromkeys(Part, Standing.ABSENT)
ALL_MADE: Mapping[Part, Standing] = dict.fromkeys(Part, Standing.MADE)


def made_by(home: Keeper, wanted: Wanted | None = None, files: Shipped = FILES) -> Maker:
    return Maker(home.ask, wanted or Wanted(), files)


def make_all(maker: Maker) -> list[Any]:
    return [problem for part in Part if (problem := maker.make(part)) is not None]


def undo_all(maker: Maker) -> list[Any]:
    return [problem for part in reversed(Part) if (problem := maker.undo(part)) is not None]


def settings(**more: Any) -> Settings:
    return parse_settings({"name": OWN, "meters": {"grid_power": "sensor.grid"}, **more})


FULL = settings(
    switches={"battery": "input_boolean.solar_charging_battery"},
    departure_helpers={"time": "input_datetime.departure", "soc": "input_number.departure_soc"},
    departures=[{"time": "07:30", "soc_pct": 60}],
)


def test_all_is_made_and_all_is_undone() -> None:
    home = Keeper()
    maker = made_by(home, Wanted.of(FULL, OWN, "en"))
    before = home.kept()
    assert maker.standing() == NOTHING_LEFT
    assert home.changes == []
    assert make_all(maker) == []
    assert maker.standing() == ALL_MADE
    assert {*home.registry} == {*SWITCHES, "input_boolean.solar_charging_battery"} | {
        *("input_datetime.departure", "input_number.departure_soc"),
    }
    assert undo_all(maker) == []
    assert maker.standing() == NOTHING_LEFT
    assert home.kept() == before


def test_what_is_made_already_is_not_made_again() -> None:
    home = Keeper()
    make_all(made_by(home))
    before, home.asked = home.kept(), []
    assert make_all(made_by(home)) == []
    assert home.kept() == before
    assert home.changes == []


@pytest.mark.parametrize("language", [*LANGUAGES, "de-CH", "fr-CA", "nb", "", "FR"])
def test_ids_are_the_apps_and_names_are_in_the_persons_language(language: str) -> None:
    home = Keeper()
    assert made_by(home, Wanted(language=language)).make(Part.HELPERS) is None
    assert sorted(home.registry) == sorted(SWITCHES)
    place = {"de": 2, "fr": 1}.get(language[:2].lower(), 0)
    kept = home.helpers["input_boolean"]
    assert {name: row["name"] for name, row in kept.items()} == {
        OWN: NAMES["enabled"][place],
        f"{OWN}_off_peak": NAMES["off_peak"][place],
        f"{OWN}_now": NAMES["charge_now"][place],
    }


def test_no_helper_is_set_back_at_each_start_of_home_assistant() -> None:
    assert [role for role, fields in FIELDS.items() if "initial" in fields] == []


def test_departures_are_set_once_to_the_first_that_is_told() -> None:
    home = Keeper()
    made_by(home, Wanted.of(FULL, OWN, "en")).make(Part.HELPERS)
    assert home.states == {
        "input_datetime.departure": {"time": "07:30:00"},
        "input_number.departure_soc": {"value": 60.0},
    }


def test_without_a_departure_none_is_invented() -> None:
    home = Keeper()
    helpers = {"time": "input_datetime.departure", "soc": "number.of_another_integration"}
    made_by(home, Wanted.of(settings(departure_helpers=helpers), OWN, "en")).make(Part.HELPERS)
    assert "input_datetime.departure" in home.registry
    assert home.states == {}
    assert "number.of_another_integration" not in home.registry


def a_yaml_package(home: Keeper) -> None:
    for entity in SWITCHES:
        home.in_yaml(entity)


def toggles_made_by_hand(home: Keeper) -> None:
    for entity in SWITCHES:
        domain, _, name = entity.partition(".")
        home.ask(f"{domain}/create", name=name, icon="mdi:solar-power")


def one_renamed_by_the_person(home: Keeper) -> None:
    made_by(home).make(Part.HELPERS)
    home.registry[SWITCHES[0]]["name"] = "Sonne"


def one_changed_by_the_person(home: Keeper) -> None:
    made_by(home).make(Part.HELPERS)
    home.ask("input_boolean/update", input_boolean_id=OWN, name="Solar charging", icon="mdi:car")


def one_with_another_id(home: Keeper) -> None:
    made_by(home).make(Part.HELPERS)
    home.registry["input_boolean.sonne"] = home.registry.pop(SWITCHES[0])


def a_copy_in_www(home: Keeper) -> None:
    home.resources.append({"id": "x", "type": "module", "url": f"/local/{CARD_FILE}?2"})


def a_copy_by_hacs(home: Keeper) -> None:
    home.resources.append({"id": "x", "type": "module", "url": f"/hacsfiles/solar/{CARD_FILE}"})


def a_yaml_dashboard(home: Keeper) -> None:
    home.board("solar-charging", BOARD, mode="yaml")


def a_dashboard_of_their_own(home: Keeper) -> None:
    home.board("solar-charging", BOARD)


def a_dashboard_that_was_edited(home: Keeper) -> None:
    made_by(home).make(Part.DASHBOARD)
    home.contents["solar-charging"]["views"].append({"title": "Mine"})


LEFT_ALONE: list[tuple[Callable[[Keeper], None], Part, Making]] = [
    (a_yaml_package, Part.HELPERS, Making.NOT_OURS),
    (toggles_made_by_hand, Part.HELPERS, Making.NOT_OURS),
    (a_copy_in_www, Part.CARD, Making.NOT_OURS),
    (a_copy_by_hacs, Part.CARD, Making.NOT_OURS),
    (a_yaml_dashboard, Part.CARD, Making.NOT_OURS),
    (a_yaml_dashboard, Part.DASHBOARD, Making.NOT_OURS),
    (a_dashboard_of_their_own, Part.DASHBOARD, Making.NOT_OURS),
    (a_dashboard_that_was_edited, Part.DASHBOARD, Making.CHANGED),
]


@pytest.mark.parametrize(("person", "part", "why"), LEFT_ALONE)
def test_what_a_person_has_is_left_alone(person: Callable[[Keeper], None], part: Part, why: Making) -> None:
    home = Keeper()
    person(home)
    before, home.asked = home.kept(), []
    maker = made_by(home, files=Shipped(FILES.files, {**BOARD, "title": "Newer"}, "f"))
    found = maker.stands()[part]
    assert found.standing is Standing.THERE
    assert found.why is not None
    assert found.why.why is why
    assert maker.make(part) is None
    assert maker.undo(part) is not None
    assert part not in maker.renew()
    assert home.kept() == before
    assert home.changes == []


@pytest.mark.parametrize(
    "person", [one_renamed_by_the_person, one_changed_by_the_person, one_with_another_id]
)
def test_of_the_helpers_those_stay_that_a_person_changed(person: Callable[[Keeper], None]) -> None:
    home = Keeper()
    person(home)
    kept = home.helpers["input_boolean"][OWN]
    left = made_by(home).undo(Part.HELPERS)
    assert left is not None
    assert (left.why, left.values["what"]) == (Making.CHANGED, SWITCHES[0])
    assert home.helpers["input_boolean"] == {OWN: kept}


def test_a_helper_that_an_automation_uses_stays_and_the_automation_is_named() -> None:
    home = Keeper()
    make_all(made_by(home))
    home.related = {SWITCHES[2]: {"automation": ["automation.cheap"], "area": ["garage"]}}
    left = made_by(home).undo(Part.HELPERS)
    assert left is not None
    assert said(left) == f"left as it is, for automation.cheap uses it: {SWITCHES[2]}"
    assert [*home.registry] == [SWITCHES[2]]


def test_what_is_left_for_the_same_reason_is_named_in_one_breath() -> None:
    home = Keeper()
    a_yaml_package(home)
    left = made_by(home).undo(Part.HELPERS)
    assert left is not None
    assert said(left) == f"left as it is, for this app did not make it: {', '.join(sorted(SWITCHES))}"


def test_what_is_missing_is_made_beside_what_is_there() -> None:
    home = Keeper()
    home.in_yaml(SWITCHES[0])
    maker = made_by(home)
    assert maker.standing()[Part.HELPERS] is Standing.ABSENT
    assert maker.make(Part.HELPERS) is None
    made = [name for domain in ("input_boolean", "input_text") for name in home.helpers[domain]]
    assert made == [each.partition(".")[2] for each in SWITCHES[1:]]
    assert maker.undo(Part.HELPERS) is not None
    assert [*home.registry] == [SWITCHES[0]]


def taken_by_something_else(home: Keeper) -> None:
    # Of an entity that is in YAML and was given another id, the item's id is taken all the same.
    home._register("input_boolean.something", OWN, "input_boolean")


def test_a_helper_that_gets_another_id_is_taken_back() -> None:
    home = Keeper()
    taken_by_something_else(home)
    before = home.kept()
    problem = made_by(home).make(Part.HELPERS)
    assert problem is not None
    assert (problem.why, problem.values["what"]) == (Making.ID_TAKEN, SWITCHES[0])
    assert home.kept() == before


def test_an_address_that_is_taken_is_not_written_over() -> None:
    home = Keeper()
    home.board("solar-charging", {"views": [{"cards": [{"type": "energy-distribution"}]}]})
    home.board("solar-charging-setup", None)
    before, home.asked = home.kept(), []
    for part in (Part.DASHBOARD, Part.SETUP_PAGE):
        found = made_by(home).stands()[part]
        assert found.standing is Standing.REFUSED
        assert found.why is not None
        assert found.why.why is Making.ADDRESS_TAKEN
    assert made_by(home).make(Part.DASHBOARD) == made_by(home).stands()[Part.DASHBOARD].why
    assert home.kept() == before


def test_an_older_card_and_dashboard_of_ours_are_brought_up_to_date() -> None:
    home = Keeper()
    make_all(made_by(home, files=Shipped({CARD_FILE: b"old", SETUP_FILE: b"page"}, OLD_BOARD, "f")))
    numbers = [row["id"] for row in home.resources]
    maker = made_by(home)
    assert maker.standing() == {
        **ALL_MADE, Part.CARD: Standing.OUTDATED, Part.DASHBOARD: Standing.OUTDATED
    }  # fmt: skip
    assert maker.renew() == [Part.CARD, Part.DASHBOARD]
    assert maker.standing() == ALL_MADE
    assert [row["id"] for row in home.resources] == numbers
    assert home.resources[0]["url"] == resource_address(CARD_FILE, b"card")
    assert home.contents["solar-charging"] == signed(BOARD)
    assert maker.renew() == []


def test_without_its_files_nothing_is_taken_for_old() -> None:
    home = Keeper()
    make_all(made_by(home))
    bare = made_by(home, files=Shipped())
    assert bare.standing() == ALL_MADE
    assert undo_all(bare) == []
    why = {part: each.why for part, each in bare.stands().items()}
    assert why[Part.CARD] is not None
    assert why[Part.CARD].why is Making.FILE_MISSING
    assert bare.make(Part.DASHBOARD) is not None


@pytest.mark.parametrize("mode", ["safe_mode", "recovery_mode"])
def test_in_safe_mode_nothing_is_added_to_what_cannot_be_seen(mode: str) -> None:
    home = Keeper()
    home.resources.append({"id": "x", "type": "module", "url": "/local/of-somebody-else.js"})
    home.config[mode] = True
    before = home.kept()
    for part in (Part.CARD, Part.DASHBOARD, Part.SETUP_PAGE):
        problem = made_by(home).make(part)
        assert problem is not None
        assert problem.why is Making.NOT_NORMAL
    assert home.kept() == before


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize("rows", [[], [{"type": "module", "url": "/local/other.js"}]])
def test_resources_in_yaml_are_told_with_the_line_to_write(rows: list[Any], tells: bool) -> None:
    home = Keeper(resources=rows, resources_in_yaml=True, tells_modes=tells)
    known = Standing.REFUSED if tells or rows else Standing.ABSENT
    assert made_by(home).standing()[Part.CARD] is known
    problem = made_by(home).make(Part.CARD)
    assert problem is not None
    for language in LANGUAGES:
        assert f"- {{url: /local/{CARD_FILE}, type: module}}" in said(problem, language)


REFUSABLE = [
    ("input_boolean/create", Part.HELPERS),
    ("input_boolean/update", Part.HELPERS),
    ("config/entity_registry/update", Part.HELPERS),
    ("lovelace/resources/create", Part.CARD),
    ("lovelace/dashboards/create", Part.DASHBOARD),
    ("lovelace/config/save", Part.DASHBOARD),
]


@pytest.mark.parametrize(("command", "part"), REFUSABLE)
def test_what_is_refused_is_told_in_home_assistants_words_and_nothing_is_left(
    command: str, part: Part
) -> None:
    home = Keeper(refuses={command: Answer(code="unauthorized", said="Unauthorized")})
    before = home.kept()
    problem = made_by(home).make(part)
    assert problem is not None
    assert said(problem) == "Home Assistant refuses: Unauthorized"
    assert home.kept() == before


READ = [
    *("get_config", "lovelace/resources", "lovelace/dashboards/list", "input_boolean/list"),
    "config/entity_registry/get_entries",
]


@pytest.mark.parametrize("answer", [SILENT, UNKNOWN, Answer(None), Answer("?")])
@pytest.mark.parametrize("command", READ)
def test_what_is_not_told_is_not_taken_for_absent(command: str, answer: Answer) -> None:
    home = Keeper(refuses={command: answer})
    stands = made_by(home).stands()
    refused = [part for part, each in stands.items() if each.standing is Standing.REFUSED]
    assert refused
    assert [make for part in refused if (make := made_by(home).make(part)) is None] == []
    assert undo_all(made_by(home)) != []
    assert home.changes == []


def test_a_dashboard_whose_content_is_not_told_is_neither_saved_nor_deleted() -> None:
    home = Keeper()
    make_all(made_by(home))
    home.refuses, home.asked = {"lovelace/config": SILENT}, []
    maker = made_by(home, files=Shipped(FILES.files, OLD_BOARD, "f"))
    assert maker.make(Part.DASHBOARD) is not None
    assert maker.undo(Part.DASHBOARD) is not None
    assert home.changes == []


# Another name, and the shipped files


def test_the_dashboard_of_an_app_of_another_name_shows_that_app() -> None:
    home = Keeper()
    switches = {"enabled": "input_boolean.zoe", "battery": "input_boolean.zoe_battery"}
    maker = Maker(home.ask, Wanted.of(settings(switches=switches), "model_3", "de"))
    assert make_all(maker) == []
    (path,) = {*home.contents} - {"solar-charging-setup"}
    assert path == "solar-charging-model-3"
    assert home.boards[path]["title"] == "Solarladen (model_3)"
    text = yaml.safe_dump({key: value for key, value in home.contents[path].items() if key != OWN})
    assert "sensor.model_3_state" in text
    assert "sensor.solar_charging_" not in text
    assert "name: solar_charging\n" not in text
    assert "input_boolean.solar_charging\n" not in text
    assert "input_boolean.zoe_battery" in text
    assert "input_boolean.solar_charging_now" in text
    card = home.contents[path]["views"][0]["cards"][0]["cards"][0]
    assert (card["name"], card["enabled"]) == ("model_3", "input_boolean.zoe")
    assert home.helpers["input_boolean"]["zoe"]["name"] == "Solarladen (model_3)"


@pytest.mark.parametrize("language", [*LANGUAGES, "it"])
def test_the_shipped_dashboard_is_made_as_it_is(language: str) -> None:
    home = Keeper()
    assert make_all(Maker(home.ask, Wanted(language=language))) == []
    there = FOLDER / f"solar_charging.{language}.yaml.txt"
    file = there if there.exists() else FOLDER / "solar_charging.yaml.txt"
    assert home.contents["solar-charging"] == signed(yaml.safe_load(file.read_text()))
    card, page = (row["url"] for row in home.resources)
    assert is_ours(card, CARD_FILE)
    assert is_ours(page, SETUP_FILE)
    assert home.boards["solar-charging-setup"]["require_admin"] is True


def test_a_folder_without_files_and_a_python_without_yaml_are_told(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped("en", tmp_path) == Shipped({}, None, "solar_charging.yaml.txt")
    (tmp_path / "solar_charging.yaml.txt").write_text("views: [")
    assert shipped("en", tmp_path).dashboard is None
    monkeypatch.setattr(maker_module, "yaml", None)
    assert shipped("en").dashboard_file == "PyYAML"


class Home:
    """Home Assistant as the running app has it."""

    def __init__(self, keeper: Keeper) -> None:
        self.answer = keeper.ask

    def configured(self, key: str, otherwise: str) -> str:
        return {"language": otherwise}[key]


def test_the_running_app_brings_its_own_up_to_date_and_says_so() -> None:
    keeper, lines = Keeper(), list[str]()
    renew(Home(keeper), FULL, OWN, lines.append)
    assert keeper.changes == []
    make_all(made_by(keeper))
    renew(Home(keeper), FULL, OWN, lines.append)
    assert [line.rpartition(": ")[2] for line in lines] == ["the card", "the dashboard", "the set-up page"]


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_has_words_in_each_language(language: str) -> None:
    assert PARTS[language].keys() == {*Part}
    assert STANDINGS[language].keys() == {*Standing}
    assert REASONS[language].keys() == {*Making}
    fields = {why: {field for _, field, _, _ in string.Formatter().parse(text) if field}
              for why, text in REASONS[language].items()}  # fmt: skip
    assert fields == {why: {field for _, field, _, _ in string.Formatter().parse(text) if field}
                      for why, text in REASONS["en"].items()}  # fmt: skip


# What may never happen

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from([OWN, "x", *SWITCHES]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "url", "url_path", "mode", "unique_id", "options", OWN, "made", "name"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


COMMANDS = [
    *READ,
    "lovelace/config",
    "lovelace/info",
    "search/related",
    *(command for command, _ in REFUSABLE),
]
ANSWERS = st.builds(Answer, JSON, st.none() | st.just("not_found"), st.just("?"))


@given(st.dictionaries(st.sampled_from(COMMANDS), ANSWERS, min_size=1, max_size=3), st.booleans())
def test_no_answer_makes_it_fail(answers: dict[str, Answer], made: bool) -> None:
    home = Keeper()
    if made:
        make_all(made_by(home))
    home.refuses = answers
    for problem in [*make_all(made_by(home)), *undo_all(made_by(home))]:
        assert said(problem, "fr")
    made_by(home).renew()


PEOPLE = (a_yaml_package, toggles_made_by_hand, a_copy_in_www, a_copy_by_hacs, a_yaml_dashboard)
MORE_PEOPLE = (a_dashboard_of_their_own, taken_by_something_else)
ACTS: Mapping[str, Callable[[Maker, Part], object]] = {
    "make": Maker.make,
    "undo": Maker.undo,
    "renew": lambda maker, _: maker.renew(),
}


@given(
    person=st.sampled_from([*PEOPLE, *MORE_PEOPLE]),
    also=st.sampled_from([*PEOPLE, *MORE_PEOPLE]),
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(Part), st.booleans()), max_size=8),
)
def test_whatever_is_made_and_undone_what_was_there_before_stays(
    person: Callable[[Keeper], None],
    also: Callable[[Keeper], None],
    acts: list[tuple[str, Part, bool]],
) -> None:
    home = Keeper()
    for each in dict.fromkeys([person, also]):
        each(home)
    before = home.kept()
    newer = Shipped({CARD_FILE: b"newer", SETUP_FILE: b"newer"}, {**BOARD, "title": "Newer"}, "f")
    for act, part, later in acts:
        ACTS[act](made_by(home, files=newer if later else FILES), part)
    undo_all(made_by(home))
    assert home.kept() == before
