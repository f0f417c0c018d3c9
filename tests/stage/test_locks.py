"""The locks: each package in one version, with the hashes of its files, and from nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stage.environments import CHECKOUT, HOME_ASSISTANT, REQUIREMENTS
from stage.locks import locks

LOCKS = sorted(locks())
ENTRY = re.compile(
    r"""(?P<name>[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)   # no extras, no address, no path
        ==[A-Za-z0-9.+!-]+                                   # this version and no other
        ([ ];[^\\\n]+)?                                      # perhaps for some systems alone
        ([ ]\\\n[ ]{4}--hash=sha256:[0-9a-f]{64})+           # a file with one of these hashes
        (\n[ ]{4}\#[^\n]*)*\n""",
    re.VERBOSE,
)


def entries(lock: Path) -> list[str]:
    """The packages of a lock, which has nothing else but comments."""
    text = re.sub(r"^#.*\n", "", lock.read_text(), flags=re.MULTILINE)
    found, at = [], 0
    while at < len(text):
        entry = ENTRY.match(text, at)
        assert entry, f"{lock.name}: not pinned with hashes: {text[at : at + 120]!r}"
        found.append(canonical(entry["name"]))
        at = entry.end()
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_all_that_a_lock_installs_is_pinned_with_hashes(lock: Path) -> None:
    assert entries(lock)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_all_that_is_wanted(lock: Path) -> None:
    wanted = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", lock.with_suffix(".in").read_text(), re.MULTILINE)
    assert wanted
    assert {canonical(each) for each in wanted} <= set(entries(lock))


def test_each_home_assistant_has_a_lock_and_no_lock_is_left_over() -> None:
    assert {lock.name for lock in LOCKS} >= {f"home-assistant-{version}.txt" for _, version in HOME_ASSISTANT}
    there = [CHECKOUT / "requirements-dev.txt", *REQUIREMENTS.glob("*.txt")]
    assert sorted(each for each in there if not each.name.endswith(".overrides.txt")) == LOCKS


@pytest.mark.parametrize(
    "spoilt",
    [
        "a==1\n",
        "a>=1 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "a==1 \\\n    --hash=sha256:" + "0" * 63 + "\n",
        "a==1 \\\n    --hash=md5:" + "0" * 32 + "\n",
        "a @ https://example.org/a.whl \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "--index-url https://example.org/\n",
        "-e .\n",
    ],
)
def test_what_is_not_pinned_is_noticed(spoilt: str, tmp_path: Path) -> None:
    lock = tmp_path / "some.txt"
    lock.write_text(spoilt)
    with pytest.raises(AssertionError, match="not pinned with hashes"):
        entries(lock)
