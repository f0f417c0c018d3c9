"""Reads the app's settings from a file as AppDaemon does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from solar_charging.settings.settings import Settings, SettingsError, parse_settings


class NoSettings(ValueError):
    """Tells that a file has no settings to go by; the text names it and what is wrong."""


MODULE, CLASS = "solar_charging.app", "SolarCharging"


class _Loader(yaml.SafeLoader):
    """Takes AppDaemon's own tags, such as `!secret`, for the text behind them: none of them matters here."""


def _text(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> str:
    del loader, suffix  # whatever the tag is called
    return str(node.value)


_Loader.add_multi_constructor("!", _text)


def read_settings(path: Path) -> Settings:
    """Reads the first entry of the app in an apps.yaml.

    Raises `NoSettings`, which names the file and what is wrong; `OSError` where it cannot be read.
    """
    try:
        apps: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NoSettings(f"{path}: must be YAML: {error}") from None
    for name, entry in (apps if isinstance(apps, dict) else {}).items():
        if isinstance(entry, dict) and (entry.get("class") == CLASS or entry.get("module") == MODULE):
            try:
                return parse_settings({**entry, "name": name})
            except SettingsError as error:
                raise NoSettings(f"{path}: {error}") from None
    raise NoSettings(f"{path}: must have an entry with class: {CLASS}, has none")
