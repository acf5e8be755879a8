"""`gongkai sql` without a statement: a prompt, over a pipe and on a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.prompt import completer
from tests.warehouse.factories import a_report, batch, landed, published

COMMAND = [sys.executable, "-m", "gongkai", "sql", "--data"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("data"), batch(landed(a_report()))).parent


def typed(data: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Type the lines, as a script does over a pipe."""
    text = "".join(f"{line}\n" for line in lines)
    return subprocess.run([*COMMAND, str(data)], input=text, capture_output=True, text=True)


def test_a_statement_may_go_over_lines_and_ends_with_a_semicolon(data: Path) -> None:
    told = typed(data, "SELECT raw FROM figures", "WHERE raw = '12件';", "SELECT 2 AS two;")
    assert told.returncode == 0
    assert "12件\n1 row\n" in told.stdout
    assert "two\n" in told.stdout


def test_a_wrong_statement_is_told_and_the_next_one_answered(data: Path) -> None:
    told = typed(data, "SELEC 1;", "DROP TABLE region;", ".nothing", "SELECT 'still here' AS x;")
    assert told.returncode == 0
    assert "syntax error" in told.stderr
    assert "DROP is refused" in told.stderr
    assert ".tables, .describe NAME, .quit" in told.stderr
    assert "still here" in told.stdout


def test_what_there_is_and_what_it_means(data: Path) -> None:
    told = typed(data, ".tables", ".describe figures", ".quit", "SELECT 'not reached';")
    assert "panel" in told.stdout
    assert "printed_value" in told.stdout
    assert "not reached" not in told.stdout


def test_names_are_completed_whatever_their_case() -> None:
    complete = completer(["panel", "page_url", "PRAGMA"])
    assert [complete("pa", n) for n in range(3)] == ["page_url", "panel", None]
    assert complete("pr", 0) == "PRAGMA"


def on_a_terminal(data: Path, *lines: str) -> str:
    """Type the lines on a terminal of its own and give what is then on its screen."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "PAGER": "cat"}
    with subprocess.Popen(
        [*COMMAND, str(data)], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as prompt:
        os.close(theirs)
        for line in lines:
            os.write(ours, f"{line}\n".encode())
        screen = b""
        try:
            while part := os.read(ours, 4096):
                screen += part
        except OSError:  # Linux says so that the other end is closed
            pass
        assert prompt.wait(timeout=60) == 0
    os.close(ours)
    return screen.decode("utf-8", "replace")


def test_tab_completes_and_the_history_is_kept_for_the_next_time(data: Path) -> None:
    screen = on_a_terminal(data, "SELECT count(*) AS n FROM current_rep\t;", ".quit")
    assert "1 row" in screen
    history = (data / "state" / "sql_history").read_text("utf-8")
    assert history.splitlines() == ["SELECT count(*) AS n FROM current_reports;", ".quit"]
    on_a_terminal(data, "SELECT 2;", ".quit")
    assert (data / "state" / "sql_history").read_text("utf-8").startswith(history)


def test_a_long_answer_goes_through_the_pager(data: Path) -> None:
    screen = on_a_terminal(data, "FROM range(5000);", ".quit")
    assert "4000 more" in screen
