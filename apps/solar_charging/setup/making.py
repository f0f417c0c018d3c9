"""Decides what of the app's helpers, card and dashboards is to be made in Home Assistant, and what undone.

Nothing that a person has made, or has changed since, is ever among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

from ..base.answer import NO_ANSWER, Answer
from ..base.reason import Reason, Text
from .helpers import Helper, Wanted, made_here
from .lovelace import (
    CARD,
    CARD_FILE,
    SETUP_FILE,
    SETUP_PATH,
    dashboard_title,
    is_ours,
    is_same_file,
    made_so,
    named_for,
    resource_address,
    setup_page,
    shows,
    signed,
    url_path,
)

UNHEARD = Answer(code=NO_ANSWER)


class Part(Text):
    """Names what the app makes in Home Assistant; each is made, and undone, on its own."""

    HELPERS = "helpers"
    CARD = "card"
    DASHBOARD = "dashboard"
    SETUP_PAGE = "setup_page"


class Standing(Text):
    """Says whether something is there, and whose it is."""

    ABSENT = "absent"
    MADE = "made"
    THERE = "there"
    OUTDATED = "outdated"
    REFUSED = "refused"


class Making(Text):
    """Says why something is not made, or is left as it is."""

    NO_ANSWER = "no_answer"
    REFUSED_WITH = "refused_with"
    NOT_NORMAL = "not_normal"
    RESOURCES_IN_YAML = "resources_in_yaml"
    ADDRESS_TAKEN = "address_taken"
    ID_TAKEN = "id_taken"
    FILE_MISSING = "file_missing"
    CHANGED = "changed"
    NOT_OURS = "not_ours"
    IN_USE = "in_use"
    BOTH = "both"


class Stand(NamedTuple):
    """Is how one thing stands: `why` where it is refused or left alone, `id` that of Home Assistant's."""

    standing: Standing
    why: Reason[Making] | None = None
    id: str | None = None


@dataclass(frozen=True)
class Resource:
    """Is a file that browsers load, as it is to be; `address` is None where the file is not there."""

    file: str
    address: str | None

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True)
class Board:
    """Is a dashboard as it is to be; `config` is None where its file is not there."""

    path: str
    title: str
    config: Mapping[str, Any] | None
    file: str
    admin: bool = False

    def __str__(self) -> str:
        return f"/{self.path}"


