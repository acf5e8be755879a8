"""Tests mirror the packages; tests/portal imitates portals on loopback."""
