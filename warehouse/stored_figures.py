"""The figures of reports as columns of stored_figure, and as rows of stored_panel."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from extract.report import Figure, Place
from warehouse.columns import Columns, Numbers
from warehouse.exact import parted
from warehouse.panel import Address, Cells, PanelRows

REMEMBERED = 1_000  # sets of cells that reports have

Edges = tuple[float | None, float | None]
Box = tuple[float | None, float | None, float | None, float | None]
NO_BOX: Box = (None, None, None, None)


class _Cells(NamedTuple):
    numbers: list[int]  # of the addresses
    row: Cells


class FigureColumns:
    """Figures to be stored."""

    def __init__(self, schema: pa.Schema, addresses: Numbers, panel: PanelRows) -> None:
        self.addresses = addresses
        self.panel = panel
        self._columns = Columns(schema)
        # By the names of tables, of rows and of columns.
        self._cells: dict[tuple[Sequence[str], ...], _Cells] = {}

    def add(self, report_number: int, figures: Sequence[Figure], doubts: list[str]) -> "Lines":
        """Append the figures of a report, and give the lines of its tables.

        What is left out joins the doubts.
        """
        parts: Sequence[Sequence[Any]] = list(zip(*figures, strict=True)) or [()] * len(
            Figure._fields
        )
        *address, raws, values, places, confidences = parts
        names = tuple(address)
        cells = self._cells.get(names) or self._numbered(names)
        if cells is None:
            return self.add(report_number, _once(figures, doubts), doubts)
        wholes, fractions = parted(values, lambda n: figures[n].address, doubts)
        left_out = self.panel.add(report_number, cells.row, wholes, fractions)
        doubts += [
            f"{figures[position].address}: {values[position]} has more than fifteen digits: "
            "it is left out of the wide tables, figures has it"
            for position in left_out
        ]
        lines = Lines(places)
        self._columns.extend(
            [report_number] * len(figures),
            cells.numbers,
            wholes,
            fractions,
            raws,
            lines.pages,
            lines.tables,
            lines.rows,
            lines.columns,
            confidences,
        )
        return lines

    def _numbered(self, names: tuple[Sequence[str], ...]) -> "_Cells | None":
        """Number the cells of a report; None if one is there twice. Most reports have the same."""
        addresses: list[Address] = list(zip(*names, strict=True))
        if len(set(addresses)) < len(addresses):
            return None
        if len(self._cells) == REMEMBERED:
            self._cells.clear()
        numbers = [self.addresses[address] for address in addresses]
        cells = self._cells[names] = _Cells(numbers, self.panel.cells(addresses))
        return cells

    def take(self) -> pa.Table:
        """Give all rows of stored_figure and begin anew."""
        return self._columns.take()


class Lines:
    """Where the figures of a report stand, as stored_figure has it, and the lines of its tables.

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

    def edges(self) -> dict[str, list[float | None] | None]:
        """Give what stored_report keeps: the two edges of each in turn; None if there are none."""
        return {
            "across": [edge for edges in self._across for edge in edges] or None,
            "down": [edge for edges in self._down for edge in edges] or None,
        }


class _Numbered(dict[Edges, int]):
    """Numbers edges as they come, from 0."""

    def __missing__(self, edges: Edges) -> int:
        number = self[edges] = len(self)
        return number


def _once(figures: Sequence[Figure], doubts: list[str]) -> list[Figure]:
    kept: dict[str, Figure] = {}
    for figure in figures:
        first = kept.setdefault(figure.address, figure)
        if first is not figure:
            doubts.append(
                f"{figure.address} was read twice, as {first.raw!r} and as {figure.raw!r}; "
                "the first is kept"
            )
    return list(kept.values())
