"""Small government portals on loopback, for the demo and the tests."""
