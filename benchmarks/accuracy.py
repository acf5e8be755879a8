"""How much of what is printed is read, and whether anything wrong goes unflagged.

python -m benchmarks.accuracy [--sets 40] [--formats html,docx,scan200]

Each set of figures is set in a style of its own and rendered to each format. A wrong figure is
flagged if its confidence is below 1 or a failed check names its row or its column.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from benchmarks.figures import FigureSet, figure_set
from benchmarks.layouts import style
from benchmarks.render import FORMATS, SCANS
from extract.read import read_report
from extract.report import Report
from gongkai.progress import counting
from gongkai.table import aligned

HEADS = ["format", "documents", "all exact", "cells", "exact", "wrong", "not found", "unflagged"]


def measure(figures: FigureSet, report: Report) -> Counter[str]:
    """Compare a reading with what was printed; counts by the names of `HEADS`."""
    expected = figures.values()
    read = {(f.table, f.row, f.column): f for f in report.figures}
    failed = {check.subject for check in report.checks if not check.passed}
    wrong = [a for a, figure in read.items() if a not in expected or figure.value != expected[a]]
    unflagged = [a for a in wrong if read[a].confidence == 1 and not failed & set(a)]
    missing = expected.keys() - read.keys()
    exact = len(expected) - len(missing) - sum(a in expected for a in wrong)
    known = (report.agency, report.report_year) == (figures.agency, figures.year)
    return Counter(
        {
            "documents": 1,
            "all exact": int(known and exact == len(expected) == len(read)),
            "cells": len(expected),
            "exact": exact,
            "wrong": len(wrong),
            "not found": len(missing),
            "unflagged": len(unflagged),
        }
    )


def documents(kind: str, sets: int) -> Iterator[tuple[FigureSet, bytes]]:
    """Give `sets` documents of a format; each fifth prints （六）其他处理 as one row."""
    for seed in range(sets):
        figures = figure_set(seed, one_row_for_other=seed % 5 == 0)
        yield figures, (FORMATS | SCANS)[kind](figures, style(seed), seed)


def main() -> int:
    """Print the table; the exit code is 1 if a wrong figure went unflagged."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--sets", type=int, default=40, help="sets of figures")
    names = [*FORMATS, *SCANS]
    parser.add_argument("--formats", default=",".join(FORMATS), help="of " + ", ".join(names))
    arguments = parser.parse_args()
    rows = []
    for kind in arguments.formats.split(","):
        total: Counter[str] = Counter()
        with counting(kind, arguments.sets) as done:
            for figures, data in documents(kind, arguments.sets):
                total += measure(figures, read_report(data, kind))
                done()
        rows.append([kind, *(total[name] for name in HEADS[1:])])
    print("\n".join(aligned(HEADS, rows)))
    return int(any(row[-1] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
