"""Step 3: which agency this is, under one id however it was printed."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from extract.agency import full_name
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
    agency = _agency(report.agency or UNNAMED, report.region_code, page_url)
    if report.agency is None:
        return replace(agency, agency_id=f"{agency.agency_id}-{report.sha256[:8]}")
    return agency


def agency_called(name: str, portal_region: str | None, page_url: str) -> Agency | None:
    """Name the agency that a list calls so, as its report would; None if that names nobody."""
    full = full_name(name, portal_region)
    if full is None:
        return None
    region = regions().named(full, portal_region)
    return _agency(full, region.code if region else portal_region, page_url)


def _agency(name: str, region_code: str | None, page_url: str) -> Agency:
    own = regions().without_region(name, region_code)
    own = _SUBDISTRICT.sub("办事处", _TOWNSHIP.sub("人民政府", own))
    place = region_code or urlsplit(page_url).hostname or ""
    return Agency(f"{place}-{own}", name, region_code)
