"""Create archives with withheld texts in every field and script."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from archives import opened
from leaks import spellings
from mediarel.model.fields import FIELDS as TABLE
from mediarel.model.fields import LINE, PARAGRAPHS
from mediarel.model.statement import read_draft
from mediarel.store.tiny.file import FileStore

SECRETS = (
    "Zoqal Vimrek",
    "Žofqa Brnwq",
    "Иванка Щукова",
    "ចាន់ សុផល",
    "王小明華",
    "سلوى القاسمي",
    "สมชาย วิเศษกุล",
    "שלומית כהנוב",
    "099 876 543",
)
DRAFT, LATER, GONE = "Draftqux words", "Laterqux words", "Gonequx words"
FIELDS = [f.name for f in TABLE if f.public and f.kind in {LINE, PARAGRAPHS}]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a statement with withheld texts in some of its fields."""
    secrets = draw(
        st.lists(st.sampled_from(SECRETS), min_size=1, max_size=3, unique=True)
    )

    def said(before: str) -> str:
        secret = draw(st.sampled_from(secrets))
        address = f"https://example.org/{quote(secret)}"
        spelled = draw(st.sampled_from((*spellings(secret), address)))
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
        "archived": [
            {
                "url": f"https://web.example/2012/https://example.org/{place}",
                "at": "2012-07-17T01:02:03Z",
            }
        ],
        "notes": [
            {"at": "2024-01-02T03:04:05Z", "kind": "correction", "text": said("Not")}
        ],
        "language": draw(st.sampled_from(("en", "km", "ar"))),
        "withheld": secrets,
        "status": draw(st.sampled_from((None, None, "withdrawn"))),
    }


def hidden(document: dict[str, Any], word: str, **fields: str) -> dict[str, Any]:
    """Return a statement that withholds `word` and has it in every field."""
    return {**document, "title": word, "text": word, "tags": [word], **fields}


def archive_of(folder: Path, given: list[dict[str, Any]]) -> Path:
    """Return the store of an archive of the statements `given`."""
    path = folder / "statements.json"
    folder.mkdir(exist_ok=True)
    FileStore.create(path)
    drafts = [read_draft(each) for each in given]
    with opened(path) as archive:
        added = [archive.add(each, allow_duplicate=True) for each in drafts]
        links = {"translation_of": added[0].uuid}
        archive.edit([added[-1].id], lambda _: links)
    return path
