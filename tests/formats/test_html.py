"""Test the export as one HTML page."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from checkers import tool
from mediarel.formats.writing import WriteOptions
from mediarel.formats.xml_text import html_text
from mediarel.model.parts import Translation
from mediarel.model.statement import Statement
from programs import program
from references import ALL, lost, place_of, written
from strategies import statement, statements

OTHER = "aaaaaaaa-0002-4000-8000-000000000002"
PLAIN = WriteOptions()
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></p><!-- &lt;b&gt; &#60; -->",
    "]]> <![CDATA[ {{ x }} \u202e \x00\x1b",
)
FAULTS = (
    ('<html lang="en">', '<html lang="no such">'),
    ("</article>", ""),
    ('id="s-', 'id="s s-'),
    ("<dt", "<du"),
    ('dir="ltr"', 'dir="up"'),
    ('datetime="2012-07-16"', 'datetime="July"'),
)


def page(*given: Statement, options: WriteOptions = PLAIN) -> LexborHTMLParser:
    return LexborHTMLParser(written("html", given, options))


def texts(parsed: LexborHTMLParser, selector: str) -> list[str]:
    return [node.text() for node in parsed.css(selector)]


def translations(_: Statement) -> list[Translation]:
    return [
        Translation(OTHER, "km", "ខ្មែរ <b>", None, is_original=False),
        Translation("x", "ar", "بيان", None, is_original=True),
    ]


def test_nu_checker_accepts_pages_and_finds_faults(tmp_path: Path) -> None:
    """All pages are checked at once, because starting Java takes seconds."""
    of_all = WriteOptions(
        name='A & <B> "C"', place_of=place_of, translations=translations
    )
    hostile = [statement(title=each, text=each, signatories=[each]) for each in HOSTILE]
    sound = written("html", ALL[:1])
    pages = {
        "all": written("html", ALL, of_all),
        "hostile": written(
            "html", [h.replace(uuid=f"{n}{h.uuid[1:]}") for n, h in enumerate(hostile)]
        ),
        "none": written("html", []),
        **{f"fault-{n}": sound.replace(*fault) for n, fault in enumerate(FAULTS)},
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")

    jar = tool("node_modules/vnu-jar/build/dist/vnu.jar")
    command = [program("java", "default-jre-headless"), "-jar", str(jar)]
    done = subprocess.run(
        [
            *command,
            "--errors-only",
            "--format",
            "json",
            *map(str, tmp_path.glob("*.html")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    told = json.loads(done.stderr)["messages"]
    named = {re.sub(r".*/(.*)\.html$", r"\1", each["url"]) for each in told}
    assert named == {f"fault-{n}" for n, _ in enumerate(FAULTS)}, told


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_an_element(text: str) -> None:
    one = statement(
        program=text,
        type=text,
        title=text,
        text=text,
        place=text,
        signatories=[text],
        tags=[text],
    )

    parsed = page(one, options=WriteOptions(name=text))

    assert not parsed.css("script, img, b, link, iframe, object")
    assert len(parsed.css("title, style, main, nav, article")) == 5
    assert parsed.body is not None
    assert all(not name.startswith("on") for n in parsed.css("*") for name in n.attrs)


@given(statements)
def test_page_has_the_whole_text(one: Statement) -> None:
    """Characters that HTML can't hold are missing."""

    def kept(text: str) -> str:
        left = html_text(text, lambda _: None)
        return LexborHTMLParser(f"<p>{left}</p>").text() if left else ""

    parsed = page(one)

    assert texts(parsed, "h2")[1] == kept(one.title or "")
    assert one.title is not None
    shown = [re.sub("<br>", "\n", n.html or "") for n in parsed.css("article .text")]
    read = "\n\n".join(LexborHTMLParser(each).text() for each in shown)
    assert "".join(read.split()) == "".join(kept(one.text or "").split())


def test_names_tags_and_sources_are_below_the_text() -> None:
    """Only URLs that a browser opens are links."""
    parsed = page(
        statement(
            signatories=["Rivers, Coasts", "សមាគម"],
            tags=["land"],
            sources=["https://a.org/{x}?a=%20%", "ftp://b.org/"],
            excerpt=True,
        )
    )

    assert texts(parsed, "dt") == ["Signed by", "Tags", "Sources"]
    assert texts(parsed, "dd") == [
        *("Rivers, Coasts", "សមាគម", "land"),
        *("https://a.org/{x}?a=%20%", "ftp://b.org/"),
    ]
    assert [node.attrs["href"] for node in parsed.css("dd a")] == [
        "https://a.org/%7Bx%7D?a=%20%25"
    ]
    assert "The text is an excerpt." in texts(parsed, ".head")


def test_files_are_links_if_they_are_exported() -> None:
    """Private files are named only if they are exported."""
    along = page(ALL[0], options=WriteOptions(place_of=place_of))
    alone = page(ALL[0])

    assert [node.attrs["href"] for node in along.css("dt + dd a, dd + dd a")][2:] == [
        place_of(each) for each in ALL[0].attachments
    ]
    assert "statement; signed.pdf" in texts(alone, "dd")
    assert ALL[0].attachments[1].name not in texts(alone, "dd")
    assert "private files" in lost("html", ALL[0])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2012?", "excerpt": True, "language": "ar"}, []),
        ({"title": "a\x1bb", "text": "c\x01"}, ["control characters"]),
        ({"dateline": "Kep", "text_from": "ocr"}, ["datelines", "origins of texts"]),
        ({"translation_of": OTHER}, ["links from translations to originals"]),
    ],
)
def test_losses_are_reported(fields: dict[str, object], told: list[str]) -> None:
    assert lost("html", statement(**fields)) == told
