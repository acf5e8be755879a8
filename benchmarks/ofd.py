"""Pages of an OFD file (GB/T 33190-2016) to draw on, and the package around them."""

import io
import zipfile
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from benchmarks.canvas import Canvas, advances

# How programs write text: an object a line, an object a character, an object measured in points.
HABITS = ("line", "character", "points")


def ofd_canvas(width: float, height: float, habit: str = "line") -> Canvas:
    """Give pages of an OFD file; `habit` is one of `HABITS`."""
    return _OfdCanvas(width, height, habit)


class _OfdCanvas:
    def __init__(self, width: float, height: float, habit: str) -> None:
        self._size = f"0 0 {_mm(width)} {_mm(height)}"
        self._habit = habit
        self._pages: list[str] = []
        self._objects: list[str] = []

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._path((x0, y0), [(x0, y0), (x1, y1)], 'Stroke="true"', "")

    def box(self, x0: float, top: float, x1: float, bottom: float, *, filled: bool) -> None:
        corners = [(x0, top), (x1, top), (x1, bottom), (x0, bottom)]
        how = 'Stroke="false" Fill="true"' if filled else ""
        self._path((x0, top), corners, how, " C")

    def text(self, text: str, x: float, top: float, size: float) -> None:
        steps = advances(text, size)
        if self._habit != "character":
            self._text(text, x, top, size, steps[:-1])
            return
        for char, step in zip(text, steps, strict=True):
            self._text(char, x, top, size, [])
            x += step

    def end_page(self) -> None:
        self._pages.append("".join(self._objects))
        self._objects.clear()

    def data(self) -> bytes:
        numbers = range(len(self._pages))
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}.xml"/>' for n in numbers)
        area = f"<ofd:PageArea><ofd:PhysicalBox>{self._size}</ofd:PhysicalBox></ofd:PageArea>"
        return ofd_package(
            f"<ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>",
            {
                f"Pages/Page_{n}.xml": f"<ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content>"
                for n, page in enumerate(self._pages)
            },
        )

    def _text(self, text: str, x: float, top: float, size: float, steps: Sequence[float]) -> None:
        points = self._habit == "points"
        own = (lambda length: f"{length:.3f}") if points else _mm
        matrix = f'CTM="{25.4 / 72} 0 0 {25.4 / 72} 0 0"' if points else ""
        delta = f'DeltaX="{_in_runs([own(step) for step in steps])}"' if steps else ""
        self._objects.append(
            f'<ofd:TextObject Boundary="{_mm(x)} {_mm(top)} 100 {_mm(size)}" {matrix} '
            f'Font="1" Size="{own(size)}">'
            f'<ofd:TextCode X="0" Y="{own(size)}" {delta}>{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def _path(
        self, corner: tuple[float, float], points: list[tuple[float, float]], how: str, end: str
    ) -> None:
        left, top = corner
        drawn = " L ".join(f"{_mm(x - left)} {_mm(y - top)}" for x, y in points)
        self._objects.append(
            f'<ofd:PathObject Boundary="{_mm(left)} {_mm(top)} 200 200" {how}>'
            f"<ofd:AbbreviatedData>M {drawn}{end}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def ofd_package(document: str, parts: dict[str, str], documents: int = 1) -> bytes:
    """Pack an OFD file: the content of Document.xml, and parts beside it by path (their content).

    Each of `documents` entries of OFD.xml leads to that same document.
    """
    entry = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", _part("OFD", entry * documents))
        package.writestr("Doc_0/Document.xml", _part("Document", document))
        for path, content in parts.items():
            package.writestr(f"Doc_0/{path}", _part("Page", content))
    return file.getvalue()


def _part(root: str, content: str) -> str:
    namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {namespace}>{content}</ofd:{root}>'


def _mm(points: float) -> str:
    return f"{points * 25.4 / 72:.3f}"


def _in_runs(steps: list[str]) -> str:
    """Write equal steps that follow each other as `g n v`."""
    runs = [(value, len(list(run))) for value, run in groupby(steps)]
    return " ".join(f"g {n} {value}" if n > 1 else value for value, n in runs)
