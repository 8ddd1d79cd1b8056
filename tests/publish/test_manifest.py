"""Test the manifest of a published folder."""

from pathlib import Path

import pytest

from mediarel.publish.manifest import (
    DamagedManifestError,
    Manifest,
    Row,
    read_manifest,
    write_manifest,
)

ROW = Row(bytes(range(32)), 7, -1)
LONG = "អ" * 80
ODD = "\ufeffa\u2028b\x85c\u00a0"  # some programs read some of these as line ends


def write(place: Path, manifest: Manifest) -> None:
    with place.open("wb") as out:
        write_manifest(manifest, out)


@pytest.mark.parametrize(
    ("paths", "facts"),
    [
        ((), {}),
        ((), {"site/url": ""}),
        (("index.html",), {}),
        (("1", "0", "end", "fact", "new"), {}),  # also keywords of other lines
        (
            (LONG, "a b/c", ODD),
            {f"list/signatory/{LONG}": f"signatory/{LONG}", ODD: ODD},
        ),
        (tuple(map(str, range(2000))), {str(n): "" for n in range(99)}),
    ],
)
@pytest.mark.parametrize("new", [(), ("index.html", ODD, "0")])
def test_a_written_manifest_is_read_unchanged(
    tmp_path: Path, paths: tuple[str, ...], new: tuple[str, ...], facts: dict[str, str]
) -> None:
    rows, begun = dict.fromkeys(paths, ROW), dict.fromkeys(new, ROW)
    manifest = Manifest(rows, facts, begun)
    write(tmp_path / "manifest", manifest)

    assert read_manifest(tmp_path / "manifest") == manifest


@pytest.mark.parametrize("lines", [3, 4, 5])
def test_a_truncated_manifest_is_reported(tmp_path: Path, lines: int) -> None:
    place = tmp_path / "manifest"
    write(place, Manifest({"index.html": ROW}, {"site/url": ""}, {}))
    whole = place.read_text("utf-8").splitlines(keepends=True)
    assert len(whole) == 6
    place.write_text("".join(whole[:lines]), "utf-8")

    with pytest.raises(DamagedManifestError, match="is incomplete"):
        read_manifest(place)
