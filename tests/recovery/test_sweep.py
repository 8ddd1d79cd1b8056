"""Test repairing archives with random damage, and salvaging their records."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archives import draft, opened
from mediarel.recovery.best_records import Salvage
from mediarel.recovery.salvage import salvage
from mediarel.store.tiny.file import FileStore
from samples import sample
from sweep import sweep

EACH = 50
DAMAGES = 1000


@pytest.mark.many_times
@pytest.mark.parametrize("first", range(0, DAMAGES, EACH))
def test_repair_restores_what_any_source_verifies(tmp_path: Path, first: int) -> None:
    wrong = []
    for seed in sample(range(first, first + EACH)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        wrong += sweep(folder, seed)

    assert wrong == []


IDS = [1, 3, 4, 5, 6]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return an archive of five statements, one of them edited, and one removed."""
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


def ids_with_right_checksums(found: Salvage) -> list[int]:
    return [int(record.key) for record in found.statements if record.fits]


def records(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield start, key and end of each statement in `data`."""
    keys = [b'"%d": {\n      "uuid"' % number for number in IDS]
    ends = [*(data.index(key) for key in keys), data.index(b'"history": {\n')]
    for number, (start, end) in zip(IDS, pairwise(ends), strict=True):
        yield start, b'"%d"' % number, end


def test_everything_in_an_undamaged_store_is_found(whole: bytes) -> None:
    """The texts of the statements contain text that looks like records."""
    found = salvage(whole)
    tables = json.loads(whole)

    assert ids_with_right_checksums(found) == IDS
    assert [json.loads(each.raw) for each in found.statements] == [
        *tables["statements"].values()
    ]
    assert {e.key: json.loads(e.raw) for e in found.history} == tables["history"]
    assert found.checksums == {
        int(key): value for key, value in tables["checksums"]["1"].items()
    }
    assert (found.broken, found.unrecognized, found.highest_id) == ([], [], 6)


def test_records_before_a_truncation_are_found(whole: bytes) -> None:
    # A record ends before its comma; the last record ends before the end of its table.
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
def test_overwriting_costs_only_the_touched_record(whole: bytes, wrong: bytes) -> None:
    beyond = whole.index(b'"checksums": {\n')
    placed = list(records(whole))
    for place in range(0, beyond - len(wrong), 53):
        found = salvage(whole[:place] + wrong + whole[place + len(wrong) :])
        touched = [
            int(key[1:-1])
            for start, key, end in placed
            if start - len(wrong) < place < end
        ]

        missing = [n for n in IDS if n not in ids_with_right_checksums(found)]
        assert set(missing) <= set(touched), place


def test_readable_fields_of_a_broken_record_are_found(whole: bytes) -> None:
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
def test_fields_of_the_next_record_are_not_taken(
    whole: bytes, name: bytes, between: bytes
) -> None:
    """The key of the next record is damaged too."""
    third, _, end = list(records(whole))[1]
    broken = whole[third:].replace(b'"%s": ' % name, b'"%s" ' % name, 1)
    data = whole[:third] + broken.replace(between, b"\x00" * len(between), 1)

    (partial,) = [each for each in salvage(data).statements if each.is_partial]

    wanted = json.loads(whole[third + len('"3": ') : end].rstrip(b" \n,"))
    del wanted[name.decode()]
    assert json.loads(partial.raw) == wanted


def test_removed_statements_in_the_history_are_not_salvaged(whole: bytes) -> None:
    """The entry of the removal may be damaged."""
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

            assert ids_with_right_checksums(found) == IDS
            assert "2" not in [each.key for each in found.statements]
            assert [each.key for each in found.history] == ["1", "2"]


def test_control_characters_are_kept_and_lone_surrogates_replaced(whole: bytes) -> None:
    for data in (whole, json.dumps(json.loads(whole)).encode()):
        wrong = data.replace(b"No 0: ", b"No\x01: ", 1)
        wrong = wrong.replace(b"No 2: ", b"\\ud800: ", 1)

        texts = [json.loads(each.raw)["text"] for each in salvage(wrong).statements]

        assert texts[0].startswith("No\x01: ")
        assert texts[1].startswith("\N{REPLACEMENT CHARACTER}: ")
