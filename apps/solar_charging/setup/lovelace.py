"""Makes of the app's own files what Home Assistant keeps as resource and dashboard, and knows them again.

Each carries a sign of who made it: a resource in its address, a dashboard among its settings.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from ..settings.settings import Switches
from .helpers import OWN, Wanted, digest

CARD_FILE, SETUP_FILE = "solar-charging-card.js", "solar-charging-setup.js"

ADDRESS = "data:text/javascript;name={file};base64,"
"""How the address of a resource of ours begins: the address is the file itself.

So no file has to be copied into Home Assistant's folder, and none is kept by a browser that is too old.
"""

TITLES = ("Solar charging", "Recharge solaire", "Solarladen")
SETUP_TITLES = ("Set up solar charging", "Configurer la recharge solaire", "Solarladen einrichten")
CARD, SETUP_CARD = "custom:solar-charging-card", "custom:solar-charging-setup"
CARDS = (CARD, "custom:solar-charging-graph")
ICON = "mdi:ev-station"


def resource_address(file: str, content: bytes) -> str:
    """Returns the address under which a browser finds a file's content without asking anybody."""
    return ADDRESS.format(file=file) + base64.b64encode(content).decode("ascii")


def is_ours(address: str, file: str) -> bool:
    """Says whether a resource is a file of the app, of whatever version, put there by the app."""
    return address.startswith(ADDRESS.format(file=file))


def is_same_file(address: str, file: str) -> bool:
    """Says whether a resource is that file as a person or HACS has copied it."""
    return address.partition("?")[0].rpartition("/")[2] == file and not address.startswith("data:")


def url_path(app: str) -> str:
    """Returns the address of an app's dashboard; Home Assistant wants a dash in it."""
    dashed = app.replace("_", "-")
    return dashed if app == OWN else f"{OWN.replace('_', '-')}-{dashed}"


SETUP_PATH = f"{url_path(OWN)}-setup"


def dashboard_title(wanted: Wanted) -> str:
    """Returns what the dashboard is called in the sidebar."""
    title = TITLES[wanted.words]
    return title if wanted.app == OWN else f"{title} ({wanted.app})"


def setup_page(wanted: Wanted) -> dict[str, Any]:
    """Returns the dashboard on which the app is set up."""
    title = SETUP_TITLES[wanted.words]
    return {"title": title, "views": [{"title": title, "path": "setup", "cards": [{"type": SETUP_CARD}]}]}


def named_for(shipped: Any, wanted: Wanted) -> Any:
    """Returns the shipped dashboard for an app of another name, and for switches of other names."""
    switches = wanted.switches.named
    usual = {**Switches().named, "battery": f"input_boolean.{OWN}_battery"}
    ids = {entity: switches.get(role, entity) for role, entity in usual.items()}

    def renamed(text: str) -> str:
        text = re.sub(rf"\binput_boolean\.{OWN}\w*", lambda found: ids.get(found[0], found[0]), text)
        return re.sub(rf"\bsensor\.{OWN}_", f"sensor.{wanted.app}_", text)

    def through(tree: Any) -> Any:
        if isinstance(tree, dict):
            made = {key: through(value) for key, value in tree.items()}
            if made.get("type") in CARDS:
                made["name"] = wanted.app
            if made.get("type") == CARD:
                named = {role: switches[role] for role, entity in Switches().named.items()
                         if switches[role] != entity}  # fmt: skip
                made.update(named)
            return made
        if isinstance(tree, list):
            return [through(each) for each in tree]
        return renamed(tree) if isinstance(tree, str) else tree

    return through(shipped)


def signed(config: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a dashboard with the sign that it is the app's, and how it was made."""
    return {**config, OWN: {"made": digest(_unsigned(config))}}


def _unsigned(config: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in config.items() if key != OWN}


def made_so(config: object) -> bool | None:
    """Says whether the app made a dashboard; None where a person has changed it since."""
    own = config.get(OWN) if isinstance(config, Mapping) else None
    kept = own.get("made") if isinstance(own, Mapping) else None
    if not isinstance(kept, str) or not isinstance(config, Mapping):
        return False
    return True if digest(_unsigned(config)) == kept else None


def shows(tree: Any, card: str) -> bool:
    """Says whether a dashboard has a card of a type."""
    if isinstance(tree, Mapping):
        return tree.get("type") == card or any(shows(each, card) for each in tree.values())
    return isinstance(tree, list) and any(shows(each, card) for each in tree)
