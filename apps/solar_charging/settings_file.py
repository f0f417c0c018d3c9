"""Keeps the settings that were confirmed in the set-up in a file beside apps.yaml, which always wins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .base.reason import Reason
from .base.state_file import tighten, write_whole
from .settings.mistakes import Mistake, SettingsError
from .settings.rules import Rule
from .settings.settings import own_settings


class NoSettings(SettingsError):
    """Tells that nobody has set anything yet: neither apps.yaml nor the file has a setting."""


class Filed(NamedTuple):
    """Holds an entry's arguments, completed from its file.

    `taken` are the settings that come from the file, `beaten` those in it that apps.yaml has too.
    """

    args: Mapping[str, Any]
    file: Path
    taken: tuple[str, ...] = ()
    beaten: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """Returns for the log where the settings come from."""
        said = []
        if self.taken:
            said.append(f"Settings from {self.file}: {', '.join(self.taken)}")
        if self.beaten:
            said.append(f"Settings in {self.file} that do not count, for apps.yaml has them: "
                        f"{', '.join(self.beaten)}")  # fmt: skip
        return said


def settings_file(folder: Path, name: str = "solar_charging") -> Path:
    """Returns the file of the entry `name` in the folder of apps.yaml."""
    return folder / f"{name}.settings.json"


def beside(args: Mapping[str, Any], config_dir: Path) -> Path:
    """Returns the folder of the apps.yaml that an entry stands in, as far as AppDaemon says which that is."""
    path = args.get("config_path") if isinstance(args, Mapping) else None
    return Path(path).parent if isinstance(path, (str, Path)) else config_dir / "apps"


def write_settings(file: Path, settings: Mapping[str, Any]) -> None:
    """Replaces the file, wholly or not at all; nobody but its owner may read it.

    What stood there is kept beside it, with .old added to its name: a person may have written it. Raises
    OSError where it cannot be written.
    """
    if file.exists():
        write_whole(file.with_name(f"{file.name}.old"), file.read_text(encoding="utf-8", errors="replace"))
    write_whole(file, json.dumps(settings, indent=2, ensure_ascii=False) + "\n")


def read_settings(file: Path) -> dict[str, Any] | None:
    """Returns the settings in the file, by their present names; None where there is no file.

    Raises SettingsError where it cannot be read.
    """
    tighten(file)
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(file, Rule.FILE_UNREADABLE, cause=str(error.strerror or error)) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            raise _unusable(file, Rule.FILE_JSON_LINE, line=str(error.lineno)) from error
        raise _unusable(file, Rule.FILE_JSON) from error
    if not isinstance(said, dict):
        raise _unusable(file, Rule.FILE_SECTION)
    return own_settings(said)


def _unusable(file: Path, rule: Rule, **values: str) -> SettingsError:
    return SettingsError(Mistake(str(file), "", Reason(rule, values)))


def completed(args: Mapping[str, Any], config_dir: Path) -> Filed:
    """Returns an entry's arguments with what its file has besides; what apps.yaml has too is as it is there.

    Raises SettingsError where the file cannot be read, NoSettings where neither has a setting.
    """
    if not isinstance(args, Mapping):
        return Filed(args, Path())  # what is no entry at all is said elsewhere
    file = settings_file(beside(args, config_dir), str(args.get("name", "solar_charging")))
    saved = read_settings(file)
    own = own_settings(args)
    if not own and not saved:
        raise NoSettings(Mistake(str(args.get("name", "apps.yaml")), "", Reason(Rule.NONE_YET)))
    if not saved:
        return Filed(args, file)
    taken = {key: value for key, value in saved.items() if key not in own}
    return Filed({**args, **taken}, file, tuple(taken), tuple(key for key in saved if key in own))


def blamed(error: SettingsError, filed: Filed) -> SettingsError:
    """Returns an error of the settings that says where they come from, unless all are in apps.yaml."""
    if not filed.taken:
        return error
    where = Reason(Rule.OF_FILE, {"file": str(filed.file)})
    return SettingsError(*error.mistakes, Mistake(", ".join(filed.taken), "", where))
