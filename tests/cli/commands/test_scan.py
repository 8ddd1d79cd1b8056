"""Test the scan of public output for withheld texts."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import opened
from conftest import Done, Run
from leaks import leaks
from mails import mail
from mediarel.archive.public import Public
from mediarel.archive.scan import LeakError, Scan
from mediarel.documents import extraction
from mediarel.formats.table import FORMATS
from office_files import docx, odt, paragraph
from office_files import run as word
from pdf_files import lines, one_page, pdf, stream

pytestmark = pytest.mark.usefixtures("store")

NEW = ("add", "--date=2019", "--program=CLEC")
NAME = "Zoqal Vimrek"
TITLE = "On the Vexillology Bill"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below `folder` with their content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def stopped_by_scan(done: Done) -> str:
    """Require that the scan stopped a command; return its messages."""
    assert (done.code, done.out) == (5, "")
    return done.err


def test_name_with_markup_is_withheld(run: Run, home: Path) -> None:
    """The scan compares the text that a browser or feed reader shows."""
    spellings = (
        "Zoqal V<!-- -->imrek",
        "Zoqal V&#105mrek",
        "Zoqal&NonBreakingSpace;Vimrek",
        "Zoqal V&ZeroWidthSpace;imrek",
        f"Zoqal V<b class='{'x' * 600}'>imrek",
        'Zoqal V<b title=">">imrek',
        "https://x.org/Vimrek,%20Zoqal",
        "Zoqal V%2569mrek",
        "Zoqal V\\u0069mrek",
        "Zoqal V**im**rek",
        "Zoqal[1] Vimrek",
        "Zoqal V<![CDATA[im]]>rek",
        "Zoqal V<!-->imrek",
        "\u202ekermiV laqoZ\u202c",
        "VIMREK, Zoqal",
    )
    for spelled in spellings:
        text = f"--text=The court heard {spelled} on Monday."
        added = run(*NEW, text, f"--title=On {spelled}", "--allow-duplicate")
        assert added.code == 0, added.err
    run("withhold", f"10-{9 + len(spellings)}", NAME, "--anyway", "--yes")

    assert run("publish", "site", "site").code == 0
    for name in ("markdown", "html", "json", "atom", "biblatex", "csv", "xlsx"):
        out = str(home / f"out-{name}")
        assert run("export", "--public", "--format", name, "--output", out).code == 0
    published = [home / "site", *home.glob("out-*")]
    assert [found for path in published for found in leaks(path, [NAME])] == []


@pytest.fixture
def theme(home: Path) -> Path:
    """Return a theme in which the template of a statement has the withheld name."""
    theme = home / "theme"
    theme.mkdir()
    (theme / "statement.html").write_text("<p>Thanks to Z&#111qal V<i>imrek</i>")
    return theme


@pytest.mark.parametrize("task", [None, "mediarel.archive.scan", "none.such"])
def test_theme_with_withheld_name_is_refused(
    run: Run,
    home: Path,
    theme: Path,
    monkeypatch: pytest.MonkeyPatch,
    task: str | None,
) -> None:
    """The result is the same with worker processes, and if they fail."""
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    if task:
        monkeypatch.setattr("mediarel.archive.scan._MANY_FILES", 2)
        monkeypatch.setattr("mediarel.archive.scan._TASK", task)
    run("publish", "site", "site")
    before = contents(home / "site")
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)

    call = ("publish", "site", "site", "--theme", str(theme))
    told = stopped_by_scan(run(*call))

    assert "index.html would contain 'Zoqal Vimrek', which is withheld in" in told
    assert "statement 10; nothing was published" in told
    assert "mediarel publish site --allow 'Zoqal Vimrek' site --theme" in told
    assert contents(home / "site") == before
    assert run(*call, "--allow", "zoqal vimrek").code == 0


def test_short_name_is_found_in_any_folder(run: Run, home: Path, theme: Path) -> None:
    """Only the index of the search may contain short words, as parts of numbers."""
    run(*NEW, "--text=Zorba spoke.")
    run("withhold", "10", "Zorba")
    (theme / "statement.html").write_text("<p>Thanks to Zorba")
    (theme / "icon.svg").write_bytes(b"PK\3\4 not a ZIP file")

    for folder in ("site", "search/pieces/site", "research/pieces"):
        call = ("publish", "site", str(home / folder), "--theme", str(theme))
        assert "would contain 'Zorba'" in stopped_by_scan(run(*call))


def test_name_visible_in_a_different_statement_is_refused(run: Run, home: Path) -> None:
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)
    run(*NEW, f"--text=We thank {NAME}.")
    calls = (
        ("publish", "site", "site"),
        ("publish", "bag", "bag"),
        ("export", "--public", "--format=csv"),
        ("export", "--public", "--format=epub", "--output=all.epub"),
        ("export", "--public", "--format=markdown", "--output=folder/"),
    )
    for call in calls:
        told = stopped_by_scan(run(*call))
        assert "in statement 11 too: mediarel withhold 11 'Zoqal Vimrek'" in told
    left = {path.name for path in home.iterdir()}
    assert left <= {"cache", "data", "site", "folder"}
    assert contents(home / "folder") == contents(home / "site") == {}

    run("withhold", "11", NAME)
    for call in calls:
        assert run(*call).code == 0


def test_title_of_a_draft_is_hidden(run: Run, home: Path) -> None:
    """The archive's name is the title of a draft, then of a published statement."""
    run(*NEW, f"--title={TITLE}", "--text=Not yet.", "--status=draft")
    assert run("publish", "site", "site").code == 0
    run("configure", "--name", f"Project “{TITLE}”")

    told = stopped_by_scan(run("publish", "site", "site"))

    assert "'On the Vexillology Bill', the title of statement 10, which isn" in told
    assert leaks(home / "site", [TITLE]) == []
    run(*NEW, f"--title={TITLE}", "--text=It is out.", "--allow-duplicate")
    assert run("publish", "site", "site").code == 0


