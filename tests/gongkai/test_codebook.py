"""`gongkai codebook`: the meaning of every field, without a warehouse."""

from pathlib import Path

import pytest

from tests.gongkai.commands import failure, run


def test_it_prints_markdown_and_needs_no_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = run("codebook").stdout
    assert text.startswith('<a id="codebook"></a>\n\n# Codebook\n')
    assert "\n## panel: Panel (面板数据)\n" in text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<!DOCTYPE html>\n"), ("csv", "relation,kind,position,field,")]
)
def test_it_writes_a_file(tmp_path: Path, form: str, start: str) -> None:
    file = tmp_path / f"codebook.{form}"
    assert run("codebook", "--format", form, "--output", file).stdout == ""
    assert file.read_text("utf-8").startswith(start)
    assert "report_year" in file.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    said = failure(run("codebook", "--output", tmp_path / "none" / "codebook.md"))
    assert "cannot write" in said
    assert "codebook.md" in said
