"""Writes what was found for a person: the page of the main fuse."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.markdown import markdown

from .play import Found

COLUMNS = (
    "case", "times over", "total s", "median / max s", "by up to", "too long", "commands, starts", "kWh"
)  # fmt: skip

INTRODUCTION = """# For how long more flows than the main fuse carries

*[Benchmarks](../benchmarks.md) · [how the fuse is kept](../how-it-decides.md#the-main-fuse)*

`{command}` writes this page: the real app on a virtual clock, "charge now" for six hours, thirty
steps of the house's load to any power that the fuse carries by itself, at any moment; the meter at the
rhythm that is named. An overload is a time in which more flows than the fuse carries while the car draws.
It is *too long* where it lasts for more than 60 s above the fuse, 30 s by more than 13 %, 10 s by more than
40 %, or at all by more than 100 %; or, where the meter forces more, than its interval (until the reading),
its lateness, 5 s to act, and what the service needs for two commands. More than 4 starts (6 with a late
meter) are out of bounds; of pairs of steps one start for each pair is not. A service that is dead cannot be
asked for anything.
"""


def table(found: Sequence[Found]) -> str:
    """Returns a row for each case."""
    rows = [
        (
            each.title + " **out of bounds**" * each.out,
            f"{len(each.overloads)}",
            f"{each.total_s:.0f}",
            f"{each.median_s:.0f} / {each.longest_s:.0f}",
            f"{each.by:.0f} {each.unit}",
            f"{each.too_long}",
            f"{each.commands}, {each.starts}",
            f"{each.kwh:.0f}",
        )
        for each in found
    ]
    return markdown(COLUMNS, rows)


def page(found: Sequence[Found], command: str) -> str:
    """Returns the page of all cases, which `command` has measured."""
    out = sum(each.out for each in found)
    sums = f"{len(found)} cases, {out} of them out of bounds."
    return f"{INTRODUCTION.format(command=command)}\n{table(found)}\n\n{sums}\n"
