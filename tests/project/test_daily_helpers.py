"""The helpers for every day: what the page says of them, and the package, are what the set-up makes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from solar_charging.settings.controls import Controls
from solar_charging.settings.settings import Switches
from solar_charging.setup.helpers import Helper, Wanted

ROOT = Path(__file__).parent.parent.parent
PACKAGE: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "packages" / "solar_charging.yaml").read_text())
PAGE = (ROOT / "docs" / "dashboard.md").read_text()
NAMED = {**Switches().named, **Controls().named}


@pytest.mark.parametrize("helper", Wanted().helpers, ids=lambda each: each.entity)
def test_the_package_has_each_helper_as_the_set_up_makes_it(helper: Helper) -> None:
    assert PACKAGE[helper.domain][helper.object_id] == {"name": helper.name, **helper.fields}


def test_the_package_has_no_others() -> None:
    found = {f"{domain}.{name}" for domain, helpers in PACKAGE.items() for name in helpers}
    assert found == set(NAMED.values())


def test_the_page_names_each_helper_and_no_other() -> None:
    (part,) = re.findall(r"## Helpers for every day\n(.*?)\n## ", PAGE, re.DOTALL)
    used = set(re.findall(r"\binput_\w+\.solar_charging\w*", part))
    assert used == {*Controls().named.values(), Switches().charge_now}
