"""Test `mediarel import` of captured sites: web archives, mirrors and mailboxes."""

import csv
import datetime as dt
import gzip
import io
import mailbox
import re
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import BinaryIO

import pytest

from archives import statements, unchanged
from captured_sites import (
    BODY,
    HOST,
    KHMER,
    LONG,
    document,
    mirror,
    packed,
    page,
    record,
    record_of,
    release,
    site,
    warc,
)
from conftest import Editor, Run, Screen, refused
from mails import mail
from mediarel.attachments.files import AttachedFile
from mediarel.attachments.local_files import LocalFiles
from mediarel.cli.environment import cache_folder
from mediarel.worker import send
from outlook import outlook

TITLES = [
    "Ten years without an answer",
    "Publish the plans for the new quay",
    "Teachers of the harbour on strike",
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling",
]
RULING = "/en/ruling.html"
QUESTION = "[Enter/number/x3/q]: "


@pytest.fixture(autouse=True)
def empty(run: Run, home: Path) -> Path:
    """Return the store of an empty archive in the current folder."""
    run("init")
    return home / "data" / "statements.json"


def test_a_published_site_or_bag_is_refused(run: Run) -> None:
    """The hint names the file that has the statements."""
    run("init", "sample", "--sample")
    own = ("--archive", "sample/data/statements.json")
    run("publish", "site", *own, "web")
    run("publish", "bag", *own, "bag")

    for folder in ("web", "bag", "bag/data"):
        told = run("import", folder, "--dry-run")
        hint = told.err.partition("To import its statements: mediarel ")[2]
        assert told.code == 2
        assert hint.startswith(f"import {folder}/")
        assert "Dry run: 9 new, 0 changed" in run(*hint.split(), "--dry-run").err


def rows(run: Run, path: str, *options: str) -> dict[str, list[tuple[str, ...]]]:
    """Import a capture, and return the result, number and detail for each path."""
    done = run("import", path, "--report=rows.csv", *options)
    assert done.code == 0, done.err
    return rows_of("rows.csv")


def rows_of(name: str) -> dict[str, list[tuple[str, ...]]]:
    """Delete a report, and return the result, number and detail for each path."""
    found: dict[str, list[tuple[str, ...]]] = {}
    text = Path(name).read_text(encoding="utf-8-sig")
    for address, _, _, *cells in [*csv.reader(io.StringIO(text))][1:]:
        found.setdefault(address.removeprefix(HOST), []).append(tuple(cells))
    Path(name).unlink()
    return found


def write_sites() -> None:
    """Write the same site in each format."""
    pages = site()
    Path("site.warc").write_bytes(warc(pages, is_packed=False))
    Path("site.warc.gz").write_bytes(warc(pages))
    Path("site.wacz").write_bytes(packed({"archive/data.warc.gz": warc(pages)}))
    folder = mirror(Path("mirror"), pages)
    files = [each for each in folder.rglob("*") if each.is_file()]
    Path("site.zip").write_bytes(
        packed({f"copy/{x.relative_to(folder)}": x.read_bytes() for x in files})
    )


@pytest.mark.parametrize(
    "name", ["site.warc", "site.warc.gz", "site.wacz", "mirror", "site.zip"]
)
def test_each_format_has_the_same_releases(run: Run, empty: Path, name: str) -> None:
    write_sites()

    done = run("import", name)

    found = [*statements(empty).values()]
    assert done.code == 0
    assert [each["title"] for each in found][:5] == TITLES
    assert [each["date"] for each in found] == [
        *("2019-01-02", "2019-01-09", "2019-02-14", "2019-02-25"),
        *("2019-03-03", "2019-03-03"),
    ]
    assert found[4]["sources"] == [HOST + RULING]
    assert BODY["ruling"] in found[4]["text"]
    assert "Home" not in found[4]["text"]
    assert run("check").code == 0


def test_second_import_adds_nothing_and_undo_reverts_it(run: Run, empty: Path) -> None:
    write_sites()
    run("import", "site.warc")

    with unchanged(empty):
        for name in ("site.warc", "mirror"):
            done = run("import", name)
            assert "Nothing added. Already in the archive: 6 statements." in done.err
        again = rows(run, "site.warc")
    assert again["/en/room.html"] == [("duplicate", "4", "already in the archive")]

    run("undo", "--yes")
    assert statements(empty) == {}


def test_report_has_one_row_for_each_page_and_document(run: Run) -> None:
    Path("site.warc").write_bytes(warc(site()))

    found = rows(run, "site.warc")

    no_dates = "the page has no dates, so mediarel can't separate its entries"
    assert found == {
        "/": [("other", "", no_dates)],
        "/news/": [("list page", "", "5 entries")],
        "/en/ruling.html": [("became statement", "5", "")],
        "/en/room.html": [("became statement", "4", "")],
        "/en/strike.html": [("became statement", "3", "")],
        "/km/ruling.html": [("became statement", "6", "")],
        "/files/quay.pdf": [("became statement", "2", "")],
        "/files/annex.pdf": [("attached to statement", "5", "")],
    }


def test_dry_run_reports_the_same_and_writes_nothing(run: Run, empty: Path) -> None:
    Path("site.warc").write_bytes(warc(site()))

    with unchanged(empty):
        found = rows(run, "site.warc", "--dry-run")

    assert found[RULING] == [("became statement", "new", "")]
    assert len(found) == 8
    assert not (empty.parent / "files").exists()


def test_release_without_a_page_is_an_excerpt_until_its_page_is_found(
    run: Run, empty: Path
) -> None:
    Path("site.warc").write_bytes(warc(site()))
    run("import", "site.warc")
    assert statements(empty)["1"]["excerpt"]

    lost = release(TITLES[0], "2 January 2019", BODY["room"] + BODY["strike"])
    Path("more.warc").write_bytes(warc({"/en/lost.html": lost}))
    done = run("import", "more.warc")

    assert "Added the full text to statement 1" in done.err
    assert BODY["strike"] in statements(empty)["1"]["text"]
    assert "excerpt" not in statements(empty)["1"]