def test_two_names_in_a_list_are_not_joined(run: Run) -> None:
    run(*NEW, "--text=We thank Chan Sophea today.")
    run("withhold", "10", "Chan Sophea")
    run(*NEW, "--title=Amber Kites", "--text=Not yet.", "--status=draft")
    names = ("--signatory=Bun Chan", "--signatory=Sophea Dara")
    tags = ("--tag=Bun Chan", "--tag=Sophea Dara", "--tag=amber", "--tag=kites")
    run(*NEW, "--title=One", "--text=Bun Chan, Sophea Dara and\nKim.", *names, *tags)

    assert run("publish", "site", "site").code == 0
    for known in FORMATS:
        if known.is_writable:
            out = f"--output=out{known.suffixes[0]}"
            done = run("export", "--public", f"--format={known.name}", out, "--force")
            assert (done.code, done.err.count("contain 'Chan")) == (0, 0), done.err


def test_allow_needs_a_hidden_text(run: Run) -> None:
    """A typing error in the text must not be accepted."""
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)

    done = run("publish", "site", "site", "--allow", "Zoqal Vimrok")

    assert done.code == 2
    assert "'Zoqal Vimrok' is neither withheld nor the title of a draft" in done.err


@pytest.fixture
def scan(run: Run, store: Path) -> Iterator[Scan]:
    """Return the scan of an archive with withheld names and two drafts."""
    withheld = (NAME, "ចាន់ សុភា", "Li", "Main", "012 345 678", "Number 5")
    run(*NEW, f"--text={' and '.join(withheld)} spoke.")
    run("withhold", "10", *withheld)
    run(*NEW, f"--title={TITLE}", "--text=Not yet.", "--status=draft")
    run(*NEW, "--title=Amber Kites", "--text=Wait.", "--status=draft")
    with opened(store) as archive:
        yield Scan(archive, Public(archive, archive.now()))


