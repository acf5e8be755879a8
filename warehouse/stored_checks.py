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
        last = list({(check.check, check.subject): check for check in checks}.values())

        def name(position: int) -> str:
            return f"{last[position].check} of {last[position].subject}"

        self._columns.extend(
            [report_number] * len(last),
            [self.subjects[check.check, check.subject] for check in last],
            [check.passed for check in last],
            *parted([check.left for check in last], name, doubts),
            *parted([None if check.passed else check.right for check in last], name, doubts),
            [check.source_error for check in last],
        )

    def take(self) -> pa.Table:
        """Give all rows and begin anew."""
        return self._columns.take()
