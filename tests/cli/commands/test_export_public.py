"""`mediarel export --public`: nothing gets out that the public may not see.

- random archives, with what is withheld in every field and script, in each format
- drafts and embargoes are not there, and are counted
- what is withheld in one statement and stands in others is warned of
- every other export of such an archive says that it is the whole
- private and public at once are refused
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives import opened
from leaks import leaks, spellings
from mediarel.cli import app
from mediarel.formats.table import FORMATS
from mediarel.model.statement import read_draft
from mediarel.store.tiny.file import FileStore
from samples import ALL

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = (
    "Zoqal Vimrek",
    "Žofqa Brnwq",
    "Иванка Щукова",
    "ចាន់ សុផល",
    "王小明華",
    "سلوى القاسمي",
    "099 876 543",
)
DRAFT, LATER, GONE = "Draftqux words", "Laterqux words", "Gonequx words"
FIELDS = ("title", "text", "dateline", "place", "program", "type", "series")
WRITABLE = [known for known in FORMATS if known.is_writable]
_numbers = itertools.count()


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a statement with what it withholds in some of its fields."""
    secrets = draw(st.lists(st.sampled_from(SECRETS), min_size=1, max_size=3))

    def said(before: str) -> str:
        secret = draw(st.sampled_from(secrets))
        spelled = draw(st.sampled_from(spellings(secret)))
        return f"{before} {spelled}, {draw(st.sampled_from(('said', 'បាន', '说')))}."

    given = {name: said(name) for name in draw(st.sets(st.sampled_from(FIELDS)))}
    slug = draw(st.sampled_from(secrets)).replace(" ", draw(st.sampled_from("-_+")))
    encoded = draw(st.booleans())
    place = slug.encode().hex("%", 1) if encoded else slug.replace(" ", "%20")
    return {
        "date": draw(st.sampled_from(("2012", "2012-07", "2012-07-16"))),
        "program": "CLEC",
        "text": "We, the undersigned.",
        **given,
        "signatories": [*draw(st.sampled_from(([], secrets, ["CLEC", said("Ms")])))],
        "tags": draw(st.sampled_from(([], ["land", secrets[0]]))),
        "sources": [f"https://example.org/{'%' * encoded}{place}", "https://a.org/"],
        "notes": [
            {"at": "2024-01-02T03:04:05Z", "kind": "correction", "text": said("Not")}
        ],
        "language": draw(st.sampled_from(("en", "km", "ar"))),
        "withheld": secrets,
        "status": draw(st.sampled_from((None, None, "withdrawn"))),
    }


def hidden(document: dict[str, Any], word: str, **fields: str) -> dict[str, Any]:
    """Return a statement that says `word` all over, which nobody may see."""
    return {**document, "title": word, "text": word, "tags": [word], **fields}


def archive_of(folder: Path, given: list[dict[str, Any]]) -> Path:
    """Return the store of an archive of the statements that were `given`."""
    path = folder / "statements.json"
    folder.mkdir()
    FileStore.create(path)
    drafts = [read_draft(each) for each in given]
    with opened(path) as archive:
        added = [archive.add(each, allow_duplicate=True) for each in drafts]
        links = {"translation_of": added[0].uuid}
        archive.edit([added[-1].id], lambda _: links)
    return path


@settings(
    max_examples=25 if ALL else 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_=st.lists(documents(), min_size=1, max_size=4))
def test_nothing_gets_out(home: Path, given_: list[dict[str, Any]]) -> None:
    """In no format, nowhere, in no spelling; nor do the names of files say it."""
    folder = home / str(next(_numbers))
    everywhere = list(dict.fromkeys(x for each in given_ for x in each["withheld"]))
    # What only another withholds is warned of, and not taken.
    seen = [{**each, "withheld": everywhere} for each in given_]
    draft = hidden(given_[0], DRAFT, status="draft")
    later = hidden(given_[0], LATER, embargo="2999-01-01T00:00:00+07:00")
    store = archive_of(folder, [draft, later, *seen])
    for known in WRITABLE:
        target = folder / known.name / f"public{known.suffixes[0]}"
        target.parent.mkdir()
        call = ["export", "--public", "--archive", str(store), "--format", known.name]
        assert app.run([*call, "--output", str(target)]) == 0
        if known.has_files:
            into = f"{target.parent / 'folder'}/"
            assert app.run([*call, "--output", into]) == 0
        found = leaks(target.parent, [*everywhere, DRAFT, LATER])
        assert found == []
        assert len(list(target.parent.iterdir())) >= 1
