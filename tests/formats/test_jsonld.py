"""Test the export as JSON-LD."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from checkers import tool
from each_kind import ALL, EACH_KIND, ORIGINAL, SIBLING
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from programs import program
from references import AS_USUAL, written
from strategies import SAMPLES, statement

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
        for some in ([], ALL, ALL[:1])
    )
    lines.append(f"export const linked: Graph = {written('jsonld', ALL, KNOWN)};")
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


@pytest.mark.parametrize("one", ALL, ids=lambda one: str(one.date))
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
        "workTranslation": [sibling],
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
