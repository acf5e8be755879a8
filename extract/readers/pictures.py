"""Pictures in a document that flows, read as scans are: pages of a report, or its tables."""

from collections.abc import Sequence
from dataclasses import replace

from extract.blocks import Block, Document, Picture, UnreadableError
from extract.layout import read_pages
from extract.page import Page
from extract.readers.sheets import Notes, Sheet, sheets_of


def read_pictures(document: Document) -> tuple[Document, Notes]:
    """Give the document with what stands on its pictures, in the place of each; and what was not.

    Pictures with no text between them are read together, as the pages of a scan are, so that a
    table goes on from one to the next. Places are on the picture; their page is its number among
    those that are read.
    """
    sheets, notes = sheets_of(document)
    by_place = _readable(sheets, notes)
    blocks: list[Block] = []
    warnings: list[str] = []
    pages: list[Page] = []
    read: list[str] = []

    def finish_pages() -> None:
        found, doubts = read_pages(pages)
        blocks.extend(found)
        warnings.extend(doubts)
        pages.clear()

    for place, item in enumerate(document.flow):
        if not isinstance(item, Picture):
            finish_pages()
            blocks.append(item)
        elif place in by_place and (page := _page_of(by_place[place], notes)):
            pages.append(page)
            read.append(f"page {page.number} is {by_place[place].label}")
    finish_pages()
    if read:
        warnings.append(f"read from pictures: {', '.join(read)}")
    return replace(
        document,
        blocks=tuple(blocks),
        flow=(),
        warnings=(*document.warnings, *warnings),
        recognised=bool(read),
    ), notes


def _readable(sheets: Sequence[Sheet], notes: Notes) -> dict[int, Sheet]:
    """Give the pictures by their place in the flow; none if the extra is not installed."""
    if not sheets:
        return {}
    try:
        import extract.readers.scan  # noqa: F401 - asked for here, so that it is told once
    except UnreadableError as error:
        notes.always.append(f"pictures not read: {len(sheets)}, first {sheets[0].label}: {error}")
        return {}
    return {sheet.place: sheet for sheet in sheets}


def _page_of(sheet: Sheet, notes: Notes) -> Page | None:
    from extract.readers.scan import frame, scanned_page

    try:
        pixels, _ = frame(sheet.data, 1)
        return scanned_page(pixels, sheet.page, sheet.dpi)
    except Exception as error:  # noqa: BLE001 - the rest is read, whatever befell this one; it is told
        reason = f"{type(error).__name__}: {error}"
        notes.always.append(f"{sheet.label} was not read ({reason}); save it and read the file")
        return None
