"""One file a format: bytes become paragraphs and grids."""
