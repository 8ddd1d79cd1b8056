"""Write the golden file of each format: the export of the samples.

Also write the JSON Schema of an archive to docs/statements.schema.json.

    python tests/write_goldens.py

Read `git diff tests/golden` before you commit: it shows what users would see.
"""

import io
import json
import zipfile
from pathlib import Path

from mediarel.formats.table import FORMATS, Format, functions_of
from mediarel.formats.writing import WriteOptions
from mediarel.store.json_schema import json_schema
from strategies import SAMPLES

SCHEMA = Path(__file__).parents[1] / "docs" / "statements.schema.json"
# Parts that a library writes and that change with its version.
_NOT_OURS = ("docProps/app.xml", "xl/styles.xml", "xl/theme/")


def golden_file(known: Format) -> Path:
    """Return the path of a format's golden file."""
    ending = "" if known.is_text else ".txt"
    return Path(__file__).parent / "golden" / f"export{known.suffixes[0]}{ending}"


def golden_content(known: Format) -> bytes:
    """Return the samples in the format, unpacked as text if necessary."""
    out = io.BytesIO()
    functions_of(known).write(SAMPLES, out, WriteOptions())
    return out.getvalue() if known.is_text else unpacked_text(out.getvalue())


def unpacked_text(packed: bytes) -> bytes:
    """Return the parts of a zip file below each other, with a tag on each line.

    The bytes of a ZIP file may differ, and people can't read them.
    """
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        parts = [
            b"== %b ==\n%b\n" % (name.encode(), file.read(name).replace(b"><", b">\n<"))
            for name in file.namelist()
            if not name.startswith(_NOT_OURS)
        ]
    return b"\n".join(parts)


if __name__ == "__main__":
    for each in (each for each in FORMATS if each.is_writable):
        golden_file(each).write_bytes(golden_content(each))
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    SCHEMA.write_text(f"{schema}\n", "utf-8")
