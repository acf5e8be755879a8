"""The warehouse as files: for those who do not use DuckDB, and for those who cite."""

from warehouse.export.relations import Selection
from warehouse.export.release import write_release
from warehouse.export.write import Format, export
from warehouse.export.written import Export, WrittenFile

__all__ = ["Export", "Format", "Selection", "WrittenFile", "export", "write_release"]
