"""Which report this is: its title, agency, year and date, as the document itself prints them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extract.agency import is_agency
from extract.blocks import Block, Paragraph
from extract.form.sections import section_heading
from extract.form.text import first_date, fold, fold_date, fold_title, readable
from extract.form.title import named_report, refusal, years_in
from extract.grid import Grid

# 2023年1月1日至12月31日, 2023.1.1—2023.12.31
_PERIOD = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[年./-]0?1[月./-]0?1日?[^。\d]{0,6}(?:(\d+)[年./-])?12[月./-]31(?:日|(?!\d))"
)
# 发布日期 goes before others; 更新时间, 统计日期 and 截止日期 are of something else.
_A_DATE = r"(?=\s*(?:19|20)\d{2}\s*[-/.年])"
_DATED = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:发\s*布|公\s*开|发\s*文)\s*(?:时\s*间|日\s*期|于)\s*[:：]?{_A_DATE}",
        rf"(?<!更新)(?<!统计)(?<!截止)(?<!截至)(?:时\s*间|日\s*期)\s*[:：]?{_A_DATE}",
        # 2024-01-22 09:30 来源：司法局
        rf"^\s*[\[(（]?{_A_DATE}(?=[\s\d:-]+(?:来源|浏览|点击|字[体号]|[\])）]?$))",
    )
]
# The table that disclosure platforms set above a document, e.g. that of TRS: 索引号, 信息分类,
# 发布机构, 发文日期, 名称, 文号, 主题词. Of several the first that is there counts, in this order.
_AGENCY_LABELS = ("发布机构", "发布单位", "发文机关", "发文单位", "公开机构", "信息来源")
_DATE_LABELS = ("发布日期", "公开日期", "发布时间", "发文日期", "成文日期", "生成日期")

# Blanks beside Chinese are gone, so what follows in the same line ends it too.
_SOURCE = re.compile(
    r"(?:来源|发布机构|发布单位|公开机构|填报(?:单位|机关)(?:[（(](?:盖章|公章|章)[)）])?)[:：]([\u3400-\u9fff()（）]{2,40}?)"
    r"(?=[^\u3400-\u9fff()（）]|$|浏览|点击|阅读|访问|作者|发布|字体|字号|时间|日期|责任|编辑)"
)
# Who speaks in the first paragraphs: 现公布渠县民政局2023年…报告, 本报告由渠县民政局编制.
_SPEAKERS = (
    re.compile(
        r"(?:现将|公布|发布)(?P<name>[\u3400-\u9fff()、·]{2,40}?)(?:19|20)\d{2}年.{0,12}公开.{0,8}报"
    ),
    re.compile(
        r"本(?:年度)?报告(?:系|是)?由(?P<name>[\u3400-\u9fff()、·]{2,40}?)(?:负责)?(?:编制|编写|起草)"
    ),
    re.compile(
        r"(?:^|[,。;])由(?P<name>[\u3400-\u9fff()、·]{2,40}?)(?:根据|依据|按照)[^。]{0,120}?(?:编制|编写)"
    ),
)
# The last lines: 渠县司法局 and 2024年1月19日, on one line or two.
_SIGNED = re.compile(
    r"(?:^|[。;!])(?P<agency>[\u3400-\u9fff()、·]{0,40}?)\(?"
    r"(?P<date>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)\)?$"
)

# Behind the agency in a signature.
_SEAL = re.compile(r"\((?:盖章|公章|印章|签章|印|章)\)$")

_POINT = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]")  # heads a part of a text
_PROSE = re.compile("[,。;!?]")  # folded; a title has none of them
_AFTER_TITLE = re.compile(
    r"$|[-_|—–(\[【》”\".:]|\d|(?:全文|公示|文本|及附件)$|的(?:通知|公告)$"
    r"|[及和暨](?:19|20)\d\d年.{0,6}(?:计划|打算|安排|思路|要点)$"
)  # （图片版）, _site, .pdf
_BREADCRUMB = re.compile(r"[>＞»|]")  # 当前位置：首页>政府信息公开年报>…
_BEFORE_UNIT = re.compile(r"[《〈“\":]")  # 关于印发《…
_UNIT = re.compile(r"[\u3400-\u9fffA-Za-z0-9·()、]{2,40}")
# Words of the title that are not of the unit's name; 名称 is of a table of facts.
_NOT_IN_UNIT = re.compile(
    r"^(?:附件\d*(?:-\d+)?[.、]?|关于(?:印发|公布|发布)?|(?:名称|标题):?|\(?[一二三四五六七八九十\d]{1,3}[).、]"
    r"|\d{1,2}月份?(?:发布|公布)的|【[^】]*】|\[[^\]]*\])"
    r"|(?:关于(?:印发|公布|发布)?|\(\)|[-—–·]|(?<=[局委办府会院室厅处])[和与及暨]|公布|发布|\(?\d{1,2}月?(?:\d{1,2}日)?[至到~—-].*|\d{2,5}年)$"
)
# The end of an agency's name, asked for where a title is put together from several lines.
_UNIT_END = re.compile(
    r"(?:局|委|办|室|府|会|院|心|所|站|队|厅|处|县|区|市|镇|乡|街道|旗|州|省|苏木|场|部|社)(?:\([^)]*\))?$"
)
_LONGEST_TITLE = 80
_LINES_OF_A_TITLE = 4
_HEAD = 14  # paragraphs at either end of what precedes the first section; there a title is sought
_TAIL = 12  # paragraphs at the end in which a signature is looked for
_PART_OF_A_TITLE = re.compile(r"[>＞»|_—–-]+")  # of that of a page: article_column_site


@dataclass(frozen=True)
class Title:
    """A title taken apart. `agency` is without year and title words; either may be missing."""

    text: str
    agency: str | None
    year: int | None


class Objection(NamedTuple):
    """A title that says that its document is no report, and the rule that it falls under."""

    title: str
    rule: str  # a name of `refusal`


class Signature(NamedTuple):
    """The last lines of a document; either may be missing."""

    agency: str | None
    date: str | None  # YYYY-MM-DD


@dataclass(frozen=True)
class Identity:
    """What a document says of itself, besides its figures and its prose."""

    titles: tuple[Title, ...]  # that of the document first, then others that it shows
    agency: str | None  # as the table above the document names it, or a line 来源：…
    speaker: str | None  # as the first paragraphs name it
    period: int | None  # the year of the period of the figures; None if its print is no year
    published: str | None  # as the page prints it, YYYY-MM-DD
    signature: Signature
    objection: Objection | None


def read_identity(blocks: Sequence[Block], names: Sequence[str]) -> Identity:
    """Read it. `names` are titles that the document gives itself outside its text."""
    head = _head(blocks)
    lines = [p.text for p in head if isinstance(p, Paragraph)]
    called = [*filter(None, map(_called, names))]
    titles = [*called, *_titles(lines)]
    facts = dict(_facts(head))
    named = (fold(facts[label]) for label in _AGENCY_LABELS if label in facts)
    opening = [*_opening(blocks)]
    period = _period("".join(opening))
    # Beside a report portals list others; which is its own title, its name or its period tells.
    year = next((title.year for title in called if title.year), period)
    dated = next((first_date(facts[label]) for label in _DATE_LABELS if label in facts), None)
    return Identity(
        titles=tuple(sorted(titles, key=lambda title: _rank(title, year))),
        agency=next(filter(is_agency, named), None) or _stated_source(lines),
        speaker=_speaker(opening),
        period=period,
        published=dated or _stated_date(lines),
        signature=_signature([b.text for b in blocks if isinstance(b, Paragraph)][-_TAIL:]),
        objection=_objection(names, lines),
    )


def _rank(title: Title, year: int | None) -> tuple[bool, int]:
    """Give what titles are sorted by; of equal ones the first stays first."""
    of_another_year = None not in (year, title.year) and title.year != year
    return of_another_year, (title.agency is None) + (title.year is None)


def _called(name: str) -> Title | None:
    """Take the name of a page apart, which may be that of the site and that of the article."""
    whole = (title for part in reversed(name.split()) if (title := parse_title(part)))
    return next((title for title in whole if title.agency and title.year), parse_title(name))


def parse_title(text: str) -> Title | None:
    """Take the title of a report apart; None if it is none, or a sentence that names one."""
    parts = dict.fromkeys((*reversed(_BREADCRUMB.split(text)), text))
    text, named = next(((p, found) for p in parts if (found := named_report(p))), (text, None))
    if (
        named is None
        or len(fold_title(text)) > _LONGEST_TITLE
        or _PROSE.search(named.before + named.after)
        or not _AFTER_TITLE.match(named.after)
    ):
        return None
    unit = next(filter(None, reversed(_BEFORE_UNIT.split(named.before))), "").strip("-_.·、 ")
    while _NOT_IN_UNIT.search(unit):
        unit = _NOT_IN_UNIT.sub("", unit)
    return Title(readable(text), unit if _UNIT.fullmatch(unit) else None, named.year)


def _titles(lines: Sequence[str]) -> Iterator[Title]:
    """Give the titles that lines are, alone or with those that follow, fewest lines first."""
    for count in range(1, _LINES_OF_A_TITLE + 1):
        for start in range(len(lines) - count + 1):
            title = parse_title("".join(lines[start : start + count]))
            if title and (count == 1 or (title.agency and _UNIT_END.search(title.agency))):
                yield title


def _objection(names: Sequence[str], lines: Sequence[str]) -> Objection | None:
    """Find a title that says that its document is no report, e.g. 图解…, …的通知.

    The first title with a year in it that speaks for or against decides. Where none has a year,
    one for it is enough; against it then only the document's name counts, if it has one.
    """
    short = [
        line
        for line in lines
        if len(line) <= _LONGEST_TITLE and not (_PROSE.search(fold(line)) or _POINT.match(line))
    ]
    named = [part for name in names for part in _PART_OF_A_TITLE.split(name) if part.strip()]
    said = [*named, *short, *map("".join, pairwise(short))]
    for title in said:
        if years_in(fold_title(title)):
            if rule := refusal(title):
                return Objection(title, rule)
            if named_report(title):
                return None
    if any(named_report(title) and refusal(title) is None for title in said):
        return None
    own = named or said
    return next((Objection(title, rule) for title in own if (rule := refusal(title))), None)


def _head(blocks: Sequence[Block]) -> list[Block]:
    """Give what stands before the first section: tables, and of many paragraphs first and last.

    Behind the title, reports without the form's headings go on with all of their prose.
    """
    head: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and section_heading(block.text):
            break
        head.append(block)
    paragraphs = [block for block in head if isinstance(block, Paragraph)]
    between = len(paragraphs) - _HEAD
    shown = [p for n, p in enumerate(paragraphs) if n < _HEAD or n >= between]
    return [*(block for block in head if isinstance(block, Grid)), *shown]


def _opening(blocks: Sequence[Block]) -> Iterator[str]:
    """Prose up to the end of section one, where the period of the figures is stated."""
    for block in blocks:
        if isinstance(block, Paragraph):
            heading = section_heading(block.text)
            if heading and heading[0] > 1:
                break
            yield block.text


def _facts(head: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Give (label, value) of the tables above a document: a label, and the cell beside it."""
    for grid in head:
        if isinstance(grid, Grid):
            for row in grid.rows():
                cells = grid.starting(row)
                for label, value in pairwise(cells):
                    yield fold(label.text).strip(":"), value.text.strip()


