"""Which code stood for a region in the year of a report, and which does today: real cases."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.regions import region_history
from tests.warehouse.factories import a_report, batch, landed, published, rows


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    years = {
        "110103": [2008, 2010],  # 崇文区, into 东城区 in 2010
        "110101": [2008, 2023],  # 东城区
        "370114": [2012, 2020],  # 章丘区, 章丘市 (370181) until 2016
        "370181": [2012],
        "500105": [2024, 2025],  # 江北区, with 渝北区 into 两江新区 in 2025
        "500157": [2024, 2025],
        "130103": [2013, 2015],  # 桥东区, divided between 长安区 and 桥西区 in 2014
        "522200": [2010, 2013],  # 铜仁地区, 铜仁市 since 2011
        "341400": [2010, 2012],  # 巢湖市, divided among three cities in 2011
        "420600": [2008],  # 襄樊市, 襄阳市 by name since 2010
        "130107": [1990],  # 井陉矿区: the code ended in 1989 and came back in 1992
        "999999": [2023],
    }
    reports = [
        landed(a_report(f"{code}{year}", report_year=year), "某局", code)
        for code, all_years in years.items()
        for year in all_years
    ]
    here = tmp_path_factory.mktemp("data")
    return published(here, batch(*reports, region_history=region_history()))


def codes(warehouse: Path, region_code: str) -> list[tuple[Any, ...]]:
    found = rows(
        warehouse,
        "SELECT region_code, report_year, region_code_in_year, region_code_today "
        "FROM current_reports ORDER BY ALL",
    )
    return [row[1:] for row in found if row[0] == region_code]


@pytest.mark.parametrize(
    ("region_code", "expected"),
    [
        ("110103", [(2008, "110103", "110101"), (2010, "110101", "110101")]),
        ("110101", [(2008, "110101", "110101"), (2023, "110101", "110101")]),
        ("370114", [(2012, "370181", "370114"), (2020, "370114", "370114")]),
        ("370181", [(2012, "370181", "370114")]),
        ("500105", [(2024, "500105", "500157"), (2025, "500157", "500157")]),
        ("522200", [(2010, "522200", "520600"), (2013, "520600", "520600")]),
        ("420600", [(2008, "420600", "420600")]),
    ],
)
def test_a_place_is_followed_through_its_codes(
    warehouse: Path, region_code: str, expected: list[tuple[Any, ...]]
) -> None:
    assert codes(warehouse, region_code) == expected


def test_what_several_codes_became_one_of_was_no_single_one_before(warehouse: Path) -> None:
    assert codes(warehouse, "500157") == [(2024, None, "500157"), (2025, "500157", "500157")]


def test_a_region_that_was_divided_has_no_code_of_today_and_all_are_listed(
    warehouse: Path,
) -> None:
    assert codes(warehouse, "130103") == [(2013, "130103", None), (2015, None, None)]
    assert codes(warehouse, "341400") == [(2010, "341400", None), (2012, None, None)]
    listed = "SELECT codes FROM region_today WHERE region_code = '{}'"
    assert rows(warehouse, listed.format("130103")) == [(["130102", "130104"],)]
    assert rows(warehouse, listed.format("341400")) == [(["340100", "340200", "340500"],)]


def test_a_code_that_ended_and_came_back_is_its_successor_in_between(warehouse: Path) -> None:
    assert codes(warehouse, "130107") == [(1990, "130121", "130107")]


def test_of_a_code_that_was_never_listed_nothing_is_known(warehouse: Path) -> None:
    assert codes(warehouse, "999999") == [(2023, None, None)]


def test_every_code_of_the_list_has_a_row(warehouse: Path) -> None:
    without = """
        SELECT count(DISTINCT region_code) FROM region_history ANTI JOIN region_today
        USING (region_code)
    """
    assert rows(warehouse, without) == [(0,)]


def test_a_code_that_goes_on_is_that_of_today(warehouse: Path) -> None:
    odd = """
        SELECT region_code FROM region_history JOIN region_today USING (region_code)
        WHERE valid_to IS NULL AND region_code_today IS DISTINCT FROM region_code
    """
    assert rows(warehouse, odd) == []
