"""The version of the tables on a server."""

import re

# Raised when the tables, or the rows in them, are made in another way.
VERSION = 1
# Every command begins with it: a program that is older or newer than the tables must
# neither read nor change them. What it can't read as a number stands in the error. A
# function could raise one of its own, and would cost half a millisecond.
EXPECT = (
    f"SELECT CASE (SELECT number FROM version) WHEN {VERSION} THEN {VERSION} ELSE CAST("  # noqa: S608 - a number
    "'tables of version ' || coalesce((SELECT number FROM version), 0) AS BIGINT) END"
)
WRONG_VERSION = re.compile("tables of version (-?[0-9]+)")
