"""LibreOffice, which converts what other word processors write to DOCX.

It runs beside us with a profile of its own, since two that share one wait for each other, and no
longer than a time limit, since it can hang on a document. Its memory is limited by what the process
that reads is limited to; a report needs less than 200 MB.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from extract.blocks import UnreadableError

SECONDS = 45.0  # a conversion takes 2; a worker waits 60 for the whole reading
CONVERTED = "converted by LibreOffice"  # what a document is told of it

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


def office() -> str | None:
    """Give the path of LibreOffice's program; None if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(data: bytes, name: str, import_filter: str) -> bytes:
    """Convert a document; `name` is what it is called in a reason, e.g. “RTF file”.

    `import_filter` is LibreOffice's name of the format, as its help lists them under “File
    Conversion Filter Names”. Raises UnreadableError if it cannot be converted.
    """
    soffice = office()
    if soffice is None:
        raise UnreadableError(
            f"it is a {name}, and LibreOffice, which reads those, is not installed; "
            "on Debian and Ubuntu: apt-get install libreoffice-writer; elsewhere: libreoffice.org"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _converted(data, name, import_filter, soffice, Path(folder))


def _converted(data: bytes, name: str, import_filter: str, soffice: str, folder: Path) -> bytes:
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    source = folder / "document"
    source.write_bytes(data)
    _run(
        name,
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        f"--infilter={import_filter}",  # else it takes bytes that it does not know for plain text
        *("--convert-to", "docx", "--outdir", str(folder), str(source)),
    )
    try:
        return source.with_suffix(".docx").read_bytes()
    except FileNotFoundError as error:  # soffice ends with 0 also when it fails
        raise UnreadableError(
            f"LibreOffice cannot open the {name}, so it is damaged; fetch it again"
        ) from error


def _run(name: str, *command: str) -> None:
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
                f"LibreOffice was not done with the {name} after {SECONDS:.0f} seconds; "
                "save it as DOCX and read that"
            ) from error
        raise