def is_stopped(scan: Scan, file: str, content: str) -> bool:
    """Return whether `scan` finds a hidden text in a file with this content."""
    try:
        scan.check_name(file, file)
        scan.check(file, io.BytesIO(content.encode()))
    except LeakError:
        return True
    return False


def test_text_that_a_reader_sees_is_found(scan: Scan) -> None:
    """A theme can write a name with tags, line ends and a comma between its words."""
    pages = (
        "thanks to Zoqal\n      Vimrek for it",
        "thanks to <b\nid=a>Zoqal</b>\n\n<time>Vimrek</time> for it",
        "thanks to Zoqal<br>\n Vimrek for it",
        "thanks to Zoqal, Vimrek for it",
        "thanks to Vimrek, Zoqal for it",
        "VIMREK, Zoqal",
        "it was Vimrek\n Zoqal who",
        "<td>Zoqal</td>\n<td>Vimrek</td>",
        "<img alt='Vimrek, Zoqal'>",
        "<img alt='Zoqal\n Vimrek'>",
        "<img alt=Zoqal&#32;Vimrek>",
        "<!-- Zoqal\n Vimrek -->",
        "<a href='/?q=Vimrek%2C%20Zoqal'>a</a>",
        "<a href='Vimrek_Zoqal.pdf'>a</a>",
        "<a href='https://xn--n2e2am5azid7a1j.org'>a</a>",
        "<a href='data:text/plain;base64,YnkgWm9xYWwgVmltcmVr'>a</a>",
        "see<td>Li</td>and",
        "see<!-- -->Li<br/>and",
        "see«ចាន់ សុភា»and",
        "see<td>ចាន់សុភា</td>and",
        "សុភា ចាន់",
        "សុភា<br>ចាន់",
        "On the<br>Vexillology, <i>Bill</i>",
        "<h1>On the</h1><h2>Vexillology Bill</h2>",
        "<h1>Amber\n<b>Kites</b></h1>",
    )
    missed = [p for p in pages if not is_stopped(scan, "a.html", f"<p>{p}</p>")]
    files = {
        "a.json": '{"signatories": ["Vimrek, Zoqal"]}',
        "a.csv": 'CLEC,"Vimrek, Zoqal"',
        "a.md": "We thank Zoqal\nVimrek today.",
        "a.ris": "AU  - Vimrek, Zoqal",
        "a/vimrek_zoqal.pdf": "",
        "a/Photo Vimrek, Zoqal.jpg": "",
    }
    missed += [f for f, content in files.items() if not is_stopped(scan, f, content)]

    assert missed == []


def test_words_that_belong_to_other_texts_are_no_leak(scan: Scan) -> None:
    pages = (
        "Bun Zoqal, Vimrek Dara",
        "Kim Vimrek, Zoqal Dara",
        "<li>Bun Zoqal</li>\n<li>Vimrek</li>",
        "of Zoqal.</p><p>Vimrek Street",
        "<a>amber</a>, <a>kites</a>",
        "<li>amber</li><li>kites</li>",
        "<dt>Number</dt><dd>5</dd>",
        "the kites of amber, the Lille office and lists of Lily",
        "Said Zoqalda Vimrek, Zoqal Vimreks and Kim. It remains open.",
        "The number 1012345678 is of a law. លោក សេខ បាននិយាយ",
        "kites amber",
        "<a href='bun-vimrek-zoqal-dara'>a</a>",
        "ប៊ុន សុភា, ចាន់ ដារ៉ា",
    )
    found = [p for p in pages if is_stopped(scan, "a.html", f"<p>{p}</p>")]
    files = {
        "a.json": '{"tags": ["amber", "kites"], "names": ["Bun Zoqal", "Vimrek"]}',
        "a.csv": 'CLEC,"amber; kites","Bun Zoqal; Vimrek Dara"\n',
        "a.md": "- amber\n- kites\n- Bun Zoqal\n- Vimrek",
        "a.ris": "KW  - amber\nKW  - kites\nAU  - Bun Zoqal\nAU  - Vimrek Dara",
    }
    found += [f for f, content in files.items() if is_stopped(scan, f, content)]

    assert found == []


