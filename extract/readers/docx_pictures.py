"""The pictures in a Word document: DrawingML's (a:blip), and VML's of older files (v:imagedata)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from docx.oxml.ns import qn

from extract.blocks import Picture

_BLIP, _IMAGE_DATA = qn("a:blip"), "{urn:schemas-microsoft-com:vml}imagedata"
_RELATION = {_BLIP: qn("r:embed"), _IMAGE_DATA: qn("r:id")}
# Pictures in these are not shown, written a second time for old readers, or read with the text box
# that they stand in.
_ELSEWHERE = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def pictures_in(element: Any, part: Any) -> Iterator[Picture]:
    """Give the pictures of a paragraph or a table, without those in text boxes; `part` holds it."""
    for image in element.iter(_BLIP, _IMAGE_DATA):
        relation = image.get(_RELATION[image.tag])
        if not relation or any(above.tag in _ELSEWHERE for above in _between(image, element)):
            continue
        found = part.related_parts.get(relation)
        name = relation if found is None else str(found.partname).lstrip("/")
        yield Picture(name, partial(getattr, found, "blob", None))


def _between(image: Any, element: Any) -> Iterator[Any]:
    for above in image.iterancestors():
        if above is element:
            return
        yield above
