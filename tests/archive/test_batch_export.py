"""Test that an export in batches equals an export of single statements."""

import io
import json
from pathlib import Path

import pytest

from archives import EVERYTHING, opened
from mediarel.archive import batch_export
from mediarel.archive.batch_export import Parts
from mediarel.archive.lookup import statements
from mediarel.formats.table import FORMATS, Format, functions_of
from mediarel.formats.writing import WriteOptions

IN_PARTS = [known for known in FORMATS if known.in_parts]


@pytest.mark.parametrize("known", IN_PARTS, ids=lambda each: each.name)
@pytest.mark.parametrize("is_plain", [True, False])
def test_batches_normalise_values_like_the_writer_of_statements(
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    known: Format,
    is_plain: bool,  # noqa: FBT001 - a test parameter
) -> None:
    """The records were edited by hand, or have an earlier format version."""
    monkeypatch.setattr(batch_export, "_BATCH", 4)
    tables = json.loads(store.read_text(encoding="utf-8"))
    kept = tables["statements"]
    kept["2"]["title"] = "  A title\u2028of two lines "
    kept["3"]["text"] = "A line \r\n\n\n\n=1+1\r"
    kept["4"]["tags"] = ["land", " land", ""]
    kept["5"]["source"] = (kept["5"].pop("sources") or ["https://example.org"])[0]
    store.write_text(json.dumps(tables), encoding="utf-8")
    options = WriteOptions(raw=is_plain, bom=is_plain)
    with opened(store) as archive:
        out = io.BytesIO()
        functions_of(known).write(statements(archive, EVERYTHING), out, options)

        parts = Parts(archive, EVERYTHING, "newest")
        made = list(parts.of(known, options))

    assert b"".join(part for _, part in made) == out.getvalue()
    assert [number for number, _ in made] == [0, 4, 4, 1]
