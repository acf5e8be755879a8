"""Step 3: which agency this is, under one id however it was printed."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from extract.regions import regions
from extract.report import Report

# A township's government and a subdistrict's office go by the place's name too: 榆盘镇, 永吉街道.
_TOWNSHIP = re.compile(r"(?<=[镇乡])(?:政府)?$")
_SUBDISTRICT = re.compile(r"(?<=街道)(?:办)?$")
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
    name = report.agency or UNNAMED
    own = regions().without_region(name, report.region_code)
    own = _SUBDISTRICT.sub("办事处", _TOWNSHIP.sub("人民政府", own))
    if report.agency is None:
        own += f"-{report.sha256[:8]}"
    place = report.region_code or urlsplit(page_url).hostname or ""
    return Agency(f"{place}-{own}", name, report.region_code)
