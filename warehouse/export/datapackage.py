"""The export as a Data Package (version 2 of the standard, datapackage.org)."""

from datetime import date
from typing import Any

from warehouse.export.relations import Field, Relation
from warehouse.export.written import Export, WrittenFile

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "gongkai"
TITLE = "Annual reports on open government information of China's governments and departments"
LICENCE = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
AUTHORS = "The gongkai contributors"

_MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "stata": "application/x-stata-dta",
}
# DuckDB's types without what stands in brackets.
_TYPES = {
    "VARCHAR": "string",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def datapackage(exported: Export, as_of: date | None) -> dict[str, Any]:
    """Give the descriptor: a resource for each relation and format, fields as in the codebook."""
    resources = []
    for form in _MEDIA_TYPES:
        for relation in exported.relations:
            files = exported.files_of(relation, form)
            if files:
                resources.append(_resource(relation, form, files))
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": "README.md says what is in it and what it does not say.",
        "licenses": [LICENCE],
        "contributors": [{"title": AUTHORS, "roles": ["creator"]}],
    }
    if as_of:
        descriptor |= {"version": f"{as_of}", "created": f"{as_of}T00:00:00Z"}
    return descriptor | {"resources": resources}


def _resource(relation: Relation, form: str, files: list[WrittenFile]) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": f"{relation.name}.{form}",
        "title": f"{relation.label} · {relation.label_zh}",
        "description": f"One row is {relation.one_row_is}. {relation.description}",
        "format": files[0].name.rpartition(".")[2],
        "mediatype": _MEDIA_TYPES[form],
    }
    if len(files) == 1:
        (file,) = files
        resource |= {"path": file.name, "bytes": file.size, "hash": f"sha256:{file.sha256}"}
    else:
        resource["path"] = [file.name for file in files]
    if form == "csv":
        resource["encoding"] = "utf-8"
    schema: dict[str, Any] = {"fields": [_field(field) for field in relation.fields]}
    if relation.key:
        schema["primaryKey"] = list(relation.key)
    return resource | {"schema": schema}


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": _type(field.type),
        "title": f"{field.label} · {field.label_zh}",
        "description": field.description,
    }
    if field.unit:
        described["unit"] = field.unit
    if field.source:
        described["source"] = field.source
    if field.values:
        described["constraints"] = {"enum": list(field.values)}
    return described


def _type(duckdb_type: str) -> str:
    if duckdb_type.endswith("[]"):
        return "array"
    return _TYPES[duckdb_type.partition("(")[0]]
