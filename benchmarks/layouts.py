"""The form as different agencies set it: one set of figures, many tables."""

import random
from dataclasses import dataclass

from benchmarks.figures import FigureSet
from extract.form.edition import FormTable
from extract.numbers import read_number

Row = list[tuple[int, int, str]]  # (rowspan, colspan, text)
Table = list[Row]

RELATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
PROSE = (
    "2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，"
    "全年主动公开政府信息178条，办理依申请公开26件，均在法定期限内答复，未发生行政复议和行政诉讼。"
)


@dataclass(frozen=True)
class Style:
    """How an agency sets the form. Every field is something met in real reports."""

    half_width: bool = False  # (一) for （一）
    dot: str = "."  # 1. 1． 1、
    blanks: str = ""  # between the characters of short labels: 总 计
    wide_digits: bool = False
    spans: bool = True  # else empty cells in the place of merged ones, in section two
    section_two_apart: bool = False  # a table for each article of section two
    caption_rows: bool = True  # 第二十条第（一）项 above each part


def style(seed: int) -> Style:
    """Give the style of document number `seed`."""
    chance = random.Random(seed * 7 + 1)  # noqa: S311 - layout, not secrets
    return Style(
        half_width=chance.random() < 0.3,
        dot=chance.choice([".", ".", "．", "、", ". "]),
        blanks=chance.choice(["", "", " ", "　"]),
        wide_digits=chance.random() < 0.1,
        spans=chance.random() < 0.8,
        section_two_apart=chance.random() < 0.2,
        caption_rows=chance.random() < 0.9,
    )


# Articles of the Regulations that section two reports on, and its rows under each, by edition.
ARTICLES = {
    "2021": [
        ("一", ["rules", "normative_documents"]),
        ("五", ["licensing"]),
        ("六", ["penalties", "compulsion"]),
        ("八", ["fees"]),
    ],
    "2019": [
        ("一", ["rules", "normative_documents"]),
        ("五", ["licensing", "other_services"]),
        ("六", ["penalties", "compulsion"]),
        ("八", ["fees"]),
        ("九", ["procurement"]),
    ],
}


def section_two(figures: FigureSet, how: Style) -> list[Table]:
    """Draw 主动公开政府信息情况 as one table, or as a table an article."""
    table = _table(figures, "proactive_disclosure")
    parts: list[Table] = []
    for number, rows in ARTICLES[figures.edition.name]:
        part: Table = []
        columns = next(row.columns for row in table.rows if row.name == rows[0])
        if how.caption_rows:
            part.append([(1, 4, f"第二十条第（{number}）项")])
        heads = [table.columns[c][0] for c in columns]
        if columns == ("amount_wanyuan",):
            heads = ["本年收费金额（单位：万元）"]
        part.append(_wide("信息内容", heads, how))
        for row in table.rows:
            if row.name in rows:
                texts = [figures.printed[table.name, row.name, c] for c in columns]
                part.append(_wide(row.labels[0], texts, how))
        parts.append(part)
    if how.section_two_apart:
        return [_set(part, how) for part in parts]
    return [_set([row for part in parts for row in part], how)]


def _wide(label: str, texts: list[str], how: Style) -> Row:
    """Set a row of four columns: the last text takes what is over, merged or with blanks behind."""
    *others, last = [(1, 1, text) for text in texts]
    over = 4 - 1 - len(others)
    if how.spans:
        return [(1, 1, label), *others, (1, over, last[2])]
    return [(1, 1, label), *others, last, *[(1, 1, "")] * (over - 1)]


def section_three(figures: FigureSet, how: Style) -> Table:
    """Draw 收到和处理政府信息公开申请情况: ten columns, the first three for labels."""
    table = _table(figures, "applications")
    rows = [r for r in table.rows if ("applications", r.name, "total") in figures.printed]
    kinds = [labels[0] for labels in table.columns.values()]
    drawn: Table = [
        [(3, 3, RELATION), (1, 7, "申请人情况")],
        [(2, 1, kinds[0]), (1, 5, "法人或其他组织"), (2, 1, kinds[6])],
        [(1, 1, kind) for kind in kinds[1:6]],
    ]
    top = ("received", "carried_over_in", "carried_over_out")
    inside = [r for r in rows if r.name not in top]
    seen: set[str] = set()
    for row in rows:
        line: Row = []
        if row is inside[0]:
            line.append((len(inside), 1, "三、本年度办理结果"))
        if row.group and row.group not in seen:
            seen.add(row.group)
            members = sum(r.group == row.group for r in rows)
            line.append((members, 1, table.groups[row.group][0]))
        line.append((1, 3 if row.name in top else 1 if row.group else 2, row.labels[0]))
        line += [(1, 1, figures.printed[table.name, row.name, c]) for c in table.columns]
        drawn.append(line)
    return _set(drawn, how)


def section_four(figures: FigureSet, how: Style) -> Table:
    """Draw 行政复议、行政诉讼情况: fifteen columns and one row of figures."""
    table = _table(figures, "reconsideration_litigation")
    outcomes = [labels[0] for labels in table.columns.values()]
    drawn: Table = [
        [(1, 5, "行政复议"), (1, 10, "行政诉讼")],
        [*((2, 1, o) for o in outcomes), (1, 5, "未经复议直接起诉"), (1, 5, "复议后起诉")],
        [(1, 1, o) for o in outcomes * 2],
        [
            (1, 1, figures.printed[table.name, row.name, column])
            for row in table.rows
            for column in table.columns
        ],
    ]
    return _set(drawn, how)


def _table(figures: FigureSet, name: str) -> FormTable:
    return next(t for t in figures.edition.tables if t.name == name)


def _set(table: Table, how: Style) -> Table:
    return [[(r, c, _text(text, how)) for r, c, text in row] for row in table]


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF = str.maketrans("（）：", "():")


def _text(text: str, how: Style) -> str:
    if read_number(text).value is not None:
        return text.translate(_WIDE) if how.wide_digits else text
    if text[:2].rstrip(".").isdigit():
        text = text.replace(".", how.dot, 1)
    if how.half_width:
        text = text.translate(_HALF)
    if len(text) <= 4 and not text[:1].isdigit():
        text = how.blanks.join(text)
    return text
