"""What an entry, its article and the documents on it become: findings."""

from collections.abc import Iterator
from dataclasses import replace

from scrapy.http import Response

from crawler import walk
from crawler.cms.page import DetailPage, ListEntry
from crawler.items import Finding, Listed
from crawler.titles import Answer, Verdict
from crawler.walk import Stage


def of_entry(response: Response, entry: ListEntry, verdict: Verdict, stage: Stage) -> Finding:
    """Give the finding of a body as its list tells of it."""
    return Finding(
        capture=response.meta["capture"],
        region_code=stage.portal.region_code,
        title=entry.title,
        year=verdict.year,
        agency=verdict.unit or entry.source,
        published=entry.date,
        column=stage.column,
        page_url=response.url,
        listed=Listed.of(entry),
    )


def of_article(
    response: Response, detail: DetailPage, entry: ListEntry, stage: Stage
) -> tuple[Finding | None, Verdict]:
    """Give the finding of an article and the verdict; None if its own title is none of a report."""
    title, verdict = walk.article_verdict(detail, entry, stage)
    if verdict.answer is not Answer.YES:
        return None, verdict
    finding = replace(
        of_entry(response, entry, verdict, stage),
        title=title,
        agency=detail.source or entry.source or verdict.unit,
        published=detail.published or entry.date,
        column=stage.column or detail.column,
    )
    return finding, verdict


def of_documents(
    finding: Finding, detail: DetailPage, verdict: Verdict, stage: Stage
) -> Iterator[tuple[str, Finding | None, Verdict]]:
    """Give the address of each document on an article, what it would be found as, and why not."""
    for attachment in detail.attachments:
        name, judged = walk.attachment_verdict(attachment, finding.title, verdict, stage)
        if judged.answer is Answer.NO:
            yield attachment.url, None, judged
            continue
        unit = judged.unit if name != finding.title else None
        agency = unit or finding.agency
        yield attachment.url, replace(finding, title=name, year=judged.year, agency=agency), judged
