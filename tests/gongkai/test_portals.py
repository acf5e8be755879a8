"""`gongkai portals`: list what is known of each portal, probe an address, discover by links."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.archive import Archive
from tests.crawler.crawling import crawl
from tests.gongkai.commands import failure, run
from tests.portal import Portal, Resource
from tests.portal.__main__ import write_registry
from tests.portal.site import COLUMN

REAL_REGISTRY = Path(__file__).parents[2] / "data" / "reference"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def gongkai(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, since Scrapy's reactor runs once a process."""
    told = [sys.executable, "-m", "gongkai", "portals", *map(str, arguments)]
    done = subprocess.run(told, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def trial(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return gongkai(*arguments, "--allow-loopback", "--delay", "0.01")


class TestList:
    """What the registry holds, and what walks have brought."""

    def test_bare_it_lists_every_portal_of_the_registry(self, tmp_path: Path) -> None:
        shown = run("portals", "--data", tmp_path)
        assert shown.exit_code == 0
        assert "3212 of 3212 portals" in shown.stdout
        assert not (tmp_path / "archive").exists()
        assert run("portals", "list", "--data", tmp_path).stdout == shown.stdout

    def test_a_region_takes_in_those_under_it(self, tmp_path: Path) -> None:
        shown = run("portals", "--region", "511700", "--data", tmp_path).stdout.splitlines()
        assert shown[-1] == "8 of 8 portals"
        row = next(line for line in shown if line.startswith("511725"))
        assert row.split()[1] == "渠县"
        assert row.split().count("NULL") == 5  # nothing is known: no zeros

    def test_a_wrong_region_is_told(self) -> None:
        assert "990000" in failure(run("portals", "--region", "990000"))

    def test_family_last_walk_and_counts_come_from_the_archive(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        crawl(tmp_path, portal)
        options = ("--registry", tmp_path / "registry", "--data", tmp_path / "data")
        [row] = [
            line for line in run("portals", *options).stdout.splitlines() if portal.url in line
        ]
        _, family, _, walk, done, lists, reports = row.split()
        assert (family, walk, done, lists, reports) == ("trs", "full", "true", "1", "5")
        for chosen, count in (
            (("--family", "trs"), 1),
            (("--family", "lonsun"), 0),
            (("--never",), 0),
        ):
            assert f"{count} of 1 portals" in run("portals", *chosen, *options).stdout

    def test_a_walk_that_broke_off_is_never_done(self, portal: Portal, tmp_path: Path) -> None:
        registry = write_registry(tmp_path, portal)
        archive = Archive(tmp_path / "archive", "20260101T000000Z")
        facts = {"kind": "full", "began_at": "2026-01-01T00:00:00Z", "done": False, "attempt": 1}
        facts |= {"full_at": "", "cost": 0, "fronts": []}
        archive.note("walk", None, facts, portal.url)
        archive.close()
        shown = run("portals", "--never", "--registry", registry, "--data", tmp_path).stdout
        assert "1 of 1 portals" in shown
        assert "false" in shown


class TestProbe:
    """A fingerprint of one portal, without asking for reports."""

    def test_it_tells_what_the_portal_is_and_the_rows_to_add(self, portal: Portal) -> None:
        home = portal.resources["/"]
        named = home.body.replace("明川县人民政府".encode(), "渠县人民政府".encode())
        portal.resources["/"] = Resource(named)
        shown = trial("probe", portal.url).stdout
        assert f"answers     {portal.url}" in shown
        assert f"SiteName    渠县人民政府, told by {portal.url}" in shown
        assert f"family      trs, told by {portal.url}zfxxgk/zfxxgknb/" in shown
        assert "region      511725 渠县, by its SiteName" in shown
        assert f"511725,{portal.url},trs,," in shown
        assert f"511725,{portal.url}{COLUMN[1:]}\n" in shown
        columns = next(line.split() for line in shown.splitlines() if "年报  trs" in line)
        assert columns[2:5] == ["0", "3", "2024"]  # level, reports on the first page, newest
        asked = [asked.path for asked in portal.requests]
        assert asked == ["/robots.txt", "/", "/zfxxgk/", COLUMN]

    def test_an_address_below_the_home_page_is_taken_for_a_list(self, portal: Portal) -> None:
        portal.resources["/"] = Resource(b"<html><a href='/news/'>news</a></html>")
        shown = trial("probe", portal.url + COLUMN[1:]).stdout
        assert f",{portal.url}{COLUMN[1:]}\n" in shown

    def test_a_name_of_several_regions_is_not_guessed(self, portal: Portal) -> None:
        home = portal.resources["/"]
        named = home.body.replace("明川县人民政府".encode(), "朝阳区人民政府".encode())
        portal.resources["/"] = Resource(named)
        shown = trial("probe", portal.url).stdout
        assert "not told: 朝阳区人民政府 may be 110105, 220104" in shown
        assert f"\n  ,{portal.url},trs,," in shown

    def test_robots_txt_is_obeyed(self, portal: Portal) -> None:
        forbidden = b"User-agent: *\nDisallow: /"
        portal.resources["/robots.txt"] = Resource(forbidden, "text/plain")
        done = trial("probe", portal.url)
        assert [asked.path for asked in portal.requests] == ["/robots.txt"]
        assert done.returncode == 1
        assert "robots_disallowed" in done.stdout
        assert "robots.txt is obeyed" in done.stdout

    def test_a_firewall_is_named_with_what_to_do(self, portal: Portal) -> None:
        page = b"<meta><script r='m'>$_ts=window['$_ts'];</script>"
        portal.resources["/"] = Resource(page, status=412)
        done = trial("probe", portal.url)
        assert done.returncode == 1
        assert "challenge_page" in done.stdout
        assert "firewall ruishu, status 412" in done.stdout
        assert "in a browser" in done.stdout

    def test_loopback_is_refused_unless_it_is_allowed(self, portal: Portal) -> None:
        done = gongkai("probe", portal.url)
        assert done.returncode == 1
        assert "address_refused" in done.stdout
        assert portal.requests == []

    def test_an_address_that_is_none(self) -> None:
        done = gongkai("probe", "www.quxian.gov.cn")
        assert done.returncode == 2
        assert "write it whole" in done.stderr


class TestDiscover:
    """达州's portal links three of its counties; one is new, one moved, one as it was."""

    @pytest.fixture
    def portals(self) -> Iterator[dict[str, Portal]]:
        names = ("达州市", "通川区", "渠县", "万源市", "大竹县")
        with ExitStack() as stack:
            yield {
                name: stack.enter_context(
                    Portal(served={"/": home(name)}, host=f"127.0.3.{number}")
                )
                for number, name in enumerate(names, start=1)
            }

    @pytest.fixture
    def registry(self, tmp_path: Path, portals: dict[str, Portal]) -> Path:
        (tmp_path / "portals.csv").write_text(
            "region_code,home_url,note\n"
            f"511700,{portals['达州市'].url},\n"
            "511725,http://127.0.3.99/,\n"
            f"511781,{portals['万源市'].url},\n",
            "utf-8",
        )
        return tmp_path

    def test_it_proposes_new_and_moved_portals(
        self, portals: dict[str, Portal], registry: Path
    ) -> None:
        above = portals["达州市"]
        linked = [(portals[name].url, name) for name in ("通川区", "渠县", "万源市")]
        above.resources["/"] = home("达州市", ("/links/", "区县政府网站"))
        above.resources["/links/"] = home(
            "达州市",
            *linked,
            ("http://www.kaijiang.example/", "开江县"),
            (portals["大竹县"].url, "宣汉县"),
        )
        before = (registry / "portals.csv").read_text("utf-8")
        done = trial("discover", "--region", "511700", "--registry", registry)
        note = f"linked by {above.url}links/"
        assert [line for line in done.stdout.splitlines() if line[0] in "+-"][2:] == [
            "-511725,http://127.0.3.99/,",
            f"+511702,{portals['通川区'].url},{note}",
            f'+511725,{portals["渠县"].url},"{note}, instead of http://127.0.3.99/"',
        ]
        assert "7 regions directly under 511700: 4 linked; 1 new, 1 moved, 0 scheme" in done.stderr
        assert "not linked: 达川区、开江县、大竹县" in done.stderr  # only gov.cn is followed
        assert "in doubt: 宣汉县" in done.stderr
        assert "which calls itself 大竹县人民政府" in done.stderr
        assert (registry / "portals.csv").read_text("utf-8") == before
        assert [asked.path for asked in above.requests] == ["/robots.txt", "/", "/links/"]
        assert [asked.path for asked in portals["通川区"].requests] == ["/robots.txt", "/"]
        assert portals["万源市"].requests == []  # it is in the registry as linked

    def test_the_diff_applies(self, portals: dict[str, Portal], registry: Path) -> None:
        portals["达州市"].resources["/"] = home("达州市", (portals["通川区"].url, "通川区"))
        done = trial("discover", "--region", "511700", "--registry", registry)
        patch = ["patch", str(registry / "portals.csv")]
        subprocess.run(patch, input=done.stdout, text=True, check=True, capture_output=True)
        assert f"511702,{portals['通川区'].url}," in (registry / "portals.csv").read_text("utf-8")

    def test_what_does_not_answer_is_named_and_not_proposed(
        self, portals: dict[str, Portal], registry: Path
    ) -> None:
        portals["达州市"].resources["/"] = home("达州市", ("http://127.0.3.98:9/", "通川区"))
        done = trial("discover", "--region", "511700", "--registry", registry)
        assert done.stdout == ""
        assert "connect_refused  http://127.0.3.98:9/" in done.stderr

    def test_a_region_without_a_portal_of_its_own(self, registry: Path) -> None:
        done = gongkai("discover", "--region", "510000", "--registry", registry)
        assert done.returncode == 1
        assert "no portal of this region itself" in done.stderr


def home(name: str, *links: tuple[str, str]) -> Resource:
    anchors = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in links)
    site = f'<meta name="SiteName" content="{name}人民政府">'
    return Resource(f"<html><head>{site}</head><ul>{anchors}</ul></html>".encode())


@pytest.mark.parametrize("command", [[], ["list"], ["probe"], ["discover"]])
def test_help_shows_an_example(command: list[str]) -> None:
    assert "gongkai portals" in run("portals", *command, "--help").stdout.split("Examples")[1]
