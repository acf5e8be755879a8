"""What goes wrong in the warehouse, told to a person."""


class WarehouseError(Exception):
    """A failure whose message names the place and the remedy."""
