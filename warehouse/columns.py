"""Packed rows of many reports, to become one table."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from warehouse.packed import names_in

REMEMBERED = 1_000  # texts of names; nearly all reports have one of a few


class Numbers(dict[tuple[str, ...], int]):
    """Numbers names as they come, from 0, after those that are stored already."""

    def __init__(self, stored: Iterable[Sequence[Any]]) -> None:
        super().__init__((tuple(names), number) for number, *names in stored)
        self._new: list[tuple[Any, ...]] = []

    def __missing__(self, names: tuple[str, ...]) -> int:
        number = self[names] = len(self)
        self._new.append((number, *names))
        return number

    def take_new(self) -> list[tuple[Any, ...]]:
        """Give the rows (number, name, …) that came since the last call."""
        new, self._new = self._new, []
        return new


class Columns:
    """The rows of one kind, figures or checks, of reports that follow each other."""

    def __init__(self, schema: pa.Schema, names: Numbers) -> None:
        self.names = names
        self._schema = schema
        self._numbers: dict[str, npt.NDArray[np.int32]] = {}  # of the names in a text
        self._batches: list[pa.RecordBatch] = []
        self._reports: list[int] = []
        self._named: list[npt.NDArray[np.int32]] = []

    def add(self, report_number: int, names: str, rows: bytes) -> None:
        """Append the packed rows of a report, whose names stand in a text of Packed."""
        numbers = self._numbers.get(names)
        if numbers is None:
            if len(self._numbers) == REMEMBERED:
                self._numbers.clear()
            numbers = np.array([self.names[name] for name in names_in(names)], np.int32)
            self._numbers[names] = numbers
        self._reports.append(report_number)
        self._named.append(numbers)
        self._batches.append(pa.ipc.read_record_batch(pa.py_buffer(rows), self._schema))

    def take(self) -> pa.Table:
        """Give all rows, after the numbers of their reports and of their names; begin anew."""
        rows = pa.Table.from_batches(self._batches, self._schema).combine_chunks()
        counts = [batch.num_rows for batch in self._batches]
        reports = np.repeat(np.array(self._reports, np.int32), counts)
        named = np.concatenate(self._named) if self._named else np.array([], np.int32)
        self._batches, self._reports, self._named = [], [], []
        numbered = rows.add_column(0, "name_number", pa.array(named))
        return numbered.add_column(0, "report_number", pa.array(reports))
