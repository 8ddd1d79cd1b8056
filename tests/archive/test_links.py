"""Test the links between a statement and its translations."""

from archives import EVERYTHING, Desk, draft
from mediarel.archive.links import Translations
from mediarel.archive.merge import merge
from mediarel.archive.session import open_session
from mediarel.formats.writing import unknown_original
from mediarel.model.statement import Statement, read_draft

KHMER = "យើងខ្ញុំសូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំង។"


def added(desk: Desk, text: str, **fields: object) -> Statement:
    """Add a statement with this text, and return it."""
    given = draft(text, **fields)
    return desk.add(given, allow_duplicate=True)


def three(desk: Desk) -> tuple[Statement, Statement, Statement]:
    """Add an English original and its translations; return all three."""
    source = "https://example.org/en"
    original = added(desk, "Reopen the reading room.", sources=[source])
    khmer = added(desk, KHMER, translation_of=original.uuid, title="បន្ទប់អាន")
    french = added(
        desk,
        "Rouvrez la salle de lecture.",
        translation_of=original.uuid,
        language="fr",
    )
    return original, khmer, french


def linked(desk: Desk, statement: Statement) -> list[str]:
    """Return the languages of the translations of `statement`."""
    return [each.language for each in Translations(desk)(statement)]


def test_links_to_a_merged_original_lead_to_the_kept_statement(desk: Desk) -> None:
    original, khmer, french = three(desk)
    kept = added(desk, "Reopen the reading room!")
    with open_session(desk, "test") as session:
        merge(session, [kept.id, original.id], {"text": kept.id}, expected={})
    (kept,) = desk.get([kept.id])

    assert linked(desk, kept) == ["km", "fr"]
    named = Translations(desk)(khmer)
    assert [each.uuid for each in named] == [kept.uuid, french.uuid]
    assert [each.merged for each in named] == [(original.uuid,), ()]
    assert unknown_original(khmer, named) is None


def test_two_statements_can_be_translations_of_each_other(desk: Desk) -> None:
    """A cycle is refused by mediarel, but an imported file may have one."""
    one, other = "aaaaaaaa-0001-4000-8000-0000000000", "zh"
    first = f"{one}01"
    second = f"{one}02"
    desk.import_drafts(
        read_draft(
            {
                "date": "2012",
                "program": "CLEC",
                "text": text,
                "language": language,
                "uuid": uuid,
                "translation_of": of,
            }
        )
        for text, language, uuid, of in (
            ("One.", "en", first, second),
            ("Other.", other, second, first),
        )
    )
    statements = {each.uuid: each for each in desk.statements(EVERYTHING)}

    assert linked(desk, statements[first]) == [other]
    assert linked(desk, statements[second]) == ["en"]
