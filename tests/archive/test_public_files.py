"""Files of a statement in which something is withheld: seen only where they are proven.

- one that is read whole and does not have it is there; one that has it is not
- in its text, its title, its metadata, its notes, its parts' names, however spelled
- what may say more than can be read is not there: pictures, files in files, forms,
  earlier versions, fonts from before Unicode, what is locked or damaged or of no kind
- one that somebody looked at is there
- where nothing is withheld, or a rule finds nothing, files are as they are
"""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from archives import Desk, draft, opened
from mediarel.archive.attach import folder_of
from mediarel.archive.public import Public
from mediarel.archive.session import open_session
from mediarel.archive.withhold import set_cleared, set_rules
from mediarel.attachments.places import place_for
from mediarel.model.statement import read_draft
from mediarel.store.tiny.file import FileStore
from pdf_files import lines, one_page, pdf, stream

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2012-07-16T02:00:00Z"
NAME = "Chan Sophea"
SAID = "A woman was beaten when she asked for the land that she had lived on."


@pytest.fixture
def desk(tmp_path: Path) -> Any:  # noqa: ANN401 - a generator of a Desk
    """Yield an archive with nothing in it."""
    path = tmp_path / "statements.json"
    FileStore.create(path)
    with opened(path) as archive:
        yield archive


def with_file(desk: Desk, data: bytes, name: str, **fields: object) -> int:
    """Add a statement with a file, and return its id."""
    digits = sha256(data).hexdigest()
    place = place_for(folder_of(desk.store), digits, ".bin")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    kind = "image/png" if name.endswith(".png") else "application/octet-stream"
    file = {"name": name, "sha256": digits, "size": len(data), "media_type": kind}
    given = {**draft("She was beaten.").fields(), "attachments": [file], **fields}
    return desk.add(read_draft(given), allow_duplicate=True).id


def is_seen(desk: Desk, data: bytes, name: str, *withheld: str) -> bool:
    """Tell whether the public sees the file `name` of `data`."""
    with_file(desk, data, name, withheld=[*withheld])
    (one,) = Public(desk, NOW).statements()
    return bool(one.attachments)


def page(*texts: str, info: bytes = b"", more: bytes = b"") -> bytes:
    """Return a PDF of a page with `texts`."""
    objects = one_page(stream(lines(*texts)))
    objects[1] = objects[1].replace(b">>", more + b">>")
    data = pdf({**objects, 6: b"<<%b>>" % info})
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 6 0 R")


def packed(parts: dict[str, str | bytes], **more: str | bytes) -> bytes:
    """Return a zip file of `parts`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {**parts, **more}.items():
            file.writestr(name, content)
    return made.getvalue()


def docx(body: str, **more: str | bytes) -> bytes:
    """Return a Word file with this `body`."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": document}, **more
    )


