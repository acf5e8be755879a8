"""Reports by the million, as the warehouse takes them: never written, never read, only counted.

A report takes the figures of one of some thousand templates, made as benchmarks.figures makes
them; agency, year and digest are its own. Of ten templates four stand on pages (PDF, scan, OFD),
with boxes as different as those of different printers; six in tables without pages.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from benchmarks.figures import figure_set
from extract.checks import run_checks
from extract.numbers import read_number
from extract.report import Figure, Place, Report, Section, Status
from pipelines.form import form_cells
from pipelines.regions import regions
from warehouse.packed import Packed, pack
from warehouse.rows import Batch, DocumentRow, LandedReport, RunRow

RUN = "20260301T020000Z-00c0de"
FIRST_YEAR = 2021
_BUREAUS = """
教育 司法 财政 统计 审计 民政 水利 交通 公安 商务 农业 林业 文化 体育 税务 气象 档案
信访 医保 粮食 应急 科技 人社 能源 国资 金融 地震 自然资源 市场监管 退役军人 城市管理
行政审批 乡村振兴 卫生健康 住房建设 生态环境 人民防空 机关事务 供销合作
""".split()  # noqa: SIM905 - so they are read at a glance
AGENCIES = ("人民政府", *(f"{name}局" for name in _BUREAUS))
PROSE = "本机关严格落实《中华人民共和国政府信息公开条例》，全年主动公开各类信息，及时答复申请。"
DOUBTED = 0.01  # share of figures that were read with a doubt


def unpacked(number: int) -> list[Report]:
    """Give so many reports without an agency, as they are read."""
    return [_template(seed) for seed in range(number)]


def templates(number: int) -> list[Packed]:
    """Give the same, packed, to make reports of."""
    return [pack(report) for report in unpacked(number)]


def batch(made: Sequence[Packed], reports: int) -> Batch:
    """Give so many reports, with their documents and the reference data; always the same.

    40 agencies a region, through all regions of the code list, then the year after.
    """
    return Batch(
        regions=regions(),
        form=form_cells(),
        documents=(_document(who) for who in _who(range(reports))),
        reports=(_landed(made, who) for who in _who(range(reports))),
        runs=[RunRow(RUN, "2026-03-01T02:00:00Z", "2026-03-01T08:00:00Z", requests=reports)],
    )


def republished(made: Sequence[Packed], reports: int, every: int) -> Batch:
    """Give one in `every` of those agencies' reports once more, with other bytes and figures."""
    some = range(0, reports, every)
    return Batch(
        documents=(_document(who) for who in _who(some, "-2")),
        reports=(_landed(made, who) for who in _who(some, "-2")),
    )


def _template(seed: int) -> Report:
    figures_of = figure_set(seed)
    chance = random.Random(seed)  # noqa: S311 - figures, not secrets
    paged = chance.random() < 0.4
    left, top = chance.uniform(40, 90), chance.uniform(60, 700)
    width, height = chance.uniform(35, 70), chance.uniform(14, 34)
    units = {
        (t.name, column): u for t in figures_of.edition.tables for column, u in t.units.items()
    }
    rows: dict[tuple[str, str], int] = {}
    columns: dict[tuple[str, str], int] = {}
    figures = []
    for (table, row, column), raw in figures_of.printed.items():
        down = rows.setdefault((table, row), len(rows))
        across = columns.setdefault((row, column), sum(key[0] == row for key in columns))
        if paged:
            page, below = divmod(top + down * height, 780)
            x0, y0 = round(left + across * width, 1), round(30 + below, 1)
            box = (x0, y0, round(x0 + width, 1), round(y0 + height, 1))
            place = Place(page=int(page) + 1, bbox=box)
        else:
            place = Place(table=len({key[0] for key in rows}) - 1, row=down + 2, column=across + 3)
        value = read_number(raw, unit=units.get((table, column))).value
        confidence = 0.5 if chance.random() < DOUBTED else 1.0
        figures.append(Figure(table, row, column, raw, value, place, confidence))
    by_address = {(f.table, f.row, f.column): f for f in figures}
    return Report(
        source="",
        sha256="",
        format="pdf" if paged else "html",
        status=Status.COMPLETE,
        edition="2021",
        published="2026-01-20",
        sections=tuple(Section(n, f"第{n}部分", PROSE * 5) for n in (1, 5, 6)),
        figures=tuple(figures),
        checks=run_checks(figures_of.edition, by_address),
    )


class _Who(NamedTuple):
    """What is a report's own: whose it is, of which year, and where it stood."""

    region_code: str
    agency_id: str
    agency: str
    year: int
    sha256: str
    url: str


def _who(numbers: range, version: str = "") -> Iterator[_Who]:
    places = [(row.region_code, row.short_name or row.name) for row in regions()]
    for number in numbers:
        agencies, agency = divmod(number, len(AGENCIES))
        years, place = divmod(agencies, len(places))
        region_code, region = places[place]
        year = FIRST_YEAR + years
        yield _Who(
            region_code,
            f"{region_code}-{AGENCIES[agency]}",
            region + AGENCIES[agency],
            year,
            hashlib.sha256(f"{number}{version}".encode()).hexdigest(),
            f"https://www.{region_code}.gov.cn/zwgk/zfxxgknb/{year}/{agency}{version}.html",
        )


def _landed(made: Sequence[Packed], who: _Who) -> LandedReport:
    template = made[int(who.sha256[:8], 16) % len(made)]
    head = replace(
        template.head,
        title=f"{who.agency}{who.year}年政府信息公开工作年度报告",
        agency=who.agency,
        region_code=who.region_code,
        report_year=who.year,
    )
    return LandedReport(
        agency_id=who.agency_id,
        agency_name=who.agency,
        region_code=who.region_code,
        sha256=who.sha256,
        url=who.url,
        packed=replace(template, head=head),
        extractor_version="0.1.0+synthetic",
    )


def _document(who: _Who) -> DocumentRow:
    return DocumentRow(
        sha256=who.sha256,
        url=who.url,
        status=200,
        media_type="text/html",
        size=60_000,
        retrieved_at="2026-03-01T02:00:05Z",
        warc_file=f"{RUN}-www.{who.region_code}.gov.cn.warc.gz",
        warc_offset=int(who.sha256[:7], 16),
        run_id=RUN,
        reading=str(Status.COMPLETE),
        page_url=who.url,
    )
