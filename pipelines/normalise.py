"""Step 3: which agency this is, under one name and one id however it was printed."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from extract.form.text import fold
from extract.regions import Region, regions
from extract.report import Report

# 县司法局 on the portal of 渠县 is 渠县司法局. Not 市场监督管理局, 市政…, 市容…, 市民…: there 市
# is no word for the region.
_RELATIVE = re.compile(r"(?:本|我)?(县|区|旗|州|省|市(?![场政容民]))(?=.{2})")
UNNAMED = "未署名机关"  # an agency that the report does not name, nor its portal


@dataclass(frozen=True)
class Agency:
    """The publishing body.

    `agency_id` is the same for 兴庆区司法局 and 银川市兴庆区司法局: 640104-司法局, the region and
    the name without it. Where no region is known the portal's host stands for it, and an agency
    that nothing names is told apart by its document, so that two are never taken for one.
    """

    agency_id: str
    name: str
    region_code: str | None


def agency_of(report: Report, page_url: str) -> Agency:
    """Name the agency of a report; its region is the one that the reading found."""
    region = regions().by_code(report.region_code)
    name = _absolute(fold(report.agency or UNNAMED), region)
    # A name that is nothing but a region's is its government's.
    own = regions().without_region(name, report.region_code) or "人民政府"
    if report.agency is None:
        own += f"-{report.sha256[:8]}"
    place = report.region_code or urlsplit(page_url).hostname or ""
    return Agency(f"{place}-{own}", name, report.region_code)


def _absolute(name: str, region: Region | None) -> str:
    match = _RELATIVE.match(name)
    if match and region and region.name.endswith(match.group(1)):
        return region.name + name[match.end() :]
    return name
