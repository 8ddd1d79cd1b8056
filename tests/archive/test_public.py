"""Test the public view of statements, and the names of signatories."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from archives import Desk, content, draft
from conftest import Run, refused
from mediarel.archive.clearing import guarded_files, set_cleared
from mediarel.archive.public import LeftOut, Public
from mediarel.archive.session import open_session
from mediarel.attachments.files import place_for
from mediarel.model.statement import Statement, read_draft
from tampering import tamper

NOW = "2012-07-16T02:00:00Z"
NOTE = {"at": "2012-07-20T00:00:00Z", "kind": "withdrawal", "text": "It was wrong."}


def added(desk: Desk, text: str, **fields: object) -> Statement:
    """Add a statement with this text, and return it."""
    plain = draft(text).fields()
    return desk.add(read_draft({**plain, **fields}), allow_duplicate=True)


def kept(desk: Desk, name: str, content: bytes) -> dict[str, Any]:
    """Store a file, and return the attachment as JSON values."""
    digits = sha256(content).hexdigest()
    place = place_for(desk.files.folder(()), digits, ".txt")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return {
        "name": name,
        "sha256": digits,
        "size": len(content),
        "media_type": "text/plain",
    }


def seen(desk: Desk, now: str = NOW) -> list[Statement]:
    """Return the public statements."""
    return list(Public(desk, now).statements(sort="id"))


def test_drafts_are_not_public(desk: Desk) -> None:
    """The end of an embargo doesn't publish a draft."""
    added(desk, "Not yet said.", status="draft")
    added(desk, "Nor this.", status="draft", embargo="2000-01-01T00:00:00Z")
    said = added(desk, "Said.")

    assert [each.id for each in seen(desk)] == [said.id]


@pytest.mark.parametrize(
    ("embargo", "is_seen"),
    [
        ("2012-07-16T09:00:00+07:00", True),
        ("2012-07-16T09:00:01+07:00", False),
        ("2012-07-16T01:30:00-01:00", False),
        ("2012-07-16T02:00:00Z", True),
    ],
)
def test_an_embargo_ends_at_its_time_in_any_time_zone(
    desk: Desk, embargo: str, *, is_seen: bool
) -> None:
    """09:00 in Phnom Penh is 02:00 in UTC."""
    added(desk, "Not before.", embargo=embargo)

    assert len(seen(desk)) == is_seen
    assert all(each.embargo is None for each in seen(desk))


def test_a_withdrawn_statement_shows_its_title_and_the_reason_only(desk: Desk) -> None:
    added(
        desk,
        "They are guilty. Much is said of it.",
        status="withdrawn",
        signatories=["LICADHO"],
        place="Phnom Penh",
        sources=["https://example.org/a"],
        notes=[NOTE],
        tags=["land"],
    )

    (one,) = seen(desk)
    assert (one.text, one.status) == (None, "withdrawn")
    assert one.title == "Joint Statement, 16 July 2012"
    assert [note.text for note in one.notes] == ["It was wrong."]
    assert (one.signatories, one.place, one.sources, one.tags) == ((), None, (), ())


def test_a_withheld_name_is_not_in_the_description_of_a_picture(desk: Desk) -> None:
    """This is also true for a picture that a person has cleared."""
    file = {**kept(desk, "open.txt", b"open"), "alt": "Chan Sophea at the court"}
    one = added(desk, "A picture.", attachments=[file], withheld=["Chan Sophea"])
    with open_session(desk, "attach") as session:
        set_cleared(session, guarded_files(desk, [one]), is_cleared=True)

    (shown,) = seen(desk)
    assert [each.alt for each in shown.attachments] == ["[withheld] at the court"]


def test_links_lead_only_to_public_statements(desk: Desk) -> None:
    """A link to a draft would reveal the draft."""
    hidden = added(desk, "Hidden.", status="draft")
    open_ = added(desk, "Open.")
    other = added(desk, "Une autre.", translation_of=hidden.uuid, language="fr")
    later = added(
        desk,
        "Later.",
        translation_of=open_.uuid,
        language="km",
        replaces=[hidden.uuid, open_.uuid],
    )
    public = Public(desk, NOW)

    by_id = {each.id: each for each in public.statements()}
    assert by_id[other.id].translation_of is None
    assert by_id[later.id].translation_of == open_.uuid
    assert by_id[later.id].replaces == (open_.uuid,)
    assert public.of_uuid(hidden.uuid) is None
    assert public.of_uuid(open_.uuid) == by_id[open_.id]
    assert public.translations(by_id[other.id]) == []
    assert [e.headline for e in public.translations(by_id[open_.id])] == ["Later."]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("See https://a.org/chan%20sophea.", "See [withheld]"),
        ("See https://a.org/chan%2520sophea/x now", "See [withheld] now"),
        ("See www.a.org/photochansophea now", "See [withheld] now"),
        ("See https://a.org/%43han-sophea#x now", "See [withheld] now"),
        ("Mrs Chan&nbsp;Sophea said", "Mrs [withheld] said"),
        ("Mrs Chan%20Sophea said", "Mrs [withheld] said"),
        ("See https://a.org/chandara?a=%20b", "See https://a.org/chandara?a=%20b"),
        ("50% of AT&T; they", "50% of AT&T; they"),
        ("A\nMs Ch&#97;n Sophea\nB", "A\nMs [withheld]\nB"),
        ("A\nMs Chan <b>Sophea</b>\nB", "A\nMs [withheld]\nB"),
        ("A\nMs Ch<i>an</i> Sophea\nB", "A\nMs [withheld]\nB"),
        ("Ms Ch&#97;n\nSophea", "Ms [withheld]"),
        ("See facebook.com/mrschansophea now", "See [withheld] now"),
        ("See #mrschansophea now", "See [withheld] now"),
        ("A <b>bold</b> word &amp; more", "A <b>bold</b> word &amp; more"),
    ],
)
def test_encoded_withheld_texts_are_removed(desk: Desk, said: str, left: str) -> None:
    """HTML is decoded like in a browser. A URL with a withheld text is removed."""
    added(desk, said, withheld=["Chan Sophea"])

    (one,) = seen(desk)
    assert one.text == left


