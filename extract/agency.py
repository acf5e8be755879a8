"""Names of agencies: made whole, told from what is no agency, and compared."""

from difflib import SequenceMatcher
from pathlib import Path

from extract.form.text import fold
from extract.form.title import patterns, unit_of, without_scope
from extract.regions import regions

_NAMES = patterns(Path(__file__).with_suffix(".toml"))


def full_name(printed: str, region_code: str | None = None) -> str | None:
    """Give an agency's name in full, for its portal's region; doing it twice changes nothing.

    县司法局 of 渠县 is 渠县司法局, 渠县 alone 渠县人民政府, 渠县政府办 渠县人民政府办公室.
    本级 goes. None if it names nobody, as 我局. A relative name of no known region stays as it is.
    """
    name = _with_region(without_scope(fold(printed)), region_code)
    if not name or _NAMES["pronoun"].fullmatch(name):
        return None
    if regions().is_only_regions(name, region_code):
        return f"{name}人民政府"
    own = regions().without_region(name, region_code)
    called = (full for full, rule in _NAMES["government"].items() if rule.search(own))
    return name.removesuffix(own) + next(called, own)


def is_relative(name: str, region_code: str | None = None) -> bool:
    """Whether a name leaves out its region: 县司法局."""
    named = regions().named(name, region_code)
    return named is None and _NAMES["relative"].search(name) is not None


def is_agency(text: str) -> bool:
    """Whether a word in the place of a source names an agency, not a person or an editor."""
    name = fold(text)
    if regions().is_only_regions(name):
        return True
    return _NAMES["no_agency"].search(name) is None and unit_of(name)[1] == name


def differ(one: str, other: str, region_code: str | None = None) -> bool:
    """Whether two full names are of two agencies: they differ by more than an abbreviation.

    A government and its office always differ, and so do agencies of two regions.
    """
    places = [regions().named(name, region_code) for name in (one, other)]
    if all(places) and places[0] != places[1]:
        return True
    short, long = sorted((regions().without_region(n, region_code) for n in (one, other)), key=len)
    if short in _NAMES["government"] or long in _NAMES["government"]:
        return short != long
    return not _abbreviates(short, long)


def misread(one: str, other: str) -> bool:
    """Whether one name may be the other with a character in eight misread, lost or put in."""
    parts = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    amiss = sum(max(i1 - i0, j1 - j0) for kind, i0, i1, j0, j1 in parts if kind != "equal")
    return amiss <= max(1, len(other) // 8)


def _with_region(name: str, region_code: str | None) -> str:
    region = regions().by_code(region_code)
    match = _NAMES["relative"].search(name)
    if match is None or region is None or not is_relative(name, region_code):
        return name
    level = match["level"] or match["alone"]
    return region.name + name[match.end() :] if region.name.endswith(level) else name


def _abbreviates(short: str, long: str) -> bool:
    """Whether one holds the characters of the other in their order: 发改局, 发展和改革局."""
    rest = iter(long)
    return all(char in rest for char in short)
