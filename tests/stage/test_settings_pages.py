"""docs/settings.md and apps.yaml.example say what the settings' models say."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, Field

from solar_charging.settings.settings import Settings, parse_settings
from stage.settings_examples import ACTIVE, EXAMPLES
from stage.settings_pages import (
    COMMAND,
    EXAMPLE,
    SETTINGS_PAGE,
    Setting,
    all_settings,
    allowed,
    cells,
    example,
    section_of,
    settings_page,
)

SETTINGS = list(all_settings(section_of(Settings)))
COMMENT = re.compile(r"^(\s*)# (?=[a-z_]+:|- \{)", re.MULTILINE)


def entry(text: str) -> dict[str, Any]:
    """What the example sets."""
    (found,) = yaml.safe_load(text).values()
    return dict(found)


def with_all_comments() -> str:
    """The example with all that is commented out, but for the other ways to know grid and battery."""
    text = COMMENT.sub(r"\1", example())
    others = "import_power|export_power|charge_power|discharge_power"
    return re.sub(rf"^.*\b({others}):.*\n", "", text, flags=re.MULTILINE)


def at(values: Any, path: str) -> Any:
    for name in path.split("."):
        values = None if values is None else values[name]
    return values


@pytest.mark.parametrize(("file", "text"), [(SETTINGS_PAGE, settings_page()), (EXAMPLE, example())])
def test_the_files_are_what_the_command_makes(file: Any, text: str) -> None:
    assert file.read_text(encoding="utf-8") == text, f"run {COMMAND}"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.path)
def test_each_setting_has_a_meaning_and_stands_in_both(setting: Setting) -> None:
    assert setting.field.description
    assert f"| {' | '.join(cells(setting))} |\n" in settings_page()
    assert re.search(rf"\b{setting.name}:", example())


def test_the_page_has_each_setting_once() -> None:
    rows = re.findall(r"^\| `([^`]+)`", settings_page(), re.MULTILINE)
    assert sorted(rows) == sorted(setting.path for setting in SETTINGS)


def test_the_example_is_accepted_as_it_stands_and_leaves_departures_to_be_learnt() -> None:
    assert not parse_settings(entry(example())).departures


def test_all_of_the_example_is_accepted_and_shows_the_defaults() -> None:
    given = parse_settings(entry(with_all_comments())).model_dump()
    defaults = parse_settings({"meters": {"grid_power": "sensor.grid"}, "car": {"token_file": "-"}})
    for setting in SETTINGS:
        if setting.path not in EXAMPLES and "[]" not in setting.path and not setting.field.is_required():
            shown, usual = (at(values, setting.path) for values in (given, defaults.model_dump()))
            # What stands in a section that is not there by itself has its default from the model.
            assert shown == (setting.field.default if usual is None else usual), setting.path


def test_the_examples_are_of_settings_that_there_are_and_need_one() -> None:
    paths = {setting.path: setting for setting in SETTINGS}
    assert EXAMPLES.keys() <= paths.keys()
    assert [path for path in EXAMPLES if paths[path].field.default not in (None, (), ...)] == [
        path for path in EXAMPLES if paths[path].field.is_required()
    ]
    assert ACTIVE.keys() <= EXAMPLES.keys()


class House(BaseModel):
    """A model of a test."""

    way: Literal["sun", "grid"] | None = Field(default="sun", description="which way")
    watts: float = Field(default=1.5, gt=0, le=9, description="how much")


@pytest.mark.parametrize(("name", "words"), [("way", "`sun`, `grid`"), ("watts", "above 0, to 9")])
def test_what_a_value_may_be_is_told(name: str, words: str) -> None:
    assert allowed(Setting(name, House.model_fields[name])) == words


def test_a_setting_without_default_asks_for_an_example() -> None:
    class Unheard(BaseModel):
        """A model of a test."""

        of_it: str | None = Field(default=None, description="nothing")

    with pytest.raises(ValueError, match="of_it: has no default, so EXAMPLES must have a value"):
        example(Unheard)
