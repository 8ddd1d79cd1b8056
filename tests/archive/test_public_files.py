"""Files of a statement in which something is withheld: seen only where they are proven.

- one that is read whole and does not have it is there; one that has it is not
- in its text, its title, its metadata, its notes, its parts' names, however spelled
- what may say more than can be read is not there: pictures, files in files, forms,
  earlier versions, fonts from before Unicode, what is locked or damaged or of no kind
- one that somebody looked at is there
- where nothing is withheld, files are as they are
- a rule of the archive is about every file, whatever the texts have
- what was found is kept beside the index for the next time, and only as long as the
  file, what is withheld, and the program that reads are the same
"""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from archives import Desk, draft, opened
from mediarel.archive import proven_files, public_files
from mediarel.archive.public import Public
from mediarel.archive.session import open_session
from mediarel.archive.withhold import set_cleared, set_rules
from mediarel.attachments.places import place_for
from mediarel.documents.reading import read_everything
from mediarel.index.place import stem
from mediarel.model.statement import read_draft
from mediarel.store.tiny.file import FileStore
from pdf_files import lines, one_page, pdf, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
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
    place = place_for(desk.files.folder(()), digits, ".bin")
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
    (place,) = desk.files.folder(()).rglob("*.bin")
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


def test_what_somebody_looked_at_before_more_was_withheld(desk: Desk) -> None:
    """They looked for something else: neither a text nor a rule holds it back."""
    data = b"\x89PNG\r\n\x1a\n\0\0"
    number = with_file(desk, data, "a.png", withheld=[NAME])

    def cleared() -> list[str]:
        with open_session(desk, "test") as session:
            set_cleared(session, number, ["a.png"], is_cleared=True)
        return names_seen(desk)

    assert cleared() == ["a.png"]
    desk.edit([number], lambda _: {"withheld": [NAME, "LICADHO"]})
    assert names_seen(desk) == []
    assert cleared() == ["a.png"]
    with open_session(desk, "test") as session:
        set_rules(session, {"phones": True})
    assert names_seen(desk) == []
    assert cleared() == ["a.png"]


def test_a_rule_of_the_archive(desk: Desk) -> None:
    """It is about every file: a document has contacts that its text lacks."""
    with open_session(desk, "test") as session:
        set_rules(session, {"phones": True})
    with_file(desk, b"Call Tel: 012 345 678", "a.txt", text="Tel: 012 345 678")
    with_file(desk, b"The land is theirs", "b.txt", text="Tel: 012 345 678")
    with_file(desk, b"For more: +855 12 345 678", "c.txt")
    with_file(desk, page("For more: +855 12 345 678"), "d.pdf")
    with_file(desk, page("The land is theirs"), "e.pdf")
    with_file(desk, b"\x89PNG\r\n\x1a\n\0\0", "f.png")

    seen = Public(desk, NOW).statements(sort="id")
    assert [[f.name for f in each.attachments] for each in seen] == [
        [],
        ["b.txt"],
        [],
        [],
        ["e.pdf"],
        [],
    ]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read from now on, as they are read."""
    names: list[str] = []
    read = read_everything

    def told(documents: Iterable[tuple[str, Callable[[], bytes]]]) -> Any:  # noqa: ANN401 - as that returns
        given = list(documents)
        names.extend(name for name, _ in given)
        return read(given)

    monkeypatch.setattr(public_files, "read_everything", told)
    return names


def names_seen(desk: Desk) -> list[str]:
    """Return the names of the files that the public sees."""
    seen = Public(desk, NOW).statements(sort="id")
    return [file.name for each in seen for file in each.attachments]


def findings_of(desk: Desk) -> Path:
    """Return where it is kept what was found."""
    (path,) = desk.index.folder.glob("*-files.txt")
    return path


def test_each_file_is_read_once(desk: Desk, reads: list[str]) -> None:
    """What was found is kept, beside the index; of one in two statements as well."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    with_file(desk, NAME.encode(), "b.txt", withheld=[NAME])
    with_file(desk, SAID.encode(), "c.txt", withheld=["LICADHO"])

    for _ in range(2):
        assert names_seen(desk) == ["a.txt", "c.txt"]
        assert reads == ["a.txt", "b.txt"]
    said = findings_of(desk).read_bytes()
    assert NAME.encode() not in said
    assert sha256(NAME.encode()).hexdigest().encode() not in said


def test_what_else_is_withheld_is_sought_anew(desk: Desk, reads: list[str]) -> None:
    """A finding is about certain texts and rules alone."""
    with_file(desk, SAID.encode() + b" a@b.org", "a.txt", withheld=[NAME])
    assert names_seen(desk) == ["a.txt"]
    with open_session(desk, "test") as session:
        set_rules(session, {"emails": True})

    assert names_seen(desk) == []
    assert reads == ["a.txt", "a.txt"]


def test_what_another_program_found(
    desk: Desk, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that reads or seeks otherwise finds it out by itself."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    assert names_seen(desk) == ["a.txt"]
    monkeypatch.setattr(proven_files, "_reader", lambda: "another")

    assert names_seen(desk) == ["a.txt"]
    assert reads == ["a.txt", "a.txt"]


@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_what_others_may_have_found(desk: Desk, reads: list[str], mode: int) -> None:
    """What others than the user could have written is worth nothing."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    names_seen(desk)
    findings_of(desk).chmod(mode)

    assert names_seen(desk) == ["a.txt"]
    assert reads == ["a.txt", "a.txt"]
    assert findings_of(desk).stat().st_mode & 0o777 == 0o600
    assert names_seen(desk) == ["a.txt"]
    assert reads == ["a.txt", "a.txt"]


def test_findings_in_a_folder_of_all(desk: Desk, reads: list[str]) -> None:
    """Another could put a file of theirs in the place of ours."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    names_seen(desk)
    desk.index.folder.chmod(0o777)

    assert names_seen(desk) == ["a.txt"]
    assert reads == ["a.txt", "a.txt"]


def test_a_link_in_the_place_of_the_findings(desk: Desk, tmp_path: Path) -> None:
    """It is not followed, neither to read nor to write."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    names_seen(desk)
    place, other = findings_of(desk), tmp_path / "other"
    other.write_bytes(b"")
    place.unlink()
    place.symlink_to(other)

    assert names_seen(desk) == ["a.txt"]
    assert other.read_bytes() == b""


def test_damaged_findings(desk: Desk, reads: list[str]) -> None:
    """A bit of another value makes of "has it" no "has it not"."""
    with_file(desk, NAME.encode(), "a.txt", withheld=[NAME])
    assert names_seen(desk) == []
    path = findings_of(desk)
    for place in (0, 1, 10, 64):
        damaged = bytearray(path.read_bytes())
        damaged[place] ^= 1
        path.write_bytes(damaged)
        assert names_seen(desk) == []
    assert len(reads) > 1


def test_where_nothing_can_be_kept(desk: Desk, reads: list[str]) -> None:
    """Files are read each time; of one file that is gone, nothing is kept."""
    with_file(desk, SAID.encode(), "a.txt", withheld=[NAME])
    (place,) = desk.files.folder(()).rglob("*.bin")
    there = place.read_bytes()
    place.unlink()
    assert names_seen(desk) == []
    place.write_bytes(there)
    assert names_seen(desk) == ["a.txt"]
    findings_of(desk).unlink()
    findings = desk.index.folder / findings_name(desk)
    findings.mkdir()

    assert names_seen(desk) == ["a.txt"]
    assert reads == ["a.txt"] * 3


def findings_name(desk: Desk) -> str:
    """Return what the file of findings is called."""
    return f"{stem(desk.store.location)}-files.txt"
