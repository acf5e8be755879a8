"""The checks of reports as columns of stored_check."""

from collections.abc import Sequence

import pyarrow as pa

from extract.report import Check
from warehouse.columns import Columns, Numbers
from warehouse.exact import parted


class CheckColumns:
    """Checks to be stored."""

    def __init__(self, schema: pa.Schema, subjects: Numbers) -> None:
        self.subjects = subjects
        self._columns = Columns(schema)

    def add(self, report_number: int, checks: Sequence[Check], doubts: list[str]) -> None:
        """Append the checks of a report; of two on one subject the last."""
        last = {(check.check, check.subject): check for check in checks}
        if not last:
            return
        names = list(last)
        _, _, passed, left, right, source_errors = zip(*last.values(), strict=True)

        def name(position: int) -> str:
            return " of ".join(names[position])

        self._columns.extend(
            [report_number] * len(last),
            list(map(self.subjects.__getitem__, names)),
            passed,
            *parted(left, name, doubts),
            *parted([None if p else r for p, r in zip(passed, right, strict=True)], name, doubts),
            source_errors,
        )

    def take(self) -> pa.Table:
        """Give all rows and begin anew."""
        return self._columns.take()
