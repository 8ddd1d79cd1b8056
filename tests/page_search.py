"""Run the search of a published page in Node.js, with random queries."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from pathlib import Path
from random import Random
from typing import Any

from mediarel.model.statement import Statement
from mediarel.publish.search.block import SIZE, block_of
from mediarel.publish.search.search_index import Index, called_names
from mediarel.publish.site.theme import ENGLISH, read_words
from programs import program

WORDS = read_words(None)[ENGLISH]["search"]
TODAY = "2014-01-01T12:00:00"
_LOADER = Path(__file__).with_suffix(".js")


def _words(text: str) -> list[str]:
    return text.split()


_LATIN = _words("""
    land rights the of and villagers Café naïve Straße ŒUVRE Ångström İzmir ﬁled
    evictions evicted evict e-mail C++ it's it’s “quoted” ‘single’ 2012 km² 50¹ CO₂
    H₂O ①② x² 5m² Ḟoo zażółć Σίσυφος ΣΑΣ ς права Ёлка людини 10,000 ٣٤ १२ ½ № ™
    Đặng Ñandú l’été rock–pop word—word semi;colon a/b http://example.org Ⅷ ß
""")
_OTHERS = _words("""
    חירות ביטוי حرية التعبير العربيّة 한국어 인권 հայերեն საქართველო አማርኛ தமிழ் हिन्दी
""")
_UNSPACED = (
    *("សិទ្ធិ", "មនុស្ស", "កម្ពុជា", "ស្តីពី", "ស្ដីពី", "ដី", "ទឹក", "១២៣", "។", "និង", "ការ"),
    *("រដ្ឋាភិបាល", "បណ្ដាញ", "ប៉ុន្តែ", "គោលការណ៍", "ក្រុម", "\u200b", "ៗ", "ម៉ោង"),
    *("สิทธิ", "มนุษย์", "ชน", "ประเทศ", "ไทย", "น้ำ", "๑๒", "ลາວ", "ສິດທິ", "ມະນຸດ"),
    *("人权", "土地", "表达自由", "权利", "日本語", "ひらがな", "カタカナ", "ｶﾞ"),
    "လူ့အခွင့်အရေး",
    *("𠀀𠀁", "x", "2"),
)
_NAMES = (
    *("CLEC", "Licadho", "LICADHO Canada", "សម្ព័ន្ធខ្មែរជំរឿន", "ADHOC; the office"),
    "A|B, C:D.",
    *("Women’s Network", "Boeung Kak 13", "Réseau 100%", "สมาคม สิทธิ", "人权 网络"),
    "İ&<>",
)
_DATES = (
    *("2012-07-16", "2012-07", "2012", "2012-07-16?", "2011~", "2012-02-29"),
    "1999-12-31",
    *("../2011", "2013/..", "2012-10/2012-11", "1755-11-01", "2600", "2013-01-05"),
)
_OF_DATES = (
    *("date:2012-07", "year:2012", "date:..2011", "date:2013.."),
    "date:2012-07..2012-10",
    *("date:../2011", 'date:"16 July 2012"', 'date:"July 2012"', "year:2011..2012"),
    *("date:2012-10/2012-11", "-year:2012", "date:២០១២", "date:31/12/1999"),
    "date:2600",
    *('date:"ខែកក្កដា ឆ្នាំ២០១២"', "date:1755", "date:today", "date:20120716"),
)
ORGANISATIONS = (("Licadho", "LICADHO Canada", "សម្ព័ន្ធខ្មែរជំរឿន"), ("CLEC", "A|B, C:D."))


def invented(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return the fields of random statements in many scripts."""
    random = Random(seed)  # noqa: S311 - no secret
    return [_invented(random) for _ in range(count)]


