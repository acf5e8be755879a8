"""The region that an option names, and all regions under it."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_KNOWN = """
SELECT region_code FROM (SELECT region_code FROM region UNION SELECT region_code FROM agency)
WHERE region_code = $region
"""


def start_of(region: str) -> str:
    """Give the digits that the code shares with all codes under it: 511700 → 5117."""
    return re.sub("(00)+$", "", region)


def refuse_unknown(connection: "duckdb.DuckDBPyConnection", region: str) -> None:
    """Raise WarehouseError for a code that neither the code list nor an agency has."""
    from warehouse.errors import WarehouseError
    from warehouse.query import ask

    with ask(connection, _KNOWN, {"region": region}) as answer:
        known = list(answer.rows())
    if not known:
        raise WarehouseError(
            f'no region {region}: a code has six digits; `gongkai sql "FROM region"` lists them'
        )
