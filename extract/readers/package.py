"""Zip packages (DOCX, XLSX, OFD) looked over before a library opens them."""

import io
import zipfile

from extract.blocks import UnreadableError

# A report of 40 pages is under 1 MiB of XML; a package that unpacks to more than this is a bomb.
LARGEST_PART = 32 * 1024 * 1024
LARGEST_PACKAGE = 128 * 1024 * 1024
MOST_PARTS = 2_000
# What a ZIP file's list of files, its end and the pointer to the end of a large one begin with
# (APPNOTE.TXT 4.3.12, 4.3.16, 4.3.15).
_ENTRY, _END, _LARGE = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
_SIZE_OF_LARGE = 20


def listed_parts(data: bytes) -> int:
    """Count the files that a ZIP file lists, or give more, before a library makes objects of them.

    Packages in it have lists too, so only its own is looked at, unless the file is a large one,
    which says elsewhere where that begins.
    """
    end = data.rfind(_END)
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    large = data.startswith(_LARGE, max(0, end - _SIZE_OF_LARGE))
    return data.count(_ENTRY, 0 if large else max(0, end - size), max(0, end))


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
