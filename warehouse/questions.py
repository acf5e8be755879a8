"""The ready questions: each is a file of queries/, whose first two lines are for the reader.

`-- What it answers.`, then `-- Beware: …`. A statement takes $region, the first digits of a region
code, and $year; both are text, and the empty text takes all: said as $year = '' OR …, DuckDB leaves
the condition out and knows how many rows there are.
"""

from dataclasses import dataclass
from importlib.resources import files

from warehouse.errors import WarehouseError

_QUERIES = files(__package__) / "queries"
_ANSWERS = "-- "
_BEWARE = "-- Beware: "


@dataclass(frozen=True)
class Question:
    """One ready question."""

    name: str
    answers: str
    beware: str
    statement: str  # the whole file

    def first(self, rows: int) -> str:
        """Give a statement for the first rows: DuckDB need not put the others in order."""
        return f"FROM (\n{self.statement}\n) LIMIT {rows}"

    def with_values(self, values: dict[str, str]) -> str:
        """Give the statement with the values in the place of its $names, to run as it stands."""
        statement = self.statement
        for name, value in values.items():
            statement = statement.replace(f"${name}", "'" + value.replace("'", "''") + "'")
        return statement


def names() -> list[str]:
    """Give the names of all questions, in the order of the alphabet."""
    found = (file.name for file in _QUERIES.iterdir())
    return sorted(name.removesuffix(".sql") for name in found if name.endswith(".sql"))


def question(name: str) -> Question:
    """Give the question of that name. Raises WarehouseError if there is none or it is mute."""
    if name not in names():
        raise WarehouseError(f"no query {name}: there are {', '.join(names())}")
    statement = (_QUERIES / f"{name}.sql").read_text("utf-8")
    answers, beware, *_ = [*statement.splitlines(), "", ""]
    if not (answers.startswith(_ANSWERS) and beware.startswith(_BEWARE)):
        raise WarehouseError(
            f"warehouse/queries/{name}.sql: begin it with `-- What it answers.` and `-- Beware: …`"
        )
    return Question(name, answers[len(_ANSWERS) :], beware[len(_BEWARE) :], statement)
