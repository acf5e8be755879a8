"""Whose report it is and of which year, where documents and portals say several things."""

import pytest

from extract.attribution import Hints, attribute
from extract.blocks import Document, Paragraph
from extract.identity import read_identity
from extract.read import read_report
from extract.report import Report
from tests.documents import SAMPLES, Sample
from tests.extract.test_read import page, read

TITLE = "渠县司法局2023年政府信息公开工作年度报告"


def signed(*lines: str, title: str = TITLE, head: str = "") -> bytes:
    """A report with these lines at its end."""
    end = "".join(f"<p>{line}</p>" for line in lines)
    text = page(title, head=head).decode()
    return text.replace("<p>无。</p>", f"<p>无。</p>{end}").encode()


def source(name: str) -> str:
    return f'<meta name="ContentSource" content="{name}">'


def contradiction(report: Report, *words: str) -> bool:
    """Whether one warning names all of these."""
    return any(all(word in warning for word in words) for warning in report.warnings)


def attributed(
    printed: str, outside: str | None, *, recognised: bool = True
) -> tuple[str | None, list[str]]:
    """Whose a report is that prints this agency, and what was told, with the portal's title."""
    blocks = (Paragraph(f"{printed}2023年政府信息公开工作年度报告"), Paragraph("一、总体情况"))
    document = Document(blocks, recognised=recognised)
    identity = read_identity(blocks, ())
    found = attribute(document, identity, Hints(title=outside), None)
    return found.agency, list(found.warnings)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
def test_the_samples_keep_their_identity_and_raise_no_doubt_of_it(sample: Sample) -> None:
    report = read_report(sample.path.read_bytes(), sample.path.name)
    assert (report.agency, report.report_year, report.region_code) == (
        sample.gold["agency"],
        sample.gold["report_year"],
        sample.gold["region_code"],
    )
    assert report.scope is None
    assert not any("kept" in warning for warning in report.warnings)


@pytest.mark.parametrize("hints", [Hints(title=TITLE), Hints(year=2023)], ids=["title", "year"])
def test_of_the_titles_on_a_page_that_by_which_the_portal_calls_it_is_its_own(hints: Hints) -> None:
    listed = (
        "渠县司法局2024年政府信息公开工作年度报告",
        "渠县司法局2022年政府信息公开工作年度报告",
    )
    blocks = tuple(map(Paragraph, (*listed, TITLE, "一、总体情况")))
    found = attribute(Document(blocks), read_identity(blocks, ()), hints, None)
    assert (found.title, found.year) == (TITLE, 2023)


def test_a_table_without_its_report_tells_whose_it_is_and_of_which_year() -> None:
    rows = "".join(
        f"<tr><td>{name}<td>件<td>{n}"
        for n, name in enumerate(("申请总数", "行政复议数", "行政诉讼数"))
    )
    text = "<p>渠县司法局2015年政府信息公开情况统计表</p><p>填报单位（盖章）：渠县司法局</p>"
    table = f"<table><tr><td>统计指标<td>单位<td>统计数{rows}</table>"
    report = read_report(f"<meta charset=utf-8>{text}{table}".encode(), "table.html")
    assert (report.agency, report.report_year) == ("渠县司法局", 2015)


