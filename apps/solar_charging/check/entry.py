"""Reads an entry of the app from apps.yaml, completed from its file of settings, as AppDaemon and it do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..base.console import UsageError
from ..base.reason import Reason
from ..settings.mistakes import Mistake
from ..settings.rules import Rule
from ..settings.settings import Settings, SettingsError, parse_settings
from ..settings_file import blamed, completed

try:
    import yaml
except ModuleNotFoundError:  # AppDaemon brings it; a person's own Python may not have it
    yaml = None  # type: ignore[assignment]

APPS, SECRETS, SAVED = "apps.yaml", "secrets.yaml", ".settings.json"
MODULE, CLASS = "solar_charging.app", "SolarCharging"


def settings_of(path: Path, name: str | None) -> tuple[str, Settings]:
    """Returns an entry's name and settings; `path` is apps.yaml, a file of settings, or the folder of both.

    Without `name` it is the only entry. Raises UsageError where none can be found, SettingsError where it is
    wrong, OSError where a file cannot be read.
    """
    if path.is_dir():
        path = path / APPS
    if path.name.endswith(SAVED):
        found: dict[str, Any] = {path.name.removesuffix(SAVED): {}}
        path = path.with_name(APPS)
    else:
        found = _entries(path)
    chosen = _chosen(found, name, path)
    args = {**found[chosen], "name": chosen, "config_path": str(path)}
    filed = completed(args, path.parent)
    try:
        return chosen, parse_settings(filed.args)
    except SettingsError as error:
        raise blamed(error, filed) from None


def _chosen(found: Mapping[str, Any], name: str | None, path: Path) -> str:
    if name is None and len(found) == 1:
        return next(iter(found))
    if name in found:
        return str(name)
    if not found:
        raise UsageError(f"{path} has no entry with class: {CLASS}; name another file with --settings")
    raise UsageError(f"say with --name which entry of {path}: {', '.join(found)}")


def _entries(path: Path) -> dict[str, Any]:
    if not path.exists() and list(path.parent.glob(f"*{SAVED}")):
        names = [each.name.removesuffix(SAVED) for each in path.parent.glob(f"*{SAVED}")]
        return {name: {} for name in sorted(names)}
    text = path.read_text(encoding="utf-8", errors="replace")
    if yaml is None:
        raise UsageError("Python's package PyYAML is missing, which AppDaemon brings: pip install pyyaml")
    try:
        apps = yaml.load(text, Loader=_loader(path))
    except yaml.YAMLError as error:
        raise SettingsError(
            Mistake(str(path), "", Reason(Rule.ELSE, {"said": f"must be YAML: {error}"}))
        ) from None
    return {
        str(name): entry
        for name, entry in (apps.items() if isinstance(apps, dict) else ())
        if isinstance(entry, dict) and (entry.get("class") == CLASS or entry.get("module") == MODULE)
    }


def _loader(path: Path) -> Any:
    """Returns a loader that takes secrets from the file beside or above, other tags for the text behind."""

    class Loader(yaml.SafeLoader):
        pass

    files = [folder / SECRETS for folder in (path.parent, path.parent.absolute().parent)]
    file = next((each for each in files if each.is_file()), None)

    def secret(loader: Any, node: Any) -> Any:
        del loader  # this one has its own
        known = None if file is None else yaml.safe_load(file.read_text(encoding="utf-8"))
        return known.get(node.value, node.value) if isinstance(known, dict) else str(node.value)

    Loader.add_constructor("!secret", secret)
    Loader.add_multi_constructor("!", lambda *said: str(said[-1].value))
    return Loader
