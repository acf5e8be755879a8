"""How much of the statistics tables of 2008 to 2018 is read.

python -m benchmarks.statistics [--sets 30] [--formats html,docx,pdf]

An indicator is exact if number, name, unit, head, print and cumulative print are those printed.
"""

import argparse
import sys
from collections import Counter

from benchmarks.indicators import Printed, StatisticsSet, statistics_set
from benchmarks.layouts import style
from benchmarks.render import FORMATS
from extract.form.text import fold
from extract.read import read_report
from extract.report import Report
from gongkai.progress import counting
from gongkai.table import aligned

HEADS = [
    *("format", "documents", "all exact", "indicators", "exact", "wrong", "not found"),
    "unflagged",
]


def read_of(report: Report) -> dict[Printed, float]:
    """Give what was read, in the shape of what was printed, with its confidence."""
    return {
        (i.number, i.name, i.unit, i.column, i.raw, i.cumulative_raw): i.confidence
        for i in report.indicators
    }


def measure(document: StatisticsSet, report: Report) -> Counter[str]:
    """Compare a reading with what was printed; counts by the names of `HEADS`."""
    expected = {_folded(printed) for printed in document.printed()}
    read = {_folded(printed): confidence for printed, confidence in read_of(report).items()}
    wrong = read.keys() - expected
    return Counter(
        {
            "documents": 1,
            "all exact": int(expected == read.keys() and report.edition == "2014"),
            "indicators": len(expected),
            "exact": len(expected & read.keys()),
            "wrong": len(wrong),
            "not found": len(expected - read.keys()),
            "unflagged": sum(read[indicator] == 1 for indicator in wrong),
        }
    )


def _folded(printed: Printed) -> tuple[int | str | None, ...]:
    """Leave the width of signs out, and of a heading, which counts nothing, all but its name."""
    number, name, unit, *rest = printed
    if unit is None or not unit.strip("-"):
        return number, fold(name)
    return number, fold(name), unit, *rest


def main() -> int:
    """Print the table; the exit code is 1 if a wrong indicator went unflagged."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics", description=__doc__)
    parser.add_argument("--sets", type=int, default=30, help="sets of figures")
    parser.add_argument("--formats", default="html,docx,xlsx,xls,pdf,ofd", help="which formats")
    arguments = parser.parse_args()
    rows = []
    for kind in arguments.formats.split(","):
        total: Counter[str] = Counter()
        with counting(kind, arguments.sets) as done:
            for seed in range(arguments.sets):
                document = statistics_set(seed)
                data = FORMATS[kind](document, style(seed), seed)
                total += measure(document, read_report(data, kind))
                done()
        rows.append([kind, *(total[name] for name in HEADS[1:])])
    print("\n".join(aligned(HEADS, rows)))
    return int(any(row[-1] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
