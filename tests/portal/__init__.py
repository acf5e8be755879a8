"""A small government portal on loopback, for the demo and the tests."""

from tests.portal.server import Asked, Portal
from tests.portal.site import Query, Resource, Serve

__all__ = ["Asked", "Portal", "Query", "Resource", "Serve"]
