"""The hours of the day in which portals may be asked: at night they are idle."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))  # one zone for the whole country, without summer time

_HOURS = re.compile(r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?")
_DAY = timedelta(days=1)


class HoursError(ValueError):
    """Hours that cannot be read; the message says how to write them."""


@dataclass(frozen=True)
class Hours:
    """From one time of the day to another, which may be that of the next day."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def left(self, moment: datetime) -> timedelta:
        """Give how long they go on from a moment; nothing outside them."""
        until_begin = self._until(self.begin, moment)
        until_end = self._until(self.end, moment)
        return until_end if until_end < until_begin else timedelta(0)

    def wait(self, moment: datetime) -> timedelta:
        """Give how long it is until they begin; nothing within them."""
        return timedelta(0) if self.left(moment) else self._until(self.begin, moment)

    def _until(self, of_day: time, moment: datetime) -> timedelta:
        """Give how long it is until a time of the day comes; a whole day if it is now."""
        here = moment.astimezone(CHINA)
        then = datetime.combine(here.date(), of_day, CHINA)
        return then - here if then > here else then + _DAY - here


def hours_of(text: str) -> Hours | None:
    """Read hours such as 22-6 or 22:30-6, in China's time; None for a blank. Raises HoursError."""
    if not text.strip():
        return None
    told = _HOURS.fullmatch(text.strip())
    numbers = [int(number or 0) for number in told.groups()] if told else []
    if numbers and max(numbers[0], numbers[2]) <= 24:
        begin, end = (time(hour % 24, minute) for hour, minute in (numbers[:2], numbers[2:]))
        if begin != end:
            return Hours(begin, end)
    raise HoursError(f"hours {text!r}: write from and to, in China's time, such as 22-6")


def now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)
