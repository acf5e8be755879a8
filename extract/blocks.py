"""What a reader makes of a document's bytes: paragraphs and grids in reading order."""

from dataclasses import dataclass, field

from extract.grid import Grid


class UnreadableError(Exception):
    """Raised by readers: the document cannot be read; the message gives the reason and a remedy."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose, or a heading; blanks that only set the page are gone."""

    text: str


Block = Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """A document read, before anything is known of the form."""

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()  # what the document calls itself outside its text, best first
    source: str | None = None  # the publishing unit, where the document names it (ContentSource)
    published: str | None = None  # YYYY-MM-DD
    warnings: tuple[str, ...] = field(default=())
    recognised: bool = False  # whether some of its text was read from pictures
