"""What can be saved of a damaged store, from its bytes alone.

- of a whole store: everything, each record with its checksum, in any layout
- cut off anywhere: all that is whole before it, and of a record what is left
- bytes overwritten anywhere: all but the record that they are in
- keys doubled or wrong, a record that lies within another
- a part of the history within a text
- ids: the highest that is named anywhere
- time: a broken record costs what it is long, not what the file is
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from archives import draft, opened
from mediarel.recovery.best_records import fields_in_lines
from mediarel.recovery.salvage import _DECODER, salvage
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.recovery.best_records import Salvage

IDS = [1, 3, 4, 5, 6]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a store with five statements, one edited, one removed."""
    path = tmp_path_factory.mktemp("whole") / "statements.json"
    FileStore.create(path)
    with opened(path) as archive:
        archive.import_drafts(
            [
                draft(
                    f'No {n}: "history": {{"3": {{"uuid": "x"}}}} សារ', tags=["a", "b"]
                )
                for n in range(6)
            ]
        )
        archive.edit([3], lambda _: {"title": "The third"})
        archive.remove([2])
    return path.read_bytes()


def saved(found: Salvage) -> list[int]:
    """Return the ids of the statements that are as they were."""
    return [int(record.key) for record in found.statements if record.fits]


def changes(found: Salvage) -> list[str]:
    return [record.key for record in found.history]


