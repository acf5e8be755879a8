"""A short look at portals: a crawl into a folder that is thrown away, and what it came upon."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.archive import Archive


@contextmanager
def looked(
    spider: str,
    chosen: dict[str, Any],
    *,
    verbose: bool,
    contact: str | None,
    take: Callable[[Any], None] = lambda _item: None,
) -> Iterator[Archive]:
    """Run a spider with these settings and give the archive that it wrote.

    robots.txt, the pause and the guards are those of any crawl; no document becomes an item.
    """
    from gongkai.nightly import log_to, run_spider

    with TemporaryDirectory(prefix="gongkai-") as folder:
        data = Path(folder)
        settings = {"GONGKAI_DATA": folder, "ITEM_PIPELINES": {}, **chosen}
        if not verbose:
            settings |= log_to(data)
        if contact:
            settings["GONGKAI_CONTACT"] = contact
        run_spider(spider, settings, take)
        archive = Archive(data / "archive", "look")
        try:
            yield archive
        finally:
            archive.close()


def problems(archive: Archive, again: str) -> Iterator[str]:
    """Give lines on what went wrong and what can be done; `again` is the command to repeat."""
    remedies = _remedies()
    for note in archive.notes("problem"):
        facts = note.facts
        yield f"{facts['outcome']}  {facts['url']}"
        yield f"  {facts['detail']}"
        if remedy := remedies.get(facts["outcome"]):
            yield f"  {remedy.format(url=facts['url'], crawl=again)}"


def _remedies() -> dict[str, str]:
    """Give what to do about each outcome, as the warehouse has it."""
    from warehouse.definitions import read

    return {name: reason["next_step"] for name, reason in read("reasons").items()}
