"""Layouts of a portal around its columns, whatever the CMS: units, trees, single articles."""

from html import escape

from tests.portal.imitation import Imitation
from tests.portal.items import AGENCIES, COUNTY, Item, items
from tests.portal.shell import page
from tests.portal.site import Query, Resource

ITEMS = items(range(2024, 2021, -1))
REPORTS = [item for item in ITEMS if item.is_report]
UNITS = {unit: f"u{number}" for number, unit in enumerate(AGENCIES)}  # name → folder
_ROOT = "/zfxxgk/"


def _links(links: dict[str, str]) -> str:
    return "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for text, url in links.items())


def _menu(column: str) -> str:
    """The left menu of the national platform."""
    told = {"政府信息公开指南": f"{_ROOT}zn/", "政府信息公开制度": f"{_ROOT}zd/"}
    return f"<ul>{_links(told | {'政府信息公开年报': column})}</ul>"


def _list(shown: list[Item], path: str) -> str:
    rows = "".join(
        f'<li><a href="{path}{i.number}.html" title="{escape(i.title)}">{escape(i.title)}</a>'
        f"<b>{i.day}</b></li>"
        for i in shown
    )
    return f'<div class="zfxxgk_zdgkc"><ul>{rows}</ul></div>'


def _article(query: Query) -> Resource | None:
    number = query.path.rpartition("/")[2].removesuffix(".html")
    item = next((item for item in ITEMS if str(item.number) == number), None)
    if item is None:
        return None
    return page(item.title, f"<h1>{escape(item.title)}</h1>{item.body}", item.tags)


def _of(unit: str) -> list[Item]:
    return [item for item in ITEMS if item.agency == f"{COUNTY}{unit}"]


def _group(query: Query) -> Resource | None:
    """One column a unit: the government's own on the platform, the others on their own pages."""
    units: dict[str, str] = {}
    other: dict[str, str] = {}
    for name, folder in list(UNITS.items())[1:]:
        kind = other if name.endswith(("镇人民政府", "办事处")) else units
        kind[name.removesuffix("人民政府") if kind is other else name] = f"{_ROOT}{folder}/"
    pages = {
        "/": page("首页", f"<ul>{_links({'政务公开': '/zwgk/', '新闻中心': '/xw/'})}</ul>"),
        "/zwgk/": page("政务公开", f"<ul>{_links({'政府信息公开': _ROOT})}</ul>"),
        _ROOT: page(
            "政府信息公开",
            _menu(f"{_ROOT}nb/")
            + _links({"部门信息公开": f"{_ROOT}bm/", "乡镇（街道）信息公开": f"{_ROOT}xz/"}),
        ),
        f"{_ROOT}bm/": page("部门信息公开", f"{_menu(f'{_ROOT}nb/')}<ul>{_links(units)}</ul>"),
        f"{_ROOT}xz/": page("乡镇信息公开", f"{_menu(f'{_ROOT}nb/')}<ul>{_links(other)}</ul>"),
        f"{_ROOT}nb/": page("政府信息公开年报", _list(_of("人民政府"), f"{_ROOT}nb/")),
    }
    for name, folder in list(UNITS.items())[1:]:
        home, column = f"{_ROOT}{folder}/", f"{_ROOT}{folder}/nb/"
        pages[home] = page(name, f"<h2>{name}</h2>{_menu(column)}<p>机构职能。</p>")
        pages[column] = page("政府信息公开年报", _list(_of(name), column))
    return pages.get(query.path) or _article(query)


def _group_path(item: Item) -> str:
    unit = item.agency.removeprefix(COUNTY)
    folder = "" if unit == "人民政府" else f"{UNITS[unit]}/"
    return f"{_ROOT}{folder}nb/{item.number}.html"


