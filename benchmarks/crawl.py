"""What keeping everything costs a crawl: our spider against a bare one, over the same pages.

python -m benchmarks.crawl [--hosts 40] [--pages 200] [--rounds 3] [--queued 3212]

40 portals on loopback, each a home page, a column in pages and its articles: half of them are the
report, half offer it as a PDF. No two portals send the same bytes; a process of its own serves all.
Both spiders ask one host one request at a time, without a pause, 40 hosts at once. The bare one is
given all addresses and stores nothing; ours finds them from the home pages, judges each, and keeps
every byte in WARC files, synced to disk, before anyone looks at it.

They run in turn, some rounds, and the best round of each counts: whatever else a machine does only
makes a round worse. Printed: pages a second of each and their ratio; the time of the processor that
a page takes (the archive is written by a process of its own); the longest time in any round that
our reactor did not turn; and the memory of a crawl for which 3,212 portals are queued, all of which
answer nothing but an error.
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.loopback import portal, serve
from gongkai.table import aligned

HEADS = ["measure", "value", "bar"]
_BARE = """
import json, sys, time
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

class Bare(Spider):
    name = "bare"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield Request(url)
    def parse(self, response):
        pass

process = CrawlerProcess({"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0.0001, "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR"})
crawler = process.create_crawler(Bare)
process.crawl(crawler)
began = time.process_time()
process.start()
spent = time.process_time() - began
stats = crawler.stats.get_stats()
print(json.dumps({"pages": stats["response_received_count"],
                  "seconds": stats["elapsed_time_seconds"], "processor": spent}))
"""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--pages", type=int, default=200, help="of each host")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queued", type=int, default=3212, help="portals, for the memory")
    arguments = parser.parse_args()
    hosts = [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(arguments.hosts)]
    ready: Any = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(hosts, arguments.pages, ready))
    server.start()
    try:
        port = ready.get(timeout=60)
        with tempfile.TemporaryDirectory() as folder:
            homes = [f"http://{host}:{port}/" for host in hosts]
            rounds = [
                _round(Path(folder) / str(number), homes, arguments.pages)
                for number in range(arguments.rounds)
            ]
            rows = _compared(rounds)
    finally:
        server.terminate()
        server.join()
    with tempfile.TemporaryDirectory() as folder:
        rows.append(_queued(Path(folder), arguments.queued))
    print("\n".join(aligned(HEADS, rows)))
    return 0


def _round(folder: Path, homes: list[str], pages: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let both crawl; give what each tells of it, ours first."""
    folder.mkdir()
    ours = _ours(folder, homes)
    urls = folder / "urls.json"
    urls.write_text(json.dumps(_addresses(folder)))
    bare = json.loads(_output([sys.executable, "-c", _BARE, str(urls)]))
    wanted = len(homes) * len(portal(pages))
    if bare["pages"] < wanted or ours["pages"] < wanted:
        raise SystemExit(f"{wanted} pages are served; bare {bare['pages']}, ours {ours['pages']}")
    return ours, bare


def _compared(rounds: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[list[str]]:
    ours, bare = (max(told, key=_speed) for told in zip(*rounds, strict=True))
    return [
        ["pages a second, ours", f"{_speed(ours):.0f}", ""],
        ["pages a second, bare", f"{_speed(bare):.0f}", ""],
        ["ratio", f"{_speed(ours) / _speed(bare):.2f}", "0.70"],
        *(
            [f"processor, ms a page, {whose}", f"{1000 * told[of] / told['pages']:.2f}", ""]
            for whose, told, of in (
                ("ours", ours, "processor"),
                ("our writer", ours, "writer"),
                ("bare", bare, "processor"),
            )
        ),
        ["reactor held up, ms", f"{1000 * max(told['held_up'] for told, _ in rounds):.0f}", "100"],
    ]


def _speed(told: dict[str, Any]) -> float:
    """Pages a second."""
    return float(told["pages"] / told["seconds"])


def _queued(folder: Path, portals: int) -> list[str]:
    """Measure the memory of a crawl for which this many portals wait, none of which answers."""
    homes = [f"http://127.1.{n // 250}.{1 + n % 250}:9/" for n in range(portals)]
    ours = _ours(folder, homes)
    return [f"memory, {portals} portals, MiB", f"{ours['memory'] / 2**20:.0f}", "1024"]


def _ours(folder: Path, homes: list[str]) -> dict[str, Any]:
    registry = folder / "registry"
    registry.mkdir(exist_ok=True)
    rows = "".join(f",{home}\n" for home in homes)
    (registry / "portals.csv").write_text(f"region_code,home_url\n{rows}", "utf-8")
    command = [sys.executable, "-m", "benchmarks.crawl_ours", str(registry), str(folder / "data")]
    told: dict[str, Any] = json.loads(_output(command).splitlines()[-1])
    return told


def _addresses(folder: Path) -> list[str]:
    """Give what our spider asked for, so that the bare one asks for the same."""
    from crawler.archive import Archive

    archive = Archive(folder / "data" / "archive", "reader")
    try:
        return [capture.url for capture in archive.captures()]
    finally:
        archive.close()


def _output(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own programs
        command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