@dataclass(frozen=True)
class Shipped:
    """Is what the app's folder has: None for a file that is not there, or cannot be read."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    dashboard: Mapping[str, Any] | None = None
    dashboard_file: str = ""


@dataclass(frozen=True)
class Seen:
    """Is what Home Assistant answers about what may be made.

    `modes` says where resources are kept, which an older one does not tell. `contents` are dashboards by
    their addresses, `items` what it keeps of helpers by their kind, `entries` its registry of them by entity.
    """

    config: Answer = UNHEARD
    modes: Answer = UNHEARD
    resources: Answer = UNHEARD
    dashboards: Answer = UNHEARD
    contents: Mapping[str, Answer] = field(default_factory=dict)
    items: Mapping[str, Answer] = field(default_factory=dict)
    entries: Answer = UNHEARD


Thing = Helper | Resource | Board


def things(part: Part, wanted: Wanted, shipped: Shipped) -> Sequence[Thing]:
    """Returns what a part consists of, in the order in which it is made."""
    if part is Part.HELPERS:
        return wanted.helpers
    if part is Part.CARD:
        return (_resource(CARD_FILE, shipped),)
    if part is Part.DASHBOARD:
        config = None if shipped.dashboard is None else signed(named_for(shipped.dashboard, wanted))
        return (Board(url_path(wanted.app), dashboard_title(wanted), config, shipped.dashboard_file),)
    page = setup_page(wanted)
    return (
        _resource(SETUP_FILE, shipped),
        Board(SETUP_PATH, page["title"], signed(page), SETUP_FILE, admin=True),
    )


def _resource(file: str, shipped: Shipped) -> Resource:
    content = shipped.files.get(file)
    return Resource(file, None if content is None else resource_address(file, content))


def stand(seen: Seen, thing: Thing) -> Stand:
    """Returns how one thing stands."""
    if isinstance(thing, Helper):
        return _helper(seen, thing)
    config = seen.config.result
    if not isinstance(config, Mapping):
        return _refused(seen.config)
    if config.get("safe_mode") or config.get("recovery_mode"):
        # It hides what is there, and would write over it.
        return Stand(Standing.REFUSED, Reason(Making.NOT_NORMAL))
    return _resource_stand(seen, thing) if isinstance(thing, Resource) else _board(seen, thing)


def whole(stands: Iterable[Stand]) -> Stand:
    """Returns how a part stands whose things stand so: the first of these words that one of them has."""
    found = list(stands)
    order = (Standing.REFUSED, Standing.ABSENT, Standing.OUTDATED, Standing.MADE, Standing.THERE)
    return next((each for word in order for each in found if each.standing is word), Stand(Standing.THERE))


def _helper(seen: Seen, helper: Helper) -> Stand:
    items, entries = seen.items.get(helper.domain, UNHEARD), seen.entries.result
    if not isinstance(entries, Mapping):
        return _refused(seen.entries)
    if helper.daily and items.code == "unknown_command":
        return Stand(Standing.THERE)
    if not isinstance(items.result, list):
        return _refused(items)
    entry = entries.get(helper.entity)
    item = next((each for each in _rows(items.result) if each.get("id") == helper.object_id), None)
    if not isinstance(entry, Mapping):
        # Its id is another's, or its entity has one that a person gave it.
        return Stand(Standing.ABSENT) if item is None else _left(Making.CHANGED, helper.entity)
    made = made_here(entry, item) if entry.get("unique_id") == helper.object_id else False
    if made:
        return Stand(Standing.MADE, id=helper.object_id)
    return _left(Making.CHANGED if made is None else Making.NOT_OURS, helper.entity)


def _resource_stand(seen: Seen, wanted: Resource) -> Stand:
    if not isinstance(seen.resources.result, list):
        return _refused(seen.resources)
    rows = [row for row in _rows(seen.resources.result) if isinstance(row.get("url"), str)]
    for row in rows:
        if is_ours(row["url"], wanted.file) and isinstance(row.get("id"), str):
            same = row["url"] == wanted.address or wanted.address is None
            return Stand(Standing.MADE if same else Standing.OUTDATED, id=row["id"])
    if any(is_same_file(row["url"], wanted.file) for row in rows) or _by_yaml(seen, wanted):
        return _left(Making.NOT_OURS, wanted.file)
    modes = seen.modes.result if isinstance(seen.modes.result, Mapping) else {}
    if modes.get("resource_mode") == "yaml" or any("id" not in row for row in rows):
        return Stand(Standing.REFUSED, Reason(Making.RESOURCES_IN_YAML, {"file": wanted.file}))
    if wanted.address is None:
        return Stand(Standing.REFUSED, Reason(Making.FILE_MISSING, {"file": wanted.file}))
    return Stand(Standing.ABSENT)


def _by_yaml(seen: Seen, wanted: Resource) -> bool:
    """Says whether a dashboard in YAML has the card: then configuration.yaml announces that one too."""
    return wanted.file == CARD_FILE and any(
        row.get("mode") == "yaml" and shows(seen.contents.get(str(row.get("url_path")), UNHEARD).result, CARD)
        for row in _rows(seen.dashboards.result)
    )


def _board(seen: Seen, wanted: Board) -> Stand:
    if not isinstance(seen.dashboards.result, list):
        return _refused(seen.dashboards)
    rows = _rows(seen.dashboards.result)
    row = next((each for each in rows if each.get("url_path") == wanted.path), None)
    if row is None and wanted.config is None:
        return Stand(Standing.REFUSED, Reason(Making.FILE_MISSING, {"file": wanted.file}))
    if row is None:
        return Stand(Standing.ABSENT)
    content = seen.contents.get(wanted.path, UNHEARD)
    if content.code == NO_ANSWER:
        return _refused(content)
    config, made = content.result, made_so(content.result)
    if made and isinstance(row.get("id"), str):
        same = wanted.config is None or config == wanted.config
        return Stand(Standing.MADE if same else Standing.OUTDATED, id=row["id"])
    if made is None:
        return _left(Making.CHANGED, str(wanted))
    if shows(config, CARD):
        return _left(Making.NOT_OURS, str(wanted))
    return Stand(Standing.REFUSED, Reason(Making.ADDRESS_TAKEN, {"what": str(wanted)}))


def refusal(answer: Answer) -> Reason[Making] | None:
    """Returns why Home Assistant did not do as it was asked, None where it did."""
    if answer.done:
        return None
    if answer.code == NO_ANSWER:
        return Reason(Making.NO_ANSWER)
    return Reason(Making.REFUSED_WITH, {"said": answer.said})


def _refused(answer: Answer) -> Stand:
    return Stand(Standing.REFUSED, refusal(answer) or Reason(Making.NO_ANSWER))


def _left(why: Making, what: str) -> Stand:
    return Stand(Standing.THERE, Reason(why, {"what": what}))


def together(reasons: Sequence[Reason[Making]]) -> Reason[Making] | None:
    """Returns reasons as one, what is left for the same reason in one breath; None for none."""
    named: dict[Making, list[str]] = {}
    others: list[Reason[Making]] = []
    for reason in reasons:
        if reason.values.keys() == {"what"}:
            named.setdefault(reason.why, []).append(str(reason.values["what"]))
        elif reason not in others:
            others.append(reason)
    grouped = [Reason(why, {"what": ", ".join(sorted(what))}) for why, what in named.items()]
    return reduce(_both, [*grouped, *others]) if reasons else None


def _both(first: Reason[Making], second: Reason[Making]) -> Reason[Making]:
    return Reason(Making.BOTH, {"first": first, "second": second})


USERS = ("automation", "script", "scene", "group", "person")
"""Whose use of a helper keeps it from being undone."""


def users(related: object, entity: str) -> list[str]:
    """Returns what uses an entity, by what Home Assistant says is related to it."""
    said = related if isinstance(related, Mapping) else {}
    found = [each for kind in USERS for each in _texts(said.get(kind)) if each != entity]
    return sorted(set(found))


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
