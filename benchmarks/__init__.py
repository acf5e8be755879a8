"""Measures: each prints what it measured, against a named baseline where there is one."""
