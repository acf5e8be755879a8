"""Which addresses answered well once and say now that nothing is there. Nothing is deleted."""

from collections.abc import Iterator

from crawler.archive import Archive, Capture
from crawler.outcomes import Outcome

_GONE = frozenset({404, 410})

# What an answer with the status 200 was in truth: a page that says that nothing is there, …
_SAYS_GONE = frozenset({Outcome.SOFT_404})
# … or one that says nothing of what was asked for.
_SAYS_NOTHING = frozenset(
    {
        Outcome.CHALLENGE_PAGE,
        Outcome.RATE_LIMITED,
        Outcome.REDIRECT_HOME,
        Outcome.TYPE_MISMATCH,
        Outcome.EMPTY_PAGE,
    }
)


def vanished(archive: Archive) -> dict[str, str]:
    """Give, by address, when the first answer came after the last good one that it is gone."""
    judged = {
        (note.facts["url"], note.facts["run_id"]): Outcome(note.facts["outcome"])
        for note in archive.notes("problem")
        if note.facts["outcome"] in _SAYS_GONE | _SAYS_NOTHING
    }

    def is_there() -> Iterator[tuple[Capture, bool]]:
        for capture in archive.captures():
            outcome = judged.get((capture.url, capture.run_id))
            if capture.status in _GONE or outcome in _SAYS_GONE:
                yield capture, False
            elif capture.status == 200 and outcome is None:
                yield capture, True

    gone = {capture.url for capture, there in is_there() if not there}
    held: set[str] = set()
    since: dict[str, str] = {}
    for capture, there in is_there():
        if capture.url not in gone:
            continue
        if there:
            held.add(capture.url)
            since.pop(capture.url, None)
        elif capture.url in held:
            since.setdefault(capture.url, capture.retrieved_at)
    return since
