"""The whole of `python -m benchmarks`, quickly; and that the published figures agree with each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import COMMAND, PAGE, PUBLISHED, main
from benchmarks.document import BEGIN, CHARTS, END, document, summary
from benchmarks.report import read_report
from benchmarks.scope import OURS, QUICK

published = pytest.mark.skipif(
    not (PUBLISHED / "report.json").exists(), reason="nothing has been published yet"
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmarks") / "made" / "here"
    assert main(["--quick", "--out", str(folder), "--jobs", "2"]) == 0
    return folder


@pytest.mark.timeout(300)
def test_a_quick_run_writes_tables_figures_and_charts(out: Path) -> None:
    names = {"report.json", "report.md", *(f"{chart}.png" for chart in CHARTS)}
    assert {path.name for path in out.iterdir()} == names
    assert all(0 < path.stat().st_size < 150_000 for path in out.iterdir())


@pytest.mark.timeout(300)
def test_a_quick_run_measures_what_it_plans(out: Path) -> None:
    report = read_report(out / "report.json")
    assert tuple(report.cases) == QUICK.scenarios
    assert report.laws == QUICK.laws
    assert tuple(report.details) == QUICK.detailed
    for case in (*report.cases.values(), *report.details.values()):
        assert case.days == 3
        assert all(case.share(label) < 1 for label in case.runs)
    turned = [variant.label for variant in QUICK.details()]
    assert all(list(case.runs) == [*QUICK.laws, *turned] for case in report.details.values())
    busiest = report.busy_day.counts[OURS].commands
    assert busiest == report.most[OURS].commands
    cloudy = report.cloudy_day.counts
    assert tuple(cloudy) == QUICK.scenarios
    assert all(counts[OURS].commands <= busiest for counts in cloudy.values())
    assert busiest >= max(case.commands_per_day(OURS) for case in report.cases.values())


@pytest.mark.timeout(300)
def test_a_quick_run_says_that_its_window_is_made_up(out: Path) -> None:
    assert "made_up_1 (made up" in (out / "report.md").read_text()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--traces", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@published
def test_the_page_of_benchmarks_shows_the_published_figures() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = text.partition(BEGIN)[2].partition(END)[0]
    assert shown.strip() == summary(read_report(PUBLISHED / "report.json"))


@published
def test_the_published_tables_show_the_published_figures() -> None:
    shown = (PUBLISHED / "report.md").read_text(encoding="utf-8")
    assert shown == document(read_report(PUBLISHED / "report.json"), COMMAND)
