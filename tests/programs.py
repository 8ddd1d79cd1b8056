"""Programs that some tests need, and that are not there on every machine."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def program(name: str, package: str) -> str:
    """Return the path of the program `name`, which the `package` of Debian has.

    A test that needs it is skipped where it is missing; but where all tests are
    wanted, that is a failure.
    """
    found = shutil.which(name)
    if found is None:
        lacking(f"there is no {name}: apt-get install {package}")
    return found


def lacking(missing: str) -> NoReturn:
    """Skip a test that lacks what is `missing`, or fail where all are wanted."""
    if os.environ.get("MEDIAREL_TEST_ALL"):
        pytest.fail(missing)
    pytest.skip(missing)
