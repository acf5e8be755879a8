"""How fast documents are read, as ratios to what others need for the same ones, in one run.

python -m benchmarks.speed [--sets 12] [FILE ...]

Documents are those of benchmarks.accuracy, or the FILEs given. Each is read several times in one
process, ours and theirs in turn; the best time of each counts. Theirs:

pdf    pdfplumber: extract_text and extract_tables on every page
html   trafilatura: extract
scan   rapidocr as it comes, on each page that has a table; ours reads the same pages
jobs   one worker process; ours are two, over all the documents
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import figure_set
from benchmarks.layouts import style
from benchmarks.render import FORMATS, SLOW
from extract.formats import format_of
from extract.read import read_report
from gongkai.progress import counting
from gongkai.table import aligned

HEADS = ["against", "documents", "ours, ms", "theirs, ms", "least ratio", "median", "bar"]
BARS = {"pdf": 8.0, "html": 8.0, "scan": 2.0, "jobs": 1.8}
_TIMES = {"pdf": 5, "html": 5, "scan": 1, "jobs": 3}
_RENDERED = {"pdf": FORMATS["pdf"], "html": FORMATS["html"], "scan": SLOW["scan200"]}
Pair = tuple[float, float]  # seconds: ours, theirs


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best_of(times: int, ours: Callable[[], object], theirs: Callable[[], object]) -> Pair:
    """Give the best time of each, called in turn."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(times)]
    return min(one for one, _ in pairs), min(other for _, other in pairs)


def plumbed(data: bytes) -> None:
    """Read a PDF as most people do."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()


def against_pdfplumber(data: bytes) -> Pair:
    """Time a PDF with text."""
    return best_of(_TIMES["pdf"], lambda: read_report(data, "pdf"), lambda: plumbed(data))


def against_trafilatura(data: bytes) -> Pair:
    """Time a page of a portal."""
    import trafilatura

    text = data.decode("utf-8", "replace")
    return best_of(
        _TIMES["html"], lambda: read_report(data, "html"), lambda: trafilatura.extract(text)
    )


def against_rapidocr(data: bytes) -> Pair:
    """Time the pages of a scan that have tables."""
    from rapidocr import RapidOCR

    from extract.readers.scan import scanned_page

    engine: Any = RapidOCR()
    ours = theirs = 0.0
    for number, image in enumerate(_pictures(data), start=1):
        start = time.perf_counter()
        page = scanned_page(image, number, 200)
        spent = time.perf_counter() - start
        if page.tables:
            ours += spent
            theirs += seconds(lambda image=image: engine(image))  # type: ignore[misc] # bound now
    return ours, theirs


def _pictures(data: bytes) -> Iterator[Any]:
    """Give the pages of a scan as arrays of red, green and blue at 200 dots per inch."""
    import numpy as np
    from PIL import Image, ImageSequence

    if format_of(data) == "pdf":
        from pypdfium2 import PdfDocument

        from extract.readers.pdf import drawn

        for number in range(1, len(PdfDocument(data)) + 1):
            yield drawn(data, number, 200)
    else:
        with Image.open(io.BytesIO(data)) as image:
            for frame in ImageSequence.Iterator(image):
                yield np.array(frame.convert("RGB"))


def one_worker_and_two(documents: Sequence[bytes]) -> Pair:
    """Time all documents, each several times, in two warm worker processes and in one."""
    from pipelines.workers import Job, Workers

    jobs = [Job(str(number), data) for number, data in enumerate(documents)] * 10
    with Workers(2) as two, Workers(1) as one:
        for workers in (two, one):
            list(workers.read_all(jobs[: 2 * workers.count], lambda: None))
        return best_of(
            _TIMES["jobs"],
            lambda: list(two.read_all(jobs, lambda: None)),
            lambda: list(one.read_all(jobs, lambda: None)),
        )


MEASURES = {"pdf": against_pdfplumber, "html": against_trafilatura, "scan": against_rapidocr}


def main() -> int:
    """Print the table; `bar` is what the median is meant to reach."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sets", type=int, default=12, help="documents of each format")
    parser.add_argument("--only", default="pdf,html,scan,jobs", help="what to measure")
    parser.add_argument("files", nargs="*", type=Path, help="documents to measure instead")
    arguments = parser.parse_args()
    only = arguments.only.split(",")
    documents = _documents(arguments.files, arguments.sets, [k for k in only if k in MEASURES])
    rows = []
    # First, as in a run that only reads: what the others leave behind in memory slows the parent.
    if "jobs" in only and (digital := [d for k in ("pdf", "html") for d in documents.get(k, [])]):
        rows.append(_row("jobs", [one_worker_and_two(digital)]))
    for kind, measured in documents.items():
        with counting(kind, len(measured)) as done:
            pairs = []
            for data in measured:
                pairs.append(MEASURES[kind](data))
                done()
        rows.append(_row(kind, [pair for pair in pairs if pair[0]]))
    print("\n".join(aligned(HEADS, rows)))
    return 0


def _documents(files: Sequence[Path], sets: int, kinds: Sequence[str]) -> dict[str, list[bytes]]:
    if not files:
        return {
            kind: [_RENDERED[kind](figure_set(seed), style(seed), seed) for seed in range(sets)]
            for kind in kinds
        }
    found: dict[str, list[bytes]] = {}
    for path in files:
        data = path.read_bytes()
        if (kind := format_of(data)) in kinds:
            found.setdefault(kind, []).append(data)
    return found


def _row(kind: str, pairs: Sequence[Pair]) -> list[str]:
    ratios = [theirs / ours for ours, theirs in pairs]
    ours, theirs = (median(pair[n] for pair in pairs) * 1000 for n in (0, 1))
    numbers = [f"{ours:.1f}", f"{theirs:.1f}", f"{min(ratios):.1f}", f"{median(ratios):.1f}"]
    return [kind, str(len(pairs)), *numbers, str(BARS[kind])]


if __name__ == "__main__":
    sys.exit(main())
