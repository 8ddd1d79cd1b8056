"""Test that export-only formats are refused by `import`."""

from pathlib import Path

import pytest

from conftest import Run
from mediarel.errors import UnreadableInputError
from mediarel.formats.recognising import readable_format


@pytest.mark.parametrize("name", ["x.bib", "X.CSL.JSON", "x.ead.xml", "x.ris"])
def test_export_only_format_is_refused_by_its_ending(name: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        readable_format(None, b"[]", name)

    assert ", which mediarel exports but can't import" in str(caught.value)
    assert readable_format("json", b"[]", name).name == "json"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("ending", ["csl.json", "ris", "bib"])
def test_export_only_file_changes_nothing(run: Run, home: Path, ending: str) -> None:
    assert run("export", "--output", f"all.{ending}").code == 0
    before = (home / "data" / "statements.json").read_bytes()

    done = run("import", f"all.{ending}")

    assert done.code == 4
    assert "which mediarel exports but can't import" in done.err
    assert "csv, feed, json" in done.err
    assert (home / "data" / "statements.json").read_bytes() == before
