"""The figures of reports as columns of stored_figure, and as rows of stored_panel."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from extract.report import Figure, Place
from warehouse.columns import Columns, Numbers
from warehouse.exact import parted
from warehouse.panel import Address, BlankRow, PanelRows

REMEMBERED = 1_000  # sets of cells that reports have

Edges = tuple[float | None, float | None]
Box = tuple[float | None, float | None, float | None, float | None]
NO_BOX: Box = (None, None, None, None)


class _Cells(NamedTuple):
    numbers: list[int]  # of the addresses
    row: BlankRow


class FigureColumns:
    """Figures to be stored."""

    def __init__(self, schema: pa.Schema, addresses: Numbers, panel: PanelRows) -> None:
        self.addresses = addresses
        self.panel = panel
        self._columns = Columns(schema)
        self._cells: dict[tuple[Address, ...], _Cells] = {}

    def add(self, report_number: int, figures: Sequence[Figure], doubts: list[str]) -> "Lines":
        """Append the figures of a report, and give the lines of its tables.

        What is left out joins the doubts.
        """
        addresses = tuple([(figure.table, figure.row, figure.column) for figure in figures])
        cells = self._cells.get(addresses) or self._numbered(addresses)
        if cells is None:
            return self.add(report_number, _once(figures, doubts), doubts)
        values = [figure.value for figure in figures]
        wholes, fractions = parted(values, lambda n: figures[n].address, doubts)
        left_out = self.panel.add(report_number, cells.row, wholes, fractions)
        doubts += [
            f"{figures[position].address}: {values[position]} has more than fifteen digits: "
            "it is left out of the wide tables, figures has it"
            for position in left_out
        ]
        lines = Lines([figure.place for figure in figures])
        self._columns.extend(
            [report_number] * len(addresses),
            cells.numbers,
            wholes,
            fractions,
            [
                None
                if fraction is None and whole is not None and figure.raw == str(whole)
                else figure.raw
                for figure, whole, fraction in zip(figures, wholes, fractions, strict=True)
            ],
            lines.pages,
            lines.tables,
            lines.rows,
            lines.columns,
            [None if figure.confidence == 1 else figure.confidence for figure in figures],
        )
        return lines

    def _numbered(self, addresses: tuple[Address, ...]) -> "_Cells | None":
        """Number the cells of a report; None if one is there twice. Most reports have the same."""
        if len(set(addresses)) < len(addresses):
            return None
        if len(self._cells) == REMEMBERED:
            self._cells.clear()
        numbers = [self.addresses[address] for address in addresses]
        cells = self._cells[addresses] = _Cells(numbers, self.panel.blank(addresses))
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
        self._down: dict[Edges, int] = {}
        self._across: dict[Edges, int] = {}
        if any(boxes):
            self._number([box or NO_BOX for box in boxes])

    def _number(self, boxes: Sequence[Box]) -> None:
        self._down = _numbers_of([(top, bottom) for _, top, _, bottom in boxes])
        self._across = _numbers_of([(x0, x1) for x0, _, x1, _ in boxes])
        self.rows = [
            row if page is None else self._down[box[1], box[3]]
            for page, row, box in zip(self.pages, self.rows, boxes, strict=True)
        ]
        self.columns = [
            column if page is None else self._across[box[0], box[2]]
            for page, column, box in zip(self.pages, self.columns, boxes, strict=True)
        ]

    def edges(self) -> dict[str, list[float | None] | None]:
        """Give what stored_report keeps: the two edges of each in turn; None if there are none."""
        return {
            "across": [edge for edges in self._across for edge in edges] or None,
            "down": [edge for edges in self._down for edge in edges] or None,
        }


def _numbers_of(edges: Sequence[Edges]) -> dict[Edges, int]:
    """Number the edges as they come, from 0."""
    return {edge: number for number, edge in enumerate(dict.fromkeys(edges))}


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
