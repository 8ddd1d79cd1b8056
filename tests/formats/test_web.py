"""Test the exports for web pages: HTML and JSON-LD."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from checkers import tool
from each_kind import ALL as EACH
from each_kind import EACH_KIND, ORIGINAL, SIBLING
from mediarel.formats.writing import WriteOptions, html_text
from mediarel.model.parts import Translation
from mediarel.model.statement import Statement
from programs import program
from references import ALL, AS_USUAL, lost, place_of, written
from strategies import SAMPLES, statement, statements

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

    title = kept(one.title or "").strip()
    assert texts(parsed, "h2")[1].strip() == title or not title
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
        ({"dateline": "Kep", "text_from": "ocr", "translation_of": OTHER}, []),
    ],
)
def test_losses_are_reported(fields: dict[str, object], told: list[str]) -> None:
    assert lost("html", statement(**fields)) == told


KNOWN = WriteOptions(translations=lambda _one: (ORIGINAL, SIBLING))


def article(one: Statement, options: WriteOptions = AS_USUAL) -> dict[str, Any]:
    """Return the article of a statement."""
    (found,) = json.loads(written("jsonld", [one], options))["@graph"]
    assert isinstance(found, dict)
    return found


def broken() -> dict[str, dict[str, Any]]:
    """Return articles with one fault each, by fault."""
    right = article(SAMPLES[0])
    without_date = {k: v for k, v in right.items() if k != "datePublished"}
    return {
        "a key that there is not": {**without_date, "datePublishd": "2012"},
        "a type that there is not": {**right, "@type": "PressRelease"},
        "a number for an author": {**right, "author": 7},
        "an organisation for a place": {
            **right,
            "locationCreated": {"@type": "Organization", "name": "X"},
        },
        "a file of no type": {**right, "encoding": [{"name": "a.pdf"}]},
    }


def test_typescript_accepts_articles_and_finds_faults(tmp_path: Path) -> None:
    """All articles are checked at once, because starting the compiler takes seconds."""
    faults = broken()
    lines = ['import type { Article, Graph } from "schema-dts";']
    lines += (
        f"export const all{len(some)}: Graph = {written('jsonld', some, AS_USUAL)};"
        for some in ([], EACH, EACH[:1])
    )
    lines.append(f"export const linked: Graph = {written('jsonld', EACH, KNOWN)};")
    good = "\n".join(lines).count("\n") + 1
    lines += (
        f"export const no{number}: Article = {json.dumps(fault)};"
        for number, fault in enumerate(faults.values())
    )
    (tmp_path / "articles.ts").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(tool("node_modules"))

    done = subprocess.run(
        [
            *(program("node", "nodejs"), str(tool("node_modules/typescript/bin/tsc"))),
            *("--noEmit", "--strict", "--skipLibCheck"),
            *("--moduleResolution", "bundler", "--module", "esnext", "articles.ts"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    found = [
        int(each)
        for each in re.findall(r"^articles\.ts\((\d+)", done.stdout, re.MULTILINE)
    ]
    assert sorted({*found}) == [good + 1 + n for n in range(len(faults))], done.stdout


@pytest.mark.parametrize("one", EACH, ids=lambda one: str(one.date))
def test_only_a_certain_date_is_the_date_of_publication(one: Statement) -> None:
    found = article(one)
    dates = {key: found[key] for key in ("datePublished", "temporal") if key in found}

    is_sure = re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(one.date))
    assert dates == {"datePublished" if is_sure else "temporal": str(one.date)}


def test_translations_and_originals_are_linked() -> None:
    one = EACH_KIND["a translation whose original is missing"]
    its_own = one.replace(translation_of=ORIGINAL.uuid)
    sibling = {
        "@type": "Article",
        "@id": f"urn:uuid:{SIBLING.uuid}",
        "headline": SIBLING.headline,
        "inLanguage": "th",
    }

    assert article(one)["translationOfWork"] == {
        "@type": "Article",
        "@id": f"urn:uuid:{one.translation_of}",
    }
    assert article(its_own, KNOWN)["translationOfWork"] == {
        "@type": "Article",
        "@id": f"urn:uuid:{ORIGINAL.uuid}",
        "headline": ORIGINAL.headline,
        "inLanguage": "km",
        "url": "https://a.example/km",
    }
    original = one.replace(translation_of=None)
    as_original = WriteOptions(translations=lambda _one: (SIBLING,))
    assert article(original, as_original)["workTranslation"] == [sibling]
    assert "translationOfWork" not in article(original, as_original)


def test_losses_are_reported_once() -> None:
    """Private files are not exported."""
    told: list[str] = []

    data = written("jsonld", [*EACH_KIND.values()], WriteOptions(lost=told.append))

    assert told == [
        *("private files", "private files", "datelines"),
        "origins of texts",
    ]
    assert "witness" not in data


@pytest.mark.parametrize("text", ["</script><b>", "<!-- <script>", "</SCRIPT >"])
def test_no_text_ends_the_script_of_a_page(text: str) -> None:
    one = statement(title=text, text=text, program=text, signatories=[text])
    data = written("jsonld", [one], AS_USUAL)
    page = f'<script type="application/ld+json">{data}</script><p>after</p>'
    parsed = LexborHTMLParser(page)

    (script,) = parsed.css("script")
    assert script.text() == data
    assert [each.text() for each in parsed.css("p, b")] == ["after"]
    assert article(one)["headline"] == one.title
