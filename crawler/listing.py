"""What a page of a list said, as the note `list` keeps it: each entry and the rule that judged it.

From these notes alone it can be told later why a report is missing: not listed, refused by a rule,
or asked for in vain.
"""

from collections.abc import Sequence
from typing import Any

from crawler.cms.page import ListEntry
from crawler.titles import Answer, Verdict
from crawler.walk import Stage

Judged = Sequence[tuple[ListEntry, Verdict]]


def list_facts(stage: Stage, judged: Judged, total: int | None) -> dict[str, Any]:
    """Give the facts of one page of a list.

    home_url, region_code, column, page (from 1), route (list or search), total (as the list says)
    and entries: url, title, date, source, answer, rule, year, unit of each.
    """
    return {
        "home_url": stage.portal.home_url,
        "region_code": stage.portal.region_code,
        "column": stage.column,
        "page": stage.pages,
        "route": stage.route,
        "total": total,
        "entries": [
            {
                "url": entry.url,
                "title": entry.title,
                "date": entry.date,
                "source": entry.source,
                "answer": str(verdict.answer),
                "rule": verdict.rule,
                "year": verdict.year,
                "unit": verdict.unit,
            }
            for entry, verdict in judged
        ],
    }


def taken_away(before: dict[str, Any], now: dict[str, Any]) -> list[ListEntry]:
    """Give the entries that may be reports and that a page of a list no longer shows.

    Both are facts of `list_facts`. Entries behind the last that is still there are left out: they
    may only have moved on to the next page.
    """
    shown = {entry["url"] for entry in now["entries"]}
    still = [n for n, entry in enumerate(before["entries"]) if entry["url"] in shown]
    return [
        ListEntry(entry["url"], entry["title"], entry["date"])
        for entry in before["entries"][: still[-1] if still else 0]
        if entry["url"] not in shown and entry["answer"] != Answer.NO
    ]
