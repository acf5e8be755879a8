"""Word documents in the format of Word 97, which WPS writes too: LibreOffice makes them of DOCX."""

import subprocess
import tempfile
from pathlib import Path

from extract.readers.office import office


def doc(docx: bytes) -> bytes:
    """Convert a DOCX; raises RuntimeError if LibreOffice is not installed or fails."""
    soffice = office()
    if soffice is None:
        raise RuntimeError("DOC files need LibreOffice: apt-get install libreoffice-writer")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "report.docx"
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "doc:MS Word 97"]
        subprocess.run(  # noqa: S603 - the paths are ours
            [*command, "--outdir", name, str(source)], check=True, capture_output=True, timeout=120
        )
        return source.with_suffix(".doc").read_bytes()
