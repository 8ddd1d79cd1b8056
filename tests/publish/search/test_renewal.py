"""Renewing an index after changes: the same bytes as made from nothing.

- statements added, changed and taken away, in few blocks or many
- what a statement no longer says is in no piece
- of a small change, no other statement is read
- a piece that is damaged, missing or strange, another version: all are to be made
- where the manifest knows nothing of the damage, it is told
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediarel.publish.search import kept, leaves, patched_lines
from mediarel.publish.search.block import SIZE, make, plain
from mediarel.publish.search.index import CARDS, INDEX, pieces
from mediarel.publish.search.kept import DamagedPieceError
from mediarel.publish.search.patching import patch_for
from mediarel.publish.search.renewal import renewed
from mediarel.publish.search.sums import sum_of_piece
from mediarel.workers import Worker
from page_search import ORGANISATIONS, address_of, invented, write_page
from strategies import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.model.statement import Statement

# So that there are blocks between, one alone in its block, and neighbours on a card.
IDS = (1, 2, 3, 5, 511, 512, 513, 900, 1500, 1501, 9000, 9001, 20000)
ALL = bool(os.environ.get("MEDIAREL_TEST_ALL"))
By = dict[int, "Statement"]


def by_id(ids: Any, seed: int) -> By:  # noqa: ANN401 - numbers
    fields = invented(len(ids), seed)
    return {
        number: statement(id=number, **f) for number, f in zip(ids, fields, strict=True)
    }


def content(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def in_order(held: By) -> list[Statement]:
    return [held[number] for number in sorted(held)]


def lines_of(held: By, **more: Any) -> dict[int, bytes]:  # noqa: ANN401 - options
    """Return the lines of the blocks of statements, by their numbers."""
    lines: dict[int, bytes] = {}
    for _ in pieces(in_order(held), address_of, keep=lines.__setitem__, **more):
        pass
    return lines


def room_of(one: Statement) -> int:
    """Return how much room a statement takes in its block."""
    _, rooms, *_ = make(([plain(one, address_of(one))], {}))
    room: int = rooms[one.id]
    return room


def between(held: By) -> Callable[[int, int], Iterator[Statement]]:
    return lambda first, last: (e for e in in_order(held) if first <= e.id <= last)


def sums_in(folder: Path) -> dict[str, str]:
    """Return the sums of all pieces but the first, as a manifest tells them."""
    return {
        name: sum_of_piece(said)
        for name, said in content(folder).items()
        if name not in {"index.html", INDEX}
    }


def renew(folder: Path, touched: set[int], held: By, **more: Any) -> int | None:  # noqa: ANN401 - the same options
    """Renew the pieces in `folder`, and return how many were others."""
    sums = sums_in(folder)
    found = renewed(folder, sums, touched, between(held), address_of, **more)
    return None if found is None else put(found, folder)


def put(found: Iterable[tuple[str, bytes | None]], folder: Path) -> int:
    """Write the pieces that were found, and return how many they are."""
    count = 0
    for name, said in found:
        count += 1
        if said is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(said)
    return count


@settings(
    max_examples=40 if ALL else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    before=st.sets(st.sampled_from(IDS), max_size=12),
    changes=st.dictionaries(st.sampled_from(IDS), st.booleans(), max_size=5),
    seed=st.integers(0, 1000),
    is_known=st.booleans(),
)
def test_the_same_as_made_from_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    before: set[int],
    changes: dict[int, bool],
    seed: int,
    is_known: bool,  # noqa: FBT001 - as Hypothesis gives it
) -> None:
    """Whatever is added, changed or taken away; with the lines of before or without."""
    folder = tmp_path_factory.mktemp("site")
    held = by_id(sorted(before), seed)
    lines = lines_of(held, organisations=ORGANISATIONS)
    write_page(folder, in_order(held), ORGANISATIONS)
    for number, stays in changes.items():
        held.pop(number, None)
        if stays:
            held |= by_id([number], seed + number)
    anew = dict(pieces(in_order(held), address_of, organisations=ORGANISATIONS))

    count = renew(
        folder,
        set(changes),
        held,
        organisations=ORGANISATIONS,
        **({"before": lines.get} if is_known else {}),
    )

    assert count is None or content(folder) == anew


def test_a_change_renews_few_pieces(tmp_path: Path) -> None:
    """The others are not even named, and a second time none is."""
    held = by_id(range(450, 750), 1)
    write_page(tmp_path, in_order(held))
    all_pieces = len(content(tmp_path))
    held[700] = statement(id=700, text="Unheard-of words stand here alone.")

    assert 0 < (renew(tmp_path, {700}, held) or 0) < all_pieces / 2
    assert content(tmp_path) == dict(pieces(in_order(held), address_of))
    assert renew(tmp_path, {700}, held) == 0


def test_terms_with_many_places(tmp_path: Path) -> None:
    """They have pieces of their own, which come and go with what is said."""
    often = {
        number: statement(id=number, text=f"radio {'land ' * 300}{number} {'សិទ្ធិ' * 99}")
        for number in range(1, 40)
    }
    write_page(tmp_path, in_order(often))
    assert any("/w" in name for name in content(tmp_path))
    held = {number: often[number] for number in (1, 2)}

    assert renew(tmp_path, set(often), held)
    assert content(tmp_path) == dict(pieces(in_order(held), address_of))


@pytest.mark.parametrize(("run", "leaf"), [(1500, 300), (1 << 32, 500), (200, 300)])
def test_leaves_of_a_run_are_cut_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: int, leaf: int
) -> None:
    """Where a leaf grows or shrinks, those behind it may begin elsewhere."""
    monkeypatch.setattr(leaves, "_RUN", run)
    for module in (leaves, kept):
        monkeypatch.setattr(module, "LEAF", leaf)
    held = by_id(range(480, 540), 1)
    write_page(tmp_path, in_order(held))
    for step in range(12 if ALL else 4):
        lines = lines_of(held)
        number = Random(step).choice(range(478, 542))  # noqa: S311 - invented
        there = held.pop(number, None)
        if there is None or step % 3:
            held |= by_id([number], step + 2)

        assert renew(tmp_path, {number}, held, before=lines.get)
        assert content(tmp_path) == dict(pieces(in_order(held), address_of))


def test_few_pieces_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the lines are known that were: those with a term of which more is said."""
    held = by_id(range(450, 750), 1)
    write_page(tmp_path, in_order(held))
    lines = lines_of(held)
    kept: dict[int, bytes] = {}
    of_terms = {*(tmp_path / "pieces").glob("[tgw]*.js")}
    held[700] = held[700].replace(place="Unheard-of")
    read: set[Path] = set()
    opened = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.add(path)
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    sums = sums_in(tmp_path)
    read.clear()

    found = renewed(
        tmp_path,
        sums,
        {700},
        between(held),
        address_of,
        before=lines.get,
        keep=kept.__setitem__,
    )
    assert found is not None
    put(found, tmp_path)

    assert 0 < len(of_terms & read) < len(of_terms)
    assert content(tmp_path) == dict(pieces(in_order(held), address_of))
    assert kept == {1: lines_of(held)[1]}