class TestTheAgency:
    """The title's word is kept; a word that contradicts it is told."""

    def test_a_relative_name_is_made_whole_by_the_portals_region(self) -> None:
        data = page("县司法局2023年政府信息公开工作年度报告")
        report = read(data, region_code="511725")
        assert (report.agency, report.region_code) == ("渠县司法局", "511725")
        assert not contradiction(report, "leaves out its region")

    def test_without_a_region_it_stays_as_printed_and_is_told(self) -> None:
        report = read(page("县司法局2023年政府信息公开工作年度报告"))
        assert (report.agency, report.region_code) == ("县司法局", None)
        assert contradiction(report, "县司法局", "leaves out its region")

    @pytest.mark.parametrize(
        "prose",
        [
            "根据《条例》要求，现公布渠县民政局2023年政府信息公开工作年度报告。",
            "现将渠县民政局2023年度政府信息公开工作情况报告如下。",
            "本报告由渠县民政局编制。",
            "本年度报告由渠县民政局负责编制。",
        ],
    )
    def test_where_nothing_else_names_it_the_first_paragraph_does(self, prose: str) -> None:
        title = "2023年政府信息公开工作年度报告"
        assert read(page(title, body=f"<p>{prose}</p>")).agency == "渠县民政局"
        told = read(page(f"渠县司法局{title}", body=f"<p>{prose}</p>"))
        assert told.agency == "渠县司法局"
        assert not contradiction(told, "渠县民政局")

    @pytest.mark.parametrize(
        "prose", ["本报告由我局编制。", "国务院办公厅公布2023年政府信息公开工作年度报告格式。"]
    )
    def test_the_first_paragraph_may_name_nobody(self, prose: str) -> None:
        title = "2023年政府信息公开工作年度报告"
        assert read(page(title, body=f"<p>{prose}</p>")).agency is None

    def test_our_bureau_is_nobody(self) -> None:
        title = "我局2023年政府信息公开工作年度报告"
        assert read(page(title)).agency is None
        assert read(page(title, head=source("渠县司法局"))).agency == "渠县司法局"

    @pytest.mark.parametrize("name", ["超级管理员", "张三", "本站", "渠县公安局信息中心"])
    def test_a_source_that_is_no_agency_says_nothing(self, name: str) -> None:
        bare = "2023年政府信息公开工作年度报告"
        assert read(page(bare, head=source(name))).agency is None
        assert not contradiction(read(page(TITLE, head=source(name))), name)

    @pytest.mark.parametrize(
        ("title", "other"),
        [("渠县", "渠县人民政府办公室"), ("渠县人民政府办公室", "渠县人民政府")],
    )
    def test_a_government_and_its_office_contradict(self, title: str, other: str) -> None:
        report = read(page(f"{title}2023年政府信息公开工作年度报告", head=source(other)))
        assert report.agency in ("渠县人民政府", "渠县人民政府办公室")
        assert report.agency != other
        assert contradiction(report, "agency", str(report.agency), other)

    def test_the_place_of_a_source_and_a_line_of_the_page_are_heard(self) -> None:
        title = "平潭综合实验区管委会2014年政府信息公开工作年度报告"
        line = "<p>来源：平潭县人民政府 浏览次数：33</p>"
        report = read(page(title, line))
        assert report.agency == "平潭综合实验区管委会"
        assert contradiction(report, "平潭综合实验区管委会", "平潭县人民政府")

    @pytest.mark.parametrize("printed", ["长江县司法局", "长汀县司法", "长汀县司一法局"])
    def test_of_a_name_read_from_a_picture_the_portal_may_know_better(self, printed: str) -> None:
        said, told = attributed(printed, "长汀县司法局2023年政府信息公开工作年度报告")
        assert said == "长汀县司法局"
        assert any(printed in warning and "picture" in warning for warning in told)

    def test_another_agency_is_no_misreading(self) -> None:
        said, told = attributed("长汀县民政局", "长汀县司法局2023年政府信息公开工作年度报告")
        assert said == "长汀县民政局"
        assert any("the portal's title 长汀县司法局" in warning for warning in told)

    def test_a_name_read_from_text_stands(self) -> None:
        title = "长汀县司法局2023年政府信息公开工作年度报告"
        assert attributed("长江县司法局", title, recognised=False)[0] == "长江县司法局"

    def test_a_name_read_from_a_picture_that_is_of_no_region_is_told(self) -> None:
        said, told = attributed("长江县司法局", None)
        assert said == "长江县司法局"
        assert told == [
            "“长江县司法局” was read from a picture and names no region of the code list"
        ]

    def test_a_heading_in_the_text_of_another_is_told(self) -> None:
        report = read(page(TITLE, "<p>渠县公安局2023年政府信息公开工作年度报告</p>"))
        assert report.agency == "渠县司法局"
        assert contradiction(report, "渠县司法局", "渠县公安局")

    @pytest.mark.parametrize(
        ("listed", "own", "agency"),
        [
            ("渠县司法局2024年政府信息公开工作年度报告", TITLE, "渠县司法局"),
            ("渠县教育局2024年政府信息公开工作年度报告", "2023年政府信息公开工作年度报告", None),
        ],
    )
    def test_of_reports_that_the_page_lists_the_period_tells_the_own(
        self, listed: str, own: str, agency: str | None
    ) -> None:
        period = "统计期限自2023年1月1日起至2023年12月31日止。"
        text = page(own).decode().replace("<h1>", f"<ul><li>{listed}</li></ul><h1>")
        report = read(text.replace("一、总体情况", f"{period}</p><p>一、总体情况").encode())
        assert (report.title, report.agency, report.report_year) == (own, agency, 2023)
        assert contradiction(report, "year", "2023", "2024")

    def test_where_nothing_names_it_that_is_told(self) -> None:
        report = read(page("2023年政府信息公开工作年度报告"))
        assert report.agency is None
        assert contradiction(report, "nothing names the agency")

    def test_an_abbreviation_is_no_contradiction(self) -> None:
        title = "沭阳县发展和改革局2023年政府信息公开工作年度报告"
        report = read(page(title, head=source("沭阳县发改局")))
        assert not contradiction(report, "发改局")

    def test_a_signature_of_another_is_told(self) -> None:
        report = read(signed("卫辉市司法局", "2024年1月19日"))
        assert report.agency == "渠县司法局"
        assert contradiction(report, "the title says 渠县司法局", "the signature 卫辉市司法局")

    def test_the_signature_names_the_agency_that_the_title_lacks(self) -> None:
        title = "2023年政府信息公开工作年度报告"
        data = signed("渠县司法局　2024年1月19日", title=title, head=source("渠县人民政府"))
        report = read(data)
        assert report.agency == "渠县司法局"
        assert contradiction(report, "the signature", "渠县人民政府")


