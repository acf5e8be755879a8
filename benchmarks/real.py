"""The same counts as benchmarks.accuracy for real documents whose right figures are known.

python -m benchmarks.real DOCUMENT=FIGURES[:ID] ...

FIGURES is a JSON file as benchmarks.figures.figures_in reads it; ID picks one object of a list by
its "id". One line a document, the worst first; the exit code is 1 if a wrong figure went unflagged.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from benchmarks.accuracy import HEADS, measure
from benchmarks.figures import FigureSet, figures_in
from extract.attribution import Hints
from extract.read import read_report
from gongkai.table import aligned


def figures_of(named: str) -> FigureSet:
    """Give the set that FIGURES[:ID] names."""
    path, _, wanted = named.partition(":")
    sets = figures_in(Path(path))
    if not wanted:
        return sets[0]
    entries = json.loads(Path(path).read_text("utf-8"))
    return next(s for s, entry in zip(sets, entries, strict=True) if entry.get("id") == wanted)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("pairs", nargs="+", metavar="DOCUMENT=FIGURES[:ID]")
    found: list[tuple[str, Counter[str]]] = []
    for pair in parser.parse_args().pairs:
        document, _, named = pair.partition("=")
        path, figures = Path(document), figures_of(named)
        hints = Hints(agency=figures.agency)
        found.append(
            (path.name, measure(figures, read_report(path.read_bytes(), path.name, hints)))
        )
    found.sort(key=lambda pair: (-pair[1]["unflagged"], pair[1]["exact"] - pair[1]["cells"]))
    rows = [[name, *(counts[head] for head in HEADS[1:])] for name, counts in found]
    print("\n".join(aligned(["document", *HEADS[1:]], rows)))
    return int(any(counts["unflagged"] for _, counts in found))


if __name__ == "__main__":
    sys.exit(main())
