"""The way through a portal: which links to follow, which entries are reports. Makes no request."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from crawler.cms.markup import text_of
from crawler.cms.page import Ask, Attachment, DetailPage, ListEntry, Page, suffix_of
from crawler.registry import Portal, is_under
from crawler.rota import Front
from crawler.titles import (
    Answer,
    Verdict,
    Way,
    column_judge,
    judge,
    names_unit,
    navigation_rank,
    path_judge,
)
from crawler.units import Place

# Bounds of the way from the home page to a column, and below it.
LEVELS_TO_COLUMN = 3
LEVELS_IN_COLUMN = 3  # column, year, kind of unit
LINKS_A_LEVEL = 6  # pages that look as if they led to the column

# The ColumnType that the national standard (国办发〔2017〕47号) gives such a column. It stands for
# the name where the registry knows a column and the page does not say what it is called.
COLUMN_TYPE = "信息公开年报"


# Rules that find no article's title in a text.
_HARDLY_A_WORD = 100  # characters
_MENU = "column_link"  # a menu's link to the column itself
_COLUMN_RULES = ("core_only", "bare", "no_core")


@dataclass(frozen=True)
class Stage:
    """Where on a portal the crawl is: how deep, and in which column."""

    portal: Portal
    level: int = 0
    place: Place = Place.ON_THE_WAY
    column: str | None = None  # name of the column of reports
    root: str = ""  # address that the column's own pages lie under
    list_url: str = ""  # the page of the list that is being read
    reader: str = ""  # name of the family that reads it
    route: str = "list"  # or "search": another way of the CMS to the same reports
    front: Front | None = None  # the list that is being read
    seen: set[str] = field(default_factory=set, compare=False)  # its entries
    asked: set[tuple[str, str | None]] = field(default_factory=set, compare=False)  # its pages
    pages: int = 1  # pages of this list read

    @property
    def judged_as(self) -> str:
        """The column name that decides weak titles: whoever is here came by a column's link."""
        named = self.column is not None and column_judge(self.column) is Way.REPORTS
        return self.column if named and self.column else COLUMN_TYPE

    def deeper(self) -> "Stage":
        """One level further on."""
        return replace(self, level=self.level + 1)

    def among_units(self) -> "Stage":
        """On to a page that names units."""
        return Stage(self.portal, place=Place.DIRECTORY, level=LEVELS_TO_COLUMN)

    def in_unit(self) -> "Stage":
        """On to the pages of a unit; its column is at most one page further."""
        return Stage(self.portal, place=Place.UNIT, level=LEVELS_TO_COLUMN - 1)

    def in_column(self, name: str | None, url: str, level: int = 0) -> "Stage":
        """Begin a list of its own."""
        return Stage(self.portal, level, column=name, root=urljoin(url, "."))

    def in_part(self, name: str | None = None) -> "Stage":
        """Begin the list of a part of this column."""
        column = name or self.column
        level = self.level + 1
        return Stage(self.portal, level, column=column, root=self.root, list_url=self.list_url)

    def in_search(self) -> "Stage":
        """Begin a search for the reports of this list."""
        return replace(self, route="search", seen=set(), asked=set())

    def turned(self) -> "Stage":
        """On to the next page."""
        return replace(self, pages=self.pages + 1)

    def at_front(self, front: Front) -> "Stage":
        """Begin a list again that an earlier walk came upon."""
        return Stage(self.portal, front.level, column=front.column, root=front.root)


def is_empty(page: Page) -> bool:
    """Tell whether a page on the way shows nothing and leads nowhere."""
    leads_on = page.selector.xpath("//a | //iframe | //area") or page.jump()
    return not leads_on and len(text_of(page.selector)) < _HARDLY_A_WORD


def is_reports_column(page: Page) -> bool:
    """Tell by its tags whether a page is a column of reports."""
    names = (page.meta("ColumnType"), page.meta("ColumnName"))
    return any(name is not None and column_judge(name) is Way.REPORTS for name in names)


def columns_on(page: Page, portal: Portal) -> list[tuple[str, str]]:
    """Give (address, name) of the columns of reports that a page links to.

    The link's text speaks first; paths are looked at only where no text says so, since about a
    quarter of the columns have no telling path, and paths repeat in links to articles.
    """
    links = list(_links(page, portal))
    by_text = {url: text for url, text in links if _names_column(text)}
    by_path = {url: text for url, text in links if path_judge(url) is Way.REPORTS}
    return list((by_text or by_path).items())


def navigation_on(page: Page, portal: Portal) -> list[str]:
    """Give the pages that should link to a column of reports, the likeliest first."""
    links = list(_links(page, portal))
    by_text = [(navigation_rank(t), u) for u, t in links if column_judge(t) is Way.NAVIGATION]
    by_path = [(len(u), u) for u, _ in links if path_judge(u) is Way.NAVIGATION]
    ranked = [url for _, url in sorted(by_text)] + [url for _, url in sorted(by_path)]
    return [url for url in dict.fromkeys(ranked) if url != page.url][:LINKS_A_LEVEL]


