"""Test that damage in a store is found or refused."""

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from archives import EVERYTHING, draft, opened
from conftest import Run
from hurts import HURTS
from mediarel.errors import DamagedError
from mediarel.model.statement import without_empty
from mediarel.store.tiny.file import FileStore
from samples import sample


class Damage(NamedTuple):
    """A case of damage: the first `old` after `after` becomes `new`.

    The error is `what`, in the line of the first `at` after `after`.
    """

    name: str
    old: bytes
    new: bytes
    what: str
    at: bytes
    after: bytes = b""


# The history of the store has the changes 1 (statements 1 to 3 added), 2
# (3 edited), 3 (2 removed). Texts contain names of tables and ids too.
DAMAGES = (
    Damage("byte", b"Khmer ", b"Khm\xe8r ", "byte .* is not UTF-8", b"Khm\xe8r "),
    Damage("mark", b"{", b"\xef\xbb\xbf{", "byte order mark", b"{"),
    Damage("comma", b",", b"", "invalid JSON at column", b'"date"', b'"uuid"'),
    Damage("quote", b'"CLEC"', b"'CLEC'", "invalid JSON at column", b"'CLEC'"),
    Damage("control", b"Khmer", b"a\x00b", "invalid JSON at column", b"a\x00b"),
    Damage("nan", b"null", b"NaN", "NaN is not a JSON value", b": NaN"),
    Damage("infinity", b"null", b"-Infinity", "-Infinity is not a JSON", b": -Inf"),
    Damage("number", b"null", b"9" * 5000, "not JSON|is not an|not of", b""),
    # Which error is reported depends on the version of Python.
    Damage("deep", b"null", b"[" * 5000 + b"]" * 5000, "too deep|is not an", b""),
    Damage("surrogate", b"Khmer", b"\\ud800",
           "half of a surrogate pair", b"\\ud800"),
    Damage(
        "conflict",
        b'      "title": null,\n',
        b'<<<<<<< ours\n      "title": null,\n=======\n'
        b'      "title": "x",\n>>>>>>> theirs\n',
        "merge conflict markers",
        b"<<<<<<<",
    ),
    Damage(
        "table twice",
        b'  "history": {',
        b'  "statements": {},\n  "history": {',
        "the key 'statements' occurs twice",
        b'"statements": {}',
    ),
    Damage("id twice", b'"3": {', b'"1": {',
           "the key '1' occurs twice", b'"1": {\n      "uuid": "bb'),
    Damage(
        "field twice",
        b'"place": null',
        b'"title": null,\n      "place": null',
        "'title' occurs twice",
        b'"3": {',
        b'"3": {',
    ),
    Damage("table as list", b'"history": {', b'"x": [],\n  "history": {',
           "'x' is not an object", b'"x"'),
    Damage("record as text", b'"1": {', b'"4": "x",\n    "1": {',
           "record 4 .* is not an object", b'"4"'),
    Damage("letter as id", b'"3": {', b'"a": {', "'a' .* is not an id", b'"a": {'),
    Damage("less as id", b'"3": {', b'"-1": {', "'-1' .* is not an id", b'"-1": {'),
    Damage("Khmer id", b'"3": {', '"៣": {'.encode(), "'៣' .* is not an id",
           "៣".encode()),
    Damage("no date", b"2012-07-16", b"16 July",
           "record 3 .*'16 July'", b'"3": {', b'"3": {'),
    Damage("field", b'"place"', b'"plaice"',
           "record 3 .*'plaice'", b'"3": {', b'"3": {'),
    Damage("program", b'"CLEC"', b"null",
           "record 3 .*issuer is empty", b'"3": {', b'"3": {'),
    Damage("kind", b'"tags": []', b'"tags": 5',
           "record 3 .*tags '5'", b'"3": {', b'"3": {'),
    Damage("uuid", b'"bbbbbbbb-', b'"', "record 3 .*uuid", b'"3": {', b'"3": {'),
    Damage("history", b'"at"', b'"when"',
           "record 2 of 'history'", b'"2": {\n      "when"', b'"removed": {},'),
    Damage("ids of a change", b'"1": "', b'"one": "',
           "record 1 of 'history'", b'"1": {', b'"history": {'),
    Damage("list as change", b'"added": {}', b'"added": []',
           "record 2 of 'hist", b'"2": {\n      "at"', b'"history": {'),
    Damage("number of a change", b'"1": {', b'"first": {',
           "'first' in 'history'", b'"first"', b'"history": {'),
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an undamaged store and its index."""
    path = tmp_path_factory.mktemp("whole") / "statements.json"
    FileStore.create(path)
    one, two, three = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "acb")
    with opened(path) as archive:
        archive.import_drafts(
            [
                draft('Khmer "history": {', uuid=one, tags=["statements", "history"]),
                draft('សារ "3": {', uuid=two, program="history"),
                draft("The third", uuid=three, title="statements"),
            ]
        )
        archive.edit([3], lambda _: {"text": "The last ់រ"})
        archive.remove([2])
    return path.parent


def spoiled(data: bytes, damage: Damage) -> tuple[bytes, int]:
    """Return `data` with `damage`, and the line that the error should name."""
    start = data.index(damage.after)
    place = data.index(damage.old, start)
    data = data[:place] + damage.new + data[place + len(damage.old) :]
    return data, data.count(b"\n", 0, data.index(damage.at, start)) + 1


def refusal(path: Path, act: Callable[[], object]) -> str:
    """Return the problem for which `act` refuses the store, which must not change."""
    before = path.read_bytes(), path.stat().st_ino

    with pytest.raises(DamagedError) as error:
        act()

    assert error.value.exit_code == 5
    assert (path.read_bytes(), path.stat().st_ino) == before
    assert not list(path.parent.glob(".*.tmp"))
    return error.value.problem


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.name for damage in DAMAGES])
def test_damage_is_reported_with_line(whole: Path, home: Path, damage: Damage) -> None:
    shutil.copytree(whole, home / "data")
    path = home / "data" / "statements.json"
    data, line = spoiled(path.read_bytes(), damage)
    path.write_bytes(data)
    expected = f"{re.escape(str(path))}, line {line}: .*({damage.what})"
    if not damage.at:
        expected = damage.what

    with opened(path) as archive:
        for act in (
            lambda: archive.page(EVERYTHING),
            lambda: archive.add(draft("Another.")),
            lambda: archive.remove([3]),
            archive.undo,
        ):
            assert re.search(expected, refusal(path, act)), refusal(path, act)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"null", "line 1: the file does not contain a JSON object"),
        (b"[]", "line 1: the file does not contain a JSON object"),
        (b"\x00" * 4096, "line 1: invalid JSON at column 1"),
        (b"<html>", "line 1: invalid JSON at column 1"),
        (b'{"statements": []}', "line 1: 'statements' is not an object"),
        (b'{"statements": {}}\n{}', "line 2: invalid JSON at column 1"),
        ('{"statements": {}}'.encode("utf-16"), "line 1: byte 1 of the file"),
    ],
)
def test_other_content_is_no_empty_archive(home: Path, data: bytes, what: str) -> None:
    path = home / "statements.json"
    path.write_bytes(data)

    with opened(path) as archive:
        assert what in refusal(path, lambda: archive.page(EVERYTHING))
        assert what in refusal(path, lambda: archive.add(draft()))


def test_truncated_file_is_refused_wherever_it_ends(whole: Path, home: Path) -> None:
    data = (whole / "statements.json").read_bytes()
    path = home / "statements.json"
    for end in (*range(1, 60), *range(60, len(data.rstrip()), 37)):
        path.write_bytes(data[:end])

        words = refusal(path, FileStore(path).read)

        line = re.search(r", line (\d+): (the (end|file)|invalid)|: byte", words)
        assert line, (end, words)
        assert int(line[1] or 1) <= data.count(b"\n", 0, end) + 1


def test_damage_is_found_in_a_compact_file(whole: Path, home: Path) -> None:
    path = home / "statements.json"
    tables = json.loads((whole / "statements.json").read_bytes())
    line = json.dumps(tables)
    for old, new, what in (
        ('"3": {', '"1": {', "line 1: the key '1' occurs twice"),
        ('"3": {', '"x": {', "line 1: 'x' in 'statements' is not an id"),
        ('"place": null', '"title": null', "line 1: the key 'title' occurs twice"),
        ('"place": null', '"place": NaN', "line 1: NaN is not a JSON value"),
        ('"place": null', '"place": ' + "9" * 5000, "the file is not JSON: Exceeds"),
    ):
        path.write_text(line.replace(old, new, 1))

        assert what in refusal(path, FileStore(path).read)


EACH = 100

CHANGES = (
    ("add", "--date=2012", "--program=X", "--title=New"),
    ("edit", "3", "--title=Another"),
    ("remove", "3", "--yes"),
    ("undo", "--yes"),
)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its keys, including duplicates."""


def read_strictly(data: bytes) -> dict[str, Any] | None:
    """Return the value of strict JSON, None for duplicate keys and invalid constants.

    In checksums, duplicate keys are allowed; the last value is used.
    """

    def refuse(_: str) -> None:
        raise ValueError

    try:
        read = json.loads(
            data.decode(), object_pairs_hook=_Pairs, parse_constant=refuse
        )
        return _without_duplicates(read) if isinstance(read, _Pairs) else None
    except (ValueError, RecursionError):
        return None


def _without_duplicates(value: Any, *names: str) -> Any:
    if isinstance(value, list) and not isinstance(value, _Pairs):
        return [_without_duplicates(item, *names) for item in value]
    if not isinstance(value, _Pairs):
        return value
    if len(dict(value)) < len(value) and (
        names[:1] != ("checksums",) or len(names) < 2
    ):
        raise ValueError
    return {name: _without_duplicates(item, *names, name) for name, item in value}


@pytest.fixture
def older(store: Path) -> bytes:
    """Make a few changes, and return the content of the store before them."""
    before = store.read_bytes()
    with opened(store) as archive:
        archive.remove([1, 2, 5, 7, 8])
        archive.edit([3], lambda _: {"title": "A title, រួម “three”"})
        archive.add(draft("Number ten."))
        archive.undo()
    return before


@pytest.mark.many_times
@pytest.mark.parametrize("hurt", HURTS, ids=lambda hurt: str(hurt.__name__))
def test_damaged_store_is_shown_as_it_is_or_refused(
    store: Path, older: bytes, run: Run, hurt: Callable[[Random, bytes, bytes], bytes]
) -> None:
    good = store.read_bytes()
    chance = random.Random(hurt.__name__)  # noqa: S311 - no secret
    refused = 0
    for number in sample(range(EACH)):
        data = hurt(chance, good, older)
        store.write_bytes(data)
        read = read_strictly(data)
        listed = run("export", "--format=json")

        assert store.read_bytes() == data
        if listed.code == 0:
            assert read is not None
            assert exported_statements(listed.out) == stored_statements(read)
            continue
        assert (listed.code, listed.out) == (5, "")
        assert listed.err.startswith(f"Error: {store}")
        assert listed.err.count("\n") == 2
        refused += 1
        assert run(*CHANGES[number % len(CHANGES)]).code == 5
        assert store.read_bytes() == data
    assert refused > 0


def exported_statements(exported: str) -> dict[int, dict[str, Any]]:
    return {each.pop("id"): without_empty(each) for each in json.loads(exported)}


def stored_statements(tables: dict[str, Any]) -> dict[int, dict[str, Any]]:
    statements = tables.get("statements", {})
    return {int(key): without_empty(each) for key, each in statements.items()}
