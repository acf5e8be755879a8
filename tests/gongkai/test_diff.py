"""`gongkai diff`: what was published, and what stands there now."""

from pathlib import Path

from tests.gongkai.commands import failure, run
from tests.warehouse.factories import figure
from tests.warehouse.test_versions import PAGE, seen, warehouse

TOTAL = "applications.received.total"
OUT = "applications.carried_over_out.total"
URL = "https://www.example.gov.cn/report.html"
NOTED = ["read", "with", "doubt", URL, "the", "same"]


def two_versions(folder: Path) -> Path:
    before = (figure(TOTAL, "12", 12), figure(OUT, "", None))
    after = (figure(TOTAL, "13", 13, confidence=0.5),)
    return warehouse(
        folder, seen("a1", "2025-02-01", *before), seen("b2", "2025-03-01", *after)
    ).parent


def test_each_cell_is_shown_before_and_after_with_its_address(tmp_path: Path) -> None:
    done = run("diff", "--data", two_versions(tmp_path))
    assert done.exit_code == 0, done.output
    head, _, *lines = done.stdout.splitlines()
    assert head.split() == (
        ["agency", "year", "cell", "before", "after", "seen", "note", "url", "former_url"]
    )
    assert [line.split() for line in lines[:2]] == [
        ["白鹭县司法局", "2023", OUT, "blank", "not", "there", "2025-03-01", URL, "the", "same"],
        ["白鹭县司法局", "2023", TOTAL, "12", "13", "2025-03-01", *NOTED],
    ]
    assert lines[-1] == "1 reports were seen again with other bytes; 2 cells differ."


def test_a_region_an_agency_and_a_year_can_be_chosen(tmp_path: Path) -> None:
    data = two_versions(tmp_path)
    for chosen in (["990101"], ["990000"], ["--agency", "司法"], ["--year", "2023"]):
        assert TOTAL in run("diff", *chosen, "--data", data).stdout
    for other in (["990201"], ["--agency", "财政"], ["--year", "2022"]):
        done = run("diff", *other, "--data", data)
        assert done.stdout == "No report was seen with other bytes than before.\n"
    assert "no region 123456" in failure(run("diff", "123456", "--data", data))


def test_only_so_many_are_shown_unless_all_are_asked_for(tmp_path: Path) -> None:
    cells = [f"applications.row{n}.total" for n in range(60)]
    data = warehouse(
        tmp_path,
        seen("a1", "2025-02-01", *(figure(cell, "1", 1) for cell in cells)),
        seen("b2", "2025-03-01", *(figure(cell, "2", 2) for cell in cells)),
    ).parent
    short = run("diff", "--data", data).stdout
    assert short.count(URL) == 50
    assert "10 more: --all shows them" in short
    assert run("diff", "--all", "--data", data).stdout.count(URL) == 60


def test_disagreeing_documents_are_counted(tmp_path: Path) -> None:
    pdf = seen(
        "b2", "2025-02-01", figure(TOTAL, "13", 13),
        address="report.pdf", format="pdf", published=None, page_url=PAGE,
    )  # fmt: skip
    shown = seen("a1", "2025-02-01", figure(TOTAL, "12", 12), page_url=PAGE)
    said = run("diff", "--data", warehouse(tmp_path, shown, pdf).parent).stdout
    assert said.startswith("No report was seen with other bytes than before.\nIn 1 cells another")
