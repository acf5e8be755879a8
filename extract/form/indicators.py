"""What the statistics tables of 2008 to 2018 call their columns, units, indicators and sums."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.form.labels import Label, parse_label, without_note, words_of
from extract.form.lexicon import SIGNS
from extract.form.outline import mark_of
from extract.form.text import fold

_BETWEEN_UNITS = re.compile(r"[/、,或()]")
_DATA = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Sum:
    """A total and, for each form that states it, the indicators that make it up."""

    name: str
    total: str
    parts: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Meaning:
    code: str
    under: frozenset[str]


class Vocabulary:
    """The words of `indicators.toml`, looked up by what is printed."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.edition: str = data["edition"]
        self.sums = tuple(
            Sum(check["name"], check["total"], tuple(map(frozenset, check["parts"])))
            for check in data["check"]
        )
        self._heads = {kind: frozenset(words) for kind, words in data["heads"].items()}
        self._measures = frozenset(data["units"]["measures"])
        self._endings: list[str] = data["labels"]["endings"]
        self._spellings: dict[str, str] = data["labels"]["spellings"]
        self._meanings: dict[str, list[_Meaning]] = defaultdict(list)
        for indicator in data["indicator"]:
            meaning = _Meaning(indicator["code"], frozenset(indicator.get("under", ())))
            for label in indicator["labels"]:
                self._meanings[self._key(parse_label(label))].append(meaning)

    def heads(self, printed: str, kind: str) -> bool:
        """Whether a text heads columns of a kind, with or without a note: 指标名称(甲)."""
        return not self._heads[kind].isdisjoint(words_of(printed))

    def sums_up(self, head: str) -> bool:
        """Whether a column sums up counts of more than the period before it: 历年累计."""
        return any(word in fold(head) for word in self._heads["cumulative"])

    def measures(self, printed: str) -> bool:
        """Whether a text is a unit, or several (条/件), and not an agency, which is 单位 too."""
        units = [unit for unit in _BETWEEN_UNITS.split(fold(printed)) if unit]
        return bool(units) and self._measures.issuperset(units)

    def code_of(self, name: str, enclosing: Collection[str]) -> str | None:
        """Give our code for a printed name, by the codes of the rows that it stands under.

        None if the name is not known, or known for something that stands elsewhere.
        """
        for meanings in self._meanings_of(name):
            placed = {m.code for m in meanings if not m.under.isdisjoint(enclosing)}
            free = {m.code for m in meanings if not m.under}
            for codes in (placed, free):
                if len(codes) == 1:
                    return codes.pop()
        return None

    def knows(self, name: str) -> bool:
        """Whether a printed name is known, wherever it stands."""
        return any(self._meanings_of(name))

    def is_part(self, name: str, code: str | None) -> bool:
        """Whether an indicator of this name is a part of the one with that code."""
        return any(code in m.under for meanings in self._meanings_of(name) for m in meanings)

    def _meanings_of(self, name: str) -> Iterator[list[_Meaning]]:
        """Give what a name may mean: all of it, then without the bracket that ends it."""
        words = mark_of(name).words
        for label in (parse_label(words), without_note(words)):
            yield self._meanings.get(self._key(label), [])

    def _key(self, label: Label) -> str:
        """Give the words by which a label is looked up, without an ending that only says number."""
        words = label.words
        for printed, same in self._spellings.items():
            words = words.replace(printed, same)
        ending = next((e for e in self._endings if words.endswith(e) and words != e), "")
        return words.removesuffix(ending)


def is_sign(text: str) -> bool:
    """Whether a text is blank or a sign, of any length: ----."""
    folded = fold(text)
    return folded in SIGNS or not folded.strip("-—–/_*")


@cache
def vocabulary() -> Vocabulary:
    """Build it once a process."""
    return Vocabulary(tomllib.loads(_DATA.read_text("utf-8")))
