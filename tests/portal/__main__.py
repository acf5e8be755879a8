"""Run the demo portal: alone, or with a crawl of it.

python -m tests.portal demo [--port 18711] [--data data]
python -m tests.portal serve [--port 18711]
"""

import argparse
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.portal.server import Portal

_PORT = 18711


def main() -> int:
    """Read the command line; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.portal", description=__doc__)
    parser.add_argument("job", choices=["demo", "serve"])
    parser.add_argument("--port", type=int, default=_PORT, help="port on loopback, 0 for any")
    parser.add_argument("--data", type=Path, default=Path("data"), help="where the crawl writes")
    arguments = parser.parse_args()
    try:
        portal = Portal(arguments.port)
    except OSError as error:
        print(  # noqa: T201 — a command line speaks by printing
            f"cannot serve on port {arguments.port}: {error.strerror}; "
            "name a free one with --port, or --port 0 for any",
            file=sys.stderr,
        )
        return 1
    with portal:
        return demo(portal, arguments.data) if arguments.job == "demo" else serve(portal)


def demo(portal: Portal, data: Path) -> int:
    """Crawl the portal with the project's own command line; give its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        registry = write_registry(Path(folder), portal)
        command = [
            *(sys.executable, "-m", "gongkai", "crawl", "--allow-loopback", "--delay", "0.05"),
            *("--registry", str(registry), "--data", str(data), "--export", str(data / "export")),
        ]
        print(f"demo portal at {portal.url}; now: gongkai {' '.join(command[3:])}", flush=True)  # noqa: T201 — as above
        return subprocess.run(command, check=False).returncode


def serve(portal: Portal) -> int:
    """Serve until Ctrl-C."""
    print(f"the demo portal is at {portal.url}; stop it with Ctrl-C")  # noqa: T201 — as above
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    return 0


def write_registry(folder: Path, portal: Portal) -> Path:
    """Write a registry whose one portal is this one; it serves no single region."""
    (folder / "portals.csv").write_text(f"region_code,home_url\n,{portal.url}\n", "utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
