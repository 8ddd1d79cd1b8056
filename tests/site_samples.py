"""Provide the statements of a site, and find broken links."""

import json
import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from conftest import ROOT, Run

URL = "https://example.org/statements/"
TIMES = {"created": "2024-01-02T03:04:05Z", "modified": "2024-02-03T04:05:06Z"}
KHMER = "សេចក្តីថ្លែងការណ៍រួមស្តីពីការចាប់ខ្លួន"
RUNS = "document.title='hacked'"
# Scripts, unclosed markup and bidirectional marks.
HOSTILE = (
    f"<script>{RUNS}</script>",
    f'"><img src=x onerror="{RUNS}">',
    f"' onmouseover='{RUNS}",
    f"</script><script>{RUNS}</script>",
    f"<!--><svg onload={RUNS}>-->",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnitset\u2066 and \x1b[31m\x00\x85 \ufffe",
)


def _uuid(number: int) -> str:
    return f"aaaaaaaa-{number:04}-4000-8000-{number:012}"


def _one(number: int, **fields: object) -> dict[str, Any]:
    return {
        "uuid": _uuid(number),
        "date": "2012-07-16",
        "program": "CLEC",
        "type": "Joint Statement",
        "language": "en",
        **TIMES,
        **fields,
    }


ORIGINAL, TRANSLATED, WITHDRAWN, NEWER = 1, 2, 3, 4
ONES = (
    _one(
        ORIGINAL,
        title="Release Mam Sonando",
        text=(
            "Phnom Penh (July 16, 2012) – The undersigned organizations are deeply"
            " disturbed by the arrest.\n\nThey call for “his immediate release”.\nNow."
        ),
        dateline="Phnom Penh (July 16, 2012)",
        place="Phnom Penh",
        signatories=["CLEC", "Licadho, Cambodia", "STT; the mapping team", "សមាគម"],
        tags=["freedom of expression", "radio & press"],
        series="Beehive Radio",
        sources=[
            "https://example.com/releases/16?lang=en&x=<1>",
            "ftp://example.com/a",
        ],
        notes=[
            {
                "at": "2013-02-03T04:05:06Z",
                "kind": "correction",
                "text": "The date of the arrest was a Sunday.",
            }
        ],
    ),
    _one(
        TRANSLATED,
        title=KHMER,
        text="ភ្នំពេញ – អង្គការ\u200bខាងក្រោម\u200bសូម\u200bសម្តែង។\n\nសូម\u200bដោះលែង។",
        language="km",
        translation_of=_uuid(ORIGINAL),
        signatories=["សមាគមអាដហុក"],
        tags=["សេរីភាព"],
    ),
    _one(
        WITHDRAWN,
        date="2012",
        title="A statement that does not stand",
        text="This is read by nobody any more.",
        status="withdrawn",
        notes=[
            {
                "at": "2014-05-06T07:08:09Z",
                "kind": "withdrawal",
                "text": "It named a person who was not there.",
            }
        ],
    ),
    _one(
        NEWER,
        date="2014-05-07",
        title="What stands in its place",
        text="All of it.",
        type="Press Release",
        replaces=[_uuid(WITHDRAWN)],
    ),
    _one(
        5,
        date="2012-07?",
        program="STT",
        type="Open Letter",
        text="We, the undersigned, do not know the day. It was in July.",
    ),
    _one(6, date="2010-10/2011-02", title="Between two dates", text="It was then."),
    _one(7, date="../2009", title="Before that", text="Long ago.", excerpt=True),
    _one(
        8,
        date="2013-03-04~",
        language="ar",
        title="بيان مشترك",
        text="نحن الموقعون أدناه.\n\nPhnom Penh, 2013.",
        tags=["حرية"],
        signatories=["منظمة", "CLEC"],
    ),
    _one(
        9,
        date="2013-08-08",
        title="CON",
        text="Devices.",
        program="Con",
        tags=["?!", "CON", "con"],
    ),
    _one(10, date="2011", program="P" * 300, text="x" * 3000, tags=["a" * 500]),
)
HOSTILE_ONES = tuple(
    _one(
        100 + number,
        title=f"{text} {number}",
        text=f"{text}\n\n{text}",
        program=text,
        type=text,
        dateline=text,
        place=text,
        signatories=[text, f"{text} 2"],
        tags=[text],
        series=text,
        sources=[
            f"https://example.com/{number}?a='b'&c=<\"{RUNS}",
            "ftp://example.com",
        ],
        notes=[{"at": "2013-02-03T04:05:06Z", "kind": "correction", "text": text}],
    )
    for number, text in enumerate(HOSTILE)
)


def fill(run: Run, home: Path, ones: tuple[dict[str, Any], ...] = ONES) -> None:
    """Create an archive of `ones` in the current folder."""
    assert run("init", ".", "--name", "Community <Legal> & “Education”").code == 0
    given = home / "given.json"
    given.write_text(json.dumps(ones), encoding="utf-8")
    done = run("import", str(given))
    assert done.code == 0, done.err


def set_publisher(run: Run, home: Path) -> None:
    """Set a logo, and hostile texts such as the contact."""
    (home / "about.md").write_text("\n\n".join(HOSTILE[:-1]), "utf-8")
    texts = ("--logo-alt", "--short-name", "--description", "--contact", "--license")
    hostile = [each for pair in zip(texts, HOSTILE, strict=False) for each in pair]
    logo = ("--logo", str(ROOT / "examples" / "logo.png"), "--about", "ar=about.md")
    done = run("publish", "settings", *hostile, *logo, "--link", "<b>=https://e.org/'")
    assert done.code == 0, done.err


_LEADING = {"href", "src", "action"}


class Links(HTMLParser):
    """The URLs and IDs of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the URL and ID of an element."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        for name, value in attrs:
            if name in _LEADING:
                self.links.append(value or "")
            elif name == "id" and value:
                self.ids.add(value)


def broken(site: Path) -> Iterator[str]:
    """Yield each broken link within the site, with its page."""
    files = [path for path in site.rglob("*") if path.is_file()]
    names = {*map(os.fspath, files)}
    pages = {
        os.fspath(page): Links(page.read_text("utf-8"))
        for page in files
        if page.suffix == ".html"
    }
    for page, found in pages.items():
        folder, name = os.path.split(page)
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or name == "404.html":
                continue
            target = page
            if parts.path:
                target = os.path.normpath(f"{folder}/{unquote(parts.path)}")
            named = pages.get(target)
            if target not in names or (
                parts.fragment and named and parts.fragment not in named.ids
            ):
                yield f"{os.path.relpath(page, site)}: {link}"
