"""What a reader makes of a document's bytes: paragraphs and grids in reading order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from extract.grid import Grid

# The bytes of a page's pictures, by what its `src` says, as the page has it but for blanks around.
Pictures = Mapping[str, bytes]
NO_PICTURES: Pictures = MappingProxyType({})


class UnreadableError(Exception):
    """Raised by readers: the document cannot be read; the message gives the reason and a remedy."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose, or a heading; blanks that only set the page are gone."""

    text: str


Block = Paragraph | Grid


@dataclass(frozen=True)
class Picture:
    """A picture in a document that flows; it may show a page of the report, or a table."""

    name: str  # what the document calls it: its src, or its part of the package
    load: Callable[[], bytes | None]  # its bytes; None if they are not at hand


@dataclass(frozen=True)
class Document:
    """A document read, before anything is known of the form."""

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()  # what the document calls itself outside its text, best first
    source: str | None = None  # the publishing unit, where the document names it (ContentSource)
    published: str | None = None  # YYYY-MM-DD
    warnings: tuple[str, ...] = field(default=())
    recognised: bool = False  # whether some of its text was read from pictures
    pictured: bool = False  # whether pictures stand, unread, in the text of its pages
    flow: tuple[Block | Picture, ...] = ()  # blocks and unread pictures, if there are any of these

    @classmethod
    def flowing(cls, items: Iterable[Block | Picture], **said: Any) -> Self:
        """Make a document of blocks and pictures in reading order; `said` are other fields."""
        flow = tuple(items)
        blocks = tuple(item for item in flow if not isinstance(item, Picture))
        return cls(blocks, flow=flow if len(blocks) < len(flow) else (), **said)
