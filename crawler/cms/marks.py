"""Marks of a CMS family: what only its addresses or its pages hold."""

import re


class Marks:
    """Patterns of which one stands in a text of the family.

    Each should begin with a plain letter or word, and is looked for by itself: Python leaps from
    one such word to the next, but tries alternatives, and letters of either case, at every place
    of a page. For marks of either case give patterns and texts in lower case.
    """

    def __init__(self, *patterns: str) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]

    def stand_in(self, text: str) -> bool:
        """Tell whether one of them stands in a text."""
        return any(pattern.search(text) for pattern in self._patterns)