class TestTheYear:
    """The title's year is kept; each other is told. A misprint gives no year."""

    @pytest.mark.parametrize(
        ("hints", "where"),
        [
            ({"title": "渠县司法局2022年政府信息公开工作年度报告"}, "the portal's title 2022"),
            ({"year": 2022}, "the portal 2022"),
        ],
    )
    def test_that_of_the_portal(self, hints: dict[str, object], where: str) -> None:
        report = read(page(TITLE), **hints)
        assert report.report_year == 2023
        assert contradiction(report, "the title says 2023", where)

    def test_that_of_the_portal_is_taken_where_the_document_has_none(self) -> None:
        assert read(page("政府信息公开工作年度报告"), year=2022).report_year == 2022

    def test_a_report_published_in_its_own_year(self) -> None:
        report = read(page(TITLE, head='<meta name="PubDate" content="2023-01-30">'))
        assert report.report_year == 2023
        assert contradiction(report, "2023", "published 2023-01-30")
        late = read(page(TITLE, head='<meta name="PubDate" content="2026-01-30">'))
        assert not contradiction(late, "published")

    @pytest.mark.parametrize(
        ("print_", "year"),
        [
            ("2023年1月1日至12月31日", 2023),
            ("2023年1月1日起，至2023年12月31日止", 2023),
            ("二〇二三年1月1日至二〇二三年12月31日", 2023),
            ("2020年1月1日至202020年12月31日", None),
            ("202020年1月1日至2020年12月31日", None),
            ("20231月1日至20231月31日", None),
            ("2018年11日至2018年1231日", None),
            ("2018年1月1日至2019年12月31日", None),
            ("统计期限自至。", None),
        ],
    )
    def test_the_period_is_one_year_or_none(self, print_: str, year: int | None) -> None:
        assert read_identity([Paragraph(f"本报告所列数据统计期限为{print_}。")], ()).period == year


class TestTheSignature:
    """An agency and a date in the last lines."""

    @pytest.mark.parametrize(
        "lines",
        [
            ("渠县司法局", "2024年1月10日"),
            ("渠县司法局", "二○二四年一月十日"),
            ("渠县司法局 2024年1月10日",),
            ("特此报告。渠县司法局二〇二四年一月十日",),
            ("渠县司法局", "（2024年1月10日）", "（此件公开发布）"),
        ],
    )
    def test_its_date_is_that_of_publication_if_no_other_is_told(
        self, lines: tuple[str, ...]
    ) -> None:
        report = read(signed(*lines))
        assert report.published == "2024-01-10"
        assert contradiction(report, "2024-01-10 is that of the signature")
        assert read(signed(*lines), published="2024-01-19").published == "2024-01-19"
        assert not contradiction(report, "the signature", "first was kept")

    @pytest.mark.parametrize(
        "line", ["截至2023年12月31日", "2024年13月40日", "见附件，2024年1月10日"]
    )
    def test_a_date_in_prose_is_none(self, line: str) -> None:
        assert read(signed(line)).published is None


class TestTheScope:
    """Own figures and those of the whole are told apart."""

    def test_it_is_read_from_the_title_or_the_portals(self) -> None:
        report = read(page("渠县教育局（本级）2023年政府信息公开工作年度报告"))
        assert (report.agency, report.scope) == ("渠县教育局", "own")
        portal = read(page(TITLE), title="渠县司法局2023年政府信息公开工作年度报告（汇总）")
        assert portal.scope == "whole"

    def test_a_contradiction_is_told(self) -> None:
        title = "渠县司法局本级2023年政府信息公开工作年度报告"
        report = read(page(title), title="渠县司法局2023年政府信息公开工作年度报告（汇总）")
        assert report.scope == "own"
        assert contradiction(report, "scope", "own", "whole")