@settings(max_examples=200 if ALL else 20, deadline=None)
@given(
    seed=st.integers(0, 1000),
    touched=st.sets(st.integers(450, 560), min_size=1, max_size=6),
    added=st.integers(0, 2),
)
def test_a_block_is_patched(seed: int, touched: set[int], added: int) -> None:
    """Of a small change no other statement is read than those on the same card."""
    held = by_id(range(450, 561), seed)
    lines = lines_of(held)
    rooms = {number: room_of(one) for number, one in held.items()}
    now = {**held, **by_id(range(561, 561 + added), seed + 1)}
    for number in touched:
        text = now[number].text or ""
        now[number] = now[number].replace(text=text[::-1], tags=("Another", "ដី"))
    changed = touched | {*range(561, 561 + added)}
    read: set[int] = set()

    def some(first: int, last: int) -> Iterator[Statement]:
        read.update(range(first, last + 1))
        return between(now)(first, last)

    for number, was in lines.items():
        of_it = {each: room for each, room in rooms.items() if each // SIZE == number}
        mine = {each for each in changed if each // SIZE == number}
        made = patch_for(
            was, of_it, mine, between=some, address_of=address_of, called={}
        )
        others = any(room_of(now[each]) != room for each, room in of_it.items())
        assert (made is None) == others
        if made:
            assert made.block(None).lines == lines_of(now)[number]
    assert {each // CARDS for each in read} == {each // CARDS for each in changed}


def test_a_worker_is_given_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While more is given nobody takes what it made: both would wait for ever."""
    held = by_id(range(1, 1600, 40), 1)
    write_page(tmp_path, in_order(held))
    lines = lines_of(held)
    for number in (1, 641, 1201):
        held[number] = held[number].replace(tags=("Another",))
    lots: list[Any] = []
    monkeypatch.setattr(Worker, "give", lambda _, lot: lots.append(lot))
    monkeypatch.setattr(Worker, "taken", lambda _: patched_lines.make(lots[0]))

    assert renew(tmp_path, {1, 641, 1201}, held, before=lines.get)
    assert [len(lot) for lot in lots] == [3]
    assert content(tmp_path) == dict(pieces(in_order(held), address_of))


def test_what_is_not_patched() -> None:
    """One that grows, goes, or comes between others moves their places."""
    held = by_id(range(1, 40, 2), 3)
    lines = lines_of(held)
    rooms = {number: room_of(one) for number, one in held.items()}
    longer = held[5].replace(text=f"{held[5].text} {'land ' * 200}")

    def made(now: By, *touched: int) -> object:
        return patch_for(
            lines[0],
            rooms,
            touched,
            between=between(now),
            address_of=address_of,
            called={},
        )

    assert made(held, 5) is not None
    assert made(held | {5: longer}, 5) is None
    assert made({n: one for n, one in held.items() if n != 5}, 5) is None
    assert made(held | by_id([6], 1), 6) is None
    assert made(held | by_id([40], 1), 40) is not None
    many = by_id(range(1, 200), 3)
    assert (
        patch_for(
            lines_of(many)[0],
            {number: room_of(one) for number, one in many.items()},
            range(1, 200),
            between=between(many),
            address_of=address_of,
            called={},
        )
        is None
    )


def spoilt(said: bytes, how: str) -> bytes | None:
    middle = Random(len(said)).randrange(len(said))  # noqa: S311 - any
    if how == "flipped":
        return said[:middle] + bytes([said[middle] ^ 1]) + said[middle + 1 :]
    return {"missing": None, "cut": said[:middle], "empty": b""}[how]


def test_damage(tmp_path: Path) -> None:
    """Whatever piece it is in, all are to be made."""
    held = by_id(IDS[:4], 1)
    write_page(tmp_path, in_order(held))
    kinds = ("t", "g", "c", "d", "r", "letters", "index", "search")
    seen = {}
    for kind in kinds:
        path = min(tmp_path.rglob(f"{kind}*.js"))
        said = path.read_bytes()
        for how in ("flipped", "missing", "cut", "empty"):
            path.unlink(missing_ok=True)
            if (content := spoilt(said, how)) is not None:
                path.write_bytes(content)
            seen[kind, how] = renew(tmp_path, {1}, held)
        path.write_bytes(said)

    assert set(seen.values()) == {None}
    assert renew(tmp_path, {1}, held) == 0


@pytest.mark.parametrize("kind", ["t", "g", "w", "d", "r"])
@pytest.mark.parametrize("how", ["flipped", "cut", "empty"])
def test_damage_that_nobody_saw(tmp_path: Path, kind: str, how: str) -> None:
    """A piece that is read is proved: nothing is made of one that is damaged."""
    often = {n: statement(id=n, text=f"land {n} " * 300) for n in range(1, 40)}
    write_page(tmp_path, in_order(often))
    sums = sums_in(tmp_path)
    path = min((tmp_path / "pieces").glob(f"{kind}[0-9]*.js"))
    path.write_bytes(spoilt(path.read_bytes(), how) or b"")

    with pytest.raises(DamagedPieceError, match=path.name):
        put(renewed(tmp_path, sums, {1}, between(often), address_of) or (), tmp_path)


def test_a_strange_piece(tmp_path: Path) -> None:
    """One that is not of this index may hold anything."""
    held = by_id(IDS, 1)
    write_page(tmp_path, in_order(held))
    (tmp_path / "pieces" / "t0.js").write_text("an old name")

    assert renew(tmp_path, {1}, held) is None


def test_another_version(tmp_path: Path) -> None:
    """Other organisations are another, too."""
    held = by_id(IDS, 1)
    write_page(tmp_path, in_order(held))

    assert renew(tmp_path, {1}, held, organisations=ORGANISATIONS) is None
    assert renew(tmp_path, {1}, held) == 0
    assert renew(tmp_path / "nothing", {1}, held) is None