def _period(opening: str) -> int | None:
    """Give the year of the period stated; none where it ends in another, or in 202020年."""
    period = _PERIOD.search(fold_date(opening))
    if period is None or (period.group(2) or period.group(1)) != period.group(1):
        return None
    return int(period.group(1))


def _stated_source(lines: Sequence[str]) -> str | None:
    """Give the agency behind 来源 or the like; what else stands there is none."""
    found = (fold(source) for line in lines for source in _SOURCE.findall(line))
    return next(filter(is_agency, found), None)


def _speaker(opening: Sequence[str]) -> str | None:
    """Give the agency that says of itself that the report is its own."""
    texts = map(fold_title, opening)
    said = (m["name"] for text in texts for pattern in _SPEAKERS if (m := pattern.search(text)))
    return next(filter(is_agency, said), None)


def _signature(lines: Sequence[str]) -> Signature:
    """Find the last line that is a date, and the agency in it or in the line above."""
    for above, line in reversed(list(pairwise(["", *lines]))):
        signed = _SIGNED.search(fold_date(line))
        if signed and is_agency(signed["agency"]):
            return Signature(signed["agency"], first_date(signed["date"]))
        if signed and signed.start() == 0 and not signed["agency"]:  # the date is the whole line
            agency = _SEAL.sub("", fold(above))
            return Signature(agency if is_agency(agency) else None, first_date(signed["date"]))
    return Signature(None, None)


def _stated_date(lines: Sequence[str]) -> str | None:
    """Give the date behind 发布时间 or the like."""
    text = "\n".join(lines)
    labels = (found for pattern in _DATED if (found := pattern.search(text)))
    return next((first_date(text[label.end() :]) for label in labels), None)
