"""Pages that are found, and wait for their pictures before they are handed on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.archive import Capture
from crawler.cms.pictures import Picture
from crawler.items import Finding, KeptPicture

_Waiting = tuple[Finding, Sequence[Picture]]


class Albums:
    """What came of each picture in a run: one that several pages show is asked for once."""

    def __init__(self) -> None:
        self._came: dict[str, Capture | None] = {}  # by address asked for; None: it failed
        self._asked: set[str] = set()
        self._open: list[_Waiting] = []

    def begin(self, finding: Finding, pictures: Sequence[Picture]) -> Iterator[Picture]:
        """Take a page that waits for these; give those of them that are still to be asked for.

        The pictures of the finding are those that the page had before: what fails stays as it was.
        """
        self._open.append((finding, pictures))
        for picture in pictures:
            if picture.url not in self._asked:
                self._asked.add(picture.url)
                yield picture

    def settle(self, picture: Picture, capture: Capture | None) -> None:
        """Take what came of a picture."""
        self._came[picture.url] = capture

    def completed(self) -> Iterator[Finding]:
        """Give the pages that wait for nothing any more, each once, with their pictures."""
        whole = [page for page in self._open if self._is_settled(page)]
        self._open = [page for page in self._open if not self._is_settled(page)]
        for finding, pictures in whole:
            before = {kept.written: kept for kept in finding.pictures}
            now = [self._kept(picture) or before.get(picture.written) for picture in pictures]
            yield replace(finding, pictures=tuple(kept for kept in now if kept))

    def _kept(self, picture: Picture) -> KeptPicture | None:
        came = self._came[picture.url]
        return KeptPicture(picture.written, came.url, came.sha256) if came else None

    def _is_settled(self, page: _Waiting) -> bool:
        return all(picture.url in self._came for picture in page[1])
