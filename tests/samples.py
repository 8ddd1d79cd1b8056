"""Decide how many cases of a test run: all in `.ci/full`, otherwise a sample."""

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

ALL = bool(os.environ.get("MEDIAREL_TEST_ALL"))
EVERY = 1 if ALL else 10
EXAMPLES = 100 if ALL else 10  # examples of a property test
LONG = 100_000 if ALL else 20_000  # letters in tests of linear time


def sample(cases: Sequence[T]) -> Sequence[T]:
    """Return all of `cases`, or one in ten."""
    return cases[::EVERY]


def sample_of_cases(cases: Sequence[T], most: int) -> Sequence[T]:
    """Return all cases of a test, or at most `most` of them, spread evenly."""
    if ALL or len(cases) <= most:
        return cases
    return [cases[n * len(cases) // most] for n in range(most)]


in_the_checks = pytest.mark.skipif(not ALL, reason="it takes long")
