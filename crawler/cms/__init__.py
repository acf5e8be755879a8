"""One file a CMS family: how its list and detail pages are recognised and read."""