def _invented(random: Random) -> dict[str, Any]:
    kept = {
        "date": random.choice(_DATES),
        "program": random.choice(_NAMES),
        "text": _text(random, random.randint(3, 60)),
        "tags": random.sample(_NAMES, random.choice((0, 0, 1, 2))),
        "signatories": random.sample(_NAMES, random.choice((0, 0, 1, 3))),
        "language": random.choice(("en", "km", "km-KH", "th", "no")),
        "excerpt": random.random() < 0.1,
    }
    if random.random() < 0.5:
        kept["title"] = _text(random, random.randint(1, 6))
    if random.random() < 0.3:
        kept["place"] = _text(random, 2)
    if random.random() < 0.2:
        kept["series"] = random.choice(_NAMES)
    return kept


def _text(random: Random, length: int) -> str:
    parts = []
    for _ in range(length):
        kind = random.random()
        if kind < 0.55:
            parts.append(
                random.choice(_LATIN) + random.choice((" ", " ", ". ", "\n\n"))
            )
        elif kind < 0.65:
            parts.append(random.choice(_OTHERS) + " ")
        else:
            parts.append(random.choice(_UNSPACED) + random.choice(("", "", "", " ")))
    return "".join(parts).strip() or "land"


def queries(
    statements: Sequence[dict[str, Any]], count: int, seed: int = 2
) -> list[str]:
    """Return `count` queries with and without matches in `statements`."""
    random = Random(seed)  # noqa: S311 - no secret
    return [_query(random, statements) for _ in range(count)]


def _query(random: Random, statements: Sequence[dict[str, Any]]) -> str:
    first = _part(random, statements)
    form = random.random()
    if form < 0.5:
        return first
    second = _part(random, statements)
    if form < 0.6:
        return f"{first} {second}"
    if form < 0.7:
        return f"{first} OR {second}"
    if form < 0.8:
        return f"{first} NOT {second}"
    if form < 0.9:
        return f"-({first} OR {second})"
    return f"({first} AND {second}) OR {_part(random, statements)}"


def _part(random: Random, statements: Sequence[dict[str, Any]]) -> str:
    held = random.choice(statements)
    text = held["text"].replace('"', " ").replace("”", " ")
    kind = random.randrange(9)
    if kind == 0:
        return random.choice(_OF_DATES)
    if kind == 1:
        field, name = random.choice(
            [("program", held["program"]), *(("tag", tag) for tag in held["tags"])]
        )
        return f'{field}:"{name[: random.randint(1, 20)]}"*'
    if kind == 2:
        name = random.choice([*held["signatories"], "CLEC"])
        return (
            f'signatory:"{name}"'
            if random.random() < 0.5
            else f"language:{held['language']}"
        )
    if kind == 3 and held.get("title"):
        title = held["title"].replace('"', " ").replace("”", " ")
        return f'title:"{title[random.randrange(len(title)) :][:9]}"'
    start = random.randrange(len(text))
    part = (
        text[start : start + random.choice((1, 2, 3, 5, 8, 13, 30))].strip() or "land"
    )
    star = random.choice(("", "", "*"))
    word = random.choice(part.split()).strip('()-*:“"') or "land"
    return f'"{part}"{star}' if kind < 7 else f"{word}{star}"


def write_page(
    folder: Path,
    statements: Iterable[Statement],
    organisations: Sequence[Sequence[str]] = (),
) -> None:
    """Write the search files of `statements` into `folder`."""
    for name in ("pieces", "results"):
        (folder / name).mkdir(parents=True)
    index, called = Index(), called_names(organisations)
    found = [
        index.take(block_of([(one, f"../{one.id}/index.html") for one in some], called))
        for _, some in groupby(statements, lambda one: one.id // SIZE)
    ]
    for path, content in chain(*found, index.files()):
        (folder / path.removeprefix("search/")).write_bytes(content)


def ask(folder: Path, asked: Sequence[dict[str, Any]]) -> list[Any]:
    """Return the answers of the search script in `folder`, which runs in Node.js."""
    done = subprocess.run(
        [program("node", "nodejs"), _LOADER],
        input=json.dumps({"folder": str(folder), "asked": asked}),
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers
