"""Advisories about pinned packages: what is asked, what an answer comes to, and what silence comes to.

`osv_answer.json` is no recording: it was written by hand, in the shape that OSV's documentation of
`/v1/querybatch` gives, with advisories that there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stage.advisories import MOST_AT_ONCE, AdvisoriesError, Pin, advisories, ask_osv, main, pinned
from stage.processes import free_port

ANSWER = json.loads(Path(__file__).with_name("osv_answer.json").read_text())
REQUESTS, JINJA, JINJA_OLD = Pin("requests", "2.32.5"), Pin("jinja2", "2.4.1"), Pin("jinja2", "2.4")
PAGE = {"results": [{"vulns": [{"id": "PYSEC-2014-82", "modified": "2021-07-05T00:01:22Z"}]}]}


class Osv:
    """A database that gives these answers, one after the other."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[Mapping[str, Any]] = []

    def __call__(self, question: Mapping[str, Any]) -> Any:
        self.asked.append(question)
        return self.answers.pop(0)


def test_each_package_is_asked_for_once_and_each_page_of_its_advisories_is_read() -> None:
    osv = Osv(ANSWER, PAGE)
    assert advisories([REQUESTS, JINJA, JINJA_OLD], osv) == {
        JINJA: ["GHSA-462w-v97r-4m45", "GHSA-8r7q-cvjq-x353", "PYSEC-2014-8"],
        JINJA_OLD: ["GHSA-fqh9-2qgg-h84h", "PYSEC-2014-82"],
    }
    first, second = osv.asked
    assert first["queries"][1] == {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "2.4.1"}
    assert [query["page_token"] for query in second["queries"]] == ["ab12"]


def test_no_question_is_longer_than_osv_takes() -> None:
    osv = Osv({"results": [{}] * MOST_AT_ONCE}, {"results": [{}]})
    assert advisories([Pin("a", str(each)) for each in range(MOST_AT_ONCE + 1)], osv) == {}
    assert [len(each["queries"]) for each in osv.asked] == [MOST_AT_ONCE, 1]


@pytest.mark.parametrize("answer", [None, [], {}, {"results": None}, {"results": []}, {"code": 3}])
def test_an_answer_that_is_none_is_not_taken_for_all_clear(answer: Any) -> None:
    with pytest.raises(AdvisoriesError):
        advisories([REQUESTS], Osv(answer))


def test_pins_are_read_from_locks(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(
        "# made by uv\nJinja2==2.4.1 ; python_version < '3.11' \\\n    --hash=sha256:00\n    # via a==1\n"
    )
    two.write_text("jinja2==2.4.1 \\\n    --hash=sha256:00\nrequests==2.32.5\n")
    assert pinned([one, two]) == {JINJA: ["one.txt", "two.txt"], REQUESTS: ["two.txt"]}


def said(question: Mapping[str, Any], *found: str) -> Any:
    """The answer that has an advisory about the packages named."""
    return {
        "results": [
            {"vulns": [{"id": "GHSA-1"}]} if query["package"]["name"] in found else {}
            for query in question["queries"]
        ]
    }


@pytest.mark.parametrize(("found", "code"), [((), 0), (("requests",), 1)])
def test_what_is_found_is_said_and_the_exit_code_tells(
    found: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], lambda question: said(question, *found)) == code
    shown = capsys.readouterr().out
    assert ("requests " in shown) == bool(found)
    assert ("requirements-dev.txt" in shown) == bool(found)


def test_where_the_database_is_out_of_reach_it_is_said_that_nothing_was_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nobody = f"http://127.0.0.1:{free_port(19_000)}/"
    assert main([], lambda question: ask_osv(question, nobody)) == 2
    said = capsys.readouterr().err
    assert "None of the " in said
    assert f"{nobody} gives no answer" in said
    assert "Run this where that address can be reached" in said
