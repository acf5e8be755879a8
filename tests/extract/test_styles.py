"""One form in many settings: what benchmarks/accuracy.py measures at length, tried in short."""

import pytest

from benchmarks.accuracy import documents, measure
from benchmarks.render import FORMATS
from extract.read import read_report


@pytest.mark.parametrize("kind", FORMATS)
def test_every_cell_is_exact(kind: str) -> None:
    for number, (figures, data) in enumerate(documents(kind, 6)):
        found = measure(figures, read_report(data, f"{number}.{kind}"))
        assert found["all exact"] == 1, (number, found)


def test_the_measure_sees_a_wrong_figure() -> None:
    """A check of the check: of two sets of figures, one read for the other is found out."""
    (_, data), (other, _) = documents("html", 2)
    found = measure(other, read_report(data, "x"))
    assert found["wrong"] > 0
    assert found["all exact"] == 0
