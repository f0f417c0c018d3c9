"""A Home Assistant that only keeps helpers, resources and dashboards, in the way of the real one."""

from __future__ import annotations

import copy
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from solar_charging.base.answer import NO_ANSWER, Answer

HELPERS = ("input_boolean", "input_datetime", "input_number", "input_select", "input_text")
NOT_FOUND = Answer(code="not_found", said="Unable to find it")
UNKNOWN = Answer(code="unknown_command", said="Unknown command.")


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")


@dataclass
class Keeper:
    """Keeps what it is told to, makes ids of names, and a number behind one that is taken."""

    config: dict[str, Any] = field(default_factory=lambda: {"safe_mode": False, "recovery_mode": False})
    resources: list[dict[str, Any]] = field(default_factory=list)
    boards: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, Any] = field(default_factory=dict)
    helpers: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {domain: {} for domain in HELPERS}
    )
    registry: dict[str, dict[str, Any]] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    related: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    resources_in_yaml: bool = False
    tells_modes: bool = False
    refuses: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def ask(self, command: str, /, **data: Any) -> Answer:
        self.asked.append((command, copy.deepcopy(data)))
        if command in self.refuses:
            return self.refuses[command]
        domain, _, verb = command.partition("/")
        if domain in HELPERS:
            return self._helper(domain, verb, copy.deepcopy(data))
        act = getattr(self, "_" + command.replace("/", "_"), None)
        return copy.deepcopy(act(**copy.deepcopy(data))) if act else UNKNOWN

    @property
    def changes(self) -> list[str]:
        """What was asked that changes something."""
        reading = ("list", "/resources", "/config", "/info", "get_config", "get_entries", "related")
        return [command for command, _ in self.asked if not command.endswith(reading)]

    def kept(self) -> Any:
        """All that it keeps."""
        parts = self.resources, self.boards, self.contents, self.helpers, self.registry
        return copy.deepcopy(parts)

    # What a person or YAML has made

    def in_yaml(self, entity: str) -> None:
        domain, _, name = entity.partition(".")
        self._register(entity, name, domain)

    def board(self, path: str, content: Any, mode: str = "storage", title: str = "Mine") -> None:
        row = {"url_path": path, "mode": mode, "title": title, "require_admin": False}
        self.boards[path] = row | ({"id": path.replace("-", "_")} if mode == "storage" else {"filename": "f"})
        self.contents[path] = content

    # What it does

    def _register(self, entity: str, unique_id: str, domain: str) -> None:
        names = {"name": None, "icon": None, "options": {}}
        self.registry[entity] = {"entity_id": entity, "unique_id": unique_id, "platform": domain, **names}

    def _helper(self, domain: str, verb: str, data: dict[str, Any]) -> Answer:
        kept = self.helpers[domain]
        if verb == "list":
            return Answer(list(kept.values()))
        if verb == "create":
            taken = {row["unique_id"] for row in self.registry.values() if row["platform"] == domain}
            own = free(slug(data["name"]), taken)
            kept[own] = {"id": own, **data}
            if domain == "input_number":
                kept[own] = {"mode": "slider", **kept[own], "min": float(data["min"])}
            of_domain = {entity.removeprefix(f"{domain}.") for entity in self.registry}
            entity = f"{domain}.{free(slug(data['name']), of_domain)}"
            self._register(entity, own, domain)
            return Answer(copy.deepcopy(kept[own]))
        own = data.pop(f"{domain}_id")
        if own not in kept:
            return NOT_FOUND
        if verb == "update":
            usual = {"mode": "slider"} if domain == "input_number" else {}
            kept[own] = {"id": own, **usual, **data}
            if domain == "input_number":
                kept[own]["min"] = float(data["min"])
            return Answer(copy.deepcopy(kept[own]))
        assert verb == "delete"
        del kept[own]
        mine = [entity for entity, row in self.registry.items() if row["unique_id"] == own]
        for entity in [each for each in mine if each.startswith(domain)]:
            del self.registry[entity]
        return Answer()

    def _get_config(self) -> Answer:
        return Answer(self.config)

    def _config_entity_registry_get_entries(self, entity_ids: list[str]) -> Answer:
        return Answer({entity: self.registry.get(entity) for entity in entity_ids})

    def _config_entity_registry_update(
        self, entity_id: str, options_domain: str, options: dict[str, Any]
    ) -> Answer:
        if entity_id not in self.registry:
            return NOT_FOUND
        self.registry[entity_id]["options"][options_domain] = options
        return Answer({"entity_entry": self.registry[entity_id]})

    def _search_related(self, item_type: str, item_id: str) -> Answer:
        assert item_type == "entity"
        return Answer(self.related.get(item_id, {}))

    def _call_service(self, domain: str, service: str, service_data: dict[str, Any]) -> Answer:
        assert (domain, service) in {("input_datetime", "set_datetime"), ("input_number", "set_value")}
        self.states[service_data.pop("entity_id")] = service_data
        return Answer({"context": {}})

    def _lovelace_info(self) -> Answer:
        if not self.tells_modes:
            return UNKNOWN
        return Answer({"resource_mode": "yaml" if self.resources_in_yaml else "storage"})

    def _lovelace_resources(self) -> Answer:
        return Answer([] if self.config["safe_mode"] else self.resources)

    def _lovelace_resources_create(self, res_type: str, url: str) -> Answer:
        if self.resources_in_yaml:
            return UNKNOWN
        if self.config["safe_mode"] or ("lovelace/resources", {}) not in self.asked:
            self.resources.clear()  # as the real one does before it has read them
        self.resources.append({"id": uuid.uuid4().hex, "url": url, "type": res_type})
        return Answer(self.resources[-1])

    def _lovelace_resources_update(self, resource_id: str, res_type: str, url: str) -> Answer:
        for row in self.resources:
            if row.get("id") == resource_id:
                row.update(type=res_type, url=url)
                return Answer(row)
        return NOT_FOUND

    def _lovelace_resources_delete(self, resource_id: str) -> Answer:
        before = len(self.resources)
        self.resources[:] = [row for row in self.resources if row.get("id") != resource_id]
        return Answer() if len(self.resources) < before else NOT_FOUND

    def _lovelace_dashboards_list(self) -> Answer:
        return Answer(list(self.boards.values()))

    def _lovelace_dashboards_create(self, url_path: str, **data: Any) -> Answer:
        if url_path in self.boards:
            return Answer(code="invalid_format", said="Panel url path needs to be unique")
        assert "-" in url_path
        self.boards[url_path] = {"id": slug(url_path), "url_path": url_path, **data}
        return Answer(self.boards[url_path])

    def _lovelace_dashboards_delete(self, dashboard_id: str) -> Answer:
        for path, row in self.boards.items():
            if row.get("id") == dashboard_id:
                del self.boards[path]
                self.contents.pop(path, None)
                return Answer()
        return NOT_FOUND

    def _lovelace_config(self, url_path: str) -> Answer:
        if self.contents.get(url_path) is None:
            return Answer(code="config_not_found", said="No config found.")
        return Answer(self.contents[url_path])

    def _lovelace_config_save(self, url_path: str, config: Any) -> Answer:
        if url_path not in self.boards:
            return Answer(code="config_not_found", said=f"Unknown config specified: {url_path}")
        assert self.boards[url_path]["mode"] == "storage"
        self.contents[url_path] = config
        return Answer()


def free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    names = (name if number == 1 else f"{name}_{number}" for number in range(1, 99))
    return next(each for each in names if each not in taken)


SILENT = Answer(code=NO_ANSWER)
