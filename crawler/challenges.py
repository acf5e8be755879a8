"""Recognises the pages that firewalls put in the place of a portal's; see `challenges.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Challenge:
    """One signature; the fields are explained in `challenges.toml`."""

    name: str
    status: tuple[int, ...]
    longest: int
    any: tuple[bytes, ...] = ()
    all: tuple[bytes, ...] = ()
    cookies: tuple[str, ...] = ()
    none: tuple[bytes, ...] = ()
    home: bool = False

    def fits(self, status: int, body: bytes, cookies: str) -> bool:
        """Tell whether an answer carries this signature."""
        if status not in self.status or len(body) > self.longest:
            return False
        if any(mark in body for mark in self.none):
            return False
        if not (self.any or self.all or self.cookies):
            return True
        return (
            any(mark in body for mark in self.any)
            or (bool(self.all) and all(mark in body for mark in self.all))
            or any(name in cookies for name in self.cookies)
        )


def _known() -> list[Challenge]:
    entries: list[dict[str, Any]] = tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text("utf-8")
    )["challenge"]
    return [Challenge(**entry | _lists_of(entry)) for entry in entries]


def _lists_of(entry: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Give the lists of a signature; marks as the bytes that stand in a body."""
    marks = {k: tuple(m.encode() for m in entry.get(k, ())) for k in ("any", "all", "none")}
    return marks | {k: tuple(entry.get(k, ())) for k in ("status", "cookies")}


_KNOWN = _known()


def challenge_in(
    status: int, body: bytes, cookies: str = "", *, is_home: bool = False
) -> str | None:
    """Give the name of the firewall that answered, None if the portal itself did.

    `body` is decoded of its content encoding; `cookies` are the Set-Cookie headers, joined;
    `is_home` tells that the portal's home page was asked for.
    """
    fitting = (known for known in _KNOWN if known.fits(status, body, cookies))
    return next((known.name for known in fitting if is_home or not known.home), None)
