"""Number formats of an XLSX that show numbers otherwise than they are stored.

ECMA-376, part 1, 18.8.30: a format has digits (0 # ?), signs in quotes or behind a backslash or an
exclamation mark, % for hundredths, and commas behind the last digit for thousands.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree
from lxml.etree import _Element as Element

_STYLES = "xl/styles.xml"
# Those that every workbook has without naming them (18.8.30).
_BUILT_IN = dict.fromkeys(("1", "3", "37", "38"), "0") | dict.fromkeys(
    ("2", "4", "39", "40"), "0.00"
)
_BUILT_IN |= {"9": "0%", "10": "0.00%"}
# What is printed as it is, colours and conditions, room and filling.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|_.|\*.')
_SIGN_INSIDE = re.compile(r"[0#?][\\!].?[0#?]")  # 0!.0000: ten-thousands, by a point put in
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_PLAIN = re.compile(r"[^0#?.]*[0#?,]*[0#?](?:\.(?P<decimals>[0#?]+))?[^0#?.]*")


@dataclass(frozen=True)
class Formats:
    """The number formats of a workbook by the number of the style that cells name."""

    by_style: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, package: zipfile.ZipFile) -> "Formats":
        """Read them; a workbook without styles has none."""
        if _STYLES not in package.namelist():
            return cls()
        styles = etree.fromstring(package.read(_STYLES))
        own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iter("{*}numFmt")}
        codes = _BUILT_IN | own
        cells = styles.iterfind("{*}cellXfs/{*}xf")
        return cls({str(n): codes.get(xf.get("numFmtId", ""), "") for n, xf in enumerate(cells)})

    def shown(self, cell: Element) -> str | None:
        """Give what a cell with a number shows where that is another number; "" if not known."""
        code = self.by_style.get(cell.get("s", "0"), "")
        if not code or cell.get("t", "n") != "n":
            return None
        own = _LITERAL.sub("", code.split(";")[0])
        if "%" in own or _SIGN_INSIDE.search(own) or _THOUSANDS.search(own):
            return ""
        plain = _PLAIN.fullmatch(own)
        number = _number(cell.findtext("{*}v") or "")
        if plain is None or number is None:
            return None
        rounded = number.quantize(Decimal(1).scaleb(-len(plain["decimals"] or "")))
        return None if abs(number - rounded) <= abs(number) * _NOISE else str(rounded)


# A spreadsheet keeps 15 digits; beyond them, of a number that it reckoned, is noise.
_DIGITS, _NOISE = 15, Decimal("1e-13")


def _number(stored: str) -> Decimal | None:
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _DIGITS else None