WIDE = f"\ufeff{NAME}".encode("utf-16-be").hex().encode()
MAIL = "From: a@b.org\nSubject: {}\nMessage-ID: <1@b.org>\n\n{}\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SAID.encode(), "a.txt"),
        (SAID.encode("utf-16"), "a.txt"),
        (f"<html><p>{SAID}</p></html>".encode(), "a.html"),
        (MAIL.format("Land", SAID).encode(), "a.eml"),
        (docx(f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>"), "a.docx"),
        (page(SAID, info=b"/Title(A title)"), "a.pdf"),
        (page("Chandara and Sopheak were there when she asked for her land."), "a.pdf"),
    ],
)
def test_what_is_proven_is_seen(desk: Desk, data: bytes, name: str) -> None:
    """It was read whole, and does not have it."""
    assert is_seen(desk, data, name, NAME)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Mrs Chan\r\nSophea", "a.txt"),
        ("Ch\u200ban Sophéa".encode(), "a.txt"),
        ("CHAN SOPHEA".encode("utf-16"), "a.txt"),
        (b"<html><p>Ch<b>an</b> Sophea</p></html>", "a.html"),
        (b"<html><p>Cha&#110; Sophea</p></html>", "a.html"),
        (f"<html><!-- {NAME} --><p>{SAID}</p></html>".encode(), "a.html"),
        (f'<html><a href="/chan-sophea">{SAID}</a></html>'.encode(), "a.html"),
        (MAIL.format(NAME, SAID).encode(), "a.eml"),
        (MAIL.format("=?utf-8?b?Q2hhbiBTb3BoZWE=?=", SAID).encode(), "a.eml"),
        (
            docx("<w:p><w:r><w:t>Chan So</w:t></w:r><w:r><w:t>phea</w:t></w:r></w:p>"),
            "a",
        ),
        (docx("<w:p/>", **{"docProps/core.xml": f"<a><b>{NAME}</b></a>"}), "a.docx"),
        (docx("<w:p/>", **{"word/comments.xml": f"<a b='{NAME}'/>"}), "a.docx"),
        (docx("<w:p/>", **{"word/chan_sophea.xml": "<a/>"}), "a.docx"),
        (page(SAID, NAME), "a.pdf"),
        (page(SAID, "Mrs Chan", "Sophea"), "a.pdf"),
        (page(SAID, info=b"/Title(A talk)/Author(Chan Sophea)"), "a.pdf"),
        (
            page(
                SAID, info=b"/Subject<FEFF004300680061006E00200053006F0070006800650061>"
            ),
            "a",
        ),
    ],
)
def test_what_has_it_is_not_seen(desk: Desk, data: bytes, name: str) -> None:
    """Wherever it stands."""
    assert not is_seen(desk, data, name, NAME)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png"),
        (b"\0\1\2\3", "a.bin"),
        (b"\xff\xfe\xfa Sch\xe9", "a.txt"),
        (f'<html><img src="a.png"><p>{SAID}</p></html>'.encode(), "a.html"),
        (docx("<w:p/>", **{"word/media/image1.png": b"\x89PNG"}), "a.docx"),
        (docx("<w:p/>", **{"word/embeddings/a.xml": "<a/>"}), "a.docx"),
        (docx("<w:p><w:r><w:drawing></w:drawing></w:r></w:p>"), "a.docx"),
        (docx('<w:p><w:rFonts w:ascii="Limon S1"/></w:p>'), "a.docx"),
        (docx("<w:p/>")[:-30], "a.docx"),
        (b"{\\rtf1 " + SAID.encode() + b"}", "a.rtf"),
        (b"%PDF-1.7 the scan of a page", "a.pdf"),
        (page(SAID)[:-60], "a.pdf"),
        (page(SAID) + page(SAID), "a.pdf"),
        (
            page(SAID, more=b"/Names<</EmbeddedFiles 6 0 R>>", info=b"/Type/Filespec"),
            "a",
        ),
        (page(SAID, info=b"/Type/XObject/Subtype/Image"), "a.pdf"),
        (page(SAID, info=b"/Type/Annot/AP 4 0 R"), "a.pdf"),
    ],
)
def test_what_may_say_more_is_not_seen(desk: Desk, data: bytes, name: str) -> None:
    """It can't be proven that it does not have it."""
    assert not is_seen(desk, data, name, NAME)


def test_where_nothing_is_withheld(desk: Desk) -> None:
    """Files are as they are, pictures too."""
    assert is_seen(desk, b"\x89PNG\r\n\x1a\n\0\0", "a.png")


def test_a_copy_that_is_not_what_it_was(desk: Desk) -> None:
    """Its bytes must be those that the statement says."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    (place,) = folder_of(desk.store).rglob("*.bin")
    place.write_bytes(SAID.encode().replace(b"A", b"B"))

    (one,) = Public(desk, NOW).statements()
    assert one.attachments == ()


def test_what_somebody_looked_at(desk: Desk) -> None:
    """It is seen, until that is taken back; the name is still withheld in its name."""
    number = with_file(
        desk, b"\x89PNG\r\n\x1a\n\0\0", "chan-sophea.png", withheld=[NAME]
    )
    (one,) = Public(desk, NOW).statements()
    assert one.attachments == ()
    for is_cleared in (True, False):
        with open_session(desk, "test") as session:
            name = "chan-sophea.png"
            assert set_cleared(session, number, [name], is_cleared=is_cleared) == [name]
        (one,) = Public(desk, NOW).statements()
        names = [each.name for each in one.attachments]
        assert names == (["[withheld].png"] if is_cleared else [])


def test_a_rule_of_the_archive(desk: Desk) -> None:
    """It is about the files of those statements in which it finds something."""
    with open_session(desk, "test") as session:
        set_rules(session, {"phones": True})
    with_file(desk, b"Call Tel: 012 345 678", "a.txt", text="Tel: 012 345 678")
    with_file(desk, b"The land is theirs", "b.txt", text="Tel: 012 345 678")
    with_file(desk, b"\x89PNG\r\n\x1a\n\0\0", "c.png")

    seen = Public(desk, NOW).statements(sort="id")
    assert [[f.name for f in each.attachments] for each in seen] == [
        [],
        ["b.txt"],
        ["c.png"],
    ]
