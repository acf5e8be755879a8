"""The codebook as a document: headings, paragraphs and tables, out of the tables codebook_*."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

TITLE = "Codebook"

_ABOUT = """\
Every table and view of the warehouse, field by field. The DuckDB file carries the same in its \
comments and in the tables codebook_relation, codebook_field and codebook_value."""
_ABOUT_FIGURES = """\
A figure that is 0 was printed as 0. Blank cells, signs such as / and cells that a document lacks \
have no value, and are never 0; the field raw of figures keeps the print. Times are in UTC. The \
Chinese labels of figures are the form's own."""
_ABOUT_LISTS = "Fields that take their values from a closed list, and what each value means."
_ABOUT_CROSSWALK = """\
Which figures of one edition of the form may stand in one series with which of another. A cell \
that both editions have is the same in both unless it is named here. same: the counterparts, \
added up, count the same; narrower: they count only a part of it; wider: they count it and more; \
none: there are none. 2014 stands for the statistics tables of about 2008 to 2018, whose \
counterparts are codes of indicators."""

_RELATIONS = """
SELECT relation, kind, label, label_zh, description, one_row_is, key_columns
FROM codebook_relation ORDER BY position
"""
_FIELDS = """
SELECT field, type, unit, label, label_zh, list, source, description
FROM codebook_field
LEFT JOIN (SELECT DISTINCT relation, field, list FROM codebook_value) USING (relation, field)
WHERE relation = $1 ORDER BY position
"""
_VALUES = "SELECT DISTINCT list, position, value, meaning FROM codebook_value ORDER BY ALL"

# What holds of several columns of a row, or of several rows, is written once.
_CROSSWALK = """
WITH difference AS (
    SELECT
        table_name || '.' || row_name AS form_row,
        column_name,
        edition,
        compares,
        list_transform(counterparts, lambda c: CASE
            WHEN is_in_form AND len(counterparts) = 1 THEN 'the cell itself'
            WHEN c = row_name THEN 'the indicator with the name of the row'
            ELSE regexp_replace(c, '[.]' || column_name || '$', '')
        END) AS counterparts,
        note
    FROM crosswalk
), by_row AS (
    SELECT
        edition, compares, counterparts, note, form_row,
        list(column_name ORDER BY column_name) AS columns
    FROM difference
    WHERE note IS NOT NULL
    GROUP BY ALL
), width AS (
    SELECT form_row, count(DISTINCT column_name) AS width FROM difference GROUP BY ALL
)
SELECT
    edition,
    compares,
    if(len(columns) = width, 'all', array_to_string(columns, ', ')) AS columns,
    array_to_string(counterparts, ' + ') AS counterparts,
    note,
    string_agg(form_row, ', ' ORDER BY form_row) AS form_rows
FROM by_row JOIN width USING (form_row)
GROUP BY ALL
ORDER BY edition DESC, form_rows, compares, columns
"""


@dataclass(frozen=True)
class Link:
    """Text that leads to an anchor of the document."""

    text: str
    anchor: str


Text = str | Link


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table; `anchors` has one for each row, or none at all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    anchors: tuple[str, ...] = ()


Block = Heading | Paragraph | Table


def document(connection: duckdb.DuckDBPyConnection) -> Iterator[Block]:
    """Give the codebook of a warehouse, block by block."""
    relations = connection.execute(_RELATIONS).fetchall()
    yield Heading(1, TITLE, "codebook")
    yield Paragraph(_ABOUT)
    yield Paragraph(_ABOUT_FIGURES)
    yield _index(relations)
    for relation in relations:
        yield from _relation(connection, *relation)
    yield Heading(2, "Closed lists", "closed-lists")
    yield Paragraph(_ABOUT_LISTS)
    yield from _lists(connection)
    yield Heading(2, "Crosswalk of the editions", "crosswalk-of-the-editions")
    yield Paragraph(_ABOUT_CROSSWALK)
    columns = ("looked for in", "compare", "columns", "counterparts", "note", "rows of the form")
    yield Table(columns, _texts(connection.execute(_CROSSWALK).fetchall()))


def _index(relations: list[tuple[Any, ...]]) -> Table:
    rows = [
        (Link(name, name), kind, label, label_zh, f"A row is {one_row_is}.")
        for name, kind, label, label_zh, _, one_row_is, _ in relations
    ]
    more = [
        (Link("Closed lists", "closed-lists"), "", "", "", "What each value means."),
        (
            Link("Crosswalk of the editions", "crosswalk-of-the-editions"),
            *("", "", ""),
            "Which series compare across editions of the form.",
        ),
    ]
    return Table(("name", "kind", "label", "中文", "rows"), (*rows, *more))


def _relation(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    kind: str,
    label: str,
    label_zh: str,
    description: str,
    one_row_is: str,
    key: list[str],
) -> Iterator[Block]:
    yield Heading(2, f"{name}: {label} ({label_zh})", name)
    yield Paragraph(f"{description}.")
    told_apart = f" Its rows are told apart by {', '.join(key)}." if key else ""
    yield Paragraph(f"A {kind}; a row is {one_row_is}.{told_apart}")
    columns = ("field", "type", "unit", "label", "中文", "values", "source", "description")
    fields = connection.execute(_FIELDS, [name]).fetchall()
    rows = [
        (*_text_row(first), Link(values, f"list-{values}") if values else "", *_text_row(last))
        for *first, values, source, description in fields
        for last in [(source, description)]
    ]
    yield Table(columns, tuple(rows), tuple(f"{name}.{field}" for field, *_ in fields))


def _lists(connection: duckdb.DuckDBPyConnection) -> Iterator[Block]:
    lists: dict[str, list[tuple[str, str]]] = {}
    for name, _, value, meaning in connection.execute(_VALUES).fetchall():
        lists.setdefault(name, []).append((value, meaning))
    for name, values in lists.items():
        yield Heading(3, name, f"list-{name}")
        yield Table(("value", "meaning"), tuple(values))


def _texts(rows: list[tuple[Any, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_text_row, rows))


def _text_row(row: Any) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in row)
