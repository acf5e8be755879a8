"""Stata files: short names, labels, and the states of cells as extended missing values."""

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.factories import a_report, batch, landed, published
from warehouse.errors import WarehouseError
from warehouse.export import Format, Selection, export
from warehouse.export.stata import stata_names

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra stata is not installed")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    warehouse = published(tmp_path, batch(landed(a_report())))
    export(warehouse, tmp_path / "out", formats=[Format.STATA])
    return tmp_path / "out"


def read(path: Path) -> tuple[dict[str, list[Any]], Any]:
    data, meta = pyreadstat.read_dta(path, user_missing=True, output_format="dict")
    return {name: list(values) for name, values in data.items()}, meta


def test_the_wide_tables_are_written_without_being_named(out: Path) -> None:
    assert {file.stem for file in (out / "stata").iterdir()} == {
        "panel",
        "applications",
        "proactive_disclosure",
        "reconsideration_litigation",
    }


def test_blank_and_sign_are_extended_missing_values_with_labels(out: Path) -> None:
    data, meta = read(out / "stata" / "panel.dta")
    assert data["received__natural_person"] == [0]
    assert data["received__total"] == [12]
    assert data["carried_over_out__total"] == ["s"]
    blank = stata_names(["carried_over_out__natural_person"])["carried_over_out__natural_person"]
    assert data[blank] == ["b"]
    labels = meta.variable_value_labels[blank]
    assert labels == {"a": "absent", "b": "blank", "s": "sign", "u": "unreadable"}
    data, _ = read(out / "stata" / "applications.dta")
    cells = dict(zip(data["row_name"], data["total"], strict=True))
    assert cells == {"received": 12, "carried_over_out": "s"}


def test_labels_begin_with_the_name_that_the_codebook_has(out: Path) -> None:
    _, meta = read(out / "stata" / "panel.dta")
    labels = dict(zip(meta.column_names, meta.column_labels, strict=True))
    assert labels["received__total"].startswith("received__total ")
    assert all(len(label) <= 80 for label in labels.values())
    assert all(name.isascii() and len(name) <= 32 for name in labels)
    assert any(label.startswith("carried_over_out__natural_person ") for label in labels.values())


def test_the_same_rows_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    export(tmp_path / "warehouse.duckdb", tmp_path / "again", formats=[Format.STATA])
    for file in (out / "stata").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / "stata" / file.name).read_bytes()


def test_long_names_are_cut_word_by_word_and_stay_apart() -> None:
    names = stata_names(
        [
            "total",
            "unavailable_needs_creation__legal_service",
            "unavailable_needs_crew__legal_services",
        ]
    )
    assert names["total"] == "total"
    assert names["unavailable_needs_creation__legal_service"] == "unav_need_crea__lega_serv"
    assert len(set(names.values())) == 3
    with pytest.raises(WarehouseError, match="no name of 29 characters"):
        stata_names(["_".join("abcdefghijklmnopq") + "_" + word for word in ("x1", "x2")])


def test_a_text_that_stata_cannot_hold_is_named(tmp_path: Path) -> None:
    long = a_report(title="报" * 700)
    warehouse = published(tmp_path, batch(landed(long)))
    with pytest.raises(
        WarehouseError, match="title has a text of 2100 bytes, and Stata holds 2045"
    ):
        export(warehouse, tmp_path / "out", Selection(("report",)), [Format.STATA])
