"""A small government portal on loopback, for the demo and the tests."""

from tests.portal.server import Asked, Portal
from tests.portal.site import Resource

__all__ = ["Asked", "Portal", "Resource"]
