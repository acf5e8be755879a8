"""What a county publishes in its column of annual reports, and what stands there beside them."""

from dataclasses import dataclass, replace
from functools import cache
from html import escape

from benchmarks.figures import FigureSet, figure_set
from benchmarks.layouts import style
from benchmarks.render import as_html

COUNTY = "明川县"  # invented
AGENCIES = (
    "人民政府",
    "人民政府办公室",
    "统计局",
    "财政局",
    "教育局",
    "司法局",
    "考核办公室",
    "城关镇人民政府",
    "龙泉街道办事处",
)

# Titles that stand in such columns and are none of a report, by the classes of negatives met on
# portals: website reports, rule of law, notices, templates, explanations, guides, statistics.
NEGATIVES = (
    "{unit}{year}年政府网站工作年度报表",
    "{unit}{year}年法治政府建设年度报告",
    "{unit}关于做好{year}年政府信息公开工作年度报告编制发布工作的通知",
    "一图读懂{unit}{year}年政府信息公开工作年度报告",
    "{unit}政府信息公开指南",
    "{unit}{year}年上半年政府信息公开工作情况统计表",
    "{unit}{year}年政务公开工作要点",
    "{unit}{year}年政府信息公开工作年度报告格式模板",
)
_NEGATIVE_EVERY = 4  # entries


@dataclass(frozen=True)
class Item:
    """One entry of a column."""

    number: int
    title: str
    agency: str
    year: int  # that the title names: the reporting year
    is_report: bool

    @property
    def day(self) -> str:
        """The day of publication, YYYY-MM-DD: in January after the reporting year."""
        return f"{self.year + 1}-01-{10 + self.number % 20:02}"

    @property
    def body(self) -> str:
        """Markup of the text: the whole form for a report, a sentence for anything else."""
        if not self.is_report:
            return f"<p>{escape(self.title)}。正文从略。</p>"
        figures = replace(_figures(self.number % _SETS), agency=self.agency, year=self.year)
        page = as_html(figures, style(self.number), self.number).decode()
        return page.partition("<body>")[2].partition("</body>")[0]

    @property
    def tags(self) -> str:
        """The page tags that the national standard asks of an article (国办发〔2017〕47号)."""
        return (
            f'<meta name="ArticleTitle" content="{escape(self.title)}">'
            f'<meta name="PubDate" content="{self.day} 09:30">'
            f'<meta name="ContentSource" content="{escape(self.agency)}">'
        )


def items(years: range = range(2024, 2018, -1), agencies: tuple[str, ...] = AGENCIES) -> list[Item]:
    """Give the entries of a county's column, newest first, something else among the reports."""
    found: list[Item] = []
    for year in years:
        for unit in agencies:
            agency = f"{COUNTY}{unit}"
            title = f"{agency}{year}年政府信息公开工作年度报告"
            found.append(Item(1000 + len(found), title, agency, year, is_report=True))
            if len(found) % _NEGATIVE_EVERY == 0:
                other = NEGATIVES[(len(found) // _NEGATIVE_EVERY) % len(NEGATIVES)]
                title = other.format(unit=agency, year=year)
                found.append(Item(1000 + len(found), title, agency, year, is_report=False))
    return found


_SETS = 6  # of figures: enough to tell reports apart, and quickly made


@cache
def _figures(seed: int) -> FigureSet:
    return figure_set(seed)
