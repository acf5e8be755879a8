"""OFD: which parts of the package make its pages; `ofd_objects` says what is drawn on them.

The format is GB/T 33190-2016, a ZIP package: OFD.xml names the root of each document, that names
the pages and the templates drawn under them. Lengths are in millimetres, y runs downwards. Parts
are read by the local names of their elements, as some programs write a namespace of their own.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from lxml import etree

from extract.blocks import Document, UnreadableError
from extract.page import BBox, Char, Page
from extract.readers.fixed_layout import (
    HARDLY_ANY,
    PICTURED,
    refuse_books,
)
from extract.readers.mixed_pages import MixedPage, document_of_mixed
from extract.readers.ofd_objects import (
    MM,
    Shown,
    chars_of,
    is_set,
    numbers,
    pictures_of,
    rules_of,
)
from extract.readers.ofd_pictures import drawn_page, media_in
from extract.readers.package import guard
from extract.ruling import Rule

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
)
# Elements that only group what stands on the page.
_GROUPS = {"Content", "Layer", "PageBlock"}


def read_ofd(data: bytes) -> Document:
    """Read an OFD file; raises UnreadableError if it is cut short, damaged or has no text.

    Of several documents in one file the first is read, and the others are warned of. A page that is
    a picture is read as a scan. Attachments, annotations and seals are not read.
    """
    return _read(data, with_pictures=False)


def read_ofd_with_pictures(data: bytes) -> Document:
    """Read an OFD file with the pictures that stand in the text of its pages.

    Raises UnreadableError as `read_ofd` does, and if the libraries that it needs are not installed.
    """
    return _read(data, with_pictures=True)


def _read(data: bytes, *, with_pictures: bool) -> Document:
    with _package(data) as package:
        pages = (package.mixed(sheet) for sheet in package.sheets())
        said = package.warnings
        return document_of_mixed(pages, "OFD file", said, with_pictures=with_pictures)


def drawn(data: bytes, number: int) -> tuple[Any, float] | None:
    """Draw page `number`, from 1: a picture, and its dots per inch.

    None if the page is no picture: nothing here draws text.
    """
    with _package(data) as package:
        sheet = next(islice(package.sheets(), number - 1, None))
        return package.drawn(sheet) if sheet.is_picture else None


@contextmanager
def _package(data: bytes) -> Iterator["_Package"]:
    guard(data, "OFD file")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            yield _Package(archive)
        except (ValueError, zipfile.BadZipFile) as error:
            raise UnreadableError(f"the OFD file is damaged ({error}); fetch it again") from error


@dataclass(frozen=True)
class _Sheet:
    """What lies on one page, templates and own content; lengths are in points."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[Shown, ...]
    media: Mapping[str, str]  # parts of pictures, by the ID of the resource

    @property
    def pictured(self) -> float:
        """The share of it that pictures cover."""
        return sum(shown.area for shown in self.pictures) / (self.width * self.height)

    def with_those_in(self, boxes: Sequence[BBox]) -> "_Sheet":
        """Give it with no pictures but those that lie in one of these boxes."""
        kept = (p for p in self.pictures if any(_lies_in(p.box, box) for box in boxes))
        return replace(self, pictures=tuple(kept))

    @property
    def is_picture(self) -> bool:
        return self.pictured > PICTURED and len(self.chars) < HARDLY_ANY


