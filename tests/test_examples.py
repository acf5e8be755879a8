"""The notebook of examples/ runs from an export to its charts and tables."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

from benchmarks.synthetic import batch, templates
from tests.warehouse.factories import published
from warehouse.export import export

NOTEBOOK = Path(__file__).parents[1] / "examples" / "openness.ipynb"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    made = batch(templates(40), 400)
    export(published(folder, made), folder / "export")
    return folder / "export"


def run(notebook: Path) -> str:
    """Run the code cells one after the other; give what they print."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    printed = io.StringIO()
    with redirect_stdout(printed):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
    return printed.getvalue()


def test_the_notebook_gives_two_charts_and_a_table_of_regressions(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mpl.use("agg")
    monkeypatch.setenv("GONGKAI_EXPORT", str(exported))
    monkeypatch.setenv("GONGKAI_CHARTS", str(tmp_path))
    printed = run(NOTEBOOK)
    assert "slope" in printed
    assert "reports of 1 years" in printed
    for chart in ("outcomes.png", "received.png"):
        assert (tmp_path / chart).read_bytes().startswith(b"\x89PNG")


def test_the_notebook_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