def _tree(query: Query) -> Resource | None:
    """A column divided by year, then by kind of unit; townships once more by unit."""
    column = f"{_ROOT}zfxxgknb/"
    parts = query.path.removeprefix(column).strip("/").split("/")
    if query.path == "/":
        return page("首页", f"<ul>{_links({'政府信息公开年报': column})}</ul>")
    if query.path.endswith(".html") or not query.path.startswith(column):
        return _article(query)
    if parts == [""]:
        years = {f"{year}年": f"{column}{year}n/" for year in (2024, 2023, 2022)}
        return page("政府信息公开年报", f"<ul>{_links(years)}</ul>")
    year = int(parts[0][:4])
    here = f"{column}{parts[0]}/"
    of_year = [item for item in ITEMS if item.year == year]
    towns = {i.agency.removeprefix(COUNTY): i for i in of_year if i.is_report and _is_town(i)}
    if len(parts) == 1:
        kinds = {"县政府": f"{here}xzf/", "县政府部门": f"{here}bm/", "乡镇（街道）": f"{here}xz/"}
        return page(f"{year}年", f"<ul>{_links(kinds)}</ul>")
    if parts[1] == "xz" and len(parts) == 2:
        units = {name: f"{here}xz/{UNITS[name]}/" for name in towns}
        return page("乡镇（街道）", f"<ul>{_links(units)}</ul>")
    if parts[1] == "xz":
        shown = [i for name, i in towns.items() if UNITS[name] == parts[2]]
    elif parts[1] == "xzf":
        shown = [i for i in of_year if i.agency.endswith(("县人民政府", "县人民政府办公室"))]
    else:
        shown = [i for i in of_year if not _is_town(i) and "县人民政府" not in i.agency]
    return page("政府信息公开年报", _list(shown, query.path))


def _is_town(item: Item) -> bool:
    return item.agency.endswith(("镇人民政府", "办事处"))


def _tree_path(item: Item) -> str:
    year = f"{_ROOT}zfxxgknb/{item.year}n/"
    if _is_town(item):
        return f"{year}xz/{UNITS[item.agency.removeprefix(COUNTY)]}/{item.number}.html"
    kind = "xzf" if "县人民政府" in item.agency else "bm"
    return f"{year}{kind}/{item.number}.html"


def _siblings(query: Query) -> Resource | None:
    """The home page links to one year; the columns of departments stand beside the main one."""
    own, bureaus, topic = f"{_ROOT}nb/", f"{_ROOT}bmnb/", "/zt/nb2024/"
    menu = _menu(own) + f"<ul>{_links({'部门年报': bureaus})}</ul>"
    government = [i for i in ITEMS if "县人民政府" in i.agency]
    others = [i for i in ITEMS if "县人民政府" not in i.agency]
    of_2024 = [i for i in government if i.year == 2024]
    pages = {
        "/": page("首页", _links({"2024年政府信息公开年报专栏": topic, "政府信息公开": _ROOT})),
        topic: page("政府信息公开年报", _list(of_2024, own)),
        _ROOT: page("政府信息公开", f"{_menu(own)}<p>专栏。</p>"),
        own: page("政府信息公开年报", menu + _list(government, own)),
        bureaus: page("部门年报", menu + _list(others, bureaus)),
    }
    return pages.get(query.path) or _article(query)


def _siblings_path(item: Item) -> str:
    return f"{_ROOT}{'nb' if '县人民政府' in item.agency else 'bmnb'}/{item.number}.html"


def _single(query: Query) -> Resource | None:
    """A column whose address leads on to the only report there is."""
    report = REPORTS[0]
    article = f"{_ROOT}{report.number}.html"
    if query.path == "/":
        return page("首页", f"<ul>{_links({'政府信息公开年报': f'{_ROOT}nb/'})}</ul>")
    if query.path == f"{_ROOT}nb/":
        return Resource(b"", status=302, headers=(("Location", article),))
    return _article(query) if query.path == article else None


IMITATIONS = (
    Imitation("layout-group", _group, frozenset(map(_group_path, REPORTS))),
    Imitation("layout-tree", _tree, frozenset(map(_tree_path, REPORTS))),
    Imitation("layout-siblings", _siblings, frozenset(map(_siblings_path, REPORTS))),
    Imitation("layout-single", _single, frozenset({f"{_ROOT}{REPORTS[0].number}.html"})),
)
