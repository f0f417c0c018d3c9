"""Makes the app's helpers, card and dashboards in Home Assistant, and undoes it; asks before each act.

What it says is there is what Home Assistant says: nothing is remembered elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from ..base.answer import Answer, Ask
from ..base.reason import Reason
from ..settings.settings import Settings
from .helpers import OWN, Helper, Wanted, sign
from .lovelace import CARD_FILE, ICON, SETUP_FILE
from .making import (
    Board,
    Making,
    Part,
    Resource,
    Seen,
    Shipped,
    Stand,
    Standing,
    Thing,
    refusal,
    stand,
    things,
    together,
    users,
    whole,
)
from .making_words import PARTS

try:
    import yaml
except ModuleNotFoundError:  # AppDaemon brings it; a person's own Python may not have it
    yaml = None  # type: ignore[assignment]

FOLDER = Path(__file__).resolve().parent.parent / "dashboards"


def shipped(language: str, folder: Path = FOLDER) -> Shipped:
    """Returns what the app's folder has, the dashboard in a language, in English where there is no other."""
    files = {}
    for file in (CARD_FILE, SETUP_FILE):
        try:
            files[file] = (folder / file).read_bytes()
        except OSError:
            continue
    spoken = folder / f"{OWN}.{language[:2].casefold()}.yaml.txt"
    board = spoken if spoken.exists() else folder / f"{OWN}.yaml.txt"
    if yaml is None:
        return Shipped(files, None, "PyYAML")
    try:
        config = yaml.safe_load(board.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        config = None
    return Shipped(files, config if isinstance(config, dict) else None, board.name)


class Home(Protocol):
    """Is Home Assistant as the running app has it."""

    def answer(self, command: str, /, **data: Any) -> Answer: ...

    def configured(self, key: str, otherwise: str) -> str: ...


def renew(home: Home, settings: Settings, app: str, log: Callable[[str], object]) -> None:
    """Brings up to date what an older version of `app` made, where nobody has changed it since."""
    if not home.answer("get_config").done:
        return
    wanted = Wanted.of(settings, app, home.configured("language", "en"))
    for part in Maker(home.answer, wanted).renew():
        log(f"Made by an older version, and now up to date in Home Assistant: {PARTS['en'][part]}")


class Maker:
    """Makes and undoes what `wanted` describes, by a websocket of an administrator."""

    def __init__(self, ask: Ask, wanted: Wanted, files: Shipped | None = None) -> None:
        self._ask = ask
        self._wanted = wanted
        self._shipped = shipped(wanted.language) if files is None else files

    @property
    def language(self) -> str:
        """Returns the language in which things are named."""
        return self._wanted.language

    def standing(self) -> Mapping[Part, Standing]:
        """Returns how each part stands in Home Assistant now."""
        return {part: each.standing for part, each in self.stands().items()}

    def stands(self) -> Mapping[Part, Stand]:
        """Returns how each part stands, with what speaks against making or undoing it."""
        seen = self._look()
        return {part: whole(stand(seen, thing) for thing in self._things(part)) for part in Part}

    def make(self, part: Part) -> Reason[Making] | None:
        """Makes what is missing of a part, or of an older version; returns why it could not, else None."""
        seen = self._look()
        stands = [(thing, stand(seen, thing)) for thing in self._things(part)]
        all_of_it = whole(found for _, found in stands)
        if all_of_it.standing is Standing.REFUSED:
            return all_of_it.why
        for thing, found in stands:
            if found.standing in (Standing.ABSENT, Standing.OUTDATED):
                problem = self._made(thing, found)
                if problem is not None:
                    return problem
        return None

    def undo(self, part: Part) -> Reason[Making] | None:
        """Removes what the app made of a part; returns what was left, and why, None where nothing was."""
        left: list[Reason[Making]] = []
        seen = self._look()
        for thing in reversed(self._things(part)):
            found = stand(seen, thing)
            why = self._undone(thing, found) if found.id is not None else found.why
            if why is not None:
                left.append(why)
        return together(left)

    def renew(self) -> list[Part]:
        """Brings what the app made up to date; returns what of it was of an older version."""
        outdated = [part for part, each in self.stands().items() if each.standing is Standing.OUTDATED]
        return [part for part in outdated if self.make(part) is None]

    def _things(self, part: Part) -> tuple[Thing, ...]:
        return tuple(things(part, self._wanted, self._shipped))

    def _look(self) -> Seen:
        """Asks for all that may be ours."""
        helpers = self._wanted.helpers
        paths = {thing.path for part in Part for thing in self._things(part) if isinstance(thing, Board)}
        # Asking for the resources has Home Assistant read them: one that is added before wipes the others.
        resources, dashboards = self._ask("lovelace/resources"), self._ask("lovelace/dashboards/list")
        rows = dashboards.result if isinstance(dashboards.result, list) else ()
        taken = {str(row.get("url_path")) for row in rows if isinstance(row, Mapping)}
        entities = [helper.entity for helper in helpers]
        return Seen(
            config=self._ask("get_config"),
            modes=self._ask("lovelace/info"),
            resources=resources,
            dashboards=dashboards,
            contents={
                path: self._ask("lovelace/config", url_path=path) for path in sorted(paths) if path in taken
            },
            items={
                domain: self._ask(f"{domain}/list") for domain in sorted({each.domain for each in helpers})
            },
            entries=self._ask("config/entity_registry/get_entries", entity_ids=entities),
        )

    def _made(self, thing: Thing, found: Stand) -> Reason[Making] | None:
        if isinstance(thing, Helper):
            return self._make_helper(thing)
        if isinstance(thing, Resource):
            return self._make_resource(thing, found)
        return self._make_board(thing, found)

    def _make_resource(self, resource: Resource, found: Stand) -> Reason[Making] | None:
        data = {"res_type": "module", "url": resource.address}
        if found.id is not None:
            return refusal(self._ask("lovelace/resources/update", resource_id=found.id, **data))
        answer = self._ask("lovelace/resources/create", **data)
        if answer.code == "unknown_command":
            return Reason(Making.RESOURCES_IN_YAML, {"file": resource.file})
        return refusal(answer)

    def _make_board(self, board: Board, found: Stand) -> Reason[Making] | None:
        created: object = None
        if found.id is None:
            answer = self._ask(
                "lovelace/dashboards/create",
                url_path=board.path,
                title=board.title,
                icon=ICON,
                mode="storage",
                require_admin=board.admin,
                show_in_sidebar=True,
            )
            if not answer.done:
                return refusal(answer)
            created = _id(answer.result)
        saved = self._ask("lovelace/config/save", url_path=board.path, config=board.config)
        if not saved.done and created is not None:
            self._ask("lovelace/dashboards/delete", dashboard_id=created)
        return refusal(saved)

    def _make_helper(self, helper: Helper) -> Reason[Making] | None:
        """Makes a helper under its id as its name, for Home Assistant makes the id of the name."""
        created = self._ask(f"{helper.domain}/create", name=helper.object_id, **helper.fields)
        if not created.done:
            return refusal(created)
        own = {helper.key: _id(created.result)}
        problem = self._finished(helper, own)
        if problem is not None and own[helper.key] is not None:
            self._ask(f"{helper.domain}/delete", **own)
        elif helper.first is not None:
            first = helper.first
            self._ask(
                "call_service", domain=first.domain, service=first.service, service_data=dict(first.data)
            )
        return problem

    def _finished(self, helper: Helper, own: Mapping[str, Any]) -> Reason[Making] | None:
        """Gives a new helper its name, and the sign that it is the app's."""
        answer = self._ask("config/entity_registry/get_entries", entity_ids=[helper.entity])
        entries = answer.result if isinstance(answer.result, Mapping) else {}
        entry = entries.get(helper.entity)
        registered = entry.get("unique_id") if isinstance(entry, Mapping) else None
        if own[helper.key] != helper.object_id or registered != helper.object_id:
            return Reason(Making.ID_TAKEN, {"what": helper.entity})
        named = self._ask(f"{helper.domain}/update", **own, name=helper.name, **helper.fields)
        if not isinstance(named.result, Mapping):
            return refusal(named) or Reason(Making.NO_ANSWER)
        return refusal(
            self._ask(
                "config/entity_registry/update",
                entity_id=helper.entity,
                options_domain=OWN,
                options=sign(named.result),
            )
        )

    def _undone(self, thing: Thing, found: Stand) -> Reason[Making] | None:
        if isinstance(thing, Resource):
            return refusal(self._ask("lovelace/resources/delete", resource_id=found.id))
        if isinstance(thing, Board):
            return refusal(self._ask("lovelace/dashboards/delete", dashboard_id=found.id))
        related = self._ask("search/related", item_type="entity", item_id=thing.entity).result
        using = users(related, thing.entity)
        if using:
            return Reason(Making.IN_USE, {"what": thing.entity, "users": ", ".join(using)})
        return refusal(self._ask(f"{thing.domain}/delete", **{thing.key: found.id}))


def _id(item: object) -> str | None:
    found = item.get("id") if isinstance(item, Mapping) else None
    return found if isinstance(found, str) else None