def test_capture_completes_statements_without_a_text(run: Run, empty: Path) -> None:
    """The statements are from a saved list page without links, or typed."""
    pages = mirror(Path("mirror"), site())
    Path("list.html").write_bytes(site()["/news/"])
    room = ("add", "--date=2019-02-25", "--title", TITLES[3].upper())
    run(*room, "--issuer=Harbour Watch")
    run("import", "list.html", "--issuer=Harbour Watch")
    listed = run("list", "excerpt:yes").out

    done = run("import", str(pages), "--yes")
    again = run("import", "list.html", "--issuer=Harbour Watch")

    assert [line.split("\t")[0] for line in listed.splitlines()] == [*"5432"]
    assert "Added the full text to statements 1, 3, 4, 5." in done.err
    assert "duplicate" not in done.err
    found = statements(empty)
    assert len(found) == 6
    assert BODY["room"] in found["1"]["text"]
    assert BODY["ruling"] in found["5"]["text"]
    assert found["5"]["sources"] == [HOST + RULING]
    assert found["5"]["language"] == "en"
    names = [each["name"] for each in found["5"]["attachments"]]
    assert names == ["annex.pdf", "ruling.html.gz"]
    assert [n for n, each in found.items() if each.get("excerpt")] == ["2"]
    assert "Nothing added. Already in the archive: 5 statements." in again.err


def test_one_statement_for_all_addresses_of_a_release(run: Run, empty: Path) -> None:
    pages = site()
    ruling = pages[RULING]
    old = ruling.replace(b"ten years", b"nine years")
    more = f"<p>{BODY['strike']}</p>".encode()
    others = (
        record(HOST + RULING, old, time="2018-01-01T00:00:00Z"),
        record(f"{HOST}{RULING}?print=1", ruling),
        record(f"{HOST}{RULING}/print", ruling.replace(b"</main>", more + b"</main>")),
        record(f"https://harbour.example{RULING}", ruling, time="2019-03-31T00:00:00Z"),
        record(f"{HOST}/old.php", b"", Status="301 Moved", Location=RULING),
    )
    Path("site.warc.gz").write_bytes(warc(pages, *others))

    found = rows(run, "site.warc.gz")

    assert len(statements(empty)) == 6
    assert "ten years" in statements(empty)["5"]["text"]
    assert found[RULING] == [
        ("became statement", "5", "lines of layout left out: 1"),
        ("duplicate", "5", "earlier version"),
    ]
    for printed in ("?print=1", "/print"):
        assert found[f"{RULING}{printed}"] == [("duplicate", "", HOST + RULING)]
    assert found["/old.php"] == [("duplicate", "", f"{HOST}{RULING} (is a redirect)")]


def test_earlier_captures_become_versions_in_the_history(run: Run, empty: Path) -> None:
    pages = site()
    ruling = pages[RULING]
    older = {
        "2014": ruling.replace(b"ten years", b"nine years"),
        "2015": ruling.replace(b"ten years", b"nine years").replace(b"Home", b"Start"),
        "2016": ruling.replace(b"welcomes", b"applauds"),
        "2017": release("Port open", "1 May 2017", "The port opens. " * 30),
        "2018": b"<html><p>An error occurred.",
    }
    records = [
        record(HOST + RULING, data, time=f"{year}-03-02T10:00:00Z")
        for year, data in older.items()
    ]
    Path("site.warc.gz").write_bytes(warc(pages, *records))

    found = rows(run, "site.warc.gz")

    newer = f"{HOST}{RULING}, captured 2019-04-01T10:00:00Z"
    assert found[RULING] == [
        ("became statement", "5", ""),
        *[("duplicate", "5", "earlier version")] * 3,
        ("other", "", f"{newer}, has a different text"),
        ("duplicate", "", newer),
    ]
    assert "ten years" in statements(empty)["5"]["text"]
    told = [line.split("\t") for line in run("log", "5").out.splitlines()]
    assert [(each[4].partition("; ")[2], each[5:6]) for each in told] == [
        ("captured 2019-04-01", ["text"]),
        ("captured 2019-04-01", ["title"]),
        ("captured 2016-03-02", ["text"]),
        ("captured 2016-03-02", ["title"]),
        ("captured 2014-03-02", []),
    ]
    assert "nine years" in told[2][6]
    assert "ten years" in told[2][7]
    assert "all is well" in run("check").err
    run("publish", "site", "public")
    public = b"".join(x.read_bytes() for x in Path("public").rglob("*") if x.is_file())
    assert b"nine years" not in public
    assert b"Corrected" not in public
    run("undo", "--yes")
    assert statements(empty) == {}


def test_list_with_a_different_date_is_reported(run: Run, empty: Path) -> None:
    pages = site()
    pages["/news/"] = pages["/news/"].replace(b"25 February", b"26 February")
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc")

    told = "the page has the date 2019-02-25, a list has 2019-02-26; using 2019-02-26"
    assert found["/en/room.html"] == [("became statement", "4", told)]
    assert statements(empty)["4"]["date"] == "2019-02-26"


def test_page_without_a_date_gets_the_date_of_the_list(run: Run, empty: Path) -> None:
    pages = site()
    pages["/en/room.html"] = pages["/en/room.html"].replace(b"25 February 2019", b"")
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = statements(empty)["4"]
    assert (found["date"], found["title"]) == ("2019-02-25", TITLES[3])
    assert found["text"].startswith(BODY["room"])


def test_page_with_three_short_paragraphs_is_a_release(run: Run, empty: Path) -> None:
    body = "<h1>Open the room</h1><p>3 March 2019</p><p>The room is closed.</p>"
    body += "<p>We ask the port to open the room.</p><p>Nobody has answered.</p>"
    Path("site.warc").write_bytes(warc({"/en/open.html": page(body, "Open the room")}))

    found = rows(run, "site.warc")

    assert found == {"/en/open.html": [("became statement", "1", "")]}
    assert statements(empty)["1"]["title"] == "Open the room"


def test_versions_in_two_languages_are_linked(run: Run, empty: Path) -> None:
    pages = site()
    # Without the link, the addresses show that the pages are the same.
    pages[RULING] = pages[RULING].replace(b"hreflang", b"class").replace(b"/km/", b"/")
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    english, khmer = (statements(empty)[number] for number in "56")
    assert (english["language"], khmer["language"]) == ("en", "km")
    assert khmer["translation_of"] == english["uuid"]
    assert KHMER.strip() in khmer["text"]