def columns_within(page: Page, stage: Stage) -> list[str]:
    """Give the pages under a column's folder that it is divided into, by year or kind of unit."""
    if urlsplit(stage.root).path in (
        "",
        "/",
    ):  # nothing tells its pages from the rest of the portal
        return []
    inner = {url: None for url, text in _links(page, stage.portal) if _divides(url, text, stage)}
    return [url for url in inner if url != page.url]


def column_name(page: Page, stage: Stage) -> str | None:
    """Give what a column is called: what its page says, if that is such a name, or its link."""
    told = (page.meta("ColumnName"), page.meta("ColumnType"), stage.column)
    names = [name for name in told if name and column_judge(name) is Way.REPORTS]
    return next(iter(names), stage.column)


def on_list(page: Page, ask: Ask, family: str | None, reader: str, stage: Stage) -> Stage:
    """Give the stage with what a page of a list tells of it.

    `ask` is what brought the page, `family` that which asked, `reader` that which reads.
    """
    name = column_name(page, stage)
    stage = replace(stage, column=name, list_url=page.url, reader=reader)
    if stage.front is not None:  # a further page, or a search
        return stage
    front = Front(ask, family, stage.column, stage.root, stage.level, reader=reader)
    return replace(stage, front=front)


def _divides(url: str, text: str, stage: Stage) -> bool:
    """Tell whether a link leads to a part of the column: of a year, a kind of unit, or a unit."""
    if not url.startswith(stage.root):  # a column beside this one, or that of a unit
        by_path = path_judge(url) in (Way.REPORTS, Way.WITHIN)
        return _names_column(text) or (names_unit(text) and by_path)
    way = column_judge(text)
    if urljoin(url, ".") == stage.root:  # beside the column's own page: …/zfxxgknb/nlist.htm
        return _names_column(text)
    return way is Way.WITHIN or names_unit(text) or path_judge(url) in (Way.WITHIN, Way.REPORTS)


def _names_column(text: str) -> bool:
    """Tell a column by its link's text: an article repeats the column's words and says more."""
    verdict = judge(text)
    says_more = verdict.answer is Answer.YES or verdict.rule not in _COLUMN_RULES
    return column_judge(text) is Way.REPORTS and not says_more


def _links(page: Page, portal: Portal) -> Iterator[tuple[str, str]]:
    """Give the links that stay on the portal."""
    for url, text in page.links:
        if is_under(urlsplit(url).hostname or "", portal.hosts):
            yield url, text


def entry_verdict(entry: ListEntry, stage: Stage) -> Verdict:
    """Judge an entry by what its list says; a cut title is given the benefit of the doubt."""
    verdict = judge(entry.title, column=stage.judged_as)
    if entry.date is None and verdict.year is None and column_judge(entry.title) is Way.REPORTS:
        return Verdict(Answer.NO, _MENU)
    if verdict.answer is Answer.NO and verdict.rule == "no_core" and entry.is_cut:
        return Verdict(Answer.WEAK, "cut_title")
    return verdict


def reader_of(page: Page, stage: Stage) -> str | None:
    """Give the name of the family that reads an article: beside its list, that of the list."""
    beside = urlsplit(page.url).netloc == urlsplit(stage.list_url).netloc
    return stage.reader if beside and stage.reader else None


def has_entries(judged: Iterable[tuple[ListEntry, Verdict]]) -> bool:
    """Tell whether a list holds anything but the menu beside it."""
    return any(verdict.rule != _MENU for _, verdict in judged)


def article_verdict(detail: DetailPage, entry: ListEntry, stage: Stage) -> tuple[str, Verdict]:
    """Judge an article by its own title; give the best title with the verdict on it.

    The page's ArticleTitle may be missing or hold the name of an attachment; then the list's title
    speaks, unless the page's names a reason to refuse it.
    """
    listed = entry.title, entry_verdict(entry, stage)
    if not detail.title:
        return listed
    own = judge(detail.title, column=stage.judged_as)
    if own.answer is Answer.NO and own.rule == "no_core" and not entry.is_cut:
        return listed
    return detail.title, own


def attachment_verdict(
    attachment: Attachment, title: str, of_page: Verdict, stage: Stage
) -> tuple[str, Verdict]:
    """Judge an attachment: by its own name if that says something, else as its page."""
    name = attachment.name.removesuffix(suffix_of(attachment.name))
    own = judge(name, column=stage.judged_as)
    if own.answer is Answer.NO:
        return (title, of_page) if own.rule == "no_core" else (name, own)
    return (name, own) if own.year and own.unit else (title, of_page)


def is_article(page: Page, detail: DetailPage, stage: Stage) -> bool:
    """Tell whether a page of a column is itself an article that is a report."""
    if page.meta("ArticleTitle") is None or detail.title is None:
        return False
    return judge(detail.title, column=stage.judged_as).answer is Answer.YES
