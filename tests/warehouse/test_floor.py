"""An empty or worse warehouse does not take the place of a good one, and says why."""

from pathlib import Path

import pytest

from extract.report import Status
from tests.warehouse.factories import a_report, batch, landed, loader, published, rows
from warehouse.errors import WarehouseError
from warehouse.publish import FILE_NAME, publish
from warehouse.rows import LandedReport

MANY = [landed(a_report(f"{number:02}"), f"第{number}局") for number in range(40)]


def shown(path: Path) -> int:
    count: int = rows(path, "SELECT count(*) FROM current_reports")[0][0]
    return count


def test_an_empty_run_is_not_published(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*MANY))
    with pytest.raises(WarehouseError, match="would show 0 reports, the present one shows 40"):
        published(tmp_path, batch())
    assert shown(path) == 40


def test_a_run_that_lost_more_than_one_in_twenty_is_not(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*MANY))
    published(tmp_path, batch(*MANY[2:]))
    assert shown(path) == 38
    with pytest.raises(WarehouseError, match="would show 36 reports, the present one shows 38"):
        published(tmp_path, batch(*MANY[4:]))
    assert shown(path) == 38


def test_nor_is_one_whose_reports_are_no_longer_complete(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*MANY))
    partial = [
        landed(a_report(f"{number:02}", status=Status.PARTIAL), f"第{number}局")
        for number in range(40)
    ]
    with pytest.raises(WarehouseError, match="0 complete reports, the present one shows 40"):
        published(tmp_path, batch(*partial))
    assert shown(path) == 40


def test_who_knows_better_may_accept_the_loss(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*MANY))
    publish(path, loader(batch(*MANY[:5])), accept_loss=True)
    assert shown(path) == 5


@pytest.mark.parametrize("bytes_there", [b"", b"no warehouse at all"])
def test_a_file_that_is_no_warehouse_has_nothing_to_lose(
    tmp_path: Path, bytes_there: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(bytes_there)
    few: list[LandedReport] = MANY[:1]
    assert shown(published(tmp_path, batch(*few))) == 1


def test_a_warehouse_that_cannot_be_opened_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*MANY))
    torn = path.read_bytes()[:5000]
    path.write_bytes(torn)
    with pytest.raises(WarehouseError, match="cannot be compared with the new warehouse"):
        published(tmp_path, batch(*MANY))
    assert path.read_bytes() == torn
    publish(path, loader(batch(*MANY)), accept_loss=True)
    assert shown(path) == 40
