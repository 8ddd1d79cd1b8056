"""Test `mediarel publish settings`, and the site with these settings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attached import kept
from conftest import ROOT, refused
from mediarel.archive.logo import LARGEST
from mediarel.archive.site_settings import DARK, LIGHT, contrast, license_link
from tampering import tamper

if TYPE_CHECKING:
    from conftest import Run, Screen

LOGO = str(ROOT / "examples" / "logo.svg")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and IEND\xaeB`\x82"
SETTINGS = (
    *("--name", "Legal Aid", "--short-name", "LAC", "--title", "Statements"),
    *("--logo", LOGO, "--logo-alt", "Scales", "--colour", "#225588"),
    *("--link", "B=http://b.org", "--contact", "Sok\nsok@example.org"),
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
    assert [*Path("copy").rglob("*.svg")]
    assert run("publish", "settings", *there).out == "name\tProgram's Media Release\n"
    assert "changed the archive's site settings" in run("log", *there).out


@pytest.mark.usefixtures("store")
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
    assert Path("bag/data/site/logo.svg").exists()

    (store.parent / "files" / place).unlink()
    assert 'the file "logo.svg", a logo of the site, is missing' in run("check").out
    published = run("publish", "site", "site")
    assert (published.code, "<img" in page("")) == (0, False)
    assert "Missing, so not copied: 1 attached file" in published.err

    store.unlink()
    assert run("restore", "--from", backup, "--yes").code == 0
    assert run("publish", "site", "site").code == 0
    assert Path("site/logo.svg").read_bytes() == Path(LOGO).read_bytes()


@pytest.mark.usefixtures("store")
def test_pages_show_who_publishes(run: Run) -> None:
    run("publish", "settings", *SETTINGS)
    assert run("publish", "site", "site").code == 0

    home, about = page(""), page("about")
    assert "<title>Statements · LAC</title>" in home
    assert '<img src="logo.svg" alt="Scales">' in home
    assert home.count('href="about/index.html"') == 2
    assert '<p dir="auto">Law.</p>' in home
    assert (
        'href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0<' in home
    )
    assert "<h2>We</h2>\n<p><strong>Land</strong> &lt;b&gt;x&lt;/b&gt; !<a" in about
    assert '<div class="prose" lang="ar" dir="rtl">\n<h2>نحن</h2>' in about
    assert "<p>[a](javascript:b)</p>" in about
    assert '<a href="mailto:sok@example.org">' in about
    css = Path("site/site.css").read_text("utf-8")
    light, dark = re.findall("--link: (#[0-9a-f]{6}); } }", css)
    assert light == "#225588"
    assert min(contrast(dark, each) for each in DARK) >= 4.5


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["Media Releases", "Ours"])
def test_the_plain_header_shows_the_name_once(run: Run, name: str) -> None:
    run("configure", "--name", name)
    run("publish", "site", "site")

    header = page("").partition("<header")[2].partition("</header>")[0]
    assert header.count(f">{name}<") == 1
    assert "brand" not in header
    assert "about" not in page("")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--colour", "#ffee00", "readable colour: mediarel publish settings --colour"),
        ("--colour", "blue", "'blue' is not a colour"),
        ("--link", "https://b", "'https://b' has no name before a ="),
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


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{SVG}<script>a</script></svg>", "the element <script>"),
        (f"{SVG}<g onload='a'/></svg>", "attribute onload"),
        (f"{SVG}<a x:href='javascript:a'/></svg>", "the element <a>"),
        (f"{SVG}<use x:href='http://e.org/a.svg#b'/></svg>", "attribute href"),
        (f"{SVG}<g style='fill: url( &quot;//e.org/a)'/></svg>", "attribute style"),
        (f"{SVG}<g fill='u\\72l(//e.org)'/></svg>", "attribute fill"),
        (f"{SVG}<style>@import '//e.org'</style></svg>", "<style> loads a file"),
        (f"{SVG}<style>a<g/>b</style></svg>", "the element <g>"),
        (f"{SVG}<b xmlns='http://www.w3.org/1999/xhtml'/></svg>", "the element <b>"),
        (f"<?xml-stylesheet href='a.css'?>{SVG}</svg>", "instructions"),
        (f"<?xml version='1.0' encoding = 'utf-7'?>{SVG}</svg>", "instructions"),
        (f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{SVG}&a;</svg>", "has a DTD"),
        (f"{SVG}</svg>{' ' * LARGEST}", "has more than 200 kB"),
        (PNG[:-1], "is damaged"),
        (PNG, ""),
        (f"<?xml version='1.0'?>{SVG}<use href='#a'/></svg>", ""),
        (f"{SVG}<style>g {{ fill: url('#a') }}</style></svg>", ""),
    ],
)
def test_only_safe_logos_are_published(
    run: Run, store: Path, content: str | bytes, said: str
) -> None:
    data = content.encode() if isinstance(content, str) else content
    Path("logo").write_bytes(data)
    done = run("publish", "settings", "--logo", "logo", "--logo-alt", "A")
    if not said:
        assert done.code == 0, done.err
        assert run("publish", "site", "site").code == 0
        assert [each.read_bytes() for each in Path("site").glob("logo.*")] == [data]
        return

    assert said in refused(done, 4)
    # A script sets an attached file as the logo, without the checks of the command.
    run("attach", "3", "logo")
    (logo,) = json.loads(store.read_bytes())["statements"]["3"]["attachments"]
    site = {"logo": logo, "logo_alt": "A"}
    tamper(store, lambda tables: tables["archive"]["1"].update(site=site))
    assert said in refused(run("publish", "site", "site"), 4)


@pytest.mark.usefixtures("store")
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


@pytest.mark.usefixtures("store")
def test_terminal_asks_for_settings(screen: Screen) -> None:
    answers = (
        ("[Program's Media Release]: ", "Ours\r"),
        *(("page titles: ", "O\r"), ("as Statements: ", "\r"), ("sentence: ", "\r")),
        *(("of the logo: ", "none.svg\r"), ("of the logo: ", "\r"), ("people: ", "\r")),
        *(("#7d1f22: ", "yellow\r"), ("#7d1f22: ", "#225588\r"), ("contact: ", "\r")),
        *(("example.org: ", "B=https://b.org\r"), ("example.org: ", "\r")),
        *(("en=a.md: ", "\r"), ("CC BY 4.0: ", "CC0\r")),
    )

    done = screen("publish", "settings", answers=answers)

    assert done.code == 0
    assert "Changed the settings of the site." in done.out


def test_creative_commons_licences_get_their_link() -> None:
    url = "https://creativecommons.org/licenses/by/4.0/"
    assert license_link(url) == license_link("cc-by 4.0") == ("CC BY 4.0", url)
    assert license_link("All rights reserved") == ("All rights reserved", "")
