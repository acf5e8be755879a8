"""The commands that read the warehouse, put together as the command line does it."""

from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from gongkai import export, sql, status

app = typer.Typer()
app.command(epilog=sql.EXAMPLES)(sql.sql)
app.command(epilog=export.EXAMPLES)(export.export)
app.command(epilog=status.EXAMPLES)(status.status)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def failure(result: Result) -> str:
    """Give the one line that a failed command says, and see that it says no more."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)
    return result.stderr
