"""Printed labels compared with the form's, on folded text.

A label has a number (（三）, 5., 一、) and words. Equal words are a match; numbers, brackets and
other punctuation do not count, since print varies in them more than in anything else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from extract.form.text import fold

_NUMBERED = re.compile(
    r"[(（]?(?P<chinese>[一二三四五六七八九十]{1,2})(?:[)）][、.．]?|[、.．,，:：])"
    r"|[(（]?(?P<arabic>\d{1,2})[)）]?[、.．,，:：]?(?=\D)"
)
_LEADING_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,2}|\d{1,2})")
_NOT_WORDS = re.compile(r"[\W_]+")  # on folded text: brackets, quotes, stops, dashes
# Words that are printed for one another: 其它 (平潭县 2012), 合计 (南宁市沙塘镇 2016, in prose).
_ALIKE = (("其它", "其他"), ("合计", "总计"))
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]?$")

# Below this share of equal characters two labels are different labels. 2.其他法律行政止公开 for
# 2.其他法律行政法规禁止公开 (a misprint of 淮安市洪泽区, 2023) has 0.87.
SIMILAR = 0.75


@dataclass(frozen=True)
class Label:
    """A printed label taken apart; `words` is "" for a cell with no words in it."""

    number: str
    words: str

    @property
    def bare(self) -> str:
        """The number and the words as one run, as they stand where a page breaks a label."""
        return self.number + self.words


def _folded(printed: str) -> str:
    text = fold(printed)
    for word, usual in _ALIKE:
        text = text.replace(word, usual)
    return text


@lru_cache(maxsize=8192)  # each cell's text is asked for many times
def parse_label(printed: str) -> Label:
    """Take a printed label apart; notes in brackets at its end belong to the words."""
    text = _folded(printed)
    match = _NUMBERED.match(text)
    number = ""
    if match:
        number = match["chinese"] or match["arabic"]
        text = text[match.end() :]
    return Label(number, _NOT_WORDS.sub("", text))


@lru_cache(maxsize=8192)
def unnumbered_words(printed: str) -> tuple[str, ...]:
    """Give the words of a label, or of the beginning of one, with its number and without it.

    A beginning may be the number alone, or end in it; so it is not taken apart as a label is.
    """
    words = _NOT_WORDS.sub("", _folded(printed))
    bare = _LEADING_NUMBER.sub("", words)
    return (words,) if bare == words else (words, bare)


@lru_cache(maxsize=8192)
def without_note(printed: str) -> Label:
    """Take a label apart without the bracket that ends it: （二）部分公开（区分处理的，…）."""
    return parse_label(_IN_BRACKETS.sub("", _folded(printed)))


@lru_cache(maxsize=8192)  # most texts of a table are looked up by both, several times
def words_of(printed: str) -> tuple[str, str]:
    """Give the words of a label, and those without the bracket that ends it."""
    return parse_label(printed).words, without_note(printed).words


# Labels that differ by one character and say the opposite are no misprints of each other.
_OPPOSITES = ("予以公开", "不予公开")


def similarity(one: str, other: str) -> float:
    """Give the share of characters that two labels have in common, in order, 0 to 1.

    0 if they say the opposite of each other.
    """
    if [word in one for word in _OPPOSITES] == [word not in other for word in _OPPOSITES]:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def most_similar(
    words: str, candidates: Iterable[tuple[str, str]], least: float = SIMILAR
) -> str | None:
    """Give the key of the one (key, words) that `words` is a misprint of; None if unclear."""
    scored = sorted(((similarity(words, other), key) for key, other in candidates), reverse=True)
    if not scored or scored[0][0] < least:
        return None
    best, key = scored[0]
    rivals = [k for score, k in scored[1:] if score > best - 0.1 and k != key]
    return None if rivals else key
