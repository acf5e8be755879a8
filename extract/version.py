"""Which reader made a row: the same bytes read by another version may give other figures."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.readers.office import office
from extract.regions import REGIONS_FILE
from extract.repack import bsdtar

# The libraries whose output ends in figures; another version of one is another reader.
LIBRARIES = (
    "charset-normalizer",
    "lxml",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "python-calamine",
    "python-docx",
    "rapidocr",
    "trafilatura",
    "w3lib",
)


@cache
def extractor_version() -> str:
    """Give e.g. 0.1.0+5f0c9a12b3de: the project's version and a digest of all that reads.

    The digest is over the code and data of this package, the code list of regions, the versions
    of the libraries and whether LibreOffice and bsdtar are there, so that nobody has to remember
    to count a number up.
    """
    digest = hashlib.sha256()
    ours = (path for path in Path(__file__).parent.rglob("*.*") if path.suffix != ".pyc")
    for path in sorted([*ours, REGIONS_FILE]):
        digest.update(path.name.encode() + path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library}=={_installed(library)}".encode())
    for program, found in {"LibreOffice": office(), "bsdtar": bsdtar()}.items():
        digest.update(f"{'with' if found else 'without'} {program}".encode())
    return f"{version('gongkai')}+{digest.hexdigest()[:12]}"


def _installed(library: str) -> str:
    """Give a library's version; those of the extra `ocr` may not be there."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