def records(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield where each statement's key stands, the key, and where the next does."""
    keys = [b'"%d": {\n      "uuid"' % number for number in IDS]
    ends = [*(data.index(key) for key in keys), data.index(b'"history": {\n')]
    for number, (start, end) in zip(IDS, pairwise(ends), strict=True):
        yield start, b'"%d"' % number, end


def test_everything_of_a_whole_store(whole: bytes) -> None:
    """Nothing in a text is taken for a record."""
    found = salvage(whole)
    tables = json.loads(whole)

    assert saved(found) == IDS
    assert [json.loads(each.raw) for each in found.statements] == [
        *tables["statements"].values()
    ]
    assert {each.key: json.loads(each.raw) for each in found.history} == tables[
        "history"
    ]
    assert found.checksums == {
        int(key): value for key, value in tables["checksums"]["1"].items()
    }
    assert (found.broken, found.unrecognized, found.highest_id) == ([], [], 6)


@pytest.mark.parametrize(
    "options", [{}, {"indent": 4}, {"separators": (",", ":")}, {"ensure_ascii": False}]
)
def test_in_any_layout(whole: bytes, options: dict[str, object]) -> None:
    """A checksum is of what a statement says, not of how it is written."""
    found = salvage(json.dumps(json.loads(whole), **options).encode())  # type: ignore[arg-type]

    assert saved(found) == IDS
    assert changes(found) == ["1", "2", "3"]


def test_cut_off_anywhere(whole: bytes) -> None:
    """What is whole before the cut is found, the checksums being beyond it."""
    # Each ends before the comma and the blanks, the last one before its table does.
    ends = [len(whole[:after].rstrip(b", \n")) for _, _, after in records(whole)]
    ends[-1] = len(whole[: ends[-1]].removesuffix(b"}").rstrip())
    for end in range(0, len(whole), 97):
        found = salvage(whole[:end])
        complete = sum(its_end <= end for its_end in ends)

        kept = [each for each in found.statements if not each.is_partial]
        assert complete - 1 <= len(kept) <= complete, end
        assert len(found.statements) <= complete + 1


@pytest.mark.parametrize(
    "wrong", [b"\x00" * 8, b'"{}[]":,', b"\xff" * 8, b"\n}\n\n{\n\n\n"]
)
def test_overwritten_anywhere(whole: bytes, wrong: bytes) -> None:
    """All but the record that the damage is in are as they were."""
    beyond = whole.index(b'"checksums": {\n')
    placed = list(records(whole))
    for place in range(0, beyond - len(wrong), 53):
        found = salvage(whole[:place] + wrong + whole[place + len(wrong) :])
        touched = [
            int(key[1:-1])
            for start, key, end in placed
            if start - len(wrong) < place < end
        ]

        missing = [number for number in IDS if number not in saved(found)]
        assert set(missing) <= set(touched), place


def test_of_a_broken_record_what_is_left(whole: bytes) -> None:
    """Its other fields, and of a text what can be read of it."""
    found = salvage(whole.replace(b"No 3: ", b'No" 3: ', 1))

    (partial,) = [each for each in found.statements if each.is_partial]
    fields = json.loads(partial.raw)
    assert partial.key == "4"
    assert fields["text"] == 'No" 3: "history": {"3": {"uuid": "x"}} សារ'
    assert (fields["tags"], fields["date"]) == (["a", "b"], "2012-07-16")
    assert [each.key for each in found.broken] == ["4"]
    assert (
        found.broken[0].line
        == whole[: whole.index(b'"4": {\n      "u')].count(b"\n") + 1
    )


@pytest.mark.parametrize(
    ("name", "between"), [(b"uuid", b'"4": {'), (b"date", b'},\n    "4": {')]
)
def test_the_fields_of_the_next_are_not_taken(
    whole: bytes, name: bytes, between: bytes
) -> None:
    """Where the key of the next is gone too, a broken record ends before it."""
    third, _, end = list(records(whole))[1]
    broken = whole[third:].replace(b'"%s": ' % name, b'"%s" ' % name, 1)
    data = whole[:third] + broken.replace(between, b"\x00" * len(between), 1)

    (partial,) = [each for each in salvage(data).statements if each.is_partial]

    wanted = json.loads(whole[third + len('"3": ') : end].rstrip(b" \n,"))
    del wanted[name.decode()]
    assert json.loads(partial.raw) == wanted


def test_a_key_that_no_longer_begins_its_line(whole: bytes) -> None:
    """Damage over the end of one and the beginning of the next costs the one alone."""
    end = b'\n    },\n    "4": {'

    found = salvage(whole.replace(end, b"\x00" * (len(end) - 6) + b'"4": {', 1))

    assert saved(found) == [1, 4, 5, 6]


@pytest.mark.parametrize("table", ["history", "checksums"])
def test_a_key_before_a_table(whole: bytes, table: str) -> None:
    """It makes no object of all the tables from there on, which are found."""
    name = b'  "%b": {\n' % table.encode()
    end = b"  },\n" + name
    assert end in whole
    found = salvage(whole.replace(end, b'    "7": {\n' + name))

    assert saved(found) == IDS
    assert changes(found) == ["1", "2", "3"]
    assert set(found.checksums) == set(IDS)
    assert [each.key for each in found.broken] == ["7"]


def test_an_end_that_is_lost_before_the_tables(whole: bytes) -> None:
    """What stands in the archive's own record from there on is found."""
    start, _, rest = whole.partition(b'  "statements": {')
    joined = start.rstrip(b" },\n") + b',\n  "statements": {' + rest
    found = salvage(joined)

    assert saved(found) == IDS
    assert changes(found) == ["1", "2", "3"]


@pytest.mark.parametrize("size", [200, 700, 1000, 2500])
def test_a_part_of_the_history_within_a_text(whole: bytes, size: int) -> None:
    """What it leaves open costs that statement alone, though later ends close it."""
    first, last = whole.index(b'"history": {\n'), whole.index(b'"checksums": {\n')
    place = whole.index(b"No 2: ")
    for start in range(first, last - size, 13):
        part = whole[start : start + size]

        found = salvage(whole[:place] + part + whole[place:])

        assert set(saved(found)) >= {1, 4, 5, 6}, start
        assert set(changes(found)) == {"1", "2", "3"}, start


def test_a_statement_is_known_by_its_checksum(whole: bytes) -> None:
    """Under whatever key it stands."""
    for wrong in (b'"9"', b'"x"', b'"03"', b'"1"'):
        found = salvage(
            whole.replace(b'"3": {\n      "uuid"', wrong + b': {\n      "uuid"')
        )

        (three,) = [each for each in found.statements if each.id_by_checksum == 3]
        assert three.key == wrong.decode().strip('"')
        assert not three.fits


def test_what_a_removal_kept_is_no_statement(whole: bytes) -> None:
    """Also where the entry of the removal is broken, in lines or not."""
    tables = json.loads(whole)
    for data in (
        whole,
        json.dumps(tables, indent=1).encode(),
        json.dumps(tables).encode(),
    ):
        after = data.rindex(b'"undoes"')
        within = data.rindex(b"}", 0, data.rindex(b"}", 0, after)) + 1
        for place in (after, within):
            found = salvage(data[:place] + b"!" + data[place:])

            assert saved(found) == IDS
            assert "2" not in [each.key for each in found.statements]
            assert changes(found) == ["1", "2"]


@pytest.mark.parametrize(
    ("old", "new", "highest"),
    [
        (b'"last_id": 6', b'"last_id": 60', 60),
        (b'"6": {\n      "uuid"', b'"70": {\n      "uuid" !', 70),
        (b'"6": "', b'"80": "', 80),
    ],
)
def test_highest_id_that_is_named(
    whole: bytes, old: bytes, new: bytes, highest: int
) -> None:
    """In an entry, as the key of a broken statement, or of a checksum."""
    assert salvage(new.join(whole.rsplit(old, 1))).highest_id == highest


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\x00" * 5000, b"[]", b"<html>", b'"1": {', b'{"1": {}}'),
        *(b'{"1": {' + b'"a":[' * 10**5, b'{"1": {' + b"9" * 5000),
    ],
    ids=range(8),
)
def test_nothing_of_what_is_no_store(data: bytes) -> None:
    found = salvage(data)

    assert (found.statements, found.history, found.checksums) == ([], [], {})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_saved_by_an_editor_in_another_encoding(whole: bytes, encoding: str) -> None:
    """A byte order mark says which."""
    assert saved(salvage(whole.decode().encode(encoding))) == IDS


