"""The five reports and what is printed in them; see README.md here."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """A report and what a person reads in it."""

    path: Path
    gold: dict[str, Any] = field(repr=False)
    sections: dict[int, str] = field(repr=False)

    @property
    def figures(self) -> dict[tuple[str, str, str], int | float | None]:
        """Printed figures by address; None for a blank cell."""
        return {
            (table, row, column): value
            for table, rows in self.gold["figures"].items()
            for row, columns in rows.items()
            for column, value in columns.items()
        }


def _sections(path: Path) -> dict[int, str]:
    parts = path.read_text("utf-8").split("# ")[1:]
    return {int(part[0]): part[1:] for part in parts}


SAMPLES = [
    Sample(
        path=path,
        gold=json.loads((FOLDER / "gold" / f"{path.stem}.json").read_text("utf-8")),
        sections=_sections(FOLDER / "sections" / f"{path.stem}.txt"),
    )
    for path in sorted(FOLDER.glob("0*.*"))
]
