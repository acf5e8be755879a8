"""The prompt of `gongkai sql`: statement after statement, with history, completion and paging."""

import pydoc
import readline
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import typer

from gongkai.table import aligned
from warehouse.errors import WarehouseError
from warehouse.query import ask

WELCOME = """\
The warehouse, to read only. End a statement with ;   Tab completes names, ↑ brings back what was.
.tables lists what there is, .describe NAME tells its columns, .quit (or Ctrl-D) leaves."""
FIRST, NEXT = "gongkai> ", "    ...> "
SHOWN = 1000  # rows of one answer
REMEMBERED = 1000  # statements

_TABLES = "SELECT relation, one_row_is FROM codebook_relation ORDER BY position"
_FIELDS = """
SELECT field, type, unit, description FROM codebook_field WHERE relation = $relation
ORDER BY position
"""
_NAMES = """
SELECT relation FROM codebook_relation UNION SELECT field FROM codebook_field
UNION SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'
"""


def converse(connection: duckdb.DuckDBPyConnection, history: Path) -> None:
    """Answer statements until there are no more; those typed before are in the file `history`."""
    names = [name for (name,) in connection.execute(_NAMES).fetchall()]
    with _remembering(history), _completing(names):
        if sys.stdin.isatty():
            typer.echo(WELCOME)
        for statement in _statements():
            try:
                _show(_answer(connection, statement))
            except WarehouseError as error:
                typer.echo(f"gongkai: {error}", err=True)


def _statements() -> Iterator[str]:
    """Give what is typed: a line that begins with a dot, or lines up to one that ends with ;."""
    lines: list[str] = []
    while True:
        try:
            line = input(NEXT if lines else FIRST).rstrip()
        except EOFError:
            typer.echo()
            return
        except KeyboardInterrupt:  # as in other prompts: what was begun is dropped
            typer.echo()
            lines = []
            continue
        if not lines and line in (".quit", ".exit"):
            return
        if not lines and line.startswith("."):
            yield line
            continue
        lines += [line] if line else []
        if line.endswith(";"):
            yield "\n".join(lines)
            lines = []


def _answer(connection: duckdb.DuckDBPyConnection, statement: str) -> Iterator[str]:
    command, _, name = statement.partition(" ")
    values = None
    match command:
        case ".tables":
            statement = _TABLES
        case ".describe":
            statement, values = _FIELDS, {"relation": name.strip()}
        case _ if command.startswith("."):
            raise WarehouseError(f"no command {command}: there are .tables, .describe NAME, .quit")
    with ask(connection, statement, values) as answer:
        rows, more = answer.first(SHOWN)
        yield from aligned(answer.columns, rows)
        yield f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}"
        if more:
            yield f"{more} more: `gongkai sql STATEMENT --format csv` gives all"


def _show(lines: Iterable[str]) -> None:
    """Print the lines, through a pager where they are more than the screen has."""
    text = list(lines)
    if sys.stdout.isatty() and len(text) >= shutil.get_terminal_size().lines:
        pydoc.pager("\n".join(text))
    else:
        typer.echo("\n".join(text))


@contextmanager
def _remembering(history: Path) -> Iterator[None]:
    history.parent.mkdir(parents=True, exist_ok=True)
    readline.set_history_length(REMEMBERED)
    readline.clear_history()
    if history.exists():
        readline.read_history_file(history)
    try:
        yield
    finally:
        readline.write_history_file(history)


@contextmanager
def _completing(names: Iterable[str]) -> Iterator[None]:
    """Have Tab complete the names of tables, fields and SQL's own words."""
    before = readline.get_completer()
    readline.set_completer(completer(names))
    readline.set_completer_delims(" \t\n,();=<>.\"'")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)


def completer(names: Iterable[str]) -> Callable[[str, int], str | None]:
    """Give what readline asks, again and again, for the n-th name that begins so."""
    known = sorted(set(names))

    def complete(begun: str, number: int) -> str | None:
        fitting = [name for name in known if name.lower().startswith(begun.lower())]
        return fitting[number] if number < len(fitting) else None

    return complete