def test_each_field_is_redacted(desk: Desk) -> None:
    """A mark replaces a withheld signatory.

    A tag that consists of a withheld text is removed.
    """
    name = "Chan Sophea"
    added(
        desk,
        f"{name} was there. {name.upper()}",
        title=f"On {name}",
        signatories=[name, "CLEC", f"{name}, chair", "Chan  SOPHEA"],
        tags=["land", name],
        place=f"{name}’s house",
        program=name,
        type=f"Letter to {name}",
        series=f"Case of {name}",
        sources=["https://a.org/b", "https://a.org/chan_sophea"],
        notes=[{**NOTE, "kind": "correction", "text": f"Not {name}."}],
        language="km",
        withheld=[name],
        embargo="2000-01-01T00:00:00Z",
    )

    (one,) = seen(desk)
    mark = "[មិនផ្សាយ]"
    assert one.signatories == (mark, "CLEC", f"{mark}, chair", mark)
    assert (one.title, one.text) == (f"On {mark}", f"{mark} was there. {mark}")
    assert (one.tags, one.sources) == (("land",), ("https://a.org/b",))
    assert (one.place, one.program) == (f"{mark}’s house", mark)
    assert (one.type, one.series) == (f"Letter to {mark}", f"Case of {mark}")
    assert [note.text for note in one.notes] == [f"Not {mark}."]
    assert (one.withheld, one.embargo) == ((), None)


def test_only_public_statements_replace_a_withdrawn_statement(desk: Desk) -> None:
    """A draft of the replacement is not public."""
    old = added(desk, "Old.", status="withdrawn")
    new = added(desk, "New.", replaces=[old.uuid])
    added(desk, "Newer.", replaces=[old.uuid], status="draft")
    public = Public(desk, NOW)

    (gone, _) = sorted(public.statements(), key=lambda each: each.id)
    assert [each.id for each in public.replaced_by(gone)] == [new.id]


def test_hidden_statements_are_counted(desk: Desk) -> None:
    """A draft under embargo counts as a draft."""
    added(desk, "A.", status="draft", embargo="2999-01-01T00:00:00Z")
    added(desk, "B.", embargo="2999-01-01T00:00:00Z")
    added(desk, "C.")
    public = Public(desk, NOW)

    assert public.left_out() == LeftOut(1, 1, 0)
    assert public.count() == 1


LONG = "Community Legal Education Center"
KHMER = "មជ្ឈមណ្ឌលអប់រំច្បាប់សម្រាប់សហគមន៍"
SIGNED: dict[str, list[str]] = {
    "1": ["CLEC", "LICADHO"],
    "2": ["CLEC"],
    "3": [LONG, "LICADHO"],
    "4": [KHMER],
    "5": ["clec", "ADHOC"],
}


@pytest.fixture
def signed(run: Run, store: Path) -> Path:
    """Return the store of an archive with signatories."""
    for number, names in SIGNED.items():
        options = [word for name in names for word in ("--add-signatory", name)]
        assert run("edit", number, *options).code == 0
    return store


def kept_names(store: Path) -> object:
    return content(store)["archive"]["1"].get("organisations")


def counted(run: Run) -> dict[str, int]:
    """Return the number of signed statements, by name."""
    lines = (line.split("\t") for line in run("signatories").out.splitlines())
    return {name: int(number) for name, number, *_ in lines}


def found(run: Run, query: str) -> list[str]:
    out = run("list", "--sort", "id", query).out
    return [line.split("\t")[0] for line in out.splitlines()]


