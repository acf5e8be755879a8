"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

REFERENCE = Path(__file__).parents[1] / "data" / "reference"

Registry = Annotated[
    Path,
    typer.Option(
        metavar="DIR",
        show_default="data/reference",
        help="Folder with portals.csv (region_code, home_url) and, if you know any, "
        "columns.csv (region_code, column_url).",
    ),
]
Delay = Annotated[
    float, typer.Option(min=0.01, metavar="SECONDS", help="Pause between two requests to one host.")
]
Contact = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="How a portal can reach you; goes into the User-Agent."),
]
AllowLoopback = Annotated[
    bool, typer.Option("--allow-loopback", help="Permit addresses of this machine, for trials.")
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show Scrapy's log here, not in a file.")]
