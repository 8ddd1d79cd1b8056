"""Test which parts of an archive are public."""

from hashlib import sha256
from typing import Any

import pytest

from archives import Desk, draft
from mediarel.archive.clearing import guarded_files, set_cleared
from mediarel.archive.public import LeftOut, Public
from mediarel.archive.session import open_session
from mediarel.attachments.files import place_for
from mediarel.model.statement import Statement, read_draft

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
