"""Test duplicates and their merge, quotations, and proposals of an import."""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archives import EVERYTHING, Desk, draft, opened
from finding import archive_of
from mediarel.archive.duplicates import LikelyDuplicateError
from mediarel.archive.merge import joined
from mediarel.archive.proposal import (
    OPTION,
    Proposal,
    Usual,
    halves,
    paired,
    pairs,
    proposal,
)
from mediarel.archive.quote import quote
from mediarel.documents.document_text import DocumentText
from mediarel.model.fields import FIELDS, LINES
from mediarel.model.statement import Draft, Statement, read_statement
from mediarel.release.document import Sureness
from mediarel.text.folding import folded_name
from outcomes import refused
from strategies import SAMPLES, TIMES, statement

UUIDS = [f"aaaaaaaa-000{n}-4000-8000-000000000000" for n in range(1, 6)]
FILE = {"name": "a.pdf", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
LONG = "We call for their release, and for the land that was taken to be given back."


def several(*fields: dict[str, Any]) -> list[Statement]:
    """Return statements 1, 2, … with these fields."""
    return [
        statement(id=n, uuid=UUIDS[n - 1], **each) for n, each in enumerate(fields, 1)
    ]


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("tags", [["land", "b"], ["LAND ", "c"], ["b", "c"]], ["land", "b", "c"]),
        ("signatories", [[], ["ADHOC"]], ["ADHOC"]),
        (
            "sources",
            [["https://a.org/1"], ["http://www.a.org/1/", "https://b.org"]],
            ["https://a.org/1", "https://b.org"],
        ),
        (
            "attachments",
            [[FILE], [{**FILE, "name": "b.pdf", "private": True, "role": "scan"}]],
            [{**FILE, "private": True, "role": "scan"}],
        ),
        (
            "attachments",
            [[{**FILE, "private": True}], [FILE, {**FILE, "sha256": "0b" * 32}]],
            [{**FILE, "private": True}, {**FILE, "sha256": "0b" * 32}],
        ),
        ("merged", [[UUIDS[3]], [UUIDS[4], UUIDS[0]]], [UUIDS[3], UUIDS[1], UUIDS[4]]),
        ("title", [None, "On land"], "On land"),
        ("title", ["On land", "On  LAND"], "On land"),
        ("place", [None, None, "Kep"], "Kep"),
        ("text", [None, LONG], LONG),
        ("text", [LONG[:40] + " …", LONG], LONG),
        ("text", [LONG, LONG[20:50]], LONG),
        ("text", [LONG, LONG.upper()], LONG),
    ],
)
def test_a_merge_joins_lists_and_fills_empty_fields(
    name: str, values: list[Any], kept: object
) -> None:
    given = [{"title": "A", name: each} for each in values]
    found = joined(several(*given))

    assert found.fields[name] == kept
    assert found.conflicts == []


def test_a_full_text_replaces_an_excerpt() -> None:
    """Fields that depend on the text are taken from the same statement as the text."""
    whole = {
        "text": LONG,
        "text_from": "joint.pdf",
        "dateline": "Kep, 3 May 2012",
        "dated": "2012-05-03",
    }
    excerpt = {"text": "Their release is called for.", "excerpt": True}

    for order in ((excerpt, whole), (whole, excerpt)):
        found = joined(several(*order))

        assert found.conflicts == []
        assert {**whole, "excerpt": False}.items() <= found.fields.items()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("title", ["On land", "On water"]),
        ("date", ["2012-07-16", "2012"]),
        ("type", ["Joint Statement", "Open Letter"]),
        ("text", [LONG, "Another."]),
        ("program", ["CLEC", "STT"]),
    ],
)
def test_different_values_conflict_until_answered(name: str, values: list[str]) -> None:
    """The first value is kept unless the answer names a different statement."""
    both = several(*({name: each} for each in values))

    found = joined(both)
    answered = joined(both, {name: 2})

    assert [(each.field, each.values) for each in found.conflicts] == [
        (name, dict(enumerate(values, 1)))
    ]
    assert (found.fields[name], answered.fields[name]) == tuple(values)
    assert answered.conflicts == []


@pytest.mark.parametrize("several", list(permutations(SAMPLES)))
def test_a_merge_loses_no_list_item(several: tuple[Statement, ...]) -> None:
    """Merging the same statements again changes nothing."""
    first, *others = several
    found = joined(several).fields
    one = read_statement(first.id, {"uuid": first.uuid, **TIMES, **found})
    again = joined([one, *others]).fields

    for field in FIELDS:
        kept = found[field.name]
        if field.kind is LINES:
            items = [item for each in several for item in getattr(each, field.name)]
            own = [*getattr(first, field.name)]
            assert {*map(folded_name, kept)} == {*map(folded_name, items)}
            assert kept[: len(own)] == own
        if field.kind.is_list:
            assert again[field.name] == kept
    assert {f["sha256"] for f in found["attachments"]} == {
        f.sha256 for each in several for f in each.attachments
    }
    assert {each.uuid for each in others} <= {*found["merged"]}


