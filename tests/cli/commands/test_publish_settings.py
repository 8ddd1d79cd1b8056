"""Test `mediarel publish settings`, and the site with these settings."""

import re
import zlib
from pathlib import Path

import pytest

from archives import stored
from attached import kept
from conftest import ROOT, Run, refused
from mediarel.archive.configuration import LARGEST_LOGO
from mediarel.model.archive_settings import DARK, LIGHT, contrast, license_link
from tampering import altered, tamper

pytestmark = pytest.mark.usefixtures("store")

LOGO = str(ROOT / "examples" / "logo.png")


def part(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG, with its length and checksum."""
    checksum = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + checksum


START = b"\x89PNG\r\n\x1a\n"
HEAD = part(b"IHDR", bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)))
PIXELS = part(b"IDAT", zlib.compress(b"\0\0"))
END = part(b"IEND", b"")
PNG = START + HEAD + PIXELS + END
SETTINGS = (
    *("--name", "Legal Aid", "--short-name", "LAC", "--title", "Statements"),
    *("--logo", LOGO, "--logo-alt", "Scales", "--colour", "#225588"),
    *("--link", "B=http://b.org", "--contact", "Sok\x1b\nsok@example.org"),
    *("--about", "en=en.md", "--about", "ar=ar.md"),
    *("--license", "cc by-sa 4.0", "--description", "Law."),
)


@pytest.fixture(autouse=True)
def texts(home: Path) -> None:
    """Write “About” texts."""
    (home / "en.md").write_text("# We\n\n**Land** <b>x</b> ![i](http://e.org/a.png)")
    (home / "ar.md").write_text("### نحن\n\n[a](javascript:b)", "utf-8")


def page(path: str) -> str:
    """Return a page of the site."""
    return Path("site", path, "index.html").read_text("utf-8")


@pytest.mark.parametrize("kind", ["file", "server"])
def test_settings_are_kept_copied_and_undone(
    run: Run, store: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    place = str(store) if kind == "file" else request.getfixturevalue("address")
    there = ("--archive", place)
    if kind == "server":
        assert run("copy", str(store), place).code == 0

    done = run("publish", "settings", *SETTINGS, *there)
    shown = run("publish", "settings", *there).out
    run("copy", place, "copy")
    checked = [run("check", *there).code, run("check", "--archive", "copy").code]
    run("undo", *there)

    assert (done.code, checked) == (0, [0, 0]), done.err
    assert "colour\t#225588\n" in shown
    assert "links B\thttp://b.org\n" in shown
    assert run("publish", "settings", "--archive", "copy").out == shown
    assert [*Path("copy").rglob("*.png")]
    assert run("publish", "settings", *there).out == "name\tProgram's Media Release\n"
    assert "changed the archive's site settings" in run("log", *there).out


def test_parts_of_settings_change_alone(run: Run) -> None:
    run("publish", "settings", *SETTINGS)
    parts = ("--link", "C=https://c.org/?a=1", "--link", "B=", "--about", "ar=")
    assert run("publish", "settings", *parts, "--title", "").code == 0

    shown = run("publish", "settings").out
    assert "links C\thttps://c.org/?a=1\n" in shown
    assert not re.search("^(links B|about ar|title)", shown, re.MULTILINE)
    assert "Nothing changed." in run("publish", "settings", "--title", "").err


def test_the_logo_is_in_backups_and_bags(run: Run, store: Path) -> None:
    run("publish", "settings", *SETTINGS)
    (place,) = kept(store)
    backup = run("backup", "stick").out.strip()
    run("publish", "bag", "bag")
    run("check", "--prune", "--yes")
    assert [*kept(store)] == [place]
    assert [*Path("bag/data").rglob(Path(place).name)]
    assert Path("bag/data/site/logo.png").exists()

    (store.parent / "files" / place).unlink()
    assert 'the file "logo.png", a logo of the site, is missing' in run("check").out
    published = run("publish", "site", "site")
    assert (published.code, "<img" in page("")) == (0, False)
    assert "Missing, so not copied: 1 attached file" in published.err

    store.unlink()
    assert run("restore", "--from", backup, "--yes").code == 0
    assert run("publish", "site", "site").code == 0
    assert Path("site/logo.png").exists()


def test_pages_show_who_publishes(run: Run) -> None:
    run("publish", "settings", *SETTINGS)
    url = ("--url", "https://example.org/")
    assert run("publish", "site", "site", *url).code == 0

    home, about = page(""), page("about")
    statement = next(Path("site").glob("2*/*/*/*/index.html")).read_text("utf-8")
    image = 'og:image" content="https://example.org/logo.png'
    assert f'<meta property="{image}">' in statement
    sitemap = Path("site/sitemap.xml").read_text("utf-8")
    assert "<loc>https://example.org/about/</loc>" in sitemap
    assert "<title>Statements · LAC</title>" in home
    assert '<img src="logo.png" alt="Scales">' in home
    assert home.count('href="about/index.html"') == 2
    assert '<p dir="auto">Law.</p>' in home
    assert 'href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0' in home
    assert "<h2>We</h2>\n<p><strong>Land</strong> &lt;b&gt;x&lt;/b&gt; !<a" in about
    assert '<div class="prose" lang="ar" dir="rtl">\n<h2>نحن</h2>' in about
    assert "<p>[a](javascript:b)</p>" in about
    assert '<p dir="auto">Sok <a href="mailto:sok@example.org">' in about
    css = Path("site/site.css").read_text("utf-8")
    light, dark = re.findall("--link: (#[0-9a-f]{6}); } }", css)
    assert light == "#225588"
    assert min(contrast(dark, each) for each in DARK) >= 4.5


@pytest.mark.parametrize("name", ["Media Releases", "Ours"])
def test_the_plain_header_shows_the_name_once(run: Run, name: str) -> None:
    run("configure", "--name", name)
    run("publish", "site", "site")

    header = page("").partition("<header")[2].partition("</header>")[0]
    assert header.count(f">{name}<") == 1
    assert "brand" not in header
    assert "about" not in page("")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--colour", "#ffee00", "readable colour: mediarel publish settings --colour"),
        ("--colour", "blue", "'blue' is not a colour"),
        ("--link", "https://b", "'https://b' does not have the form NAME=VALUE"),
        ("--link", "B=b", "links: the source 'b' is not a URL"),
        ("--about", "a code=en.md", "the language 'a code' is not"),
        ("--logo", LOGO, "the logo has no alternative text"),
    ],
)
def test_invalid_settings_are_refused(
    run: Run, option: str, value: str, said: str
) -> None:
    done = run("publish", "settings", option, value)

    assert refused(done, 4)
    assert said in done.err
    assert run("publish", "settings").out.count("\n") == 1


def test_contrast_is_computed_for_the_theme() -> None:
    css = (ROOT / "src/mediarel/publish/site/theme/site.css").read_text("utf-8")
    papers, tints = (re.findall(f"--{n}: (#.{{6}});", css) for n in ("paper", "tint"))
    assert [*zip(papers, tints, strict=False)][:2] == [LIGHT, DARK]
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # the result of WebAIM


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a PNG file"),
        (PNG + b" " * LARGEST_LOGO, "is larger than 200 kB"),
        (PNG[:-1], "is damaged"),
        (PNG.replace(b"IEND", b"IENE"), "is damaged"),
        (START + PIXELS + END, "is damaged"),
        (
            START + HEAD + part(b"IDAT", zlib.compress(b"\0\0") + b"Sok") + END,
            "damaged",
        ),
    ],
)
def test_only_whole_png_files_are_logos(
    run: Run, store: Path, content: bytes, said: str
) -> None:
    Path("logo").write_bytes(content)
    done = run("publish", "settings", "--logo", "logo", "--logo-alt", "A")

    assert said in refused(done, 4)
    # A script sets an attached file as the logo, without the checks of the command.
    run("attach", "3", "logo")
    (logo,) = stored(3)["attachments"]
    site = {"logo": logo, "logo_alt": "A"}
    tamper(store, lambda tables: tables["archive"]["1"].update(site=site))
    assert said in refused(run("publish", "site", "site"), 4)


def test_only_the_picture_of_a_logo_is_published(run: Run) -> None:
    texts = part(b"tEXt", b"Author\0Sok Chan") + part(b"eXIf", b"Sok Chan")
    Path("logo").write_bytes(START + HEAD + texts + PIXELS + END + b"Sok Chan")
    run("publish", "settings", "--logo", "logo", "--logo-alt", "A")

    assert run("publish", "site", "site").code == 0
    assert Path("site/logo.png").read_bytes() == PNG


def test_hidden_words_on_two_lines_are_not_published(run: Run) -> None:
    """Names, and titles of drafts, may be on two lines of a Markdown file."""
    run("withhold", "3", "Sok Chan", "--anyway")
    for text in ("For [Sok](https://e.org/)\n[Chan](https://e.org/).", "Sok\\\nChan"):
        Path("en.md").write_text(text)
        run("publish", "settings", "--about", "en=en.md")
        done = run("publish", "site", "site")
        assert done.code == 5 or not re.search(r"Sok\W.*Chan", page("about"), re.DOTALL)
    run("edit", "4", "--title", "Our new case on land", "--status", "draft")
    Path("en.md").write_text("Soon: Our new case\non land.")
    run("publish", "settings", "--about", "en=en.md")
    assert "Our new case on land" in refused(run("publish", "site", "site"), 5)


def test_hint_for_a_hidden_text_names_the_setting(run: Run) -> None:
    run("edit", "4", "--title", "Our new case on land", "--status", "draft")
    for setting in ("--contact", "--short-name", "--name"):
        run("publish", "settings", setting, "Our new case, on land")
        told = f"mediarel publish settings {setting} TEXT"
        published, checked = run("publish", "site", "site"), run("check")

        assert refused(published, 5)
        assert told in published.err
        assert told in checked.err
        assert "the title of statement 4, not public yet" in checked.out
        run("undo")
    run("withhold", "3", "Mam Sonando", "--anyway")
    run("publish", "settings", "--contact", "SONANDO, Mam")
    assert "contact contains 'Mam Sonando', which is withheld in" in run("check").out


def test_logo_that_is_not_public_is_refused(run: Run, store: Path) -> None:
    logo = ("publish", "settings", "--logo", LOGO, "--logo-alt", "A")
    run("attach", "3", LOGO, "--private")
    assert "which is private" in refused(run(*logo), 1)
    run("attach", "--remove", "3", "logo.png")
    assert run(*logo).code == 0
    assert run("publish", "site", "site").code == 0

    run("attach", "3", LOGO)
    run("edit", "3", "--silent")
    run("withhold", "3", "Sonando")
    done = run("publish", "site", "site")
    assert "which is not cleared by a person" in refused(done, 1)
    assert "mediarel attach --clear 3 logo.png" in done.err
    assert "not cleared by a person" in run("check").out
    assert run("attach", "--clear", "3", "logo.png").code == 0
    assert run("check").out == ""

    with altered(store) as tables:
        tables["archive"]["1"]["site"]["logo"]["sha256"] = "0" * 64
    assert "warning\tfiles/0000" in run("check").out


@pytest.mark.parametrize(
    "site",
    [
        {"contact": 5},
        {"contact": []},
        {"links": []},
        {"about": {"en": None}},
        {"links": {"": "https://a.org/"}},
        {"links": ["a"]},
        {"logo": "x", "logo_alt": "A"},
    ],
)
def test_settings_of_the_wrong_kind_are_refused(
    run: Run, store: Path, site: dict[str, object]
) -> None:
    tamper(store, lambda tables: tables["archive"]["1"].update(site=site))

    for command in (("publish", "site", "site"), ("publish", "settings")):
        assert "has a value of the wrong kind" in refused(run(*command), 4)
    assert "has a value of the wrong kind" in run("check").out
    tamper(store, lambda tables: tables["archive"]["1"].update(site=[]))
    assert "the settings of the site are not an object: []" in run("check").out


def test_withheld_texts_are_hidden_in_settings(run: Run) -> None:
    Path("en.md").write_text("For Sok Chan.")
    named = ("--link", "Sok Chan=https://e.org/sok-chan", "--logo-alt", "Sok Chan")
    run("publish", "settings", *SETTINGS)
    run("publish", "settings", *named)
    run("withhold", "3", "Sok Chan", "--anyway")
    run("withhold", "--emails")
    assert run("publish", "site", "site").code == 0

    assert not re.search("sok.chan", page("about"), re.IGNORECASE)
    assert "<p>For [withheld].</p>" in page("about")
    assert "sok@example.org" in page("about")


def test_creative_commons_licences_get_their_link() -> None:
    url = "https://creativecommons.org/licenses/by/4.0/"
    assert license_link(url) == license_link("cc-by 4.0") == ("CC BY 4.0", url)
    assert license_link("All rights reserved") == ("All rights reserved", "")
