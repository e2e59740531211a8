"""Kept: what depends on the index alone is worked out once and not for every question."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")

# About what 2,000 articles give; a larger corpus works some of it out again.
_MOST = 100_000


class Kept:
    """Values by key, bounded; two threads that miss at once both work a value out, and one of them stays.

    Args:
        most: How many values are kept; when there are more, all go and collecting begins anew.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._values: dict[Hashable, object] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; `make` works it out where it is not there yet.

        Args:
            key: What the value depends on, besides the index; nothing of a visitor's.
            make: Called without arguments.
        """
        value = self._values.get(key, self)
        if value is not self:
            return cast("T", value)
        made = make()
        if len(self._values) >= self._most:
            self._values = {}
        self._values[key] = made
        return made
