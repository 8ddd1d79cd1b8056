"""Test user names and passwords in URLs that become public."""

import json
from pathlib import Path

import pytest

from archives import content, unchanged
from conftest import Run, refused

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
