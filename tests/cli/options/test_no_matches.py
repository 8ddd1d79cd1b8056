"""Test hints for queries without matches, and for logins in URLs."""

import json
import shlex
from pathlib import Path

import pytest

from archives import content, unchanged
from conftest import Run, refused

TEXTS = (
    ("Two arrested", "The arrest of Élan, and of a second one."),
    ("Arrest", "សិទ្ធិមនុស្ស និង\u200bការ\u200bបញ្ចេញ\u200bមតិ"),
    ("ສິດທິມະນຸດ", "กรุงเทพมหานคร เสรีภาพในการแสดงออก"),
    ("言論の自由", "新闻自由 လွတ်လပ်စွာ ထုတ်ဖော်ပြောဆိုခွင့်"),
)
PROGRAMS = ("Khmer Rivers Network", "Khmer Rivers Network", "CLEC", "Khmer")
STATEMENTS = [
    {"title": title, "text": text, "program": program, "tags": ["land rights"]}
    for (title, text), program in zip(TEXTS, PROGRAMS, strict=True)
]


@pytest.fixture
def _filled(run: Run, home: Path) -> None:
    run("init", ".")
    dated = [{"date": "2012", **each} for each in STATEMENTS]
    run("import", "-", stdin=json.dumps(dated))
    assert home.is_dir()


NEAR = (
    ("arrests", "No statement has 'arrests'; similar: arrest (2), arrested (1)."),
    ("Elam", "No statement has 'elam'; similar: elan (1)."),
    ("qrrested", "No statement has 'qrrested'; similar: arrested (1)."),
    ("zebra", "No statement has 'zebra'."),
    ("បញ្ចេញអ្វី", "No statement has 'បញ្ចេញអ្វី'; existing parts: បញ្ចេញ (1)."),
    (
        "เสรีภาบในการ",
        "No statement has 'เสรีภาบในการ'; existing parts: เสรีภา (1), ในการ (1).",
    ),
    ("ສິດທີມະນຸດ", "No statement has 'ສິດທີມະນຸດ'; existing parts: ມະນຸດ (1), ສິດ (1)."),
    (
        "ထုတ်ဖောပြောဆို",
        "No statement has 'ထုတ်ဖောပြောဆို'; existing parts: ထုတ်ဖော (1), ပြောဆို (1).",
    ),
    ("新闻白由", "No statement has '新闻白由'; existing parts: 新闻 (1)."),
    ("title:second", "No statement has title:'second'."),
    ("program:CLEK", "No statement has issuer:clek; similar: CLEC (1)."),
    ("tag:land", 'No statement has tag:land; similar: "land rights" (4).'),
    (
        "type:Letter",
        'No statement has type:letter; existing values: "Media Release" (4).',
    ),
    ("arrested 新闻", "No statement has all of these: 'arrested' (1), '新闻' (1)."),
)


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(("query", "told"), NEAR, ids=[query for query, _ in NEAR])
def test_similar_words_or_values_are_suggested(run: Run, query: str, told: str) -> None:
    done = run("search", query)

    assert (done.code, done.out) == (0, "")
    assert (
        done.err
        == f"No statement matches. {told} To see all statements: mediarel list\n"
    )


QUOTED = (
    ("search arrest --tag land rights", "search arrest --tag 'land rights'"),
    ("search --tag=land rights", "list '--tag=land rights'"),
    ("edit 3 --program Any New Name", "edit 3 --program 'Any New Name'"),
    ("edit 3 --add-tag land rights --yes", "edit 3 --add-tag 'land rights' --yes"),
    ("edit --tag land rights 3", "edit --tag 'land rights' 3"),
)


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(("typed", "command"), QUOTED, ids=[each for each, _ in QUOTED])
def test_hint_repeats_a_command_with_quotes(run: Run, typed: str, command: str) -> None:
    """The command that prints the hint changes nothing."""
    before = run("export", "--format", "json").out

    done = run(*shlex.split(typed))

    assert done.err.endswith(f" of several words needs quotes: mediarel {command}\n")
    assert run("export", "--format", "json").out == before


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("list", "5", "6"), "list id:5,6"),
        (("search", "5-7"), "search id:5..7"),
        (
            ("export", "3", "--public", "--format=json"),
            "export --public --format=json id:3",
        ),
        (("export", "5-7", "--format", "csv"), "export --format csv id:5..7"),
    ],
)
def test_ids_in_a_query_get_a_hint(run: Run, line: tuple[str, ...], meant: str) -> None:
    assert f"To find statements by ID: mediarel {meant}\n" in run(*line).err
    assert run(*meant.split()).code == 0


RECORD = {
    "date": "2012-07-16",
    "program": "CLEC",
    "title": "A title",
    "sources": ["https://sok:secret@example.org/a", "https://example.org/@b"],
}


@pytest.mark.parametrize("login", ["sok:secret", "secret", "sok:", "sok:se/cret"])
@pytest.mark.parametrize(
    "words",
    [
        ("publish", "site", "site", "--url"),
        ("publish", "bag", "bag", "--license"),
        ("edit", "1", "--yes", "--source"),
        ("edit", "1", "--yes", "--add-source"),
        ("add", "--title=A", "--date=2012", "--program=CLEC", "--source"),
        ("import", "file.html", "--base"),
    ],
)
def test_typed_url_with_a_login_is_refused(
    run: Run, store: Path, login: str, words: tuple[str, ...]
) -> None:
    """The error message does not contain the password."""
    with unchanged(store):
        done = run(*words, f"https://{login}@example.org/")

    problem = "'https://***@example.org/' contains a user name or password"
    assert problem in refused(done, 2)
    assert "secret" not in done.err
    assert not Path("site").exists()
    assert not Path("bag").exists()


def test_at_sign_in_a_path_is_accepted(run: Run, store: Path) -> None:
    assert run("edit", "1", "--source", "https://e.org:80/@me", "--yes").code == 0
    assert content(store)["statements"]["1"]["sources"] == ["https://e.org:80/@me"]


@pytest.mark.usefixtures("store")
def test_next_publication_removes_a_login_from_the_manifest(run: Run) -> None:
    assert run("publish", "site", "site", "--url", "https://example.org/").code == 0
    manifest = Path("site/mediarel-manifest.txt")
    said = manifest.read_text("utf-8")
    manifest.write_text(said.replace("://example.org", "://sok:secret@example.org"))

    assert run("publish", "site", "site").code == 0

    assert "site/url\thttps://example.org/\n" in manifest.read_text("utf-8")


def test_login_of_an_imported_url_is_not_published(run: Run, home: Path) -> None:
    """The archive keeps the URL as imported, and the user can remove it."""
    (home / "in.json").write_text(json.dumps([RECORD]), encoding="utf-8")
    assert run("init", ".").code == 0
    assert run("import", "in.json").code == 0

    assert run("publish", "site", "site").code == 0
    assert run("publish", "bag", "bag", "--public").code == 0
    public = run("export", "--public", "--format=json").out

    assert json.loads(public)[0]["sources"] == [
        "https://example.org/a",
        "https://example.org/@b",
    ]
    for place in (*home.glob("site/**/*"), *home.glob("bag/**/*")):
        assert place.is_dir() or b"secret" not in place.read_bytes(), place
    assert "sok:secret" in run("export", "--format=json").out
    assert run("edit", "1", "--yes", "--drop-source", RECORD["sources"][0]).code == 0
