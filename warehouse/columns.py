"""Rows as columns: a report has some two hundred, and an object for each would cost the most."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

ROWS = 100_000  # of Python values held until they become an Arrow batch


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
    """Rows to be, column by column; the schema is that of their table."""

    def __init__(self, schema: pa.Schema, rows: int = ROWS) -> None:
        self.schema = schema
        self._limit = rows
        self._values: list[list[Any]] = [[] for _ in schema]
        self._batches: list[pa.RecordBatch] = []

    def extend(self, *columns: Sequence[Any]) -> None:
        """Append rows, given as a sequence for each column of the schema, in its order."""
        for values, more in zip(self._values, columns, strict=True):
            values.extend(more)
        if len(self._values[0]) >= self._limit:
            self._pack()

    def take(self) -> pa.Table:
        """Give all rows and begin anew."""
        self._pack()
        batches, self._batches = self._batches, []
        return pa.Table.from_batches(batches, self.schema)

    def _pack(self) -> None:
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(self._values, self.schema, strict=True)
        ]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
        self._values = [[] for _ in self.schema]