@dataclass
class _Package:
    """One file being read."""

    archive: zipfile.ZipFile
    warnings: list[str] = field(default_factory=list)

    def sheets(self) -> Iterator[_Sheet]:
        """Give the pages of the first document."""
        path, document = self._document()
        listed = document.findall("{*}Pages/{*}Page")
        refuse_books(len(listed), "OFD file")
        templates = {
            template.get("ID"): self._part(_location(template.get("BaseLoc"), path))
            for template in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        usual_size = document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")
        common = document.xpath("//*[local-name()='PublicRes' or local-name()='DocumentRes']")
        media = self._media(common, path)
        for number, entry in enumerate(listed, start=1):
            place = _location(entry.get("BaseLoc"), path)
            content = self._part(place)
            used = [templates.get(t.get("TemplateID")) for t in content.iterfind("{*}Template")]
            size = content.find("{*}Area/{*}PhysicalBox")
            size = usual_size if size is None else size
            own = self._media(content.iterfind("{*}PageRes"), place)
            try:
                yield self._sheet(number, [*used, content], size, media | own)
            except ValueError as error:
                raise ValueError(f"page {number}: {error}") from error

    def mixed(self, sheet: _Sheet) -> MixedPage:
        """Give a page as it is read."""

        def draw(boxes: Sequence[BBox] | None) -> tuple[Any, float]:
            from extract.readers.scan import pixels_of

            picture, dpi = self.drawn(sheet if boxes is None else sheet.with_those_in(boxes))
            return pixels_of(picture), dpi

        page = Page(sheet.number, sheet.width, sheet.height, sheet.chars, sheet.rules)
        return MixedPage(page, sheet.is_picture, [shown.box for shown in sheet.pictures], draw)

    def drawn(self, sheet: _Sheet) -> tuple[Any, float]:
        """Draw a page that is a picture: the picture, and its dots per inch."""

        def file_of(resource: str) -> bytes:
            try:
                return self.archive.read(sheet.media[resource])
            except KeyError:
                raise UnreadableError(
                    f"its picture (resource {resource}) is not in the file; fetch it again"
                ) from None

        return drawn_page(sheet.width, sheet.height, sheet.pictures, file_of)

    def _document(self) -> tuple[str, Any]:
        """Give the path and the root element of the first document."""
        roots = self._part("OFD.xml").findall("{*}DocBody/{*}DocRoot")
        if not roots:
            raise ValueError("OFD.xml names no document")
        if len(roots) > 1:
            self.warnings.append(f"the OFD file holds {len(roots)} documents; the first was read")
        path = _location(roots[0].text, "OFD.xml")
        return path, self._part(path)

    def _media(self, lists: Iterable[Any], part: str) -> dict[str, str]:
        """Give the parts of pictures by ID; lists that are not in the file have none."""
        media: dict[str, str] = {}
        for listed in lists:
            path = _location(listed.text, part)
            if path in self.archive.namelist():
                media.update(media_in(path, self._part(path)))
        return media

    def _part(self, path: str) -> Any:
        """Parse a part of the package."""
        try:
            xml = self.archive.read(path)
        except KeyError:
            raise UnreadableError(f"the OFD file lacks its part {path}; fetch it again") from None
        try:
            return etree.fromstring(xml, _PARSER)
        except etree.XMLSyntaxError as error:
            raise ValueError(f"{path}: {error}") from error

    def _sheet(self, number: int, layers: list[Any], size: Any, media: Mapping[str, str]) -> _Sheet:
        if None in layers:
            raise ValueError("it is drawn over a template that is not there")
        box = numbers(None if size is None else size.text)
        if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
            raise ValueError("it has no size")
        objects = [drawn for layer in layers for drawn in _objects(layer)]
        if any(etree.QName(drawn).localname == "CompositeObject" for drawn in objects):
            self.warnings.append(f"page {number}: a drawing (CompositeObject) was not read")
        return _Sheet(
            number,
            box[2] * MM,
            box[3] * MM,
            tuple(char for drawn in objects for char in chars_of(drawn)),
            tuple(rule for drawn in objects for rule in rules_of(drawn)),
            tuple(shown for drawn in objects for shown in pictures_of(drawn)),
            media,
        )


def _lies_in(inner: BBox, outer: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _objects(parent: Any) -> Iterator[Any]:
    """Objects that are shown; the contents of patterns and clips are none."""
    for child in parent.iterchildren("{*}*"):
        kind = etree.QName(child).localname
        if kind in _GROUPS:
            yield from _objects(child)
        elif kind.endswith("Object") and is_set(child, "Visible", default=True):
            yield child


def _location(written: str | None, part: str) -> str:
    """Give the path of a part that another part names: from the root (/) or from beside itself."""
    if not written or not written.strip():
        raise ValueError(f"{part} names a part without its place")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), written.strip()))[1:]
