"""Parquet files whose bytes depend on the rows alone, and whose fields say what they mean."""

import base64
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.export.relations import Relation

# The entry under which Arrow's libraries look for a schema with the fields' metadata.
ARROW_SCHEMA = "ARROW:schema"

BATCH = 65_536  # values encoded at a time: Arrow's 1,024 cost a sixth more time, for the same bytes

# Least and greatest help a reader to pass over row groups where rows are sorted by the field: by
# the key, and so by the region, with which agency_id and report_id begin.
SORTED = ("region_code",)

# Where boxes stand differs from report to report: dictionaries of it would be larger than itself.
PLAIN = {"x0", "top", "x1", "bottom"}


def write_parquet(path: Path, relation: Relation, tables: Iterator[pa.Table]) -> int:
    """Write the tables, a row group each, to a Parquet file; give the number of rows."""
    first = next(tables)
    schema = first.schema
    meaning = _meaning(schema, relation)
    rows = 0
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=[name for name in schema.names if name not in PLAIN],
        write_statistics=[*relation.key, *SORTED] if relation.key else True,
        write_batch_size=BATCH,
        store_schema=False,
    ) as writer:
        for table in chain([first], tables):
            rows += table.num_rows
            writer.write_table(table, row_group_size=max(table.num_rows, 1))
        writer.add_key_value_metadata(
            {
                ARROW_SCHEMA: base64.b64encode(meaning.serialize().to_pybytes()).decode(),
                **{name.decode(): value.decode() for name, value in meaning.metadata.items()},
            }
        )
    return rows


def _meaning(schema: pa.Schema, relation: Relation) -> pa.Schema:
    """Give the schema as readers see it: text as text, and what the codebook says of each field."""
    known = {field.name: field for field in relation.fields}
    fields = []
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        told = known[field.name]
        metadata = {
            "comment": told.comment,
            "label": told.label,
            "label_zh": told.label_zh,
            "unit": told.unit,
            "source": told.source,
        }
        said = {name: value for name, value in metadata.items() if value}
        fields.append(pa.field(field.name, kind, metadata=said))
    return pa.schema(
        fields,
        metadata={
            "comment": f"{relation.description} · {relation.label_zh}",
            "label": relation.label,
            "label_zh": relation.label_zh,
            "one_row_is": relation.one_row_is,
            "key": ", ".join(relation.key),
        },
    )