def test_original_that_the_review_drops_is_not_linked(
    empty: Path, screen: Screen
) -> None:
    mirror(Path("mirror"), site())

    done = screen(
        *("import", "mirror", "--report", "rows.csv"),
        answers=((QUESTION, "x5\r"), (QUESTION, "\r")),
    )

    assert done.code == 0
    assert [*statements(empty)] == [*"12345"]
    assert statements(empty)["5"]["translation_of"] is None
    found = rows_of("rows.csv")
    dropped = ("other", "", "left out in the review")
    assert found[RULING] == found["/files/annex.pdf"] == [dropped]


@pytest.mark.parametrize("number", [1, 4])
def test_entry_corrected_in_the_review_is_recognised_by_its_url(
    run: Run, empty: Path, screen: Screen, editor: Editor, number: int
) -> None:
    """Entry 1 is only in a list, and entry 4 has a page."""
    mirror(Path("mirror"), site())
    editor("sed -i 's/^date: .*/date: 2018-05-06/; s/^title: .*/title: New/' \"$1\"")
    answers = ((QUESTION, f"{number}\r"), (QUESTION, "\r"))
    screen("import", "mirror", answers=answers)

    done = run("import", "mirror")

    first = statements(empty)["1"]
    assert (first["date"], first["title"]) == ("2018-05-06", "New")
    assert "Nothing added. Already in the archive: 6 statements." in done.err


def test_documents_and_private_original_page_are_attached(
    run: Run, empty: Path
) -> None:
    pages = site()
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    quay, ruling = (statements(empty)[n]["attachments"] for n in "25")
    assert [each["name"] for each in ruling] == ["annex.pdf", "ruling.html.gz"]
    assert [each.get("private") for each in ruling] == [None, True]
    digest = ruling[1]["sha256"]
    kept = empty.parent / "files" / digest[:2] / f"{digest}.gz"
    assert gzip.decompress(kept.read_bytes()) == pages[RULING]
    assert [(each["name"], each["role"]) for each in quay] == [("quay.pdf", "text")]
    assert "two hundred metres" in statements(empty)["2"]["text"]


def test_update_attaches_the_files_of_the_capture(run: Run, empty: Path) -> None:
    """Files that a user has attached are kept."""
    mirror(Path("mirror"), site())
    run("import", "mirror", "--no-keep-pages")
    run("edit", "4", "--title", "Reopen the room")
    Path("room.html.gz").write_bytes(b"Our own file")
    run("attach", "4", "room.html.gz")

    done = run("import", "mirror", "--update", "--yes")

    assert "Updated statement 4 from the files." in done.err
    assert "Also imported 1 attached file." in done.err
    room = statements(empty)["4"]
    assert room["title"] == TITLES[3]
    names = [each["name"] for each in room["attachments"]]
    assert names == ["room.html.gz", "room.html-2.gz"]
    assert "--prune" not in run("check").err


