"""Writes the pages that follow from the models of the settings: `python -m stage.settings_pages`.

docs/settings.md has a table for each section, apps.yaml.example each setting as it stands in a file. Names,
defaults, ranges and meanings are the models' own; what an example needs besides is in `settings_examples`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from stage.environments import CHECKOUT
from stage.settings_examples import ACTIVE, EXAMPLES

# The app lives where AppDaemon looks for it, not where Python does.
sys.path.insert(0, str(CHECKOUT / "apps"))

from solar_charging.settings.settings import NOTE_KINDS, Settings
from solar_charging.settings.tariff import MONTHS
from solar_charging.settings.types import WEEKDAYS, EntityId

COMMAND = "python -m stage.settings_pages"
SETTINGS_PAGE, EXAMPLE = CHECKOUT / "docs" / "settings.md", CHECKOUT / "apps.yaml.example"

HEAD = f"""\
# One entry per car. Copy this into AppDaemon's apps/apps.yaml and keep what you need: each line that is
# commented out shows a default or an example. Durations are in seconds, powers in watts.
# This file is made by `{COMMAND}`; docs/settings.md says what each value may be.

solar_charging: # its entities are called sensor.solar_charging_...; its name may have a-z, 0-9 and _ only
  module: solar_charging.app
  class: SolarCharging
"""

OPENING = f"""\
# Settings

<!-- Made by `{COMMAND}` from the models in apps/solar_charging/settings. -->

