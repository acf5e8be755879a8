"""Every family's imitation: all reports are found, and nothing is taken for one that is none."""

from pathlib import Path

import pytest

from tests.crawler.crawling import crawl, taken
from tests.portal.families import imitations
from tests.portal.imitation import Imitation


@pytest.mark.parametrize("imitation", imitations(), ids=lambda imitation: imitation.name)
def test_every_report_is_found_and_nothing_else(imitation: Imitation, tmp_path: Path) -> None:
    with imitation.portal() as portal:
        crawled = crawl(tmp_path, portal, imitation.columns)
        found = taken(tmp_path, portal)
    assert found == imitation.reports, crawled.problems
    assert crawled.problems == []
