"""The bytes of one document become a Report; no network, no database."""