LONG_TEXT = "We, the undersigned, call for the release of Mam Sonando. He is innocent."


@pytest.mark.parametrize(
    "text",
    [
        LONG_TEXT,
        LONG_TEXT.replace(" ", "\t ", 3).replace(" of", "\n\nof"),
        LONG_TEXT.upper(),
        LONG_TEXT.replace("signed", "\u200bsigned"),
    ],
)
def test_the_same_text_is_a_duplicate_on_any_date(
    store: Path, archive: Desk, text: str
) -> None:
    """Case, spaces and zero-width characters don't matter."""
    archive.add(draft(LONG_TEXT))
    other = draft(text, date="2020", program="STT")

    refused(
        store,
        LikelyDuplicateError,
        "this looks like statement 10 of 2012-07-16: same text",
        lambda: archive.add(other),
    )
    assert archive.add(other, allow_duplicate=True).id == 11


def test_similar_text_of_one_date_is_a_duplicate(store: Path, archive: Desk) -> None:
    archive.add(draft(LONG_TEXT))
    near = LONG_TEXT.replace("innocent", "inocent")

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*nearly the same text",
        lambda: archive.add(draft(near)),
    )
    assert archive.add(draft(near), allow_duplicate=True).id == 11


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (LONG_TEXT.replace("innocent", "inocent"), {"date": "2012-07-17"}),
        (LONG_TEXT.replace("innocent", "inocent"), {"date": "2012-07"}),
        (LONG_TEXT.replace("innocent", "inocent"), {"program": "STT"}),
        ("We, the undersigned, condemn the eviction at Boeung Kak.", {}),
        (None, {"title": LONG_TEXT}),
    ],
)
def test_a_different_date_issuer_or_text_is_no_duplicate(
    archive: Desk, text: str | None, fields: Mapping[str, object]
) -> None:
    archive.add(draft(LONG_TEXT))

    assert archive.add(draft(text, **fields)).id == 11


def test_same_title_without_text_is_a_duplicate(store: Path, archive: Desk) -> None:
    archive.add(draft(None, title="A title"))
    archive.add(draft(None, title="Another title"))

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*same date, issuer and title",
        lambda: archive.add(draft(None, title="A  TITLE")),
    )
    assert archive.add(draft(None, title="A title", date="2013")).id == 12


def test_a_duplicate_that_another_command_added_meanwhile_is_found(store: Path) -> None:
    with opened(store) as ours, opened(store) as theirs:
        ours.page(EVERYTHING)
        theirs.add(draft(LONG_TEXT))

        with pytest.raises(LikelyDuplicateError, match="statement 10"):
            ours.add(draft(LONG_TEXT))

        assert ours.import_drafts([draft(LONG_TEXT)]).known == 1


def known_plainly(there: list[Statement], drafts: list[Draft]) -> tuple[Any, ...]:
    """Return the expected result of an import: new drafts, known drafts and conflicts.

    This compares each draft with each statement and with each earlier draft.
    """
    new: list[Draft] = []
    seen: list[Draft] = []
    conflicting = []
    for each in drafts:
        seen.append(each)
        if any(_is_same(each, o) or _has_uuid(each, o) for o in seen[:-1]):
            continue
        same = [other for other in there if _has_uuid(each, other)]
        alike = sorted((o for o in there if _is_same(each, o)), key=lambda s: s.id)
        if same:
            conflicting += [s.id for s in same if _differ(each, s)]
        elif alike:
            conflicting += [s.id for s in alike[:1] if _differ(each, s, but=WORDS)]
        else:
            new.append(each)
    # If several drafts conflict with a statement, the statement is listed once.
    differing = list(dict.fromkeys(conflicting))
    return [s.fields() for s in new], len(drafts) - len(new), differing


def _is_same(one: Draft, other: Draft) -> bool:
    def words(draft: Draft) -> list[str]:
        texts = (draft.title, draft.text)
        return ["".join((text or "").lower().split()) for text in texts]

    names = ("date", "program")
    is_same = all(getattr(one, name) == getattr(other, name) for name in names)
    return is_same and words(one) == words(other)


WORDS = ("title", "text")


def _differ(one: Draft, other: Draft, but: tuple[str, ...] = ()) -> bool:
    """Return whether a field of `one` has a different value in `other`."""
    said = {k: v for k, v in one.fields().items() if v and k not in but}
    return any(other.fields()[name] != value for name, value in said.items())


