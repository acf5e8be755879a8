"""What the readers of PDF and OFD share: marks as programs draw them → pages → a document.

Boxes are (x0, top, x1, bottom) in points from the upper left corner of the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from extract.blocks import Document, UnreadableError
from extract.form.text import SPACES
from extract.layout import Char, Page, read_pages
from extract.ruling import Rule

BBox = tuple[float, float, float, float]

# A rectangle thinner than this is a drawn line, in points.
THIN = 3.0
# The same character printed again nearer than this is the same character, in points.
HAIR = 1.0
_NEIGHBOURS = tuple(product((-1, 0, 1), repeat=2))  # of a spot of one point by one
# Reports have 5 to 40 pages; a yearbook that quotes one is not ours to read.
MOST_PAGES = 300


def refuse_books(pages: int, name: str) -> None:
    """Raise UnreadableError for more pages than any report has; `name` is of the format."""
    if pages > MOST_PAGES:
        raise UnreadableError(f"the {name} has {pages} pages; a report has at most {MOST_PAGES}")


def document_of(
    pages: Sequence[Page], name: str, *, pictures: bool, warnings: Iterable[str] = ()
) -> Document:
    """Make a document of pages; raises UnreadableError if there are none or no text is on them.

    `pictures` is whether images stand on them, for the reason; `warnings` are the reader's own.
    """
    if not pages:
        raise UnreadableError(f"the {name} has no pages; fetch it again")
    if not any(page.chars for page in pages):
        held = "pictures of pages" if pictures else "pages without text"
        raise UnreadableError(f"the {name} holds {held}; reading it needs character recognition")
    blocks, doubts = read_pages(pages)
    return Document(tuple(blocks), warnings=(*warnings, *doubts))


def printed_once(chars: Iterable[Char]) -> Iterator[Char]:
    """Leave out repetitions: bold is faked by printing a character twice, a hair apart."""
    kept: dict[tuple[str, int, int], Char] = {}
    for char in chars:
        x, y = int(char.x0), int(char.top)
        near = (kept.get((char.text, x + i, y + j)) for i, j in _NEIGHBOURS)
        again = any(k and max(abs(k.x0 - char.x0), abs(k.top - char.top)) < HAIR for k in near)
        if again and SPACES.sub("", char.text):
            continue
        kept[char.text, x, y] = char
        yield char


def rule_along(box: BBox) -> Rule | None:
    """Give the line that a thin mark draws along its middle; None if it is not thin."""
    x0, top, x1, bottom = box
    if min(x1 - x0, bottom - top) > THIN:
        return None
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return Rule(x0, y, x1, y) if x1 - x0 >= bottom - top else Rule(x, top, x, bottom)
