"""Pages of text, pages that are pictures, and pages of both, as PDF and OFD have them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from extract.blocks import Document, UnreadableError
from extract.page import BBox, Page
from extract.readers.fixed_layout import beside_text, document_of

# Pictures beside text that are read at most, in sheets of A4: a sheet takes one to three seconds to
# read, and a worker has a minute. The tables of a report fill four.
MOST_BESIDE = 8.0
_A4_AREA = 595.0 * 842.0  # square points


class MixedPage(NamedTuple):
    """A page as its file has it."""

    page: Page  # its text and its rules
    is_picture: bool  # a scan
    pictures: Sequence[BBox]
    # Draws it, or as much of it as lies in these boxes; gives pixels, and dots per inch.
    draw: Callable[[Sequence[BBox] | None], tuple[Any, float]]


def document_of_mixed(
    given: Iterable[MixedPage], name: str, warnings: Sequence[str] = (), *, with_pictures: bool
) -> Document:
    """Read the pages of a file; `with_pictures` is whether to read those beside text, too.

    `warnings` are the reader's own, as they are when all pages were given. A page whose picture
    cannot be read is left out with a warning.

    Raises UnreadableError if that is so of all, and as `document_of` does.
    """
    reading = _Reading(with_pictures)
    pages = [page for mixed in given if (page := reading.page(mixed))]
    if reading.unread and not pages:
        raise UnreadableError(reading.unread[0])
    said = (*warnings, *reading.warnings, *reading.unread)
    document = document_of(pages, name, warnings=said)
    return replace(document, recognised=reading.recognised, pictured=reading.pictured)


@dataclass
class _Reading:
    """Pages being read; `unread` says which were not."""

    with_pictures: bool
    recognised: bool = False  # whether something was read from a picture
    pictured: bool = False  # whether pictures beside text were not read
    warnings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    _read: float = 0.0  # of pictures beside text, in sheets

    def page(self, mixed: MixedPage) -> Page | None:
        if not mixed.is_picture:
            return self._of_text(mixed)
        number = mixed.page.number
        try:
            page = self._scanned(mixed)
        except UnreadableError as error:
            self.unread.append(f"page {number} is a picture and was not read: {error}")
            return None
        self.recognised = True
        return page

    def _of_text(self, mixed: MixedPage) -> Page:
        """Give a page of text, with what stands on pictures beside it if that is wanted."""
        boxes = beside_text(mixed.pictures, mixed.page)
        upright = mixed.page.to_shown is None  # pictures on a page that was turned are not read
        if boxes and self.with_pictures and upright and self._has_time_for(boxes):
            from extract.readers.beside_text import with_pictures

            pixels, dpi = mixed.draw(boxes)
            if whole := with_pictures(mixed.page, pixels, boxes, dpi):
                self.recognised = True
                return whole
        if boxes:
            self.pictured |= upright
            number = mixed.page.number
            self.warnings.append(f"page {number}: a picture stands in its text and was not read")
        return mixed.page

    def _has_time_for(self, boxes: Sequence[BBox]) -> bool:
        self._read += sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in boxes) / _A4_AREA
        return self._read <= MOST_BESIDE

    def _scanned(self, mixed: MixedPage) -> Page:
        """Read a page from its picture, which needs the extra `ocr`."""
        from extract.readers.scan import scanned_page

        pixels, dpi = mixed.draw(None)
        return scanned_page(pixels, mixed.page.number, dpi)
