"""What the ink of an entry cell says: a number, a sign, words, or nothing that can be trusted.

An entry is looked at twice: alone, and behind a digit drawn in front of it. Alone, a recogniser of
text takes the zeros of many fonts for a letter; behind a digit, it reads digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.form.text import fold
from extract.readers.characters import Line
from extract.readers.ink import Bounds

# Signs and letters that have the shape of one an agency fills in.
SHAPES = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "○": "0", "Q": "0", "D": "0", "口": "0"}
    | {"l": "1", "I": "1", "|": "1", "i": "1", "!": "1", "丨": "1"}
    | {"一": "—", "_": "—", "ー": "—", "\\": "/", "S": "5", "B": "8", "Z": "2", "g": "9"}
)
_FIGURE = re.compile(r"[-+—]?\d[\d,.]*|[-—/]{1,2}")
_WORDS = re.compile(r"[\u3400-\u9fff]")
# One reading is enough with this score; two that agree are with that; one below the last is none.
CERTAIN = 0.97
SURE = 0.9
NONE = 0.3
# A letter that is so certain was printed, or so it seems.
LETTER = 0.9
# The steps from digit to digit, in heights of a digit: from narrow to set wide.
NARROWEST, WIDEST = 0.4, 1.9
_DASH = 1.0  # a dash is at least so many times as wide as it is high; a small one is blurred
_SMALL = 0.32  # a stop is so small, in heights of a digit


@dataclass(frozen=True)
class Seen:
    """What one line of ink says, with what there is to doubt about it."""

    text: str
    unread: bool = False
    doubt: str = ""
    others: tuple[str, ...] = ()


def entry_like(text: str) -> bool:
    """Whether a cell's text may be an entry misread: it has no words, or is a single character."""
    folded = fold(text)
    return len(folded) <= 1 or not _WORDS.search(folded.translate(SHAPES))


def words(lines: Sequence[Line]) -> Seen:
    """Give a reading of words, in one line or several."""
    unclear = "its ink is unclear" if min(line.score for line in lines) < SURE else ""
    text = "\n".join(line.text for line in lines)
    return Seen(text, unread=not text.strip(), doubt=unclear)


def joined(lines: Sequence[Seen]) -> Seen:
    """Put the lines of an entry together; of several, none has a choice of its own."""
    return Seen(
        "\n".join(line.text for line in lines),
        any(line.unread for line in lines),
        next((line.doubt for line in lines if line.doubt), ""),
        lines[0].others if len(lines) == 1 else (),
    )


def certain(behind: Line, line: Bounds, specks: Sequence[Bounds]) -> Seen | None:
    """Give the reading behind a digit if it leaves nothing to doubt; else None."""
    text = fold(behind.text)
    if behind.score < CERTAIN or not _FIGURE.fullmatch(text) or _odd(text, line, specks):
        return None
    return Seen(text)


def judged(alone: Line, behind: Line, line: Bounds, specks: Sequence[Bounds]) -> Seen:
    """Judge two readings of one line by each other and by the shape of the ink."""
    plain, second = _figure(alone.text), _figure(behind.text)
    readings = [text for text in dict.fromkeys((second, plain)) if _FIGURE.fullmatch(text)]
    if not readings:
        if _WORDS.search(alone.text):
            return words([alone])
        return Seen(alone.text, unread=True, doubt="its ink gives no number and no sign")
    first, *others = readings
    if max(alone.score, behind.score) < NONE:
        return Seen(alone.text, unread=True, doubt="its ink is too unclear to read")
    return Seen(first, doubt=_doubt(alone, behind, first, line, specks), others=tuple(others))


def _figure(text: str) -> str:
    return fold(text).translate(SHAPES)


def _doubt(alone: Line, behind: Line, text: str, line: Bounds, specks: Sequence[Bounds]) -> str:
    if _figure(alone.text) != _figure(behind.text):
        return f"it was also read as “{alone.text}”"
    if behind.score < SURE:
        return "its ink is unclear"
    if fold(alone.text) != text and alone.score >= LETTER:
        return f"a “{alone.text}” seems to be printed"
    return (
        "its ink is of another width, or has a stop or a dash" if _odd(text, line, specks) else ""
    )


def _odd(text: str, line: Bounds, specks: Sequence[Bounds]) -> bool:
    """Whether the ink is too wide or narrow for so many digits, or has a stop that was not read."""
    digits = sum(char.isdigit() for char in text)
    if not digits:
        return False
    x0, top, x1, bottom = line
    height = bottom - top
    steps = (x1 - x0) / height
    if not (digits - 1) * NARROWEST <= steps <= (digits + text.count(",")) * WIDEST:
        return True
    stops = [
        s
        for s in specks
        if x0 < s[0]
        and s[2] < x1
        and s[1] > top + height / 2
        and max(s[2] - s[0], s[3] - s[1]) <= _SMALL * height
    ]
    if stops and not re.search(r"[.,]", text):
        return True
    return text[0].isdigit() and any(_is_dash_before(speck, line) for speck in specks)


def _is_dash_before(speck: Bounds, line: Bounds) -> bool:
    """Whether a small piece of ink stands where the minus of a number would, and has its shape."""
    x0, top, _, bottom = line
    height, wide, high = bottom - top, speck[2] - speck[0], speck[3] - speck[1]
    level = abs((speck[1] + speck[3]) / 2 - (top + bottom) / 2) < height / 4
    return level and wide >= _DASH * high and -1 <= x0 - speck[2] < height
