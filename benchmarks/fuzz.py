"""What damaged documents do to us: none may crash the run, hang it or fill the memory.

python -m benchmarks.fuzz [--inputs 2000] [--seed 1] [--keep FOLDER] [FILE ...]

Each input is a document of benchmarks.accuracy, or a FILE, damaged as portals and networks damage
them, and as somebody would who means harm: bits flipped, ends cut off, pieces lost, repeated or
put elsewhere, tags and numbers changed inside the XML of packages and in the structure of a PDF.
Workers read them, as in a crawl. A worker that dies or is stopped costs its document only; the
table counts those, and the exit code is 1 if one took too long or too much.
"""

import argparse
import io
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.figures import figure_set
from benchmarks.layouts import style
from benchmarks.render import FORMATS
from extract.formats import format_of
from extract.report import Report
from gongkai.progress import counting
from gongkai.table import aligned
from pipelines.workers import SECONDS, Job, Workers

HEADS = ["format", "inputs", "complete", "partial", "no report", "unreadable", "died", "slowest, s"]
_STATUS = {"complete": "complete", "partial": "partial", "not_a_report": "no report"}
_MOST_MEMORY = 1024 * 1024 * 1024
_SEEDS = 5  # documents of each format to start from
_NUMBER = re.compile(rb"(?<![\w.])\d{1,6}(?![\w.])")
_TAG = re.compile(rb"</?[\w:]+[^<>]{0,200}>|/[A-Z]\w{1,20}|\b(?:obj|endobj|stream|endstream|R)\b")
_NASTY = (b"0", b"-1", b"1", b"65535", b"99999999999", b"2147483648", b"0.00001", b"")


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Flip a few bits."""
    damaged = bytearray(data)
    for _ in range(chance.choice([1, 4, 64])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Cut the end off, as a lost connection does."""
    return data[: chance.randrange(len(data))]


def torn(data: bytes, chance: random.Random) -> bytes:
    """Lose a piece, or have it twice, or elsewhere."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice([1, 100, 10_000])]
    rest = data[:start] + data[start + len(piece) :]
    at = chance.randrange(len(rest) + 1)
    return chance.choice([rest, data[:at] + piece + data[at:], rest[:at] + piece + rest[at:]])


def restructured(data: bytes, chance: random.Random) -> bytes:
    """Change numbers and tags, in a package those of one of its parts."""
    if not data.startswith(b"PK"):
        return _edited(data, chance)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(file, "w") as changed:
        names = whole.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = whole.read(name)
            changed.writestr(name, _edited(part, chance) if name == chosen else part)
    return file.getvalue()


def _edited(data: bytes, chance: random.Random) -> bytes:
    """Change up to eight numbers and tags: to others of the same document, or to nasty ones."""
    for _ in range(chance.randint(1, 8)):
        spots = list(chance.choice([_NUMBER, _TAG]).finditer(data))
        if not spots:
            return flipped(data, chance)
        spot = chance.choice(spots)
        number = spot.re is _NUMBER
        other = chance.choice(_NASTY) if number else chance.choice(spots).group()
        times = 1 if number else chance.choice([0, 1, 1, 200])
        data = data[: spot.start()] + other * times + data[spot.end() :]
    return data


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, cut, torn, restructured)


def documents(files: Sequence[Path]) -> dict[str, list[bytes]]:
    """Give sound documents by format."""
    whole: dict[str, list[bytes]] = {}
    if files:
        for path in files:
            data = path.read_bytes()
            whole.setdefault(format_of(data), []).append(data)
        return whole
    for kind in ("html", "pdf", "open pdf", "docx", "xlsx", "xls", "ofd"):
        for seed in range(_SEEDS):
            data = FORMATS[kind](figure_set(seed), style(seed), seed)
            whole.setdefault(kind, []).append(data)
    return whole


def damaged(whole: dict[str, list[bytes]], count: int, seed: int) -> Iterator[Job]:
    """Give inputs, format by format in turn; `source` begins with the format."""
    kinds = list(whole)
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - damage, not secrets
        kind = kinds[number % len(kinds)]
        data = chance.choice(DAMAGES)(chance.choice(whole[kind]), chance)
        yield Job(f"{kind} {number}", data or b"\n")


def died(report: Report) -> bool:
    """Whether the worker that read it was killed."""
    return "given up" in (report.error or "")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--inputs", type=int, default=2000, help="how many to read")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other damage")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that kill a worker")
    parser.add_argument("files", nargs="*", type=Path, help="documents to damage instead")
    arguments = parser.parse_args()
    totals: dict[str, Counter[str]] = {}
    slowest: Counter[str] = Counter()
    with counting("inputs", arguments.inputs) as done, Workers(2) as workers:
        kept: dict[str, bytes] = {}
        started = last = time.monotonic()
        inputs = damaged(documents(arguments.files), arguments.inputs, arguments.seed)
        for readings in workers.read_all(_noted(inputs, kept), done):
            source = next(iter(kept))  # they come in their order
            kind, data = source.rsplit(" ", 1)[0], kept.pop(source)
            killed = any(died(reading.report) for reading in readings)
            status = readings[0].report.status if readings else ""
            total = totals.setdefault(kind, Counter())
            total["inputs"] += 1
            total["died" if killed else _STATUS.get(status, "unreadable")] += 1
            now = time.monotonic()
            slowest[kind] = max(slowest[kind], round((now - last) * 1000))
            last = now
            if arguments.keep and killed:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / source.replace(" ", "-")).write_bytes(data)
    rows = [
        [kind, *(total[name] for name in HEADS[1:-1]), f"{slowest[kind] / 1000:.1f}"]
        for kind, total in totals.items()
    ]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print("\n".join(aligned(HEADS, rows)))
    print(f"{time.monotonic() - started:.0f} s in all; largest worker {memory // 2**20} MiB")
    return int(memory > _MOST_MEMORY or max(slowest.values()) > SECONDS * 1000)


def _noted(jobs: Iterator[Job], kept: dict[str, bytes]) -> Iterator[Job]:
    """Keep each input until its report is here."""
    for job in jobs:
        assert isinstance(job.data, bytes)  # noqa: S101 - told to the type checker
        kept[job.source] = job.data
        yield job


if __name__ == "__main__":
    sys.exit(main())
