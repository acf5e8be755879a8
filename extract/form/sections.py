"""The six headings of a report, recognised as agencies print them."""

import re
import tomllib
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from extract.form.text import fold

_LONGEST_HEADING = 45
_LOOKED_AT = 200  # printed characters, blanks among them


class Manner(Enum):
    """How headings are known; each takes those of the one before, too."""

    FORM = 1  # by the form's words, numbered as it is
    WORDED = 2  # by other words, too
    NUMBERED = 3  # however they are numbered


# 一、 heads a section, （一） a part of one; — stands for 一 in print (同心县)
_NUMBER = r"[一二三四五六七八九十—-](?:[、.,，:：][\u3400-\u9fff、（）()]{0,24}?)?"
_NUMERAL = r"(?:第?[一二三四五六七八九十]{1,2}(?:部分)?|\d{1,2}|[IVX]{1,4})"
_ANY_NUMBER = rf"{_NUMBER}|[(（【\[]?{_NUMERAL}[)）】\]、.,:：]*"
# Prose may follow without a sign (一、总体情况2023年…), and in a table of contents does its page.
_END = r"(?P<end>[、：:。.]|$|(?=20\d\d年|\d{1,3}$)|(?P<glued>))"
# So many words behind a number are a heading even where prose goes on, as it does where only the
# heading is bold: 五、存在的主要问题及改进情况公开内容还不够丰富.
_FEWEST_GLUED = 9


@cache
def _patterns(manner: Manner) -> list[tuple[int, re.Pattern[str]]]:
    data = tomllib.loads((Path(__file__).parent / "sections.toml").read_text("utf-8"))
    numbered = _ANY_NUMBER if manner is Manner.NUMBERED else _NUMBER
    found = []
    for entry in data["section"]:
        words = entry["words"] if manner is Manner.FORM else [*entry["words"], *entry["others"]]
        found.append(
            (
                entry["number"],
                re.compile(rf"(?P<number>{numbered})?(?P<words>{'|'.join(words)}){_END}"),
            )
        )
    return found


def section_heading(
    text: str, after: int = 0, manner: Manner = Manner.FORM
) -> tuple[int, str, str] | None:
    """Give (number, heading, prose run in with it) if a paragraph heads a section past `after`.

    A heading without a number must be nothing but the words: numbering may be Word's own.
    """
    for number, match in _matches(text[:_LOOKED_AT], manner):
        if number <= after:
            continue
        rest = text[_end_of(text, match.end()) :].strip()
        if rest and match["number"] is None:
            return None
        heading = text[: _end_of(text, match.end() - len(match["end"]))].strip()
        return number, heading, rest
    return None


@lru_cache(maxsize=4096)  # each paragraph is asked about several times
def _matches(start: str, manner: Manner) -> list[tuple[int, re.Match[str]]]:
    """Give the sections that the beginning of a paragraph may head."""
    folded = fold(start)
    matches = ((number, pattern.match(folded)) for number, pattern in _patterns(manner))
    return [(n, match) for n, match in matches if match and _is_heading(match)]


def _is_heading(match: re.Match[str]) -> bool:
    if match["glued"] is not None and not (
        match["number"] and len(match["words"]) >= _FEWEST_GLUED
    ):
        return False
    return match.end() <= _LONGEST_HEADING


def _end_of(text: str, letters: int) -> int:
    """Give how much of a printed text holds so many letters when folded."""
    begun = text[:letters]
    if fold(begun) == begun:
        return len(begun)
    ends = range(len(text) + 1)
    return next((end for end in ends if len(fold(text[:end])) >= letters), len(text))
