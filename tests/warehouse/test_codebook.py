"""The codebook: every field in every format, the closed lists, and which series compare."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from lxml import html as lxml_html
from rich.cells import cell_len

from extract.form.edition import editions
from extract.form.indicators import vocabulary
from pipelines.form import form_cells
from tests.warehouse.factories import batch, published
from tests.warehouse.test_definitions import LABEL_LENGTH
from warehouse.codebook_formats import csv_text, html, markdown
from warehouse.definitions import closed_lists, relations
from warehouse.form_cells import form_cells as form_cells_of
from warehouse.form_cells import form_fields


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = published(tmp_path_factory.mktemp("data"), batch(form=list(form_cells())))
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def all_fields(warehouse: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    fields = warehouse.execute("SELECT relation, field FROM codebook_field").fetchall()
    assert {("report", "report_year"), ("panel", "received__total")} <= set(fields)
    return set(fields)


def test_the_tables_of_the_codebook_agree_with_the_warehouse(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    strays = """
        SELECT relation, field, type FROM codebook_field
        ANTI JOIN duckdb_columns() AS c
            ON c.table_name = relation AND c.column_name = field AND c.data_type = type
    """
    assert warehouse.execute(strays).fetchall() == []
    kinds = """
        SELECT relation FROM codebook_relation
        WHERE (kind = 'view') <> (relation IN (SELECT view_name FROM duckdb_views()))
    """
    assert warehouse.execute(kinds).fetchall() == []


def test_a_field_that_is_the_same_as_another_has_its_type(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    types = {
        (relation, field): type_
        for relation, field, type_ in warehouse.execute(
            "SELECT relation, field, type FROM codebook_field"
        ).fetchall()
    }
    differing = [
        f"{relation.name}.{field.name}"
        for relation in relations().values()
        for field in relation.fields.values()
        if field.type and not field.internal
        if types[relation.name, field.name] != field.type.replace(", ", ",")
    ]
    assert differing == []


def test_no_internal_field_and_no_stored_table_is_shown(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    names = {name for pair in all_fields(warehouse) for name in pair}
    assert "report_number" not in names
    assert not any(name.startswith("stored_") for name in names)


def test_markdown_has_every_field_in_tables_whose_columns_stand_in_line(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    lines = markdown(warehouse).splitlines()
    found: set[tuple[str, str]] = set()
    widths: set[tuple[int, ...]] = set()
    relation = ""
    for line in [*lines, ""]:
        if line.startswith("## "):
            relation = line.removeprefix("## ").partition(":")[0]
        if line.startswith("| "):
            cells = line.replace("\\|", "/").strip("|").split("|")
            widths.add(tuple(map(cell_len, cells[:-1])))
            found.add((relation, cells[0].strip()))
        else:
            assert len(widths) <= 1, f"a table of {relation} is not aligned"
            widths = set()
    assert all_fields(warehouse) <= found


def test_the_html_page_needs_nothing_else_and_every_field_and_link_has_its_anchor(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    page = lxml_html.document_fromstring(html(warehouse))
    assert page.xpath("//link | //script | //img | //@src") == []
    anchors = page.xpath("//@id")
    assert isinstance(anchors, list)
    assert len(anchors) == len(set(anchors))
    assert {f"{relation}.{field}" for relation, field in all_fields(warehouse)} <= set(anchors)
    links = page.xpath("//a/@href")
    assert isinstance(links, list)
    assert {f"#{relation}" for relation in relations()} <= set(links)
    assert {str(link).removeprefix("#") for link in links} <= set(anchors)
    for table in page.findall(".//table"):
        width = len(table.findall("thead/tr/th"))
        assert {len(row) for row in table.findall("tbody/tr")} == {width}


def test_a_field_in_html_says_what_its_definition_says(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    page = lxml_html.document_fromstring(html(warehouse))
    (row,) = page.findall(".//tr[@id='panel.fees__amount_wanyuan']")
    cells = [str(cell.xpath("string()")) for cell in row]
    assert cells[0] == "fees__amount_wanyuan"
    assert cells[2:] == [
        "万元",
        "Fees · Amount collected",
        "行政事业性收费 · 本年收费金额",
        "",
        "国办公开办函〔2021〕30号：二、主动公开政府信息情况，第二十条第（八）项，行政事业性收费",
        "Fees of agencies and public institutions (行政事业性收费); money collected in the year",
    ]


def test_the_csv_has_a_line_for_each_field(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = list(csv.DictReader(io.StringIO(csv_text(warehouse))))
    assert len(lines) == len(all_fields(warehouse))
    assert {(line["relation"], line["field"]) for line in lines} == all_fields(warehouse)
    assert not any(line[name] == "" for line in lines for name in ("label", "label_zh", "type"))


def test_each_figure_of_a_wide_view_has_a_unit_a_place_in_the_form_and_a_label_stata_can_hold(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    figures = """
        SELECT field, unit, source, label FROM codebook_field
        WHERE relation = 'panel' AND contains(field, '__')
    """
    found = warehouse.execute(figures).fetchall()
    addresses = {address for edition in editions().values() for address in edition.addresses()}
    assert {field for field, *_ in found} == {f"{row}__{column}" for _, row, column in addresses}
    assert [field for field, unit, source, _ in found if not unit or not source] == []
    assert [field for field, _, _, label in found if len(label) > LABEL_LENGTH] == []
    units = {field: unit for field, unit, *_ in found}
    assert units["procurement__amount_yuan"] == "元"
    assert units["received__total"] == "applications (件)"
    assert units["penalties__decisions"] == "decisions (件)"


def test_a_view_may_say_what_its_cells_hold_instead_of_numbers(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    cell = {"unit": "", "values": "scope", "description": "Whether there is: {description}"}
    view = replace(relations()["panel"], cell=cell)
    field = form_fields(view, form_cells_of(warehouse))["received__total"]
    assert (field.unit, field.values) == (None, "scope")
    assert field.description.startswith("Whether there is: Applications newly received")
    assert field.label == "Received in the year · All applicants"


def test_each_value_of_a_closed_list_is_given_with_its_meaning(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    values = "SELECT value, meaning FROM codebook_value WHERE relation = 'gaps' ORDER BY position"
    assert warehouse.execute(values).fetchall() == list(closed_lists()["reason"].items())
    page = html(warehouse)
    for name, meanings in closed_lists().items():
        assert name == "alarming_reason" or f'id="list-{name}"' in page
        assert meanings


def compared(
    warehouse: duckdb.DuckDBPyConnection, address: str
) -> dict[str, tuple[bool, list[str], str]]:
    statement = """
        SELECT edition, is_in_form, counterparts, compares FROM crosswalk
        WHERE table_name || '.' || row_name || '.' || column_name = $1
    """
    found = warehouse.execute(statement, [address]).fetchall()
    return {edition: tuple(rest) for edition, *rest in found}


def test_each_cell_of_any_edition_is_looked_for_in_each(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    addresses = {address for edition in editions().values() for address in edition.addresses()}
    found = "SELECT table_name, row_name, column_name, edition FROM crosswalk"
    expected = {
        (*address, name) for address in addresses for name in (*editions(), vocabulary().edition)
    }
    assert set(warehouse.execute(found).fetchall()) == expected
    wrong = """
        SELECT * FROM crosswalk
        WHERE (compares = 'none') <> (len(counterparts) = 0)
           OR (NOT is_in_form AND note IS NULL)
    """
    assert warehouse.execute(wrong).fetchall() == []


def test_counterparts_are_cells_of_that_edition_or_codes_of_indicators(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    codes = {meaning["code"] for meaning in vocabulary_data()}
    for edition, counterpart in warehouse.execute(
        "SELECT DISTINCT edition, unnest(counterparts) FROM crosswalk"
    ).fetchall():
        if edition == vocabulary().edition:
            assert counterpart in codes
        else:
            assert tuple(counterpart.split(".")) in editions()[edition].addresses()


def test_a_code_that_is_also_a_row_of_the_form_is_its_counterpart(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    shared = {
        (table.name, row.name)
        for edition in editions().values()
        for table in edition.tables
        for row in table.rows
        if row.name in {meaning["code"] for meaning in vocabulary_data()}
    }
    assert shared
    for table, row in shared:
        same = compared(warehouse, f"{table}.{row}.total")[vocabulary().edition]
        assert same == (False, [row], "same")


def test_the_one_row_of_2019_compares_with_the_sum_of_three_of_2021(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    three = [
        f"applications.{row}.total"
        for row in ("other_correction_overdue", "other_fee_overdue", "other_other")
    ]
    one = "applications.other_processing.total"
    assert compared(warehouse, one)["2021"] == (True, three, "same")
    assert compared(warehouse, one)["2019"] == (True, [one], "same")
    assert [compared(warehouse, address)["2019"] for address in three] == [
        (False, [one], "wider")
    ] * 3


def test_fees_and_normative_documents_do_not_run_on_from_2019(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    fees = compared(warehouse, "proactive_disclosure.fees.amount_wanyuan")
    assert fees["2019"] == (False, [], "none")
    issued = compared(warehouse, "proactive_disclosure.normative_documents.issued")
    created = "proactive_disclosure.normative_documents.created"
    assert issued["2019"] == (False, [created], "wider")
    decisions = "proactive_disclosure.penalties.decisions"
    assert compared(warehouse, decisions)["2019"] == (True, [decisions], "same")


def vocabulary_data() -> list[dict[str, object]]:
    import tomllib

    from extract.form import indicators

    path = Path(indicators.__file__).with_suffix(".toml")
    data: list[dict[str, object]] = tomllib.loads(path.read_text("utf-8"))["indicator"]
    return data
