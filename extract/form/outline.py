"""How the rows of a statistics table stand under each other, by their numbers and 其中.

Indents are lost in most documents, so only what is printed counts: 一、 （一） 1. (1) ① and 其中.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.form.text import fold

# Ranks of numbers in official documents, outermost first (GB/T 9704: 一、 （一） 1. （1）).
_STYLES = (
    re.compile(r"(?P<chinese>[一二三四五六七八九十]{1,3})[、.,]"),
    re.compile(r"\((?P<chinese>[一二三四五六七八九十]{1,3})\)[、.,]?"),
    re.compile(r"(?P<arabic>\d{1,2})[、.,](?!\d)"),
    re.compile(r"\(?(?P<arabic>\d{1,2})\)[、.,]?"),
)
_CIRCLED = re.compile(r"[\u2460-\u2473]")  # ① to ⑳, which folding makes plain digits
_OF_WHICH = re.compile(r"其中[:,、]?")
_DIGITS = {digit: n for n, digit in enumerate("一二三四五六七八九", start=1)}
# Ranks that are no number's.
_PLAIN = -1
_BESIDE = -2


@dataclass(frozen=True)
class Mark:
    """What stands before the words of a row's name; `rank` is that of its number, if it has one."""

    of_which: bool
    rank: int
    ordinal: int
    words: str  # folded


@lru_cache(maxsize=4096)  # a name is looked at several times, and stands in many tables
def mark_of(name: str) -> Mark:
    """Take the name of a row apart."""
    text = fold(name)
    of_which = _OF_WHICH.match(text)
    if of_which:
        text = text[of_which.end() :]
    if circled := _CIRCLED.match(name.removeprefix("其中").lstrip(":：、 ")):
        number = ord(circled.group()) - ord("①") + 1
        return Mark(bool(of_which), len(_STYLES), number, text.removeprefix(str(number)))
    for rank, style in enumerate(_STYLES):
        if match := style.match(text):
            groups = match.groupdict()
            number = int(groups["arabic"]) if "arabic" in groups else _chinese(groups["chinese"])
            return Mark(bool(of_which), rank, number, text[match.end() :])
    return Mark(bool(of_which), _PLAIN, 0, text)


def is_of_which(text: str) -> bool:
    """Whether a text is 其中 and nothing else."""
    return _OF_WHICH.fullmatch(fold(text)) is not None


def _chinese(numeral: str) -> int:
    """Read 一 to 九十九; what is no numeral gives a number that follows no other."""
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


@dataclass(frozen=True)
class Standing:
    """Where a row stands: the rows around it, outermost first, and if the print tells it safely."""

    enclosing: tuple[int, ...]
    safe: bool

    @property
    def parent(self) -> int | None:
        """The row that it is a part of, if the print tells it."""
        return self.enclosing[-1] if self.safe and self.enclosing else None


@dataclass(frozen=True)
class _Level:
    row: int
    mark: Mark
    safe: bool


class Outline:
    """Rows are entered as they are printed; each entry gives where the row stands."""

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._beside: tuple[int, ...] = ()

    def go_beside(self, rows: tuple[int, ...]) -> None:
        """Begin or end cells that stand beside several rows and head them, outermost first."""
        if rows != self._beside:
            self._beside = rows
            mark = Mark(of_which=False, rank=_BESIDE, ordinal=0, words="")
            self._levels = [_Level(row, mark, safe=True) for row in rows]

    def enter(self, row: int, name: str) -> Standing:
        """Enter the next row."""
        mark = mark_of(name)
        safe = self._part(mark) if mark.of_which else self._follow(mark)
        enclosing = tuple(level.row for level in self._levels)
        self._levels.append(_Level(row, mark, safe))
        return Standing(enclosing, safe)

    def _part(self, mark: Mark) -> bool:
        """Begin a list of parts of the row before. Of a part without a number: beside it."""
        before = self._levels[-1].mark if self._levels else None
        if before and before.of_which and before.rank == mark.rank == _PLAIN:
            self._levels.pop()
            return False
        return before is not None

    def _follow(self, mark: Mark) -> bool:
        """Close the levels that a row without 其中 ends; tell if its place is safe."""
        ranks = [level.mark.rank for level in self._levels]
        if mark.rank in ranks:
            depth = len(ranks) - 1 - ranks[::-1].index(mark.rank)
            before = self._levels[depth]
            del self._levels[depth:]
            if mark.rank == _PLAIN:
                return before.safe and not before.mark.of_which
            return before.safe and mark.ordinal == before.mark.ordinal + 1
        if mark.rank == _PLAIN:
            return not ranks or ranks[-1] == _BESIDE
        while self._levels and self._levels[-1].mark.rank > mark.rank:
            self._levels.pop()
        return mark.ordinal == 1
