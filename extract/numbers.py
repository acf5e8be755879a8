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
MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

_SIGNS = {"+": 1, "增": 1, "增加": 1, "-": -1, "--": -1, "减": -1, "減": -1, "减少": -1}
_NUMBER = re.compile(
    r"(?P<sign>\+|-{1,2}|增加?|减少?|減)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?P<unit>亿元|万元|元|件|条|个|项|次|人|宗|份)?"
    r"(?:[(（\[][^)）\]]*[)）\]])?"  # a note on the number, as in 22（其中修订16件）
)
_UNIT_IN_HEAD = re.compile(r"(亿元|万元|元)")
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
def read_number(raw: str, *, unit: str | None = None, head: str = "") -> Reading:
    """Read the text of one cell.

    `unit` is the unit of money that the figure is kept in (元 or 万元), None for counts; `head` is
    the printed heading, which may name another: 采购总金额（万元）. A unit in the cell goes before
    one in the heading. Blank, a sign (/ - — 无) and words give None.
    """
    text = fold(raw.translate(_MINUS))
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Reading(None)
    number = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    number *= _SIGNS.get(match["sign"] or "+", 1)
    if unit is not None:
        named = _UNIT_IN_HEAD.search(fold(head))
        printed = match["unit"] if match["unit"] in MONEY else (named.group() if named else unit)
        number = number * MONEY[printed] / MONEY[unit]
    return Reading(_plain(number), _doubt(raw))


def _doubt(raw: str) -> str:
    if _PARTED.search(raw):
        return "blanks stand between its digits; they were read as one number"
    return ""


def _plain(number: Decimal) -> int | Decimal:
    whole = number.to_integral_value()
    return int(whole) if number == whole else number.normalize()
