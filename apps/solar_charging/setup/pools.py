"""Says among which sensors of power to look for what the Energy dashboard counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .proposal import Ground
from .surroundings import Surroundings


@dataclass(frozen=True)
class Pool:
    """Is a group of sensors of power, and why they are looked at.

    `of` is whose they are. `near` says that they are of a device that the dashboard counts, `certain` that
    the counters are made of just these.
    """

    entities: tuple[str, ...]
    ground: Ground
    of: str = ""
    near: bool = True
    certain: bool = False


def pools(surroundings: Surroundings, counters: Sequence[str]) -> Iterator[Pool]:
    """Yields the groups of sensors to look among, the nearest to the counters first."""
    powers = surroundings.powers
    sources = dict.fromkeys(surroundings.behind(counter) for counter in counters)
    added_up = tuple(each for each in sources if each in powers)
    if added_up:
        yield Pool(added_up, Ground.DASHBOARD_SOURCE, ", ".join(counters), certain=True)
    rows = [row for each in (*counters, *sources) if (row := surroundings.by_entity.get(each))]
    devices = {row.device_id for row in rows if row.device_id}
    if devices and surroundings.registry is not None:
        of = ", ".join(sorted({surroundings.registry.devices.get(each, "") for each in devices} - {""}))
        yield Pool(_of(surroundings, powers, "device_id", devices), Ground.DASHBOARD_DEVICE, of)
    platforms = {row.platform for row in rows} - {"integration", "utility_meter", "template"}
    if platforms:
        near = _of(surroundings, powers, "platform", platforms)
        yield Pool(near, Ground.SAME_INTEGRATION, ", ".join(sorted(platforms)), near=False)
    yield Pool(tuple(powers), Ground.BY_NAME, near=False)


def _of(surroundings: Surroundings, powers: list[str], key: str, values: set[str]) -> tuple[str, ...]:
    rows = surroundings.by_entity
    return tuple(each for each in powers if each in rows and getattr(rows[each], key) in values)