def test_an_interrupted_import_leaves_nothing(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("site.warc").write_bytes(warc(site()))
    before, take = empty.read_bytes(), LocalFiles.take
    taken: list[AttachedFile] = []

    def interrupted(files: LocalFiles, file: AttachedFile, source: Path) -> bool:
        taken.append(file)
        if len(taken) == 3:
            raise KeyboardInterrupt
        return take(files, file, source)

    with monkeypatch.context() as patched:
        patched.setattr(LocalFiles, "take", interrupted)
        done = run("import", "site.warc")

    assert done.err.splitlines()[-1] == "Interrupted: nothing was changed."
    assert empty.read_bytes() == before
    assert not list(empty.parent.rglob("files/*/*"))
    run("import", "site.warc")
    assert len(statements(empty)) == 6


def test_an_interrupted_import_continues(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only new and changed pages are read, also after an incomplete result."""
    folder = mirror(Path("mirror"), site())
    before = empty.read_bytes()
    read: list[bytes] = []

    def interrupted(file: BinaryIO, data: bytes) -> None:
        send(file, data)
        read.append(data)
        if len(read) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("mediarel.captures.page_reading.send", interrupted)
        done = run("import", "mirror")
    (kept,) = cache_folder().glob("*-pages")
    assert kept.stat().st_mode & 0o077 == 0
    with kept.open("ab") as file:
        file.write(bytes(range(20)))
    place = folder / "www.harbour.example/en/ruling.html"
    place.write_bytes(place.read_bytes().replace(b"on Monday", b"on Friday"))
    again = run("import", "mirror", "--dry-run")

    assert done.err.splitlines()[-1] == "Interrupted: nothing was changed."
    assert "To continue, run the same command again." in done.err
    assert "An interrupted import has already read 2 of 6 pages." in again.err
    assert empty.read_bytes() == before
    assert not kept.exists()
    assert "interrupted" not in run("import", "mirror").err
    found = statements(empty)
    assert len(found) == 6
    assert any("ruled on Friday" in str(each["text"]) for each in found.values())


def test_original_pages_can_be_left_out(run: Run, empty: Path) -> None:
    Path("site.warc").write_bytes(warc(site()))

    run("import", "site.warc", "--no-keep-pages")

    assert not statements(empty)["4"]["attachments"]


def test_document_that_no_page_links_to_needs_a_date_and_a_type(
    run: Run, empty: Path
) -> None:
    text = ("Press Release", "Phnom Penh, 5 May 2018", "Boats are kept in the harbour.")
    pages = {
        "/files/boats.pdf": document(*text, *BODY["strike"].split(". ")),
        "/files/map.pdf": document("A map of the harbour, with all its berths."),
    }
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc", "--issuer=Harbour Watch")

    assert found["/files/boats.pdf"] == [("became statement", "1", "")]
    assert found["/files/map.pdf"][0][0] == "other"
    assert statements(empty)["1"]["date"] == "2018-05-05"


@pytest.mark.parametrize("kind", ["mbox", "maildir"])
def test_mailbox_of_releases(run: Run, empty: Path, kind: str) -> None:
    box = (
        mailbox.mbox("letters.mbox")
        if kind == "mbox"
        else mailbox.Maildir("letters", create=True)
    )
    text = f"{BODY['room']}\n\n{BODY['strike']}"
    box.add(mail(text, subject="Reopen the reading room of the port"))
    box.add(mail("Thank you!", subject="Re: Reopen the reading room of the port"))
    box.close()
    name = "letters.mbox" if kind == "mbox" else "letters"

    found = rows(run, name, "--issuer=Harbour Watch")

    assert sorted(each[0] for some in found.values() for each in some) == [
        "became statement",
        "other",
    ]
    (only,) = statements(empty).values()
    assert (only["date"], only["title"]) == (
        "2019-03-03",
        "Reopen the reading room of the port",
    )
    assert BODY["room"] in only["text"]
    assert only["attachments"][0]["private"]


def test_telephone_numbers_in_mails_are_named(run: Run) -> None:
    """The hint hides them. Then, the next import has no hint."""
    for name, number in ("a", "+855 12 345 678"), ("b", "+855 12 345 679"):
        box = mailbox.mbox(f"{name}.mbox")
        box.add(mail(f"{BODY['room']} {BODY['strike']} {name} {number}", subject=OPEN))
        box.close()

    done = run("import", "a.mbox", "--issuer=Harbour Watch")

    assert "Telephone numbers in 1 mail will be public." in done.err
    run("withhold", "--phones")
    done = run("import", "b.mbox", "--issuer=Harbour Watch", "--allow-duplicate")
    assert "Added" in done.err
    assert "Telephone numbers" not in done.err


def _with_files(made: EmailMessage, **files: bytes) -> EmailMessage:
    for name, data in files.items():
        made.add_attachment(data, "application", "pdf", filename=f"{name}.pdf")
    return made


@pytest.mark.parametrize("is_public", [False, True])
def test_documents_in_mails_are_attached_or_read(
    run: Run, empty: Path, *, is_public: bool
) -> None:
    annex, plan = site()["/files/annex.pdf"], site()["/files/quay.pdf"]
    mails = [
        _with_files(mail(f"{BODY['room']} {BODY['strike']}", subject=OPEN), a=annex),
        _with_files(mail("", subject="Fwd: Our plans — ផែនការ"), quay=plan),
        _with_files(mail("Thanks!", subject=f"Ré: {OPEN}"), b=annex),
    ]
    box = mailbox.mbox("letters.mbox")
    for each in mails:
        box.add(each)
    box.close()

    options = ["--issuer=Harbour Watch", *["--public-files"] * is_public]
    found = rows(run, "letters.mbox", *options)

    first, second, third = (f"letters.mbox, message {n}" for n in (1, 2, 3))
    assert found == {
        first: [("became statement", "1", "")],
        f"{first}, attachment 1/a.pdf": [("attached to statement", "1", "")],
        second: [("became statement", "2", "")],
        f"{second}, attachment 1/quay.pdf": [("attached to statement", "2", "")],
        third: [("other", "", "is a reply")],
        f"{third}, attachment 1/b.pdf": [("other", "", "its mail is no release")],
    }
    one, two = statements(empty).values()
    assert (one["title"], two["title"]) == (OPEN, "Our plans — ផែនការ")
    assert "two hundred metres" in two["text"]
    assert two["date"] == "2019-03-03"
    names = [[file["name"] for file in each["attachments"]] for each in (one, two)]
    assert names == [["a.pdf", f"{first}.eml.gz"], ["quay.pdf", f"{second}.eml.gz"]]
    for each in (one, two):
        private = [file.get("private", False) for file in each["attachments"]]
        assert private == [not is_public, True]


OPEN = "Réouvrir la salle de lecture du port"
SENT = dt.datetime(2019, 3, 3, 9, 30, tzinfo=dt.UTC)


def test_mails_of_outlook(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{BODY['room']}\r\n\r\n{BODY['strike']}"
    data = outlook(text, OPEN, SENT, {"annex.pdf": site()["/files/annex.pdf"]})
    Path("letters").mkdir()
    Path("letters/a.msg").write_bytes(data)
    Path("letters/cut.msg").write_bytes(data[: len(data) // 2])
    Path("letters/Thumbs.db").write_bytes(b"-")

    found = rows(run, "letters", "--issuer=Harbour Watch")

    assert [each[0][0] for each in found.values()] == [
        *("became statement", "attached to statement", "unreadable")
    ]
    assert found["letters/cut.msg"][0][2].startswith("is a damaged mail of Outlook")
    (only,) = statements(empty).values()
    assert (only["title"], only["date"]) == (OPEN, "2019-03-03")
    assert only["text"] == text.replace("\r", "")
    names = [each["name"] for each in only["attachments"]]
    assert names == ["annex.pdf", "a.msg.gz"]
    again = run("import", "letters/a.msg", "--issuer=Harbour Watch")
    assert "Nothing added. Already in the archive: 1 statement." in again.err
    run("undo", "--yes")
    run("add", "letters/a.msg", "--issuer=Harbour Watch", "--yes")
    assert [each["text"] for each in statements(empty).values()] == [only["text"]]

    monkeypatch.setitem(sys.modules, "oxmsg", None)
    done = run("import", "letters/a.msg")
    assert "needs python-oxmsg, which is missing. Install it: " in done.err


def test_folder_of_separate_pages_is_no_mirror(run: Run, empty: Path) -> None:
    folder = Path("pages")
    folder.mkdir()
    (folder / "a.html").write_bytes(site()["/news/"])

    done = run("import", "pages")

    assert "lines used in statements" in done.err
    assert len(statements(empty)) == 5
    assert "Pages and documents" not in done.err


def test_old_encodings_are_read(run: Run, empty: Path) -> None:
    text = "Le tribunal a décidé lundi que les pêcheurs peuvent garder leurs places."
    made = release("Le jugement du port", "3 mars 2019", text, language="fr").decode()
    made = made.replace('<meta charset="utf-8">', "").replace("“", '"')
    made = made.replace("”", '"').replace("©", "")
    records = []
    for name, encoding in (("a", "cp1252"), ("b", "utf-16-le"), ("c", "utf-8")):
        one = made.replace("Le jugement", f"{name.upper()}: Le jugement")
        one = one.replace("lundi", {"a": "lundi", "b": "mardi", "c": "jeudi"}[name])
        stated = "iso-8859-1" if name == "c" else encoding.removesuffix("-le")
        typed = {"Content_Type": f"text/html; charset={stated}"}
        records.append(record(f"{HOST}/{name}.html", one.encode(encoding), **typed))
    Path("site.warc.gz").write_bytes(warc({}, *records))

    run("import", "site.warc.gz")

    assert len(statements(empty)) == 3
    assert all("décidé" in each["text"] for each in statements(empty).values())


def test_capture_and_other_files_are_imported_separately(run: Run) -> None:
    Path("site.warc").write_bytes(warc(site()))
    Path("list.html").write_bytes(page("", "News"))

    done = run("import", "site.warc", "list.html")

    assert done.code == 2
    assert "separate commands" in done.err


def _with_length(data: bytes, more: int) -> bytes:
    """Return a WARC record with a wrong length."""
    number = rb"(?<=Content-Length: )\d+"
    return re.sub(number, lambda x: b"%d" % (int(x[0]) + more), data, count=1)


def _damaged() -> dict[str, tuple[bytes, str]]:
    """Return damaged files, with the reason in the report."""
    pages = site()
    one = record(f"{HOST}/en/a.html", pages["/en/room.html"])
    bomb = gzip.compress(b"<html>" + b" " * (210 << 20), 1)
    packed_bomb = record(f"{HOST}/en/a.html", bomb, Content_Encoding="gzip")
    short = record(f"{HOST}/en/a.html", b"<html><h1>A", Content_Length="999")
    header = gzip.compress(b"WARC/1.0\r\n" + b"A: b\r\n" * (1 << 20))
    whole, wrong = warc(pages, is_packed=False), "the length of its record is wrong"
    named = {f"www.harbour.example{x}": data for x, data in pages.items() if x != "/"}
    named["www.harbour.example/news/index.html"] = named.pop(
        "www.harbour.example/news/"
    )
    outside = packed(named | {"../evil.html": b"<html>"})
    begin = f"from record 11 on: a header is incomplete, at byte {len(whole) + 60:,}"
    return {
        "short.warc": (_with_length(one, -90) + whole, wrong),
        "long.warc": (_with_length(one, 90) + whole, wrong),
        "swallow.warc": (_with_length(one, len(whole) - 500) + whole, wrong),
        "swallow.warc.gz": (gzip.compress(_with_length(one, 9999) + whole), wrong),
        "none.warc": (one.replace(b"Content-Length", b"Length") + whole, wrong),
        "cut.warc.gz": (warc(pages)[:-30], "the file ends too early"),
        "body.warc": (warc(pages, short, is_packed=False), "is incomplete"),
        "bomb.warc": (warc(pages, packed_bomb, is_packed=False), "is larger than"),
        "head.warc.gz": (warc(pages) + header, "a header is too long"),
        "begin.warc": (whole + one[:60], begin),
        "path.zip": (outside, "has a path outside the ZIP file"),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("short.warc", "long.warc", "swallow.warc", "swallow.warc.gz", "none.warc"),
        *("cut.warc.gz", "body.warc"),
        *("bomb.warc", "head.warc.gz", "begin.warc", "path.zip"),
    ],
)
def test_damaged_part_is_reported_and_the_rest_is_read(run: Run, name: str) -> None:
    data, why = _damaged()[name]
    Path(name).write_bytes(data)

    found = rows(run, name, "--dry-run")

    cells = [each for some in found.values() for each in some]
    assert any(each[0] == "unreadable" and why in each[2] for each in cells)
    assert sum(each[0] == "became statement" for each in cells) == 5


def test_links_in_a_mirror_are_not_followed(run: Run) -> None:
    folder = mirror(Path("mirror"), site()) / "www.harbour.example"
    Path("secret.html").write_bytes(site()["/en/room.html"])
    (folder / "loop").symlink_to("..", target_is_directory=True)
    (folder / "out.html").symlink_to(Path("secret.html").absolute())

    found = rows(run, "mirror", "--dry-run")

    told = ("unreadable", "", "is a symbolic link, which mediarel doesn't follow")
    assert found["www.harbour.example/loop"] == [told]
    assert found["www.harbour.example/out.html"] == [told]
    assert sum(each[0][0] == "became statement" for each in found.values()) == 5


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *((x, f"{x} has no records") for x in ("empty.warc", "junk.warc.gz")),
        ("junk.zip", "junk.zip can't be read"),
        ("empty.zip", "empty.zip has no pages or files"),
        ("secret.zip", "www.harbour.example/a.html is encrypted"),
    ],
)
def test_unreadable_capture_is_an_error(run: Run, name: str, why: str) -> None:
    secret = bytearray(packed({"www.harbour.example/a.html": b"<html>"}))
    secret[secret.index(b"PK\1\2") + 8] |= 1  # a flag of the central directory
    data = {"empty.warc": b"", "empty.zip": packed({}), "secret.zip": bytes(secret)}
    Path(name).write_bytes(data.get(name, b"junk"))

    done = run("import", name)

    problem = f"the capture has no page that can be read: {why}"
    assert problem in refused(done, 4)


def test_list_in_the_layout_of_the_site_makes_no_page_a_list(
    run: Run, empty: Path
) -> None:
    pages = site()
    latest = "".join(
        f'<li><span class=date>{day} May 2017</span> <a href="/en/{day}.html">The boats'
        f" of group {day} are back in the harbour</a></li>"
        for day in (3, 9, 17, 22)
    )
    for path in ("/en/ruling.html", "/en/room.html", "/en/strike.html", "/about.html"):
        text = f"<h2>Boats</h2><ul>{latest}</ul>".encode()
        old = pages.get(path) or page("<h1>About us</h1><p>We watch.</p>", "About us")
        pages[path] = old.replace(b"<p class=date>", text + b"<p class=date>").replace(
            b"</main>", text + b"</main>"
        )
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = {each["title"]: each for each in statements(empty).values()}
    assert {*TITLES} <= {*found}
    assert BODY["room"] in found["Reopen the reading room"]["text"]
    assert "About us" not in found


def test_archive_page_with_a_date_above_the_list_is_a_list(
    run: Run, empty: Path
) -> None:
    items = "".join(
        f"<li><a href=/en/{n}.html>The ship of group {n} is back in the port after a"
        f" year of repairs</a> <span>May {n}, 2018</span></li>"
        for n in range(1, 11)
    )
    pages = site()
    pages["/archive.html"] = page(
        f"<h2>News Archive</h2><p>6/30/2018 - 7/1/2017</p><ul>{items}</ul>",
        "Our news and information",
    )
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc")

    assert found["/archive.html"] == [
        ("list page", "", "10 entries; lines left out: 2")
    ]
    listed = [x for x in statements(empty).values() if "ship of" in x["title"]]
    assert [x["date"] for x in listed] == [f"2018-05-{n:02}" for n in range(1, 11)]


def test_page_that_looks_like_a_list_is_a_release_if_a_list_has_its_title(
    run: Run, empty: Path
) -> None:
    pages = site()
    events = "".join(
        f"<h3>{day} January 2019</h3><p>The port authority met the group number {day}"
        " of the fishers, and promised an answer by the end of the month.</p>"
        for day in (7, 12, 19, 28)
    )
    pages["/en/room.html"] = page(
        f"<h1>{TITLES[3]}</h1><p>{BODY['room']}</p>{events}", TITLES[3]
    )
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc")

    assert [row[:2] for row in found["/en/room.html"]] == [("became statement", "4")]
    assert len(statements(empty)) == 6
    assert "group number 28" in statements(empty)["4"]["text"]


def test_copy_in_the_wayback_machine_keeps_the_original_address(
    run: Run, empty: Path
) -> None:
    wayback = "https://web.archive.org/web/20190405060708/"
    pages = [
        record(
            f"{wayback}{HOST}{path}",
            data.replace(b'href="/', b'href="/web/2019/' + HOST.encode() + b"/"),
        )
        for path, data in site().items()
    ]
    Path("site.warc").write_bytes(warc({}, *pages, is_packed=False))

    run("import", "site.warc")

    found = statements(empty)["5"]
    assert [each["title"] for each in statements(empty).values()][:5] == TITLES
    assert found["sources"] == [HOST + RULING]
    url = f"{wayback}{HOST}{RULING}"
    assert found["archived"] == [{"url": url, "at": "2019-04-05T06:07:08Z"}]


def test_addresses_that_a_mirror_has_changed_are_restored(
    run: Run, empty: Path
) -> None:
    folder = Path("mirror") / "www.harbour.example"
    folder.mkdir(parents=True)
    comment = (
        b"<!-- Mirrored from www.harbour.example/index.php?id=5 by HTTrack Website"
    )
    (folder / "index7b3a.html").write_bytes(
        site()[RULING].replace(b"<head>", comment + b" Copier/3.x --><head>")
    )
    (folder / "news.php?id=3.html").write_bytes(site()["/en/room.html"])
    (folder / "strike").mkdir()
    (folder / "index.html?p=9").write_bytes(
        release("Boats are back in the harbour", "1 May 2019", BODY["room"] * 2)
    )
    (folder / "strike" / "index.html").write_bytes(site()["/en/strike.html"])
    Path("mirror/hts-log.txt").write_text("HTTrack", encoding="utf-8")

    run("import", "mirror")

    assert [each["sources"] for each in statements(empty).values()] == [
        [f"{HOST}/strike/"],
        [f"{HOST}/news.php?id=3"],
        [f"{HOST}/index.php?id=5"],
        [f"{HOST}/?p=9"],
    ]


def test_a_page_with_an_invalid_address_is_reported(run: Run, empty: Path) -> None:
    payload = b"HTTP/1.1 200 OK\r\n\r\n" + site()["/en/room.html"]
    address = "http://[harbour/news.html"
    bad = record_of({"WARC-Type": "response", "WARC-Target-URI": address}, payload)
    Path("site.warc").write_bytes(warc(site(), bad, is_packed=False))

    done = run("import", "site.warc", "--report", "pages.csv")

    assert done.code == 0, done.err
    assert statements(empty)
    assert "has an invalid address" in Path("pages.csv").read_text("utf-8")


def test_pages_without_an_issuer_get_a_hint(run: Run, empty: Path) -> None:
    page = b"<html><body><h1>A strike</h1><p>1 May 2019</p><p>%b</p></body></html>"
    text = BODY["strike"].encode() * 3
    Path("site.warc").write_bytes(warc({"/strike.html": page % text}, is_packed=False))

    done = run("import", "site.warc")

    assert (done.code, statements(empty)) == (4, {})
    assert "Hint: Add --issuer NAME" in done.err


def test_an_unknown_address_of_the_site_is_reported(run: Run, empty: Path) -> None:
    mirror(Path("copy"), site())
    Path("copy/www.harbour.example").rename("pages")
    Path("pages/hts-log.txt").touch()

    done = run("import", "pages")
    run("undo", "--yes")
    again = run("import", "pages", "--base", HOST)

    assert "The address of the site is unknown" in done.err
    assert "is unknown" not in again.err
    assert all(each["sources"] for each in statements(empty).values())


def test_entries_without_an_issuer_get_a_hint(run: Run, empty: Path) -> None:
    items = "".join(
        f"<li>{day} March 2019 <a href={day}.html>Open the reading room {day}</a></li>"
        for day in range(3, 7)
    )
    place = Path("copy/www.harbour.example/news")
    place.mkdir(parents=True)
    (place / "index.html").write_text(f"<html><h1>News</h1><ul>{items}</ul>", "utf-8")

    done = run("import", "copy")
    again = run("import", "copy", "--issuer", "CLEC")

    assert "Hint: Add --issuer NAME." in done.err
    assert "Hint:" not in again.err
    assert len(statements(empty)) == 4


def test_the_layout_of_a_site_shows_the_text_of_its_releases(
    run: Run, empty: Path
) -> None:
    pages, texts = {}, {}
    plans = [(f"{n} April 2019", f"Plan {n} of the berths") for n in range(1, 6)]
    items = (f"<li>{day} <a href=/{day[0]}.html>{x}</a></li>" for day, x in plans)
    listed = f"<ul>{''.join(items)}</ul>"
    for n in range(1, 9):
        title = f"Open berth {n} of the quay for fishers"
        text = f"Berth {n} is closed. {LONG * 3}" if n < 8 else "Berth 8 is open."
        reply = f"<p>Reply {n}: I have waited for berth {n} since my youth. {LONG}</p>"
        body = (
            f"<h1 id={'abcdefghi'[n]}>{title}</h1><div class=meta>Written by Dara in"
            f" Quay on Monday, {n} March 2019 for the readers of the paper</div>"
            "<div class=body>"
            f"<p>{text}</p>{listed * (n == 8)}</div>"
            f"<div class=topics><h5>Topics</h5>quay berth-{n}</div>"
            f"<div class=replies><h3>Replies</h3>{reply * (n % 3)}</div>"
        )
        pages[f"/news/{n}.html"] = page(body, title)
        texts[title] = text.strip()
    texts[title] = "\n\n".join((text, *(f"• {day} {x}" for day, x in plans)))
    Path("site.warc").write_bytes(warc(pages))

    done = run("import", "site.warc")

    found = statements(empty).values()
    assert {each["title"]: each["text"] for each in found} == texts
    assert "Left out 49 lines of the site's layout, from 8 pages." in done.err
    assert [each["date"] for each in found] == [f"2019-03-0{n}" for n in range(1, 9)]


def test_releases_with_the_same_short_text_stay_separate(run: Run, empty: Path) -> None:
    items = "".join(
        f'<li><span class=date>{day} May 2018</span> <a href="/en/{day}.html">'
        f"Schedule of the director on day {day}</a> <p>Office of the director</p></li>"
        for day in (3, 9, 17)
    )
    pages = {"/news/": page(f"<h1>News</h1><ul>{items}</ul>", "News")}
    for day in (3, 9, 17):
        title = f"Schedule of the director on day {day}"
        pages[f"/en/{day}.html"] = page(
            f"<h1>{title}</h1><p>The office is open.</p>", title
        )
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = [*statements(empty).values()]
    assert [each["date"] for each in found] == [
        "2018-05-03",
        "2018-05-09",
        "2018-05-17",
    ]
    assert {each["text"] for each in found} == {"The office is open."}


def test_title_of_a_list_is_completed_or_chosen(run: Run, empty: Path) -> None:
    pages = site()
    pages["/news/"] = pages["/news/"].replace(b"reading room", b"reading...")
    pages["/en/room.html"] = pages["/en/room.html"].replace(b"25 February 2019", b"")
    pages["/en/strike.html"] = page(
        f"<h1>News</h1><h2>{TITLES[2]}</h2><p>14 February 2019</p><p>{LONG * 3}</p>"
        f"<h4>Ann Smith, Press Office</h4><p>14 February 2019</p><p>{LONG * 4}</p>",
        "Newsroom",
    )
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = [each["title"] for each in statements(empty).values()]
    assert found[2:4] == TITLES[2:4]


@pytest.mark.parametrize("path", ["/news/2018/05/14/quay", "/2018-05-14-quay.html"])
def test_date_in_an_address_is_used_and_reported(
    run: Run, empty: Path, path: str
) -> None:
    """The dates of an impossible day, and of a folder, are not used."""
    body = f"<h1>Open the quay to all</h1><p>{LONG * 4}</p><p>{LONG * 3}</p>"
    pages = {path: page(body, "Open the quay to all")}
    for other in ("/2018/05/14/", "/2018/02/31/quay"):
        pages[other] = page(body.replace("all", "few"), "Open the quay to few")
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc", "--issuer=Harbour Watch")

    note = "the date 2018-05-14 is only in its address"
    assert found[path] == [("became statement", "1", note)]
    (only,) = statements(empty).values()
    assert (only["title"], only["date"]) == ("Open the quay to all", "2018-05-14")
    assert only["text"].startswith(LONG.strip())


def test_other_dated_pages_are_no_releases(run: Run, empty: Path) -> None:
    """A page about privacy, tags with the name of the site, and a picture.

    An old release has a dateline, but no list has it.
    """
    pages, items = {}, ""
    for n in range(1, 13):
        title, day = f"Open berth {n} of the quay for fishers", f"{n} March 2019"
        items += f"<li>{day} <a href=/news/{n}/>{title}</a></li>"
        kind = f"Press Release | {day}"
        pages[f"/news/{n}/"] = release(title, kind, f"Berth {n}. {BODY['room']}")
    pages["/old.html"] = (
        "<html><head><title>Old</title></head><body><b>FOR IMMEDIATE RELEASE</b><br>"
        "<br>Kep, 3 October 2007<br><br><b>The court must drop the case of the six"
        f"</b><br><br>{LONG * 2}<br><br>{LONG}</body></html>"
    ).encode()
    pages["/news/"] = page(f"<h1>News</h1><ul>{items}</ul>", "News")
    pages["/privacy/"] = page(
        f"<h1>Privacy of all readers</h1><p>{LONG * 4}</p><p>{LONG * 2}</p>"
        f"<div class=end><p><i>Version of 5 May 2018</i></p></div>",
        "Privacy of all readers",
    )
    picture = release("Berth 3 in March", "3 March 2019", "A picture.")
    pages["/news/3/picture/"] = picture.replace(LONG.strip().encode(), b"")
    for tag in ("quay", "port", "sea"):
        pages[f"/tags/{tag}/"] = release("Harbour Watch", "4 April 2019", f"{tag}: ")
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc")

    kept = statements(empty).values()
    assert [each["date"] for each in kept][:2] == ["2007-10-03", "2019-03-01"]
    assert len(kept) == 13
    assert {each["type"] for each in [*kept][1:]} == {"Press Release"}
    for path, why in {
        "/privacy/": "no list has it, and its date isn't where other releases have it",
        "/news/3/picture/": f"is a part of {HOST}/news/3/",
        "/tags/sea/": "has only the title of the site",
    }.items():
        assert found[path] == [("other", "", why)]


def test_list_with_whole_texts_has_its_own_releases(run: Run, empty: Path) -> None:
    entries = "".join(
        f"<div><h3>{day}.5.2018 – Opening of hall {day}</h3>"
        f'<p>The <a href="/hours.html">hours</a> have changed. {LONG * 2}</p></div>'
        for day in range(15, 29)
    )
    pages = {
        "/news/": page(f"<h1>News</h1>{entries}", "News"),
        "/hours.html": page(f"<h1>Opening hours</h1><p>{LONG * 3}</p>", "Hours"),
    }
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = [*statements(empty).values()]
    assert [each["title"][-2:] for each in found] == [*map(str, range(15, 29))]


def test_mirror_with_links_to_folders(run: Run) -> None:
    for path, data in site().items():
        if not path.endswith((".html", "/")):
            continue
        place = Path("copy", path.removesuffix(".html").lstrip("/"), "index.html")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.replace(b'href="/', b'href="../').replace(b".html", b""))

    assert "Pages and documents" in run("import", "copy").err


def test_text_of_a_document_on_a_short_page_is_named(run: Run, empty: Path) -> None:
    pages = site()
    link = '<p>Read it in <a href="/files/quay.pdf">the plan</a> today.</p>'
    pages["/en/room.html"] = page(f"<h1>{TITLES[3]}</h1>{link}", TITLES[3])
    Path("site.warc").write_bytes(warc(pages))

    (row,) = rows(run, "site.warc")["/en/room.html"]

    assert row[0] == "became statement"
    assert "its text is from quay.pdf, not from the page" in row[2]
    assert "two hundred metres" in statements(empty)[row[1]]["text"]


def test_record_without_an_address_is_left_out(run: Run, empty: Path) -> None:
    lone = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"
    Path("site.warc").write_bytes(gzip.compress(lone) + warc(site()))

    rows(run, "site.warc")

    assert {*TITLES} <= {each["title"] for each in statements(empty).values()}


def test_two_mailboxes_may_have_the_same_name(run: Run, empty: Path) -> None:
    for folder, title in (("a", OPEN), ("b", "Close the old pier to cars")):
        Path(folder).mkdir()
        box = mailbox.mbox(f"{folder}/in.mbox")
        text = f"{title}. {BODY['room']} {BODY['strike']}"
        box.add(_with_files(mail(text, subject=title), **{folder: text.encode()}))
        box.close()

    run("import", "a/in.mbox", "b/in.mbox", "--yes", "--issuer=Harbour Watch")

    assert len(statements(empty)) == 2


# Parts that all releases of a site have in the same element.
PARTS = {
    "lead": "<p>KEP, {day} – The fishers of {port} met the council again</p>",
    "notes": "<div class=notes><h3>Notes to editors</h3><p>In {port}, {room}</p></div>",
    "facts": "<p class=fact>When: {day}, noon</p><p class=fact>Where: {port} hall</p>",
    "names": "<h3>Signed by</h3><ul class=names><li>Fishers of {port}</li>"
    "<li>Friends of the coast</li><li>Women of {port}</li></ul>",
    "second text": "<div><p class=who>Dara, {port}</p><p>In {port}, {room}</p></div>",
}


@pytest.mark.parametrize("name", PARTS)
def test_part_of_all_releases_stays_in_the_text(
    run: Run, empty: Path, name: str
) -> None:
    pages, texts = {}, {}
    for n, port in enumerate("Kep Ream Koh Bokor Sre Prey Takeo Pursat".split()):  # noqa: SIM905
        title, day = f"Fishers of {port} ask for a berth", f"{n + 3} March 2019"
        part = PARTS[name].format(n=n, port=port, day=day, room=BODY["room"])
        text = f"<p>{port}: {BODY['strike']}</p>"
        text = part + text if name == "lead" else text + part
        body = f"<h1>{title}</h1><p class=date>{day}</p><div class=entry>{text}</div>"
        pages[f"/news/{n}.html"] = page(body, title)
        texts[title] = re.findall(r">([^<]+)<", part)
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = {each["title"]: each["text"] for each in statements(empty).values()}
    missing = [(x, line) for x in texts for line in texts[x] if line not in found[x]]
    assert missing == []


def test_text_in_several_blocks_of_a_layout_is_complete(run: Run, empty: Path) -> None:
    pages, texts = {}, {}
    for n in range(1, 21):
        title = f"Open berth {n} of the quay for fishers"
        blocks = [f"Block {x} of {n}. {LONG}" for x in range(1 if n % 4 else 3)]
        body = "".join(f"<div class=col><p>{text}</p></div>" for text in blocks)
        line = f"Published by Dara in Quay on {n} March 2019. Changed on 1 May 2020"
        before, after = (line, "") if n % 2 else ("", f"<time>{n} March 2019</time>")
        row = f"{after}<div class=row><p>{before}</p>{body}</div>"
        pages[f"/news/{n}.html"] = page(f"<h1>{title}</h1>{row}", title)
        texts[title] = "\n\n".join(map(str.strip, blocks))
    Path("site.warc").write_bytes(warc(pages))

    run("import", "site.warc")

    found = statements(empty).values()
    assert {each["title"]: each["text"] for each in found} == texts


def test_date_that_a_list_mentions_is_not_the_date_of_the_release(
    run: Run, empty: Path
) -> None:
    pages, items, texts = {}, "", {}
    for n in range(1, 9):
        day, title = f"{n} May 2018", f"Call of the fishers of berth {n}"
        text = f"The fishers of berth {n} talked. {LONG * 3}".strip()
        if n > 6:
            text = f"We met on {day} at berth {n}. {text}"
        else:
            title = f"Notes from the call of the fishers - {day}"
        path = f"/news/{n}.html"
        link = f"<a href={path}><b>{title}</b></a>"
        items += f"<li>{link}<p>Work of the fishers, {day}</p></li>"
        pages[path] = page(
            f"<h1>{title}</h1><p>{text}</p>"
            f"<p><i>{n + 10} March 2019</i> <i>Dara</i></p><p>Thanks, berth {n}!</p>",
            title,
        )
        texts[f"2019-03-{n + 10}"] = f"{text}\n\nThanks, berth {n}!"
    pages["/"] = page(f"<h1>Recent posts</h1><ul>{items}</ul>", "Posts")
    Path("site.warc").write_bytes(warc(pages))

    found = rows(run, "site.warc")

    made = statements(empty).values()
    assert {each["date"]: each["text"] for each in made} == texts
    note = "the date 2018-05-08 is part of the text; using 2019-03-18"
    assert note in found["/news/8.html"][0][2]
