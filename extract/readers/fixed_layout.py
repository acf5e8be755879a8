"""What the readers of PDF and OFD share: marks as programs draw them → pages → a document.

Boxes are (x0, top, x1, bottom) in points from the upper left corner of the page.
"""

from collections.abc import Iterable, Sequence

from extract.blocks import Document, UnreadableError
from extract.layout import read_pages
from extract.page import BBox, Page
from extract.ruling import Rule

# A rectangle thinner than this is a drawn line, in points.
THIN = 3.0
# A page that pictures cover by more than this share, with hardly a character to see, is a scan.
PICTURED = 0.4
HARDLY_ANY = 40  # apps that scan with a telephone print their name on each page
# What the page of a scan is drawn at, in dots per inch, if its picture has more or fewer.
COARSEST, FINEST = 150, 300
LARGEST_SCAN = 1684 * 2384  # of A1, in square points
# Reports have 5 to 40 pages; a yearbook that quotes one is not ours to read.
MOST_PAGES = 300


# A picture of a table in the text of a page is at least so wide, as a share of the page, and so
# high, in points. Text on a picture makes it the ground that the text stands on.
_WIDE, _HIGH, _ON_IT = 0.4, 30.0, 5
# Programs cut pictures into strips; those whose ends are nearer than this are one, in points.
_STRIPS = 2.0


def beside_text(pictures: Iterable[BBox], page: Page) -> list[BBox]:
    """Give those pictures on a page that may hold a table."""
    return [
        (x0, top, x1, bottom)
        for x0, top, x1, bottom in _of_strips(pictures)
        if x1 - x0 > _WIDE * page.width
        and bottom - top > _HIGH
        and sum(x0 < c.middle[0] < x1 and top < c.middle[1] < bottom for c in page.chars) < _ON_IT
    ]


def _of_strips(pictures: Iterable[BBox]) -> list[BBox]:
    """Put pictures together that go on right below each other."""
    whole: list[BBox] = []
    for x0, top, x1, bottom in sorted(pictures, key=lambda box: box[1]):
        for n, (left, high, right, low) in enumerate(whole):
            if max(abs(left - x0), abs(right - x1), abs(low - top)) < _STRIPS:
                whole[n] = (left, high, right, max(low, bottom))
                break
        else:
            whole.append((x0, top, x1, bottom))
    return whole


def refuse_books(pages: int, name: str) -> None:
    """Raise UnreadableError for more pages than any report has; `name` is of the format."""
    if pages > MOST_PAGES:
        raise UnreadableError(f"the {name} has {pages} pages; a report has at most {MOST_PAGES}")


def refuse_posters(width: float, height: float) -> None:
    """Raise UnreadableError for a page too large to be drawn; lengths are in points."""
    if width * height > LARGEST_SCAN:
        raise UnreadableError("it is larger than a sheet of A1; print it smaller and read that")


def document_of(pages: Sequence[Page], name: str, *, warnings: Iterable[str] = ()) -> Document:
    """Make a document of pages; raises UnreadableError if there are none or nothing is on them.

    `warnings` are the reader's own.
    """
    if not pages:
        raise UnreadableError(f"the {name} has no pages; fetch it again")
    if not any(page.chars or page.tables for page in pages):
        raise UnreadableError(
            f"the {name} holds pages without text; if they show any, save them as pictures"
        )
    blocks, doubts = read_pages(pages)
    return Document(tuple(blocks), warnings=(*warnings, *doubts))


def rule_along(box: BBox) -> Rule | None:
    """Give the line that a thin mark draws along its middle; None if it is not thin."""
    x0, top, x1, bottom = box
    if min(x1 - x0, bottom - top) > THIN:
        return None
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return Rule(x0, y, x1, y) if x1 - x0 >= bottom - top else Rule(x, top, x, bottom)
