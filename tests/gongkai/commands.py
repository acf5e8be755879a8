"""Run a command of `gongkai` in this process."""

from pathlib import Path

from typer.testing import CliRunner, Result

from gongkai.__main__ import app


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def failure(result: Result) -> str:
    """Give what a failed command says, and see that it says so on stderr only."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)
    return result.stderr