def test_merged_names_are_counted_and_found_as_one(run: Run, signed: Path) -> None:
    """The statements keep the names as printed."""
    before = content(signed)["statements"]

    done = run("signatories", "merge", "clec", LONG, KHMER)

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"clec now also includes: {LONG}; {KHMER}. To undo: mediarel undo\n"
    )
    assert kept_names(signed) == [["clec", LONG, KHMER]]
    assert content(signed)["statements"] == before
    assert counted(run) == {"clec": 5, "LICADHO": 2, "ADHOC": 1}
    for query in (
        "signatory:CLEC",
        "signatory:legal",
        "signatory:អប់រំ",
        "signatory:cle*",
    ):
        assert found(run, query) == ["1", "2", "3", "4", "5"], query
    assert found(run, "signatory:clec signatory:licadho") == ["1", "3"]
    assert found(run, "signatory:licadho -signatory:center") == []
    assert found(run, "signatory:adhoc OR signatory:licadho") == ["1", "3", "5"]
    assert run("check").code == 0


def test_a_name_is_added_to_an_organisation_with_several_names(
    run: Run, signed: Path
) -> None:
    """The first name is displayed."""
    run("signatories", "merge", "CLEC", LONG)

    same = run("signatories", "merge", "CLEC", LONG)
    more = run("signatories", "merge", KHMER, "center", "clec")
    joined = run("signatories", "merge", KHMER, "CLEC")
    first = run("signatories", "merge", LONG, "CLEC", KHMER)

    assert same.err == "Nothing changed: these names are already merged.\n"
    assert more.code == 3
    assert joined.code == 0
    assert first.code == 0
    assert kept_names(signed) == [[LONG, "CLEC", KHMER]]
    assert counted(run)[LONG] == 5


def test_a_name_of_another_organisation_is_refused(run: Run, signed: Path) -> None:
    run("signatories", "merge", "CLEC", LONG)
    run("signatories", "merge", "LICADHO", KHMER)
    before = signed.read_bytes()

    done = run("signatories", "merge", "CLEC", KHMER)

    assert 'belong to two organisations: "CLEC" and "LICADHO"' in refused(done, 1)
    assert "mediarel signatories split LICADHO" in done.err
    assert signed.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("merge", "CLEC", "Comunity Legal Education Centre"), f'mean: "{LONG}"'),
        (("merge", "CLEC", "xylophone"), "See who signed: mediarel signatories"),
        (("split", "ADHOC"), "See who signed: mediarel signatories"),
        (("split", "CLEC", "ADHOC"), f'Its names are: "CLEC", "{LONG}"'),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_names(
    run: Run, signed: Path, words: tuple[str, ...], hint: str
) -> None:
    run("signatories", "merge", "CLEC", LONG)
    before = signed.read_bytes()

    done = run("signatories", *words)

    assert words[-1] in refused(done, 3)
    assert done.err.endswith(f"{hint}\n")
    assert signed.read_bytes() == before


def test_split_removes_some_names_or_all(run: Run, signed: Path) -> None:
    """An organisation with one name left is removed."""
    run("signatories", "merge", "CLEC", LONG, KHMER)
    run("signatories", "merge", "LICADHO", "ADHOC")

    first = run("signatories", "split", KHMER, "clec")
    assert kept_names(signed) == [[LONG, KHMER], ["LICADHO", "ADHOC"]]
    run("undo")
    run("signatories", "split", "CLEC", LONG, KHMER)
    assert kept_names(signed) == [["LICADHO", "ADHOC"]]
    whole = run("signatories", "split", "adhoc")

    assert first.err.startswith(f"{LONG} now also includes: {KHMER}. ")
    assert whole.err == (
        "These names are now counted separately: LICADHO; ADHOC."
        " To undo: mediarel undo\n"
    )
    assert kept_names(signed) is None
    assert counted(run)[LONG] == 1


def test_an_import_does_not_merge_names(run: Run, signed: Path, home: Path) -> None:
    run("signatories", "merge", "CLEC", LONG)
    run("init", "other")

    done = run("import", str(signed), "--archive", "other")

    assert done.code == 0
    assert kept_names(home / "other" / "data" / "statements.json") is None


@pytest.mark.parametrize(
    ("value", "used"),
    [
        (5, 0),
        ({"CLEC": [LONG]}, 0),
        ([["CLEC"]], 0),
        ([["CLEC", LONG], 5], 1),
        ([["CLEC", 5, LONG]], 1),
        ([["CLEC", LONG], ["ADHOC", "clec"]], 1),
        ([["CLEC", f" {LONG}\n"]], 1),
    ],
)
def test_check_reports_invalid_lists_of_names_in_the_file(
    run: Run, signed: Path, value: object, used: int
) -> None:
    """Other commands ignore the invalid lists, and the next change removes them."""
    tamper(signed, lambda tables: tables["archive"]["1"].update(organisations=value))

    found = json.loads(run("check", "--json").out)
    told = [each for each in found if each["kind"] != "unannounced"]
    number = counted(run)["CLEC"]
    run("signatories", "merge", "LICADHO", "ADHOC")
    later: Any = kept_names(signed)

    assert [(e["level"], e["kind"]) for e in told] == [("warning", "organisations")]
    assert f"with valid lists: {used}" in told[0]["message"]
    assert number == (4 if used else 3)
    assert later == [*([["CLEC", LONG]] * used), ["LICADHO", "ADHOC"]]
    assert "organisations" not in run("check", "--json").out
