"""Provide a statement of each kind for importers."""

from mediarel.model.parts import Translation
from mediarel.model.statement import Statement
from strategies import SAMPLES, statement

_KHMER = "សេចក្តី\u200bថ្លែងការណ៍\u200bរួមស្តីពី «ដី» & <សិទ្ធិ>"
_FILES = [
    {
        "name": "statement & photo.pdf",
        "sha256": "0123456789abcdef" * 4,
        "size": 48213,
        "media_type": "application/pdf",
        "role": "scan",
        "language": "km",
    },
    {
        "name": "names of witnesses.txt",
        "sha256": "fedcba9876543210" * 4,
        "size": 7,
        "media_type": "text/plain",
        "private": True,
    },
]
# Statements by their stored date (EDTF).
_GIVEN: dict[str, dict[str, object]] = {
    "no title": {"text": "We, the undersigned, ask for the road. It was closed."},
    "all dateline": {
        "text": "Kampot, 16 July 2012",
        "dateline": "Kampot, 16 July 2012",
    },
    "a title and no text": {"title": "On the road", "text": None},
    "lines": {"title": "Verse", "text": "One\n  two\n\nthree & <four>\n\n\n\nfive"},
    "a month": {"date": "2012-07"},
    "a year": {"date": "2012"},
    "unsure": {"date": "2012-07?"},
    "about": {"date": "2012-07-16~"},
    "between": {"date": "2012-10/2012-11"},
    "between, unsure": {"date": "2012-10~/2013?"},
    "until": {"date": "../2011"},
    "since": {"date": "2011-03-04/.."},
    "of the far future": {"date": "3012"},
    "long ago": {"date": "0812-03"},
    "Khmer": {"title": _KHMER, "text": f"{_KHMER}\n\n{_KHMER}", "language": "km"},
    "from right to left": {"title": "بيان مشترك \u200f(2012)", "language": "ar"},
    "a language without a name": {"title": "Rang", "language": "qaa"},
    "several sources": {"sources": ["https://a.example/?a=1&b=2", "ftp://b.example/"]},
    "files": {"attachments": _FILES},
    "one private file": {"attachments": _FILES[1:]},
    "signatories": {"signatories": ["STT, the mapping team", _KHMER, 'A "B" <C>']},
    "tags and place": {"tags": ["land", "ដី"], "place": "Phnom Penh, Cambodia"},
    "dated as listed": {"dated": "2012-07-16", "dateline": "Kampot, 16 July"},
    "dated apart": {"dated": "2012-07-15", "text": "Kampot: no.", "dateline": "Kampot"},
    "an excerpt": {"excerpt": True, "text_from": "ocr"},
    "merged": {"merged": ["bbbbbbbb-0003-4000-8000-000000000003"]},
    "controls": {"title": "a\x01b\x1bc\ufffe", "text": "d\x00\r\x85\u2028e\u202e"},
    "a translation whose original is missing": {
        "translation_of": "dddddddd-0001-4000-8000-000000000001"
    },
}


def _uuid(number: int) -> str:
    return f"cccccccc-0000-4000-8000-{number:012}"


EACH_KIND: dict[str, Statement] = {
    kind: statement(id=number, uuid=_uuid(number), **given)
    for number, (kind, given) in enumerate(_GIVEN.items(), 1)
}
ALL = [*SAMPLES, *EACH_KIND.values()]

ORIGINAL = Translation(_uuid(901), "km", _KHMER, "https://a.example/km", True)  # noqa: FBT003 - a named tuple
SIBLING = Translation(_uuid(902), "th", "ถนน & <ทาง>", None, False)  # noqa: FBT003 - a named tuple
