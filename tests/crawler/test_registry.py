"""The registry: what is read, what is refused and in which words, what a code selects."""

from pathlib import Path

import pytest

from crawler.registry import Portal, RegistryError, is_under, load, select

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def registry(folder: Path, portals: str, columns: str | None = None) -> Path:
    (folder / "portals.csv").write_text(portals, "utf-8")
    if columns is not None:
        (folder / "columns.csv").write_text(columns, "utf-8")
    return folder


def test_a_portal_has_the_columns_of_its_region(tmp_path: Path) -> None:
    folder = registry(
        tmp_path,
        "region_code,home_url,note\n511725,http://www.quxian.gov.cn/,x\n,http://www.xjbt.gov.cn\n",
        "region_code,column_url,agency\n511725,http://xxgk.quxian.gov.cn/nb/,司法局\n",
    )
    county, corps = load(folder)
    assert (county.region_code, county.home_url) == ("511725", "http://www.quxian.gov.cn/")
    assert [(c.url, c.agency) for c in county.columns] == [
        ("http://xxgk.quxian.gov.cn/nb/", "司法局")
    ]
    assert (corps.region_code, corps.home_url) == (None, "http://www.xjbt.gov.cn/")


def test_a_column_of_a_region_without_a_portal_makes_one(tmp_path: Path) -> None:
    folder = registry(
        tmp_path,
        "region_code,home_url\n511700,http://www.dazhou.gov.cn/\n",
        "region_code,column_url\n511725,http://www.quxian.gov.cn/nb/\n",
    )
    assert load(folder)[1].home_url == "http://www.quxian.gov.cn/"


@pytest.mark.parametrize(
    ("portals", "columns", "told"),
    [
        ("region_code,url\n", None, r"portals\.csv, line 1: no column home_url; the header must"),
        ("region_code,home_url\n,www.x.gov.cn\n", None, r"portals\.csv, line 2: home_url 'www.*wh"),
        ("region_code,home_url\n,ftp://x.gov.cn/\n", None, r"line 2: home_url 'ftp:"),
        ("region_code,home_url\n,http://a.cn\n51,http://x.cn\n", None, r"line 3: region_code '51'"),
        ("region_code,home_url\n", "region_code\n", r"columns\.csv, line 1: no column column_url"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(
    tmp_path: Path, portals: str, columns: str | None, told: str
) -> None:
    with pytest.raises(RegistryError, match=told):
        load(registry(tmp_path, portals, columns))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"portals\.csv is missing"):
        load(tmp_path)


PORTALS = [
    Portal(f"http://p{code}.gov.cn/", code)
    for code in ("510000", "511700", "511725", "511702", "512000", "500000", None)
]


@pytest.mark.parametrize(
    ("regions", "chosen"),
    [
        (["510000"], ["510000", "511700", "511725", "511702", "512000"]),
        (["51"], ["510000", "511700", "511725", "511702", "512000"]),
        (["511700"], ["511700", "511725", "511702"]),
        (["511725"], ["511725"]),
        (["500000"], ["500000"]),
        (["511725", " 511700 "], ["511725", "511700", "511702"]),
        ([""], ["510000", "511700", "511725", "511702", "512000", "500000", None]),
    ],
)
def test_a_code_selects_itself_and_what_lies_under_it(
    regions: list[str], chosen: list[str | None]
) -> None:
    assert [portal.region_code for portal in select(PORTALS, regions)] == chosen


@pytest.mark.parametrize("code", ["999999", "511726", "5", "渠县", "000000"])
def test_an_unknown_code_is_refused_by_name(code: str) -> None:
    with pytest.raises(RegistryError, match=f"region '{code}'"):
        select(PORTALS, [code])


def test_only_hosts_of_the_registry_and_their_sub_hosts_are_followed() -> None:
    hosts = Portal("http://www.quxian.gov.cn:8080/", "511725").hosts
    assert all(
        is_under(h, hosts) for h in ("www.quxian.gov.cn", "quxian.gov.cn", "a.quxian.gov.cn")
    )
    assert not any(is_under(h, hosts) for h in ("evilquxian.gov.cn", "gov.cn", "quxian.gov.cn.com"))


def test_the_reference_data_loads_and_stays_on_government_hosts() -> None:
    portals = load(REFERENCE)
    assert len(portals) > 3000
    assert sum(len(portal.columns) for portal in portals) > 100
    assert all(portal.host.endswith(".gov.cn") for portal in portals)
    assert [p.region_code for p in select(portals, ["511725"])] == ["511725"]
