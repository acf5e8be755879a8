"""OFD: which parts of the package make its pages; `ofd_objects` says what is drawn on them.

The format is GB/T 33190-2016, a ZIP package: OFD.xml names the root of each document, that names
the pages and the templates drawn under them. Lengths are in millimetres, y runs downwards. Parts
are read by the local names of their elements, as some programs write a namespace of their own.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from extract.blocks import Document, UnreadableError
from extract.page import Page
from extract.readers.fixed_layout import document_of, refuse_books
from extract.readers.ofd_objects import MM, chars_of, is_set, numbers, rules_of
from extract.readers.package import guard

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
)
# Elements that only group what stands on the page.
_GROUPS = {"Content", "Layer", "PageBlock"}


def read_ofd(data: bytes) -> Document:
    """Read an OFD file; raises UnreadableError if it is cut short, damaged or has no text.

    Of several documents in one file the first is read, and the others are warned of. Attachments,
    annotations and seals are not read.
    """
    guard(data, "OFD file")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        reader = _Reader(archive)
        try:
            pages = list(reader.pages())
        except (ValueError, zipfile.BadZipFile) as error:
            raise UnreadableError(f"the OFD file is damaged ({error}); fetch it again") from error
    if "ImageObject" in reader.met and not any(page.chars for page in pages):
        raise UnreadableError("the OFD file holds pictures of pages; print it as a PDF, read that")
    return document_of(pages, "OFD file", warnings=reader.warnings)


@dataclass
class _Reader:
    """One file being read; `met` are the kinds of objects that were on its pages."""

    archive: zipfile.ZipFile
    met: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    def pages(self) -> Iterator[Page]:
        """Give the pages of the first document."""
        path, document = self._document()
        listed = document.findall("{*}Pages/{*}Page")
        refuse_books(len(listed), "OFD file")
        templates = {
            template.get("ID"): self._part(_location(template.get("BaseLoc"), path))
            for template in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        usual_size = document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")
        for number, entry in enumerate(listed, start=1):
            content = self._part(_location(entry.get("BaseLoc"), path))
            used = [templates.get(t.get("TemplateID")) for t in content.iterfind("{*}Template")]
            size = content.find("{*}Area/{*}PhysicalBox")
            try:
                yield self._page(number, [*used, content], usual_size if size is None else size)
            except ValueError as error:
                raise ValueError(f"page {number}: {error}") from error

    def _document(self) -> tuple[str, Any]:
        """Give the path and the root element of the first document."""
        roots = self._part("OFD.xml").findall("{*}DocBody/{*}DocRoot")
        if not roots:
            raise ValueError("OFD.xml names no document")
        if len(roots) > 1:
            self.warnings.append(f"the OFD file holds {len(roots)} documents; the first was read")
        path = _location(roots[0].text, "OFD.xml")
        return path, self._part(path)

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

    def _page(self, number: int, sheets: list[Any], size: Any) -> Page:
        """Make a page of what lies on it, templates and own content."""
        if None in sheets:
            raise ValueError("it is drawn over a template that is not there")
        box = numbers(None if size is None else size.text)
        if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
            raise ValueError("it has no size")
        objects = [drawn for sheet in sheets for drawn in _objects(sheet)]
        kinds = {etree.QName(drawn).localname for drawn in objects}
        self.met |= kinds
        if "CompositeObject" in kinds:
            self.warnings.append(f"page {number}: a drawing (CompositeObject) was not read")
        return Page(
            number=number,
            width=box[2] * MM,
            height=box[3] * MM,
            chars=tuple(char for drawn in objects for char in chars_of(drawn)),
            rules=tuple(rule for drawn in objects for rule in rules_of(drawn)),
        )


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
