"""Test that export-only formats are refused by `import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats.recognising import readable_format
from references import ALL, written

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

KINDS = {
    "biblatex": "a bibliography for LaTeX",
    "csl": "a bibliography in CSL-JSON",
    "dublincore": "Dublin Core",
    "ead": "a finding aid",
    "jsonld": "JSON-LD",
    "ris": "a bibliography in RIS",
}


@pytest.mark.parametrize("count", [1, len(ALL)])
@pytest.mark.parametrize("name", KINDS)
def test_export_only_format_is_refused_by_name(name: str, count: int) -> None:
    data = written(name, ALL[:count]).encode()

    with pytest.raises(UnreadableInputError) as caught:
        readable_format(None, data, "x")

    assert f"is {KINDS[name]}, which mediarel exports but can't import" in str(
        caught.value
    )
    assert readable_format("json", data, "x").name == "json"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@everyone: a meeting\n\n3 March 2019\nLand\n", "page"),
        ("TY - no reference\n\n3 March 2019\nLand\n", "page"),
        ('[{"author": "Sok", "title": "\\"issued\\": {\\"literal"}]', "json"),
        ('[{"author": [{"name": "Sok"}], "issued": "2012"}]', "json"),
        ('{\n"@context": "https://schema.org",\n"posts": []}', "json"),
    ],
)
def test_similar_files_are_read(text: str, name: str) -> None:
    assert readable_format(None, text.encode(), "x").name == name


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("ending", ["csl.json", "ris", "bib"])
def test_import_of_an_export_only_file_changes_nothing(
    run: Run, home: Path, ending: str
) -> None:
    assert run("export", "--output", f"all.{ending}").code == 0
    before = (home / "data" / "statements.json").read_bytes()

    done = run("import", f"all.{ending}")

    assert done.code == 4
    assert "which mediarel exports but can't import" in done.err
    assert "csv, feed, json" in done.err
    assert (home / "data" / "statements.json").read_bytes() == before
