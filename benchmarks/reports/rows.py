"""Lists the ways in which cars report, each as a row of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.habits import Habits

POLLS_S = (15.0, 120.0, 300.0, 600.0, 900.0)
PHASES, QUICK_PHASES = 10, 3
"""Of old Home Assistants, and without counters, half as many."""

FRESH, HTTP = "fresh", "TeslaPy, fresh"
TIGHT_POLL_S, TIGHT_CACHE_S = 300.0, 180.0
"""Reports that are at most so old must cost next to nothing."""

UNTELLABLE_POLL_S = 300.0
NO_COUNTERS = frozenset({"odometer", "added"})

UNKNOWNS = ("drawn", "soc", "voltage", "phases", "limit", "current", "location", "charging", "max")
WRONG = {"charging": "Lädt", "drawn": "zehn"}
QUICK_ROWS = frozenset(
    {FRESH, "poll 15 s", "poll 120 s", "poll 600 s", "snaps back for 60 s", "unknown: drawn"}
)


@dataclass(frozen=True)
class Row:
    """Holds a way to report: one set of habits for each phase of its polls.

    Without being `told`, Home Assistant knows nothing of the car before it was polled awake; `asleep` is how
    the car begins each story. By `http` the car is read by TeslaPy. `defect` is the role that is spoiled,
    which the app has to name. With `loose` bounds the app may lose more.
    """

    title: str
    habits: tuple[Habits, ...]
    http: bool = False
    told: bool = True
    asleep: bool = False
    defect: str | None = None
    loose: bool = False

    def phases(self, core: bool) -> Sequence[int]:
        """Lists the phases to try: all in a story that is `core`, else two or one, or none by TeslaPy."""
        number = len(self.habits)
        if core:
            return range(number)
        if self.http and self.title != HTTP:
            return ()
        return [number // 4, 3 * number // 4] if number >= PHASES else [number // 2]

    @property
    def base(self) -> str:
        """Returns the row that this one is compared with."""
        return HTTP if self.http else FRESH

    @property
    def poll_s(self) -> float:
        """Returns how long nothing may be known of what happens to the car."""
        return self.habits[0].poll_s

    @property
    def untellable(self) -> bool:
        """Says whether nothing that is reported can tell a person's start from another.

        Nor does it where nothing was known of the car before.
        """
        habits = self.habits[0]
        uncounted = habits.poll_s >= UNTELLABLE_POLL_S and habits.untold >= NO_COUNTERS
        return uncounted or not self.told

    @property
    def unplaced(self) -> bool:
        """Says whether it is not known where the car is: then it must not be commanded at all."""
        return "location" in self.habits[0].untold


def rows(quick: bool) -> list[Row]:
    """Lists the rows, the fresh ones first; a quick run has few of them, with few phases."""
    phases = QUICK_PHASES if quick else PHASES
    found = [*_polled(phases), *_other_polls(), *_cached(), *_spoiled(), *_asleep()]
    return [row for row in found if row.title in QUICK_ROWS] if quick else found


def _polled(phases: int) -> Iterator[Row]:
    yield Row(FRESH, (Habits(),))
    yield Row(HTTP, (Habits(),), http=True)
    for repeats, said in ((True, ""), (False, ", repeats not told")):
        for poll_s in POLLS_S:
            yield Row(
                f"poll {poll_s:.0f} s{said}",
                each_phase(Habits(poll_s=poll_s, repeats_told=repeats), _worth(poll_s, repeats, phases)),
                loose=poll_s > TIGHT_POLL_S,
            )
    for poll_s in POLLS_S[-3:]:
        habits = Habits(poll_s=poll_s, untold=NO_COUNTERS)
        title = f"poll {poll_s:.0f} s, no odometer, no energy added"
        yield Row(title, each_phase(habits, (phases + 1) // 2), loose=poll_s > TIGHT_POLL_S)


def _worth(poll_s: float, repeats: bool, phases: int) -> int:
    """Returns how many phases are worth their time: few of a poll at each beat."""
    return min(phases, QUICK_PHASES) if poll_s <= POLLS_S[0] else phases if repeats else (phases + 1) // 2


def _other_polls() -> Iterator[Row]:
    for obeys, said in ((True, "and on demand"), (False, "demanded in vain")):
        habits = Habits(poll_s=600.0, integration="tessie", obeys_update_entity=obeys)
        yield Row(f"poll 600 s {said}", each_phase(habits, 4), loose=True)
    habits = Habits(poll_s=600.0, refreshes_after_command=True)
    yield Row("poll 600 s and after commands", each_phase(habits, 4), loose=True)


def each_phase(habits: Habits, phases: int) -> tuple[Habits, ...]:
    """Returns the habits with their polls at so many phases."""
    given = {name: getattr(habits, name) for name in habits.__dataclass_fields__}
    steps = [habits.poll_s * (index + 0.5) / phases for index in range(phases)]
    return tuple(Habits(**{**given, "phase_s": round(phase_s, 1)}) for phase_s in steps)


def _cached() -> Iterator[Row]:
    for cache_s in (30.0, 60.0, 180.0, 300.0):
        yield Row(
            f"TeslaPy, {cache_s:.0f} s old",
            (Habits(cache_s=cache_s),),
            http=True,
            loose=cache_s > TIGHT_CACHE_S,
        )
    yield Row("entities 60 s old", (Habits(cache_s=60.0),))
    yield Row("snaps back for 60 s", (Habits(snaps_back_s=60.0),))


def _spoiled() -> Iterator[Row]:
    for role in UNKNOWNS:
        yield Row(f"unknown: {role}", (Habits(untold=frozenset({role})),), defect=role)
    for role, word in WRONG.items():
        yield Row(f"{role} is {word!r}", (Habits(wrong_words={role: word}),), defect=role)
    for role in ("drawn", "charging"):
        yield Row(f"TeslaPy, unknown: {role}", (Habits(untold=frozenset({role})),), http=True, defect=role)


def _asleep() -> Iterator[Row]:
    yield Row("asleep and unknown at the start", (Habits(),), told=False, asleep=True)
    yield Row("lost at each sleep", (Habits(lost_asleep=True),))
    silent = Habits(lost_asleep=True, untold=frozenset({"awake"}))
    yield Row("nothing known until it wakes", (silent,), told=False, asleep=True)
