"""Archives as people pack reports, made when they are needed."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from string import ascii_lowercase


def zipped(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a ZIP archive with UTF-8 names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def zipped_by_windows(files: Mapping[str, bytes]) -> bytes:
    """Give a ZIP archive as Windows makes them in China: names in GBK, and no word of it.

    For up to 26 files.
    """
    in_gbk = [name.encode("gbk") for name in files]
    stand_ins = [letter * len(name) for letter, name in zip(ascii_lowercase, in_gbk, strict=False)]
    data = zipped(dict(zip(stand_ins, files.values(), strict=True)))
    for stand_in, name in zip(stand_ins, in_gbk, strict=True):
        data = data.replace(stand_in.encode(), name)
    return data


def locked(archive: bytes) -> bytes:
    """Give a ZIP archive of one file with the mark that it is encrypted."""
    local, central = archive.index(b"PK\x03\x04"), archive.index(b"PK\x01\x02")
    marked = bytearray(archive)
    marked[local + 6] |= 1  # general purpose bit flag, bit 0 (APPNOTE.TXT 4.3.7, 4.3.12)
    marked[central + 8] |= 1
    return bytes(marked)


def rar(files: Mapping[str, bytes]) -> bytes:
    """Give a RAR 5 archive whose files are stored as they are (RAR 5.0 archive format)."""
    packed = b"Rar!\x1a\x07\x01\x00" + _header(b"\x01\x00\x00")
    for name, data in files.items():
        printed = name.encode()
        about = (
            b"\x02\x02" + _number(len(data))  # a file, with its data behind the header
            + b"\x04" + _number(len(data)) + b"\x20"  # with a checksum; an ordinary file
            + zlib.crc32(data).to_bytes(4, "little")
            + b"\x00\x00" + _number(len(printed)) + printed  # stored, on Windows
        )  # fmt: skip
        packed += _header(about) + data
    return packed + _header(b"\x05\x00\x00")


def _header(about: bytes) -> bytes:
    sized = _number(len(about)) + about
    return zlib.crc32(sized).to_bytes(4, "little") + sized


def _number(value: int) -> bytes:
    """Give a number in sevens of bits, the lowest first; all but the last have the eighth bit."""
    coded = bytearray()
    while value > 0x7F:
        coded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*coded, value])
