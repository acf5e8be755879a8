"""Rows in DuckDB: schema, loading, publishing, views, queries and export."""
