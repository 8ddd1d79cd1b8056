"""Find programs that tests need.

Third-party programs run only with MEDIAREL_TEST_ALL=1 or MEDIAREL_TEST_PROGRAMS=1, so
that README's test command is the same on every computer.
"""

import os
import shutil
from typing import NoReturn

import pytest

BASIC = ("bash", "gcc", "git", "ps")  # used by README's test command if installed
WANTED = "MEDIAREL_TEST_PROGRAMS"  # set to use them in the sample, too


def program(name: str, package: str) -> str:
    """Return the path of the program `name` from the Debian `package`.

    If the program is missing, the test is skipped, or fails with MEDIAREL_TEST_ALL=1.
    For a program that is not in BASIC, the test is skipped unless such programs are
    wanted.
    """
    if name not in BASIC:
        only_in_full(name)
    found = shutil.which(name)
    if found is None:
        lacking(f"there is no {name}: apt-get install {package}")
    return found


def only_in_full(name: str) -> None:
    """Skip a test with the third-party program `name` unless it is wanted."""
    if not (os.environ.get(WANTED) or os.environ.get("MEDIAREL_TEST_ALL")):
        pytest.skip(f"{name} is used with {WANTED}=1")


def lacking(missing: str) -> NoReturn:
    """Skip a test because something is `missing`, or fail if all tests must run."""
    if os.environ.get("MEDIAREL_TEST_ALL"):
        pytest.fail(missing)
    pytest.skip(missing)