def test_control_characters_and_halves_of_surrogates(whole: bytes) -> None:
    """What is no JSON for others is made so; a text keeps all else."""
    for data in (whole, json.dumps(json.loads(whole)).encode()):
        wrong = data.replace(b"No 0: ", b"No\x01: ", 1)
        wrong = wrong.replace(b"No 2: ", b"\\ud800: ", 1)

        texts = [json.loads(each.raw)["text"] for each in salvage(wrong).statements]

        assert texts[0].startswith("No\x01: ")
        assert texts[1].startswith("\N{REPLACEMENT CHARACTER}: ")


def test_broken_records_do_not_make_it_slow(
    whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more is read than the file is long, a few times over."""
    start, _, end = next(records(whole))
    record = whole[start:end].replace(b'"date": ', b'"date" ', 1)
    data = b'{\n  "statements": {\n    ' + record * 400
    read = 0
    decode = _DECODER.raw_decode

    def counted(text: str, place: int = 0) -> tuple[object, int]:
        nonlocal read
        read += len(text)
        return decode(text, place)

    class Counting:
        raw_decode = staticmethod(counted)

    monkeypatch.setattr("mediarel.recovery.salvage._DECODER", Counting())
    assert len(salvage(data).broken) == 400

    assert read < 400 * 20_000


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ('"date": "2012",\n"tags": [\n"a",\n"b"\n],\n"x": 1', {"tags": ["a", "b"]}),
        ('"date": "2012",\n"text": "a"b"', {"text": 'a"b'}),
        ('"date": "2012",\n"text": "cut at \\', {"text": "cut at "}),
        ('"date": "2012"\n},\n"title": "a"', {}),
        ('"date": "2012",\n"date": "2013",\n"title": "a"', {}),
        ('"date": "2012",\n"dated": 20#12,\n"title": null', {"title": None}),
    ],
)
def test_fields_in_lines(lines: str, fields: dict[str, object]) -> None:
    """What is readable of a broken record, up to its end."""
    assert fields_in_lines(lines) == {"date": "2012", **fields}