def _has_uuid(one: Draft, other: Draft) -> bool:
    return one.uuid is not None and one.uuid == other.uuid


def drafts_of(chance: Random, count: int) -> list[Draft]:
    """Return `count` random drafts; many of them are the same."""

    def one() -> Draft:
        text = chance.choice([None, None, "a b", "A  b", "ab", "a b\n\nc"])
        # A text completes a statement that has the same title and no text.
        titles = ["T", "t", "T T", None] if text else ["U", "u", "U U"]
        return draft(
            text,
            title=chance.choice(titles),
            date=chance.choice(
                ["2012", "2012?", "2012-01", "2012-01-01", "2012-07-16"]
            ),
            program=chance.choice(["CLEC", "STT"]),
            type=chance.choice(["Joint Statement", "Letter"]),
            uuid=chance.choice([*[None] * 6, *OTHERS]),
            tags=chance.choice([[], ["a"]]),
        )

    return [one() for _ in range(count)]


OTHERS = [f"3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a{n:02}" for n in range(8)]


@pytest.mark.parametrize("seed", range(20))
def test_import_finds_what_comparing_all_pairs_finds(archive: Desk, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    archive.import_drafts(drafts_of(chance, 60))
    there = list(archive.statements(EVERYTHING))
    drafts = drafts_of(chance, 60)

    result = archive.import_drafts(drafts)

    added = [statement.fields() for statement in result.added]
    assert (added, *result[1:]) == known_plainly(there, drafts)
    assert 0 < len(added) < len(drafts)


def test_a_complete_statement_can_be_quoted(tmp_path: Path) -> None:
    """A different word near the end of 3,000 words is found too."""
    words = [f"word{number}" for number in range(3000)]
    text = " ".join(words)
    words[2345] = "another"
    with archive_of(tmp_path, [{"text": text}, {"text": "word1 word2"}]) as archive:
        said = quote(archive, text, EVERYTHING, most=None)
        altered_ = quote(archive, " ".join(words), EVERYTHING, most=None)

    assert [held.statement.id for held in said.held] == [1]
    assert altered_.held == ()
    differing = [part for part in altered_.near[0].parts if not part.is_same]
    assert differing == [("another", "word2345")]


def test_a_word_split_by_a_line_break_is_found(tmp_path: Path) -> None:
    others = [{"text": f"A national day, {n}. It is independent."} for n in range(120)]
    text = (
        "They celebrate national independ-\nence with a procession of many thou-\nsand"
        " people through all the streets of the capi-\ntal."
    )
    with archive_of(tmp_path, [*others, {"text": text}]) as archive:
        for quotation in (
            "national independence",
            "capital",
            " ".join(text.replace("-\n", "").split()[1:-1]),
        ):
            said = quote(archive, quotation, EVERYTHING, most=None)
            never = quote(archive, f"{quotation} now", EVERYTHING, most=None)

            assert [held.statement.id for held in said.held] == [121], quotation
            assert never.held == ()


PRINTED = "Free the Press\n\nKampot, 3 May 2013 – The press is not free."
ENGLISH = (
    "Free the Fishers of Koh Sralau\n\nPhnom Penh, 20 November 2026 – We are deeply"
    " concerned by the arrest of three fishers who had asked that the mangroves of"
    " their village not be cut.\n\nWe call on the court to release them at once."
)
KHMER = (
    "សូមដោះលែងអ្នកនេសាទកោះស្រឡៅ\n\nយើងខ្ញុំសូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំងចំពោះ"
    "ការចាប់ខ្លួនអ្នកនេសាទបីនាក់ ដែលបានស្នើសុំកុំឱ្យកាប់ព្រៃកោងកាងក្នុងភូមិរបស់ខ្លួន។"
    "\n\nយើងខ្ញុំសូមអំពាវនាវដល់តុលាការឱ្យដោះលែងពួកគាត់ជាបន្ទាន់។"
)
UUID = "aaaaaaaa-0001-4000-8000-000000000001"
BARE = "The press is not free, and nobody has been heard."


def test_the_metadata_of_a_file_fill_missing_fields() -> None:
    found = DocumentText(
        BARE, title="On the press", source="https://a.org/1", date="2013-05-04"
    )

    made = proposal(found, "a.html", {}, Usual())

    assert made.fields["title"] == "On the press"
    assert made.fields["sources"] == ["https://a.org/1"]
    assert made.fields["date"] == "2013-05-04"
    assert made.origins["title"].place == "the file's metadata"
    assert made.origins["date"].sureness is Sureness.LIKELY


def test_the_title_is_removed_from_the_start_of_the_text() -> None:
    found = DocumentText(f"On  the Press\n\n{BARE}", title="On the press")

    made = proposal(found, "a.html", {}, Usual())

    assert (made.fields["title"], made.fields["text"]) == ("On the press", BARE)


def test_the_line_above_a_title_stays_on_its_own_line() -> None:
    found = DocumentText(f"Note\nOn the press\n{BARE}", title="On the press")

    made = proposal(found, "a.html", {}, Usual())

    assert made.fields["text"] == f"Note\n{BARE}"


def test_title_and_date_in_the_text_precede_the_metadata() -> None:
    """The metadata of a moved page or a forwarded mail has a later date."""
    found = DocumentText(PRINTED, title="draft of may", date="2020-05-09")

    made = proposal(found, "a.pdf", {}, Usual())

    assert (made.fields["title"], made.fields["date"]) == (
        "Free the Press",
        "2013-05-03",
    )
    assert made.origins["date"].place == "line 3"


def test_options_precede_text_and_metadata() -> None:
    given = {"title": "Of mine", "date": "2012", "text": "Another text."}

    made = proposal(DocumentText(PRINTED), "a.pdf", given, Usual())

    assert {name: made.fields[name] for name in given} == given
    assert made.origins["title"] == OPTION


def test_a_text_from_an_option_stays_unchanged() -> None:
    """The text may start with the title of the file. The file's text is not read."""
    given = {"text": f"On the press\n\n{BARE}\n\nKampot, 4 June 2014"}
    found = DocumentText(f"{BARE}\n\nKampot, 3 May 2013", title="On the press")

    made = proposal(found, "a.html", given, Usual())

    assert made.fields["text"] == given["text"]
    assert made.fields["date"] == "2014-06-04"


def of(name: str, text: str, **given: str) -> Proposal:
    """Return the proposal for a document with this name and text."""
    return proposal(DocumentText(text), name, given, Usual())


@pytest.mark.parametrize("both", [(ENGLISH, KHMER), (KHMER, ENGLISH)])
def test_a_text_in_two_languages_is_split_in_two(both: tuple[str, str]) -> None:
    assert halves("\n\n".join(both)) == both


@pytest.mark.parametrize(
    "text",
    [
        "",
        ENGLISH,
        KHMER,
        f"{ENGLISH}\n\nសូមដោះលែងអ្នកនេសាទកោះស្រឡៅ",
        f"{ENGLISH}\n\n{KHMER}\n\n{ENGLISH}",
        "\n\n".join([*ENGLISH.split("\n\n"), *KHMER.split("\n\n")] * 2),
    ],
)
def test_other_texts_are_not_split(text: str) -> None:
    """A text has one language, one line in a second language, or several switches."""
    assert halves(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("joint-en.pdf", "joint-km.pdf"),
        ("Joint Statement (English).docx", "joint_statement_khmer.pdf"),
        ("2026-11 joint.pdf", "2026-11 joint KH.pdf"),
        ("joint.pdf", "joint-ខ្មែរ.pdf"),
    ],
)
def test_names_that_differ_only_in_language_are_a_pair(one: str, other: str) -> None:
    assert list(pairs([of(one, ENGLISH), of("x.txt", ENGLISH), of(other, KHMER)])) == [
        (0, 2)
    ]


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [("joint-1.pdf", "joint-2.pdf", KHMER), ("joint-en.pdf", "joint-km.pdf", ENGLISH)],
)
def test_files_with_other_names_or_the_same_language_are_no_pair(
    one: str, other: str, text: str
) -> None:
    assert not list(pairs([of(one, ENGLISH), of(other, text)]))


def test_files_with_the_same_date_and_number_of_names_are_a_pair() -> None:
    names = "\n\nSigned by:\nHarbour Watch\nPort Union\nSalt League"
    one = of("a.pdf", ENGLISH + names)
    other = of("b.pdf", KHMER, date="2026-11-20")
    signed = other._replace(fields={**other.fields, "signatories": ["ក", "ខ", "គ"]})

    assert list(pairs([one, signed])) == [(0, 1)]
    assert not list(pairs([one, other]))


def test_a_translation_takes_missing_fields_from_the_original() -> None:
    """The value of the original also replaces a default value."""
    one = of("joint-en.pdf", f"Open Letter\n\n{ENGLISH}", program="CLEC")
    other = of("joint-km.pdf", KHMER)

    original, translation = paired(one, other, UUID)

    assert original.fields["uuid"] == UUID
    assert translation.fields["translation_of"] == UUID
    assert translation.fields["date"] == "2026-11-20"
    assert translation.fields["program"] == "CLEC"
    assert translation.fields["type"] == "Open Letter"
    assert translation.missing() == []
