"""Zip packages (DOCX, XLSX, OFD) looked over before a library opens them."""

import io
import zipfile

from extract.blocks import UnreadableError

# A report of 40 pages is under 1 MiB of XML; a package that unpacks to more than this is a bomb.
LARGEST_PART = 32 * 1024 * 1024
LARGEST_PACKAGE = 128 * 1024 * 1024
MOST_PARTS = 2_000


def guard(data: bytes, name: str) -> None:
    """Refuse a package that would unpack to far more than it is, or that defines XML entities.

    `name` is what the document is called in the reason, e.g. “Word document”. Raises
    UnreadableError, also if the package is cut short or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_PACKAGE:
                raise UnreadableError(
                    f"the {name} would unpack to more than any report needs "
                    f"({sum(p.file_size for p in parts) // 1_000_000} MB); it was not opened"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _guard_part(package, part, name)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        # RuntimeError: a locked member; NotImplementedError: a packing method nobody uses.
        raise UnreadableError(
            f"the {name} is cut short or damaged ({error}); fetch it again"
        ) from error


def _guard_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    if part.file_size > LARGEST_PART:
        raise UnreadableError(
            f"{part.filename} in the {name} unpacks to {part.file_size // 1_000_000} MB; "
            "it was not opened"
        )
    # Office programs never write a document type; one serves only to define entities that grow.
    start = package.read(part)[:65536].replace(b"\0", b"").upper()  # NULs: UTF-16
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise UnreadableError(
            f"{part.filename} in the {name} defines XML entities; it was not opened"
        )
