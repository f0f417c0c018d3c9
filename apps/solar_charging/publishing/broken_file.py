"""Finds out whether AppDaemon has stopped an app for it cannot read the file that the app stands in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ..base.reason import Problem, Reason


def stopped(args: Mapping[str, Any]) -> Reason[Problem]:
    """Returns why an app is stopped that had these arguments; apps of a broken file are as if removed."""
    path = args.get("config_path") if isinstance(args, Mapping) else None
    if not isinstance(path, (str, Path)):
        return Reason(Problem.APP_STOPPED)
    try:
        text = Path(path).read_text(encoding="utf-8")
        # Without making anything of it: a secret stays one.
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        tab = "'\\t'" in str(error.problem)
        why = Problem.APP_STOPPED_TAB if tab else Problem.APP_STOPPED_YAML
        return Reason(why, {"file": Path(path).name, "line": str(line)})
    except (OSError, ValueError, yaml.YAMLError):
        pass
    return Reason(Problem.APP_STOPPED)
