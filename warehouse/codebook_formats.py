"""The codebook in the formats that it is handed out in: Markdown, HTML and CSV."""

import csv
import io
from collections.abc import Callable
from xml.etree import ElementTree as ET

import duckdb
from rich.cells import cell_len

from warehouse.codebook_document import TITLE, Heading, Link, Paragraph, Table, Text, document

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 96em; padding: 0 1em }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #ccc; padding: .25em .6em; text-align: left; vertical-align: top }
thead th { background: #f2f2f2; position: sticky; top: 0 }
tbody th { font: 600 .93em ui-monospace, monospace; min-width: 15em; overflow-wrap: anywhere }
tr:target, h2:target, h3:target { background: #fff3c4 }
"""

_CSV = """
SELECT relation, kind, f.position, field, type, unit, f.label, f.label_zh, list AS values, source,
       f.description
FROM codebook_field AS f
JOIN codebook_relation AS r USING (relation)
LEFT JOIN (SELECT DISTINCT relation, field, list FROM codebook_value) USING (relation, field)
ORDER BY r.position, f.position
"""


def markdown(connection: duckdb.DuckDBPyConnection) -> str:
    """Give the codebook as GitHub's Markdown; the columns of its tables stand in line."""
    parts = []
    for block in document(connection):
        match block:
            case Heading(level, text, anchor):
                parts.append(f'<a id="{anchor}"></a>\n\n{"#" * level} {_escaped(text)}')
            case Paragraph(text):
                parts.append(_escaped(text))
            case Table():
                parts.append(_markdown_table(block))
    return "\n\n".join(parts) + "\n"


def html(connection: duckdb.DuckDBPyConnection) -> str:
    """Give the codebook as one HTML page that needs nothing else; each field has an anchor."""
    page = ET.Element("html", lang="en")
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "title").text = TITLE
    ET.SubElement(head, "style").text = _STYLE
    body = ET.SubElement(page, "body")
    for block in document(connection):
        match block:
            case Heading(level, text, anchor):
                ET.SubElement(body, f"h{level}", id=anchor).text = text
            case Paragraph(text):
                ET.SubElement(body, "p").text = text
            case Table():
                _html_table(body, block)
    ET.indent(page, "")
    return "<!DOCTYPE html>\n" + ET.tostring(page, "unicode", method="html") + "\n"


def csv_text(connection: duckdb.DuckDBPyConnection) -> str:
    """Give the codebook as CSV, a line for each field."""
    answer = connection.execute(_CSV)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(name for name, *_ in answer.description or ())
    writer.writerows(answer.fetchall())
    return text.getvalue()


FORMATS: dict[str, Callable[[duckdb.DuckDBPyConnection], str]] = {
    "markdown": markdown,
    "html": html,
    "csv": csv_text,
}


def _markdown_table(table: Table) -> str:
    rows = [table.columns, *([_markdown_cell(cell) for cell in row] for row in table.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    widths[-1] = 3  # the last column ends where it ends
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| "
        + " | ".join(
            text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)
        )
        + " |"
        for row in rows
    )


def _markdown_cell(cell: Text) -> str:
    if isinstance(cell, Link):
        return f"[{_escaped(cell.text)}](#{cell.anchor})"
    return _escaped(cell)


def _escaped(text: str) -> str:
    for sign in "\\`*|<":
        text = text.replace(sign, f"\\{sign}")
    return text


def _html_table(body: ET.Element, table: Table) -> None:
    element = ET.SubElement(body, "table")
    head = ET.SubElement(ET.SubElement(element, "thead"), "tr")
    for name in table.columns:
        ET.SubElement(head, "th", scope="col").text = name
    rows = ET.SubElement(element, "tbody")
    for number, row in enumerate(table.rows):
        anchor = {"id": table.anchors[number]} if table.anchors else {}
        line = ET.SubElement(rows, "tr", anchor)
        for place, cell in enumerate(row):
            entry = ET.SubElement(line, "td") if place else ET.SubElement(line, "th", scope="row")
            if isinstance(cell, Link):
                ET.SubElement(entry, "a", href=f"#{cell.anchor}").text = cell.text
            else:
                entry.text = cell
