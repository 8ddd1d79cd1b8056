"""Test that a new field is hidden, or redacted if its entry makes it public.

A copy of the program has new fields of each kind of text, with and without `public`.
All public output is searched for the withheld name.
"""

import json
import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from following import mediarel
from leaks import leaks, squashed
from mediarel.formats.table import FORMATS
from samples import ALL

NAME, KEPT, INNER = "Zoqal Vimrek", "Xylophonic", "Quintessentially"
TABLE = "src/mediarel/model/fields.py"
NOTE = {"at": "2019-01-02T03:04:05Z", "kind": "correction"}


def _values(word: str, of: str) -> dict[str, object]:
    """Return a value for each new field, with the field's name and `word`."""
    said = f"{word} said {NAME}, and so on."
    return {
        f"{of}_line": said,
        f"{of}_paragraphs": f"{said}\n\nMore.",
        f"{of}_lines": [said, "More"],
        f"{of}_urls": [
            f"https://example.org/{word}",
            "https://example.org/Zoqal-Vimrek",
        ],
        f"{of}_dated_urls": [
            {"url": f"https://a.example/{name}", "at": NOTE["at"]}
            for name in (word, "https://example.org/Zoqal-Vimrek")
        ],
        f"{of}_notes": [{**NOTE, "text": said}],
    }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with the new fields."""
    folder = tmp_path_factory.mktemp("copy")
    entries = "".join(
        f'    Field("{of}_{kind}", {kind.upper()}, "New.", public="{public}"),\n'
        for of, public in (("open", "published"), ("inner", ""))
        for kind in ("line", "paragraphs", "lines", "urls", "dated_urls", "notes")
    )
    shutil.copytree(ROOT / "src", folder / "src")
    table = folder / TABLE
    before, after = table.read_text("utf-8").split("\n)\n\n# The fields that th", 1)
    table.write_text(f"{before}\n{entries})\n\n# The fields that th{after}", "utf-8")
    return folder


def test_a_new_field_is_redacted_or_hidden(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    statement = {
        "date": "2019",
        "program": "CLEC",
        "text": "We said so.",
        "withheld": [NAME],
        **_values(KEPT, "open"),
        **_values(INNER, "inner"),
    }
    Path("rows.json").write_text(json.dumps([statement]), encoding="utf-8")
    mediarel("init", ".", root=root)
    mediarel("import", "rows.json", root=root)
    mediarel("publish", "site", "out/site", root=root)
    mediarel("publish", "bag", "out/bag", "--public", root=root)
    writable = [known for known in FORMATS if known.is_writable]
    few = [known for known in writable if known.name in {"json", "csv"}]
    for known in writable if ALL else few:
        out = f"out/{known.name}{known.suffixes[0]}"
        given = ("--public", f"--format={known.name}", f"--output={out}")
        mediarel("export", *given, root=root)

    assert leaks(Path("out"), [NAME, INNER]) == []
    public = squashed(Path("out/json.json").read_text("utf-8"))
    assert public.count(squashed(KEPT)) == len(_values(KEPT, "open"))
    whole = mediarel("export", "--format=json", root=root).out
    assert squashed(whole).count(squashed(INNER)) == len(_values(INNER, "inner"))
