"""Every family's imitation, crawled in one run on loopback addresses of their own, and again.

All reports are found, nothing is taken for one that is none, and the night after costs next to
nothing.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from gongkai.table import aligned
from tests.crawler.crawling import Crawled, crawl_all, taken
from tests.portal import Asked, Portal
from tests.portal.families import imitations
from tests.portal.imitation import Imitation

IMITATIONS = imitations()
HEADS = ["imitation", "found", "taken wrongly", "asked first", "asked second"]
SHARE = 0.03  # of the first night's requests, that the second may cost


@dataclass(frozen=True)
class Nights:
    """Two crawls of all imitations."""

    portals: dict[str, Portal]  # by the imitation's name
    first: Crawled
    second: Crawled
    asked: tuple[dict[str, list[Asked]], dict[str, list[Asked]]]
    reports: set[str]  # addresses


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("families")
    with ExitStack() as stack:
        portals = {
            imitation.name: stack.enter_context(imitation.portal(f"127.0.2.{number}"))
            for number, imitation in enumerate(IMITATIONS, start=1)
        }
        columns = {portals[imitation.name]: imitation.columns for imitation in IMITATIONS}
        first = crawl_all(folder, columns)
        one = {name: list(portal.requests) for name, portal in portals.items()}
        for portal in portals.values():
            portal.requests.clear()
        second = crawl_all(folder, columns)
        two = {name: list(portal.requests) for name, portal in portals.items()}
        nights = Nights(portals, first, second, (one, two), taken(folder))
        print("\n".join(aligned(HEADS, table(nights))))  # noqa: T201 — seen with pytest -s
        yield nights


def table(nights: Nights) -> list[list[str]]:
    """Give a row a family: what was found of what is there, and what both nights asked."""
    rows = []
    for imitation in IMITATIONS:
        found = paths_of(nights.portals[imitation.name], nights.reports)
        asked = [str(len(night[imitation.name])) for night in nights.asked]
        share = f"{len(found & imitation.reports)}/{len(imitation.reports)}"
        rows.append([imitation.name, share, str(len(found - imitation.reports)), *asked])
    return rows


def paths_of(portal: Portal, urls: set[str]) -> set[str]:
    return {"/" + url.removeprefix(portal.url) for url in urls if url.startswith(portal.url)}


@pytest.mark.parametrize("imitation", IMITATIONS, ids=lambda imitation: imitation.name)
def test_every_report_is_found_and_nothing_else(imitation: Imitation, nights: Nights) -> None:
    portal = nights.portals[imitation.name]
    problems = {f"{p['outcome']} {p['url']} {p['detail']}" for p in nights.first.problems}
    assert {problem for problem in problems if portal.url in problem} == set()
    assert paths_of(portal, nights.reports) == imitation.reports


@pytest.mark.parametrize("imitation", IMITATIONS, ids=lambda imitation: imitation.name)
def test_one_request_at_a_time(imitation: Imitation, nights: Nights) -> None:
    assert nights.portals[imitation.name].most_at_once == 1


def test_the_second_night_costs_next_to_nothing(nights: Nights) -> None:
    first, second = (sum(map(len, asked.values())) for asked in nights.asked)
    assert second <= SHARE * first, {name: len(asked) for name, asked in nights.asked[1].items()}
    assert nights.second.findings == []
    assert nights.second.problems == []
