"""Labels of the form spelled over pieces of print: 商业 above 企业, 3. beside 保护第三方合法权益.

Where no rule shows which pieces share a cell, the words do: pieces belong together if, read on to
the right and downwards, they make a label.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.form.labels import unnumbered_words, without_note
from extract.form.lexicon import is_filled_in
from extract.form.text import fold


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
_IN_LABELS_TOO = "无"  # stands for “nothing” in a cell, and begins 无正当理由大量反复申请
_NOTE = re.compile(r"[(（](?![一二三四五六七八九十\d]{1,2}[)）])")  # and no numbered label
_MOST_OF_A_NOTE = 8  # pieces


def spell(pieces: Sequence[Piece], labels: Iterable[str]) -> list[Spelled]:
    """Find the labels that pieces spell, given as words; the longest first where they compete.

    A piece is part of one label only. The result is in the order of the page.
    """
    words = frozenset(labels)
    starts = frozenset(word[:n] for word in words for n in range(1, len(word) + 1))
    lettered = [p for p in pieces if not is_filled_in(p.text) or p.text == _IN_LABELS_TOO]
    found = [
        label
        for piece in lettered
        if any(unnumbered_words(piece.text))
        for label in _from(piece, lettered, words, starts)
    ]
    found.sort(key=lambda label: (-len(label.words), -len(label.text), label.high, label.x0))
    taken: set[Piece] = set()
    kept: list[Spelled] = []
    for label in found:
        if not taken.intersection(label.pieces):
            taken.update(label.pieces)
            kept.append(label)
    return sorted(kept, key=lambda label: (label.high, label.x0))


def _from(
    piece: Piece, pieces: Sequence[Piece], words: frozenset[str], starts: frozenset[str]
) -> Iterator[Spelled]:
    """Every label that begins with a piece."""
    waiting: list[tuple[Piece, ...]] = [(piece,)]
    while waiting:
        path = waiting.pop()
        text = "".join(p.text for p in path)
        read = unnumbered_words(text)
        for whole in {*read, without_note(text).words} & words:
            yield Spelled(whole, _with_note(path, pieces))
        if "" in read:  # a number so far: its words stand beside it, or else below
            onward = list(_onward(path, pieces))
            beside = [p for p in onward if _beside(path[-1], p)]
            waiting.extend((*path, p) for p in beside or onward)
        elif any(text in starts for text in read):
            waiting.extend((*path, p) for p in _onward(path, pieces))


def _with_note(path: tuple[Piece, ...], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Add the bracket that follows a label, up to its end: 本年收费金额 above （单位：万元）."""
    noted = path
    for _ in range(_MOST_OF_A_NOTE):
        text = fold("".join(p.text for p in noted))
        if text.count("(") == text.count(")") and noted != path:
            return noted
        begun = text.count("(") > text.count(")")
        found = next((p for p in _onward(noted, pieces) if begun or _NOTE.match(p.text)), None)
        if found is None:
            return path
        noted = (*noted, found)
    return path


def _onward(path: tuple[Piece, ...], pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces that may go on where a path ends: the next on its line, the first below it."""
    left, right = min(p.x0 for p in path), max(p.x1 for p in path)
    for piece in pieces:
        below = _SAME_LINE <= (piece.down - path[-1].down) / piece.size < _NEXT_LINE
        goes_on = below and piece.x0 < right and piece.x1 > left
        if piece not in path and (goes_on or _beside(path[-1], piece)):
            yield piece


def _beside(left: Piece, right: Piece) -> bool:
    size = min(left.size, right.size)
    level = abs(left.down - right.down) < _SAME_LINE * size
    return level and -1 < right.x0 - left.x1 < _BESIDE * size
