"""How a printed number is read. Nothing here ever makes a number of no ink, or of words.

Source of the rules: numbers as agencies print them, among them 22（其中修订16件） (上海市人民政府
办公厅 2025), 增10 and --253 (本年增/减 of the form of 2019), 160.5964万元 and 75394432.52元
(采购总金额).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.form.text import fold

# Per unit of money, how many yuan.
MONEY = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
_UNITS = "|".join(sorted(MONEY, key=len, reverse=True))

_SIGNS = {"+": 1, "增": 1, "增加": 1, "-": -1, "--": -1, "减": -1, "減": -1, "减少": -1}
_NUMBER = re.compile(
    r"(?P<sign>\+|-{1,2}|增加?|减少?|減)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    rf"(?P<unit>{_UNITS}|件|条|个|项|次|人|宗|份)?"
    r"(?:[(（\[][^)）\]]*[)）\]])?"  # a note on the number, as in 22（其中修订16件）
    r"[。;]?"
)
_UNIT_IN_HEAD = re.compile(_UNITS)
# Raised, circled and bracketed numerals mark a note; folded, they would be digits of the number.
_MARK = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u24ff\u2776-\u2793\u3220-\u3289]")
_IN_WORDS = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+(?:元|件|条|个|项|次|人|宗|份)?"
)
# Typed or recognised for 0 and 1.
_LIKE_DIGITS = re.compile(r"[\dOoQlI|]+")
_PARTED = re.compile(r"\d\s+\d")
_MINUS = str.maketrans("－−﹣–", "----")


@dataclass(frozen=True)
class Reading:
    """What a cell's text says: a number, or None with the reason that it is none.

    `doubt` is empty unless the number was printed in a way that could also be read otherwise.
    """

    value: int | Decimal | None
    doubt: str = ""


@lru_cache(maxsize=4096)  # a form is mostly the same few numbers
def read_number(raw: str, *, unit: str | None = None, heads: tuple[str, ...] = ()) -> Reading:
    """Read the text of one cell.

    `unit` is the unit of money that the figure is kept in (元 or 万元), None for counts; `heads`
    are the printed heading and label, which may name another: 采购总金额（万元）. A unit in the
    cell goes before one in those. Blank, a sign (/ - — 无) and words give None.
    """
    bare = _MARK.sub("", raw)
    text = fold(bare.translate(_MINUS))
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Reading(None, _why_none(raw, text))
    parted = _PARTED.search(bare)
    if parted and match["digits"].lstrip("0") != match["digits"] != "0":  # no number begins so
        return Reading(None, "several numbers stand in it; not read")
    number = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    number *= _SIGNS.get(match["sign"] or "+", 1)
    doubts = []
    if unit is not None:
        named = {found.group() for head in heads if (found := _UNIT_IN_HEAD.search(fold(head)))}
        printed = match["unit"] if match["unit"] in MONEY else min(named, default=unit)
        number = number * MONEY[printed] / MONEY[unit]
        if len(named) > 1 and match["unit"] not in MONEY:
            doubts.append(
                f"its heading and its label name other units ({', '.join(sorted(named))})"
            )
    if bare != raw:
        doubts.append("a raised or circled mark stands in it, and was left out of the number")
    if parted:
        doubts.append("blanks stand between its digits; they were read as one number")
    return Reading(_plain(number), "; ".join(doubts))


def _why_none(raw: str, text: str) -> str:
    """Say what a print, folded to `text`, may be if it is more than a sign or words."""
    if _IN_WORDS.fullmatch(text):
        return "it is written in words; not read"
    if _LIKE_DIGITS.fullmatch(text):
        return "letters that look like digits stand in it; not read"
    return "digits stand in it, and it is no number" if any(map(str.isdigit, raw)) else ""


def _plain(number: Decimal) -> int | Decimal:
    whole = number.to_integral_value()
    return int(whole) if number == whole else number.normalize()