`apps.yaml` has one entry per car. Its name may have a-z, 0-9 and `_` only; it begins the names of all
entities. Only `meters` is needed, and `car` unless it is the only Tesla in Home Assistant; set
`departures` only where you know better than what the app [learns](tariffs.md#departures) of them.
[apps.yaml.example](../apps.yaml.example) shows each setting as it stands in the file.

Durations are in seconds, powers in watts, prices in your currency a kWh. Write times in quotes: YAML reads
`22:00` as a number. A mistake is refused in words: they name the setting, the rule and the value. **Restart
AppDaemon after you have added a section**: it ignores new sections of an app that runs.
"""

ENTITY = get_args(EntityId)[1].func
"""The rule for the id of an entity."""

WHOLE_LISTS: Mapping[tuple[str, ...], str] = {WEEKDAYS: "every day", MONTHS: "every month", NOTE_KINDS: "all"}


class Setting(NamedTuple):
    """Names one key of apps.yaml; `path` is its dotted name, in which [] stands for the entries of a list."""

    path: str
    field: FieldInfo

    @property
    def name(self) -> str:
        """Returns the key itself."""
        return self.path.rpartition(".")[2]

    @property
    def section(self) -> type[BaseModel] | None:
        """Returns the model of what stands below it, of its entries where it is a list or a table."""
        return next(filter(_is_model, _parts(self.field.annotation)), None)

    @property
    def many(self) -> bool:
        """Tells whether it is a list, or a table with keys of one's own."""
        return get_origin(self.field.annotation) in (tuple, dict)

    @property
    def inside(self) -> str:
        """Says where the settings of its section are."""
        return f"{self.path}[]" if self.many else self.path


@dataclass(frozen=True)
class Section:
    """Holds a model, and the settings directly in it."""

    path: str
    about: str
    settings: tuple[Setting, ...]

    def below(self) -> Iterator[tuple[Setting, Section]]:
        """Yields the sections in it, by the settings that hold them."""
        for setting in self.settings:
            if setting.section is not None:
                yield setting, section_of(setting.section, setting.inside)


def section_of(model: type[BaseModel], path: str = "") -> Section:
    """Returns a model as a section of apps.yaml."""
    about = (model.__doc__ or "").strip().partition("\n")[0]
    before = f"{path}." if path else ""
    settings = tuple(Setting(f"{before}{name}", field) for name, field in model.model_fields.items())
    return Section(path, about, settings)


def all_settings(section: Section) -> Iterator[Setting]:
    """Yields those that take a value, or a list of entries, and those of the entries."""
    below = dict(section.below())
    for setting in section.settings:
        if setting.section is None or setting.many:
            yield setting
        if setting in below:
            yield from all_settings(below[setting])


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _parts(annotation: Any) -> Iterator[Any]:
    """Yields an annotation and all that it is made of."""
    yield annotation
    for each in get_args(annotation):
        yield from _parts(each)


# docs/settings.md


def settings_page(model: type[BaseModel] = Settings) -> str:
    """Returns the whole page: a table for each section, what belongs to none in the end."""
    whole = section_of(model)
    parts = [OPENING]
    for setting, section in whole.below():
        parts += _chapters(section, [setting] if setting.many else [])
    parts += ["## Beside the sections\n", "Files, words, and where Home Assistant is.\n"]
    parts.append(_table(each for each in whole.settings if each.section is None))
    return "\n".join(parts)


def _chapters(section: Section, before: Iterable[Setting] = ()) -> Iterator[str]:
    yield f"## {section.path.removesuffix('[]')}\n"
    yield f"{section.about}\n"
    yield _table([*before, *(each for each in section.settings if each.section is None or each.many)])
    for _, below in section.below():
        yield from _chapters(below)


def _table(settings: Iterable[Setting]) -> str:
    rows = [f"| {' | '.join(cells(setting))} |" for setting in settings]
    return "\n".join(["| setting | default | may be | meaning |", "|---|---|---|---|", *rows, ""])


def cells(setting: Setting) -> tuple[str, str, str, str]:
    """Returns a setting's row."""
    default = "required" if setting.field.is_required() else shown(setting.field.default)
    return f"`{setting.path}`", default, allowed(setting), setting.field.description or ""


def shown(default: Any) -> str:
    """Returns a default as a table shows it."""
    if default is None or default == () or _is_model(type(default)):
        return ""
    if isinstance(default, tuple) and default in WHOLE_LISTS:
        return WHOLE_LISTS[default]
    return f"`{scalar(default)}`"


def allowed(setting: Setting) -> str:
    """Says what a value may be, in a word or two."""
    annotation = setting.field.annotation
    if setting.section is not None:
        return "table" if get_origin(annotation) is dict else "list"
    choices = choices_of(annotation)
    if choices:
        words = ", ".join(f"`{scalar(choice)}`" for choice in choices)
        return f"list of {words}" if setting.many else words
    kinds = set(_parts(annotation))
    if {float, str} <= kinds:
        return "number, text in quotes, or `true`, `false`"
    if bool in kinds:
        return "`true`, `false`"
    if time in kinds:
        return '`"00:00"` to `"23:59"`'
    if kinds & {int, float}:
        return _range(setting.field)
    if ENTITY in {getattr(rule, "func", None) for rule in _rules(setting.field)}:
        return "entity, or a list of them" if setting.many else "entity"
    return "list of words" if tuple in {get_origin(part) for part in kinds} else ""


def choices_of(annotation: Any) -> tuple[Any, ...]:
    """Returns the values of a Literal, wherever it stands in an annotation; none where there is none."""
    return next((get_args(each) for each in _parts(annotation) if get_origin(each) is Literal), ())


def _range(field: FieldInfo) -> str:
    bounds: dict[str, float] = {}
    for rule in _rules(field):
        bounds |= {key: getattr(rule, key) for key in ("ge", "gt", "le") if hasattr(rule, key)}
    low = f"{bounds['ge']:g} to" if "ge" in bounds else f"above {bounds['gt']:g}, to"
    return f"{low} {bounds['le']:g}"


def _rules(field: FieldInfo) -> Iterator[Any]:
    """Yields the constraints of a field; those of an optional one stand inside its annotation."""
    yield from field.metadata
    for each in _parts(field.annotation):
        if get_origin(each) is Annotated:
            for extra in each.__metadata__:
                yield from extra.metadata if isinstance(extra, FieldInfo) else [extra]


# apps.yaml.example


def example(model: type[BaseModel] = Settings) -> str:
    """Returns the whole file."""
    lines = list(_example_section(section_of(model), 1))
    return HEAD + "\n".join(lines) + "\n"


def _example_section(section: Section, depth: int) -> Iterator[str]:
    below = dict(section.below())
    beside = [setting for setting in section.settings if setting.section is None]
    for setting in section.settings:
        within = below.get(setting)
        if depth == 1 and (within is not None or setting is beside[0]):
            yield ""
        if within is None or setting.many:
            yield from _example_lines(setting, depth)
        else:
            yield _line(depth, f"{setting.name}: # {_remark(within)}", _any_active(setting.path))
            yield from _example_section(within, depth + 1)


def _remark(section: Section) -> str:
    about = section.about.removesuffix(".")
    return about[0].lower() + about[1:]


def _any_active(path: str) -> bool:
    return any(name.startswith(f"{path}.") for name in ACTIVE)


def _example_lines(setting: Setting, depth: int) -> Iterator[str]:
    active, default = ACTIVE.get(setting.path, 0), setting.field.default
    remark = f" # {explained(setting)}"
    if setting.path not in EXAMPLES and (setting.field.is_required() or default in (None, ())):
        raise ValueError(f"{setting.path}: has no default, so EXAMPLES must have a value for the example")
    value = EXAMPLES.get(setting.path) or scalar(default)
    if isinstance(value, str):
        yield _line(depth, f"{setting.name}: {value}{remark}", active > 0)
        return
    yield _line(depth, f"{setting.name}:{remark}", active > 0)
    dash = "" if get_origin(setting.field.annotation) is dict else "- "
    for number, entry in enumerate(value):
        yield _line(depth + 1, f"{dash}{entry}", number < active)


def explained(setting: Setting) -> str:
    """Says what a setting means, with the values among which one may choose."""
    meaning = setting.field.description or ""
    choices = [scalar(each) for each in choices_of(setting.field.annotation)]
    if not choices or all(choice in meaning for choice in choices):
        return meaning
    return f"{meaning} ({', '.join(choices[:-1])} or {choices[-1]})"


def _line(depth: int, text: str, active: bool) -> str:
    return f"{'  ' * depth}{'' if active else '# '}{text}"


def scalar(value: Any) -> str:
    """Returns a value as it stands in YAML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(scalar, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Writes both files."""
    SETTINGS_PAGE.write_text(settings_page(), encoding="utf-8")
    EXAMPLE.write_text(example(), encoding="utf-8")


if __name__ == "__main__":
    main()
