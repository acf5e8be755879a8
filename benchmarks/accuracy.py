"""How much of what is printed is read, and whether anything wrong goes unflagged.

python -m benchmarks.accuracy [--sets 40] [--formats html,docx,scan200] [--figures FILE ...]

Each set of figures is set in a style of its own and rendered to each format: sets of our own, each
fourth of the form of 2019, and those in FILEs (see benchmarks.figures.figures_in). A wrong figure
is flagged if its confidence is below 1 or a failed check names its row or its column. Below the
table stand the documents that were read worst.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from benchmarks.figures import FigureSet, figure_set, figures_in
from benchmarks.layouts import style
from benchmarks.render import FORMATS, SLOW
from extract.read import read_report
from extract.report import Report
from gongkai.progress import counting
from gongkai.table import aligned

_WORST = 10
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


def documents(
    kind: str, sets: int, more: Sequence[FigureSet] = ()
) -> Iterator[tuple[FigureSet, bytes]]:
    """Give `sets` documents of a format, then one of each set in `more`.

    Each fifth prints （六）其他处理 as one row, each fourth has the form of 2019.
    """
    own = (
        figure_set(n, one_row_for_other=n % 5 == 0, edition_name="2019" if n % 4 == 3 else "2021")
        for n in range(sets)
    )
    for seed, figures in enumerate(chain(own, more)):
        yield figures, (FORMATS | SLOW)[kind](figures, style(seed), seed)


def main() -> int:
    """Print the table; the exit code is 1 if a wrong figure went unflagged."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sets", type=int, default=40, help="sets of figures of our own")
    names = [*FORMATS, *SLOW]
    parser.add_argument("--formats", default=",".join(FORMATS), help="of " + ", ".join(names))
    parser.add_argument("--figures", type=Path, nargs="*", default=[], help="more sets, as JSON")
    arguments = parser.parse_args()
    more = [figures for path in arguments.figures for figures in figures_in(path)]
    rows = []
    inexact: list[tuple[int, str]] = []
    for kind in arguments.formats.split(","):
        total: Counter[str] = Counter()
        with counting(kind, arguments.sets + len(more)) as done:
            for number, (figures, data) in enumerate(documents(kind, arguments.sets, more)):
                counts = measure(figures, read_report(data, kind))
                total += counts
                if not counts["all exact"]:
                    lost = counts["cells"] - counts["exact"]
                    inexact.append((lost, f"{kind} {number}: {lost} of {counts['cells']} cells"))
                done()
        rows.append([kind, *(total[name] for name in HEADS[1:])])
    print("\n".join(aligned(HEADS, rows)))
    for _, line in sorted(inexact, reverse=True)[:_WORST]:
        print(line)
    return int(any(row[-1] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
