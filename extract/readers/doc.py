"""DOC and WPS (both are Word 97's format): LibreOffice converts them to DOCX, which is then read.

LibreOffice runs beside us with a profile of its own, since two that share one wait for each other,
and no longer than a time limit, since it can hang on a document. Its memory is limited by what the
process that reads is limited to; a report needs less than 200 MB.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from extract.blocks import Document, UnreadableError
from extract.readers.docx import read_docx

SECONDS = 45.0  # a conversion takes 2; a worker waits 60 for the whole reading

# The profile: no macros, and a proxy where nobody listens, as it would fetch linked pictures.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item><item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item></oor:items>
"""
# What Office makes of any document with a password is an OLE file with this stream.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# [MS-DOC] 2.5.1, FibBase: wIdent, nFib (C0 to 112), six bytes, then flags; bit 8 is fEncrypted.
_FIB = re.compile(rb"\xec\xa5(?:[\xc0-\xd9]\x00|[\x01-\x12]\x01).{6}(..)", re.DOTALL)
_FIB_ENCRYPTED = 0x0100
_SECTOR = 512


def read_doc(data: bytes) -> Document:
    """Read a Word 97 or WPS document.

    Raises UnreadableError if it is damaged or locked, or if LibreOffice is not installed.
    """
    if _ENCRYPTED in data or _is_locked(data):
        raise UnreadableError(
            "the Word 97 or WPS file is locked with a password; ask the agency for an open copy"
        )
    soffice = office()
    if soffice is None:
        raise UnreadableError(
            "it is a Word 97 or WPS file, and LibreOffice, which reads those, is not installed; "
            "on Debian and Ubuntu: apt-get install libreoffice-writer; elsewhere: libreoffice.org"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        document = read_docx(_converted(data, soffice, Path(folder)))
    return replace(document, warnings=(*document.warnings, "converted by LibreOffice"))


def office() -> str | None:
    """Give the path of LibreOffice's program; None if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _is_locked(data: bytes) -> bool:
    for start in range(_SECTOR, len(data), _SECTOR):
        fib = _FIB.match(data, start)
        if fib:
            return bool(int.from_bytes(fib[1], "little") & _FIB_ENCRYPTED)
    return False


def _converted(data: bytes, soffice: str, folder: Path) -> bytes:
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    source = folder / "document.doc"
    source.write_bytes(data)
    _run(
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--infilter=MS Word 97",  # else it takes bytes that it does not know for plain text
        *("--convert-to", "docx", "--outdir", str(folder), str(source)),
    )
    try:
        return source.with_suffix(".docx").read_bytes()
    except FileNotFoundError as error:  # soffice ends with 0 also when it fails
        raise UnreadableError(
            "LibreOffice cannot open the Word 97 or WPS file, so it is damaged; fetch it again"
        ) from error


def _run(*command: str) -> None:
    """Run a command, with all that it starts, for no longer than SECONDS."""
    process = subprocess.Popen(  # noqa: S603 - the paths are ours, the document is only read
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except BaseException as error:  # also Ctrl-C, which the new session does not hear
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise UnreadableError(
                f"LibreOffice was not done with the Word 97 or WPS file after {SECONDS:.0f} "
                "seconds; save it as DOCX and read that"
            ) from error
        raise
