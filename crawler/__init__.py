"""Finds reports on portals and keeps their bytes; knows HTTP, knows no table."""
