"""Test the layout of a store's file, which makes diffs readable."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import KHMER, content, draft, opened, shown
from mediarel.store import FORM
from mediarel.store.sound import checksum
from mediarel.text.damaged import without_controls
from outcomes import changed_lines


def test_adding_inserts_only_new_lines(store: Path) -> None:
    """Existing lines only get a comma: the last checksum, statement and change.

    The number and the digest of the last change are replaced.
    """
    with opened(store) as archive:
        lines = changed_lines(store, lambda: archive.add(draft(KHMER, tags=["land"])))
        added = archive.get([10])[0]

    number, digest, ninth = (line for line in lines if line.startswith("-"))
    assert number == '-        "number": 1,'
    assert digest.startswith('-        "digest": "')
    lines = [line for line in lines if not line.startswith((number, digest))][2:]
    assert ninth.startswith('-      "9": "')
    assert lines[:3] == ["+    },", '+    "10": {', f'+      "uuid": "{added.uuid}",']
    assert f'+      "text": {json.dumps(KHMER, ensure_ascii=False)},' in lines
    assert {'+      "tags": [', '+        "land"', '+      "kind": "add",'} < {*lines}
    assert lines[-2:] == [
        f"+{ninth[1:]},",
        f'+      "10": "{checksum(json.dumps(added.document()).encode())}"',
    ]
    assert store.read_bytes().endswith(b"\n    }\n  }\n}\n")


def test_editing_changes_only_the_lines_of_the_field(store: Path) -> None:
    """The lines of the time, the checksum and the last change are replaced too."""
    with opened(store) as archive:
        lines = changed_lines(
            store, lambda: archive.edit([3], lambda _: {"title": KHMER})
        )

    edited = without_controls(" ".join(KHMER.split()))
    title = json.dumps(edited, ensure_ascii=False)
    replaced = [line for line in lines if line.startswith("-")]
    assert lines[4:6] == ['-      "title": null,', f'+      "title": {title},']
    assert [line.split(":")[0] for line in replaced] == [
        '-        "number"',
        '-        "digest"',
        '-      "title"',
        '-      "modified"',
        '-      "3"',
    ]
    assert f"+            {title}" in lines  # the new title in the history


def stock(tables: dict[str, object]) -> str:
    return json.dumps(tables)


def with_tabs(tables: dict[str, object]) -> str:
    return json.dumps(tables, indent="\t", ensure_ascii=False)


def with_windows_lines(tables: dict[str, object]) -> str:
    return json.dumps(tables, indent=2).replace("\n", "\r\n")


def with_other_tables(tables: dict[str, object]) -> str:
    notes = {"1": {"a": [1e3, {"b": True}]}, "x y": {}}
    return json.dumps({"_default": notes, **dict(reversed(tables.items())), "z": {}})


def without_history(tables: dict[str, object]) -> str:
    return json.dumps({"statements": tables["statements"]})


@pytest.mark.parametrize(
    "lay_out",
    [stock, with_tabs, with_windows_lines, with_other_tables, without_history],
)
def test_other_layouts_are_read_and_unchanged_data_is_kept(
    store: Path, lay_out: Callable[[dict[str, object]], str]
) -> None:
    store.write_text(lay_out(json.loads(store.read_bytes())), newline="")
    before, was = content(store), store.read_bytes()
    with opened(store) as archive:
        assert shown(archive) == list(range(9, 0, -1))
        assert store.read_bytes() == was
        added = archive.add(draft(KHMER))

    after = content(store)
    assert after["statements"].pop("10") == added.document()
    newest = max(after["history"], key=int)
    assert after["history"].pop(newest)["added"].keys() == {"10"}
    assert sorted(after.pop("checksums")["1"], key=int) == sorted(
        after["statements"] | {"10": None}, key=int
    )
    before.pop("checksums", None)
    last = after["archive"]["1"].pop("last_change")
    before.get("archive", {"1": {}})["1"].pop("last_change", None)
    assert last["number"] == int(newest)
    assert after == {"archive": {"1": {"form": FORM}}, "history": {}, **before}
    with opened(store) as archive:
        assert shown(archive)[:2] == [9, 8]
        assert archive.undo().ids == [10]
