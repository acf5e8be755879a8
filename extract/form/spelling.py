"""Labels of the form spelled over pieces of print: 商业 above 企业, 3. beside 保护第三方合法权益.

Where no rule shows which pieces share a cell, the words do: pieces belong together if, read on to
the right and downwards, they make a label.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.form.labels import unnumbered_words, without_note
from extract.form.lexicon import is_filled_in
from extract.form.text import fold
from extract.numbers import read_number

_IN_LABELS_TOO = "无"  # stands for “nothing” in a cell, and begins 无正当理由大量反复申请


class Piece(NamedTuple):
    """A run of characters that touch, in points; `page` is from 1, `down` runs on over pages."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    down: float  # of its middle

    @property
    def size(self) -> float:
        """Height of its characters."""
        return self.bottom - self.top

    @property
    def across(self) -> float:
        """Of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def is_number(self) -> bool:
        """Whether it is a number and nothing else."""
        return read_number(self.text).value is not None

    @property
    def is_entry(self) -> bool:
        """Whether it is what an agency fills in, and not of a label."""
        return is_filled_in(self.text) and self.text != _IN_LABELS_TOO


@dataclass(frozen=True)
class Spelled:
    """A label and the pieces that spell it, in reading order."""

    words: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The label as printed."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def x0(self) -> float:
        """Its left end."""
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        """Its right end."""
        return max(piece.x1 for piece in self.pieces)

    @property
    def across(self) -> float:
        """Of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def high(self) -> float:
        """Upper end of what it covers, counted downwards over pages."""
        return min(piece.down - piece.size / 2 for piece in self.pieces)

    @property
    def low(self) -> float:
        """Lower end of what it covers."""
        return max(piece.down + piece.size / 2 for piece in self.pieces)


# A piece goes on in the line below if that is no farther than this, in sizes of its characters.
_NEXT_LINE = 3.5
# … and to the right if the gap is no wider than this.
_BESIDE = 2.0
_SAME_LINE = 0.4
_NOTE = re.compile(r"[(（](?![一二三四五六七八九十\d]{1,2}[)）])")  # and no numbered label
_MOST_OF_A_NOTE = 8  # pieces
# So many pieces are looked at in search of what goes on a label, fifty times what reports need.
# Where there are more ways to go on, letters stand over each other, and nothing can be told.
_MOST_LOOKED_AT = 300_000


def spell(pieces: Sequence[Piece], labels: Iterable[str]) -> list[Spelled]:
    """Find the labels that pieces spell, given as words; the longest first where they compete.

    A piece is part of one label only. The result is in the order of the page; it is empty if there
    are too many ways to read on.
    """
    search = _Search(pieces, frozenset(labels))
    found = [label for piece in search.pieces for label in search.beginning_with(piece)]
    if search.looked_at > _MOST_LOOKED_AT:
        return []
    found.sort(key=lambda label: (-len(label.words), -len(label.text), label.high, label.x0))
    taken: set[Piece] = set()
    kept: list[Spelled] = []
    for label in found:
        if not taken.intersection(label.pieces):
            taken.update(label.pieces)
            kept.append(label)
    return sorted(kept, key=lambda label: (label.high, label.x0))


Path = tuple[Piece, ...]


class _Search:
    """The pieces that may be of labels, from the top, and the words to find among them."""

    def __init__(self, pieces: Sequence[Piece], words: frozenset[str]) -> None:
        lettered = [p for p in pieces if p.size > 0 and not p.is_entry]
        self.pieces = sorted(lettered, key=lambda piece: piece.down)
        self.looked_at = 0  # pieces, over all paths
        self._downs = [piece.down for piece in self.pieces]
        self._words = words
        self._starts = {word[:n] for word in words for n in range(1, len(word) + 1)}

    def beginning_with(self, piece: Piece) -> Iterator[Spelled]:
        """Every label that begins with a piece."""
        if not any(unnumbered_words(piece.text)):
            return
        waiting: list[Path] = [(piece,)]
        # Text printed over itself would give paths without end, and so would stops and brackets.
        met: set[tuple[tuple[str, ...], Piece]] = set()
        while waiting:
            path = waiting.pop()
            text = "".join(p.text for p in path)
            read = unnumbered_words(text)
            if (read, path[-1]) in met:
                continue
            met.add((read, path[-1]))
            for whole in {*read, without_note(text).words} & self._words:
                yield Spelled(whole, self._with_note(path))
            if "" in read:  # a number so far: its words stand beside it, or else below
                onward = self._worded(path)
                beside = [p for p in onward if _beside(path[-1], p)]
                waiting.extend((*path, p) for p in beside or onward)
            elif not self._starts.isdisjoint(read):
                waiting.extend((*path, p) for p in self._worded(path))

    def _worded(self, path: Path) -> list[Piece]:
        """Pieces that may go on where a path ends; such as have no words on its line only."""
        last = path[-1]
        onward = self._onward(path)
        return [p for p in onward if any(unnumbered_words(p.text)) or _beside(last, p)]

    def _with_note(self, path: Path) -> Path:
        """Add the bracket that follows a label, up to its end: （单位：万元）.

        Of the ways to its end the shortest: beside a note that goes on below stand others' words.
        """
        waiting, met = deque([path]), {path[-1]}
        while waiting:
            noted = waiting.popleft()
            text = fold("".join(p.text for p in noted))
            if text.count("(") == text.count(")") and noted != path:
                return noted
            if len(noted) == len(path) + _MOST_OF_A_NOTE:
                continue
            begun = text.count("(") > text.count(")")
            for piece in self._nearest(noted):
                if piece not in met and (begun or _NOTE.match(piece.text)):
                    met.add(piece)
                    waiting.append((*noted, piece))
        return path

    def _nearest(self, path: Path) -> Iterator[Piece]:
        """Pieces that may go on where a path ends, below it on the next line only."""
        low = float("inf")
        for piece in self._onward(path):
            if piece.down > low:
                return
            if piece.down - path[-1].down >= _SAME_LINE * piece.size:
                low = min(low, piece.down + _SAME_LINE * piece.size)
            yield piece

    def _onward(self, path: Path) -> Iterator[Piece]:
        """Pieces that may go on where a path ends: the next on its line, the first below it."""
        last = path[-1]
        left, right = min(p.x0 for p in path), max(p.x1 for p in path)
        start = bisect_left(self._downs, last.down - _SAME_LINE * last.size)
        for number in range(start, len(self.pieces)):
            piece = self.pieces[number]
            step = (piece.down - last.down) / min(piece.size, last.size)
            if step >= _NEXT_LINE or self.looked_at > _MOST_LOOKED_AT:
                return
            self.looked_at += 1
            goes_on = step >= _SAME_LINE and piece.x0 < right and piece.x1 > left
            if piece not in path and (goes_on or _beside(last, piece)):
                yield piece


def _beside(left: Piece, right: Piece) -> bool:
    size = min(left.size, right.size)
    level = abs(left.down - right.down) < _SAME_LINE * size
    return level and -1 < right.x0 - left.x1 < _BESIDE * size
