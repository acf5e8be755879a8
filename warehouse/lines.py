"""Where the figures of a report stand, with the edges of its tables kept once each."""

from collections.abc import Iterable, Sequence
from typing import Any

from extract.report import Place

Edges = tuple[float | None, float | None]
Box = tuple[float | None, float | None, float | None, float | None]
NO_BOX: Box = (None, None, None, None)


class Lines:
    """The places of figures as stored_figure has them, and the lines of their tables.

    On pages, rows and columns are numbers of lines; else they are those of the table.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        parts: Sequence[Sequence[Any]] = list(zip(*places, strict=True)) or [()] * 5
        self.pages, boxes, self.tables, self.rows, self.columns = parts
        self._down, self._across = _Numbered(), _Numbered()
        if any(boxes):
            self._number([box or NO_BOX for box in boxes])

    def _number(self, boxes: Sequence[Box]) -> None:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        down = map(self._down.__getitem__, zip(tops, bottoms, strict=True))
        across = map(self._across.__getitem__, zip(lefts, rights, strict=True))
        self.rows = self._on_pages(down, self.rows)
        self.columns = self._on_pages(across, self.columns)

    def _on_pages(self, lines: Iterable[int], otherwise: Sequence[Any]) -> Sequence[Any]:
        """Give the lines of what stands on a page, and what is kept of the rest."""
        if None not in self.pages:
            return list(lines)
        choices = zip(self.pages, lines, otherwise, strict=True)
        return [other if page is None else line for page, line, other in choices]

    @property
    def across(self) -> list[float | None]:
        """The left and the right edge of each line in turn, from the first."""
        return [edge for edges in self._across for edge in edges]

    @property
    def down(self) -> list[float | None]:
        """The upper and the lower edge of each."""
        return [edge for edges in self._down for edge in edges]


class _Numbered(dict[Edges, int]):
    """Numbers edges as they come, from 0."""

    def __missing__(self, edges: Edges) -> int:
        number = self[edges] = len(self)
        return number
