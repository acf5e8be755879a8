"""Step 4: what the document says of itself against what the portal says of it.

Nothing is changed here: a contradiction becomes a problem that a person can look into. The form's
arithmetic is tried when a document is read (`extract.checks`).
"""

from collections.abc import Iterator, Sequence

from crawler.items import Finding
from crawler.outcomes import Outcome
from extract.regions import regions
from extract.report import Report, Status
from pipelines.readings import KeptReading

REPORTS = (Status.COMPLETE, Status.PARTIAL)


def problems_in(finding: Finding, readings: Sequence[KeptReading]) -> Iterator[tuple[Outcome, str]]:
    """Give the (outcome, detail) of everything that does not fit in a body, or in its documents.

    A file that is of no format of documents says nothing against an archive with a report in it.
    """
    with_a_report = any(reading.report.status in REPORTS for reading in readings)
    for reading in readings:
        report = reading.report
        no_document = report.format == "unknown" and report.sha256
        if reading.member and with_a_report and no_document:
            continue
        for outcome, detail in problems_of(finding, report):
            yield outcome, f"{reading.member}: {detail}" if reading.member else detail


def problems_of(finding: Finding, report: Report) -> Iterator[tuple[Outcome, str]]:
    """Give the (outcome, detail) of everything that does not fit."""
    if report.status is Status.UNREADABLE:
        yield Outcome.UNREADABLE, report.error or "no reason was given"
    if report.status not in REPORTS:
        return
    if finding.year and report.report_year and finding.year != report.report_year:
        detail = f"the portal lists it for {finding.year}, it says {report.report_year}"
        yield Outcome.WRONG_YEAR, f"{detail}; the document's own year was kept"
    if _foreign(finding.region_code, report.region_code):
        detail = f"the portal is of {finding.region_code}, the agency of {report.region_code}"
        yield Outcome.WRONG_ISSUER, f"{detail}; the document's own word was kept"
    if report.report_year is None or report.agency is None:
        missing = "year" if report.report_year is None else "agency"
        yield Outcome.IDENTITY_FAILED, f"neither the document nor the portal names its {missing}"


def _foreign(portal: str | None, agency: str | None) -> bool:
    return bool(portal and agency) and not regions().related(str(agency), str(portal))
