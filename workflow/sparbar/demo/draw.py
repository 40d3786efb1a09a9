"""Random choices that stay the same on every machine and in every Python version."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Draw:
    """A seeded source of choices, one for each key, so that a change in one cell never moves another.

    Only `random()` is used of the standard generator: its sequence is promised to stay the same between
    Python versions, that of `choice`, `shuffle` and `sample` is not.
    """

    def __init__(self, *key: object) -> None:
        self._random = random.Random("/".join(str(part) for part in key))

    def chance(self, probability: float) -> bool:
        """True as often as the probability says."""
        return self._random.random() < probability

    def between(self, lowest: int, highest: int) -> int:
        """A whole number from lowest to highest, both included."""
        return lowest + int(self._random.random() * (highest - lowest + 1))

    def pick(self, options: Sequence[Item]) -> Item:
        """One of the options, each as likely."""
        return options[int(self._random.random() * len(options))]

    def pick_leaning(self, options: Sequence[Item]) -> Item:
        """One of the options, the first ones more often: people have a usual spelling and some slips."""
        return options[int(self._random.random() ** 2 * len(options))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        ranked = sorted((self._random.random(), position) for position in range(len(items)))
        return [items[position] for _, position in ranked]
