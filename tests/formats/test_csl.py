"""Test the export as CSL-JSON."""

import json
import subprocess
from typing import Any

import pytest

from checkers import node
from mediarel.formats.bibliography import csl_item
from programs import program
from references import ALL, lost, written
from strategies import statement

# Node.js script: parse the CSL-JSON from the input, and print the parsed data.
CITATION_JS = """
const {Cite} = require("@citation-js/core");
const given = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(new Cite(given, {generateGraph: false}).data));
"""


def pandoc(given: str) -> Any:
    """Return pandoc's conversion of CSL-JSON, None if pandoc refuses it."""
    done = subprocess.run(
        [program("pandoc", "pandoc"), "-f", "csljson", "-t", "csljson"],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def issued(date: str) -> object:
    return csl_item(statement(date=date))["issued"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2012", {"date-parts": [[2012]]}),
        ("2012-07", {"date-parts": [[2012, 7]]}),
        ("2012-07?", {"date-parts": [[2012, 7]], "circa": True}),
        ("2012~", {"date-parts": [[2012]], "circa": True}),
        ("2012-10/2012-11-03", {"date-parts": [[2012, 10], [2012, 11, 3]]}),
        ("2011/2012?", {"date-parts": [[2011], [2012]], "circa": True}),
        ("../2011", {"literal": "2011 or earlier"}),
        ("2011-12/..", {"literal": "December 2011 or later"}),
    ],
)
def test_dates_keep_their_precision(date: str, expected: object) -> None:
    assert issued(date) == expected


def test_citation_js_reads_back_all_fields() -> None:
    given = written("csl", ALL)

    assert node(CITATION_JS, given=given) == json.loads(given)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"sources": ["https://a.org/", "https://b.org/"]}, ["sources after"]),
        ({"tags": ["land, sea", "a, b"]}, ["commas within tags"]),
        ({"date": "2012?"}, ["the difference between"]),
        ({"excerpt": True, "dateline": "Kep"}, ["datelines", "marks of"]),
        ({"text": "Kep (2012) – No.", "dateline": "Kep (2012)", "dated": "2012"}, []),
    ],
)
def test_losses_are_reported(fields: dict[str, object], told: list[str]) -> None:
    found = lost("csl", statement(**fields))

    assert len(found) == len(told)
    assert all(map(str.startswith, found, told))
