"""The manifest: what is written is read, whether it is known to be ours or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.publish.manifest import (
    DamagedManifestError,
    FactError,
    ManifestWriter,
    Row,
    digest_of_file,
    read_manifest,
    read_own_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path

ROW = Row(7, -1, bytes(range(32)), bytes(16))
LONG = "អ" * 80
ODD = "\ufeffa\u2028b\x85c\u00a0"  # what some take for the end of a line, or for none


@pytest.mark.parametrize(
    ("paths", "facts"),
    [
        ((), {}),
        ((), {"site/url": ""}),
        (("index.html",), {}),
        (("1", "0", "end", "fact"), {}),  # as the numbers at the end are
        (
            (LONG, "a b/c", ODD),
            {f"list/signatory/{LONG}": f"signatory/{LONG}", ODD: ODD},
        ),
        (tuple(map(str, range(2000))), {str(n): "" for n in range(99)}),
    ],
)
def test_what_is_written_is_read(
    tmp_path: Path, paths: tuple[str, ...], facts: dict[str, str]
) -> None:
    place = tmp_path / "manifest"
    with place.open("wb") as out:
        writer = ManifestWriter(out, "site")
        for path in paths[1:]:
            writer.add(path, ROW)
        writer.add_packed(paths[:1], [ROW.packed()] * len(paths[:1]))
        writer.end(facts)
    rows = dict.fromkeys(paths, ROW.packed())
    read = read_manifest(place)
    assert read == ("site", rows, facts)
    assert read_own_manifest(place) == read
    assert digest_of_file(place) == writer.digest


@pytest.mark.parametrize("lines", [3, 4, 5])
def test_one_that_is_cut(tmp_path: Path, lines: int) -> None:
    """No line is named that is as it was written."""
    place = tmp_path / "manifest"
    with place.open("wb") as out:
        writer = ManifestWriter(out, "site")
        writer.add("index.html", ROW)
        writer.end({"site/url": ""})
    whole = place.read_text("utf-8").splitlines(keepends=True)
    assert len(whole) == 6
    place.write_text("".join(whole[:lines]), "utf-8")

    with pytest.raises(DamagedManifestError, match="ends too early"):
        read_manifest(place)


@pytest.mark.parametrize("wrong", ["\t", "\n", "\0", "\x1f", "\x7f"])
def test_a_fact_has_no_control(tmp_path: Path, wrong: str) -> None:
    for fact in ((f"a{wrong}b", "c"), ("a", f"b{wrong}")):
        with (
            (tmp_path / "manifest").open("wb") as out,
            pytest.raises(FactError) as told,
        ):
            ManifestWriter(out, "site").end({"of": "another", **dict([fact])})
        assert told.value.args == fact
