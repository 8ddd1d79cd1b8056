"""Provide statements of every kind for formats of references."""

import io
from collections.abc import Iterable, Sequence

from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions
from mediarel.model.parts import Attachment
from mediarel.model.statement import Statement
from strategies import SAMPLES, statement

_KINDS: Sequence[dict[str, object]] = (
    {"date": "2012"},
    {"date": "2012-07"},
    {"date": "2012-07-16~"},
    {"date": "2012?"},
    {"date": "0987-01-02"},
    {"date": "2012-10/2012-11"},
    {"date": "2012-10-03?/2012-10-05~"},
    {"date": "2011/2012-03"},
    {"date": "../2011"},
    {"date": "2011-12/.."},
    {"program": "Rivers, Coasts and Forests, Inc."},
    {"program": "Land and Home", "place": "Kep and Kampot", "title": "Land and home"},
    {
        "program": "សមាគមអភិវឌ្ឍន៍",
        "title": "សេចក្តី\u200bថ្លែងការណ៍រួម",
        "text": "យើងខ្ញុំសូមអំពាវនាវ។\n\nសេរីភាព។",
        "signatories": ["សមាគមអភិវឌ្ឍន៍", "Harbour Watch"],
        "tags": ["ដី", "coast"],
    },
    {"title": "بيان مشترك", "text": "نحن الموقعون أدناه.", "language": "ar"},
    {"language": "pt-BR"},
    {"language": "tet"},
    {"sources": ["https://a.org/{x}?a=%20#b_c~d", "https://b.org/c"]},
    {"text": "Kep, 3 March", "dateline": "Kep, 3 March", "excerpt": True},
    {"tags": ["land, sea", "x_1"], "signatories": [f"Group {n}" for n in range(40)]},
    {"title": "100% & #1: $x_1$ ^ ~ \\ { } -- ''q'' ``q`` ?` << >> ,,"},
    {"title": "} {", "program": "A } B", "place": "{", "signatories": ["}"]},
    {"title": "TY  - RPRT", "program": "ER  - ", "tags": ["KW  - a  - b"]},
    {"text": "One.\nER  - \n\nTY  - JOUR\nTI  - Another\n@article{x,\n}\n%"},
    {"title": "@report{x, title = {y}}", "text": "\"quoted\" and 'so'"},
    {"attachments": [{"name": "a:b;c{\\.pdf", "sha256": "0" * 64, "size": 1}]},
)


def _made(number: int, kind: dict[str, object]) -> Statement:
    files = kind.get("attachments")
    if isinstance(files, list):
        kind = {
            **kind,
            "attachments": [{**f, "media_type": "application/pdf"} for f in files],
        }
    uuid = f"aaaaaaaa-{number:04}-4000-8000-000000000000"
    return statement(id=number, uuid=uuid, **kind)


ALL = (*SAMPLES, *(_made(number, kind) for number, kind in enumerate(_KINDS, 10)))


def place_of(attachment: Attachment) -> str:
    """Return the path of an exported attachment."""
    return f"files/{attachment.sha256[:2]}/{attachment.sha256}.pdf"


AS_USUAL = WriteOptions()
ALONG = WriteOptions(place_of=place_of)


def data_of(
    name: str, statements: Iterable[Statement], options: WriteOptions = AS_USUAL
) -> bytes:
    """Return `statements` as a file in the format `name`."""
    out = io.BytesIO()
    functions_of(format_named(name)).write(statements, out, options)
    return out.getvalue()


def written(
    name: str, statements: Iterable[Statement], options: WriteOptions = ALONG
) -> str:
    """Return `statements` in the format `name`, with attachments."""
    return data_of(name, statements, options).decode()


def lost(name: str, statement: Statement) -> list[str]:
    """Return the losses that the format `name` reports for `statement`.

    The losses are in the order of the report.
    """
    told: list[str] = []
    data_of(name, [statement], WriteOptions(lost=told.append))
    return told


def spaced(text: str) -> str:
    """Return `text` with one space for each run of white space."""
    return " ".join(text.split())