def test_files_of_other_statements_are_scanned(run: Run, home: Path) -> None:
    """A photo can contain the name of a person in its metadata."""
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)
    end = b"\0" * 700_000
    for content in (b"Vimrek,\nZoqal", b"\xff\xd8Exif\0\0Zoqal Vimrek\0" + end):
        (home / "file").write_bytes(content)
        run("attach", "3", "file")
        for call in (
            ("publish", "site", "site"),
            ("publish", "bag", "bag"),
            ("export", "--public", "--output=folder/"),
        ):
            told = stopped_by_scan(run(*call))
            assert "the file 'file' of statement 3 would contain 'Zoqal" in told
            assert "mediarel withhold --anyway 3 'Zoqal Vimrek'" in told
        run("undo")
    run("attach", "3", "file")
    run("withhold", "--anyway", "3", NAME)
    assert run("publish", "site", "site").code == 0
    run("attach", "--clear", "3", "file", "--containing", NAME)
    assert run("publish", "site", "site").code == 0
    assert len([*(home / "site" / "files").rglob("file*")]) == 1


def test_text_of_attached_documents_is_scanned(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "José Muñizzo"
    runs = paragraph(word("Said Zoq") + word("al ", "<w:b/>") + word("Vimrek."))
    page = f'<html><head><meta charset="windows-1252"><body><p>{other} spoke.</p>'
    info = b"<</Author<feff%b>>>" % other.encode("utf-16-be").hex().encode()
    plain = one_page(stream(lines("A")))
    with_author = pdf({**plain, max(plain) + 1: info})
    trailer = b"/Info %d 0 R/Root" % (max(plain) + 1)
    files = {
        "a.docx": docx(runs),
        "b.docx": docx(paragraph("A"), header=runs),
        "c.odt": odt("<text:p>Zoq<text:span>al</text:span><text:s/>Vimrek</text:p>"),
        "d.eml": bytes(mail("A", f"<p>{NAME}</p>", cte="base64")),
        "e.eml": bytes(mail("A", subject=other)),
        "f.txt": NAME.encode("utf-16"),
        "g.html": page.encode("cp1252"),
        "h.jpg": b"\xff\xd8Exif\0\0\x9c\x9d" + other.encode("utf-16-le") + b"\0\0",
        "i.pdf": with_author.replace(b"/Root", trailer, 1),
        "j.json.gz": gzip.compress(f'["{NAME}"]'.encode()),
    }
    run(*NEW, f"--text={NAME} and {other} spoke.")
    run("withhold", "10", NAME, "--anyway")
    run("withhold", "10", other, "--anyway")
    for name, content in files.items():
        (home / name).write_bytes(content)
        run("attach", "3", name, "--public")
        told = stopped_by_scan(run("publish", "site", "site"))
        assert f"the file '{name}' of statement 3 would contain" in told
        run("undo")
    names = docx(paragraph("Bun Zoqal") + paragraph("Vimrek Dara"))
    (home / "names.docx").write_bytes(names)
    (home / "old.txt").write_bytes("Она".encode("cp1251"))
    run("attach", "3", "names.docx", "old.txt")

    done = run("publish", "site", "site")

    assert done.code == 0
    assert (
        "Not searched for withheld texts: old.txt of statement 3 is not UTF-8. Open the"
        " file, and check its text.\n"
    ) in done.err
    monkeypatch.delattr(extraction, "_read")  # searched files are not read again
    assert run("publish", "site", "site").code == 0
