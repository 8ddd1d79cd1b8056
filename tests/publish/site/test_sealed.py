"""Test the seal on a site and in a bag, and the page that shows how to verify it."""

import re
import subprocess
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from attached import SCAN
from conftest import Run
from programs import program
from seal_programs import Authority, allow, minisign_key, ssh_key

NAME = "Chan Sophea"


def page_of(site: Path, number: int) -> str:
    (place,) = site.glob(f"20*/*/*/*-{number}/index.html")
    return place.read_text("utf-8")


def sealed(site: Path) -> dict[str, str]:
    """Return the SHA-256 of each path in the seal of a site."""
    lines = (site / "seal" / "seal.txt").read_text("utf-8").splitlines()
    pairs = (line.split("  ") for line in lines if not line.startswith("#"))
    return {path: digest for digest, path in pairs}


@pytest.mark.usefixtures("store")
def test_site_has_each_statement_as_sealed(run: Run, home: Path) -> None:
    run("seal", "--public")
    run("add", "--date=2015-01-02", "--program=CLEC", "--title=On land")

    assert run("publish", "site", "site").code == 0

    site = home / "site"
    lines = sealed(site)
    there = {
        each.relative_to(site / "seal").as_posix(): each
        for each in (site / "seal" / "statements").iterdir()
    }
    assert len(lines) == 9
    assert {*there} == {*lines}
    for path, place in there.items():
        assert sha256(place.read_bytes()).hexdigest() == lines[path]
    shown = page_of(site, 3)
    uuid = re.search(r"<dt>UUID</dt><dd[^>]*><code>([^<]*)", shown)
    assert uuid
    assert f"<code>{lines[f'statements/{uuid[1]}.json']}</code>" in shown
    assert "Sealed on " in shown
    assert "Sealed on " not in page_of(site, 10)
    assert (site / "verify" / "index.html").is_file()
    assert run("publish", "site", "site", "--check").code == 0


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "hide",
    [
        ("withhold", "3", "both Cambodian and French"),
        ("correct", "5", "--date=2012-10-02", "--why=Misprint"),
        ("edit", "3", "--status=draft", "--yes"),
        ("edit", "3", "--embargo=2999-01-01T00:00:00Z", "--yes"),
        ("withdraw", "3", "--why=Wrong", "--yes"),
        ("remove", "3", "--yes"),
        ("attach", "4", "a.pdf", "--private"),
    ],
)
def test_seal_of_content_that_has_changed_is_not_published(
    run: Run, home: Path, hide: tuple[str, ...]
) -> None:
    """Its checksums could confirm a guess."""
    (home / "a.pdf").write_bytes(SCAN)
    run("attach", "4", "a.pdf")
    run("seal", "--public")
    assert run("publish", "site", "site").code == 0
    assert (home / "site" / "seal").is_dir()
    assert run(*hide).code == 0

    done = run("publish", "site", "site")

    told = "public seal 1 covers content that has changed or is hidden now"
    assert told in done.err
    assert not (home / "site" / "seal").exists()
    assert not (home / "site" / "verify").exists()
    assert run("seal", "--public").code == 0
    assert run("publish", "site", "site").code == 0
    assert (home / "site" / "seal" / "seal.txt").exists()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("hide", "show"),
    [
        (("withhold", "5", NAME), ("withhold", "5", NAME, "--drop")),
        # A different statement hides the text.
        (("withhold", "6", NAME, "--anyway"), ("withhold", "6", NAME, "--drop")),
    ],
)
def test_seal_of_text_that_was_removed_while_hidden_is_not_published(
    run: Run, home: Path, hide: tuple[str, ...], show: tuple[str, ...]
) -> None:
    """The text is not hidden any more, but its checksum could confirm a guess."""
    run("edit", "5", "--text", f"{NAME} was arrested.")
    run("seal", "--public")
    edit = ("edit", "5", "--text", "He was arrested.", "--silent")
    for each in (hide, edit, show):
        done = run(*each, "--yes")
        assert done.code == 0, done.err

    told = run("publish", "site", "site").err

    assert "covers content that has changed or is hidden now" in told
    assert not (home / "site" / "seal").exists()
    assert "Wrote public seal 2" in run("seal", "--public").err
    assert run("publish", "site", "site").code == 0
    assert (home / "site" / "seal" / "seal.txt").exists()


@pytest.mark.usefixtures("store")
def test_other_files_in_the_folder_of_a_seal_are_not_published(
    run: Run, home: Path
) -> None:
    """Nor exported. A request for a timestamp may be a link to a private file."""
    run("seal", "--public")
    folder = home / "data" / "seals" / "public" / "1"
    (home / "private.txt").write_text("Private", "utf-8")
    (folder / "seal.tsq").symlink_to(home / "private.txt")
    (folder / "notes.txt").write_text("Private", "utf-8")
    (folder / "notes").mkdir()
    (folder / "seal.tsr").write_text("Private", "utf-8")

    exported = run("seal", "--public", "--export", "out")
    (folder / "seal.tsr").unlink()
    published = run("publish", "site", "site")

    assert (exported.code, published.code) == (0, 0)
    for place in (home / "out", home / "site" / "seal"):
        assert sorted(e.name for e in place.iterdir()) == ["seal.txt", "statements"]


@pytest.mark.usefixtures("store")
def test_linux_commands_of_the_page_work(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a public bag, too. They find an altered statement and seal."""
    program("sha256sum", "coreutils")
    program("ssh-keygen", "openssh-client")
    program("minisign", "minisign")
    program("openssl", "openssl")
    ana = ssh_key(home, "ana")
    key, public = minisign_key(home, "bea")
    (home / "tsa").mkdir()
    run("seal", "--public", "--sign-with", "ssh", str(ana))
    run("seal", "--public", "--sign-with", "minisign", str(key))
    with Authority(home / "tsa").serving() as url:
        assert run("seal", "--public", "--timestamp", url).code == 0
    (home / "data" / "seals" / "signers").mkdir()
    allow(home / "data" / "seals" / "signers" / "allowed_signers", ana)
    assert run("publish", "site", "site").code == 0
    assert run("publish", "bag", "bag", "--public").code == 0
    assert "signed by ana@example.org, " in page_of(home / "site", 3)

    for site in (home / "site", home / "bag" / "data" / "site"):
        page = (site / "verify" / "index.html").read_text("utf-8")
        found = re.search("<h2>Linux</h2>\n<pre><code>(.*?)</code>", page, re.DOTALL)
        assert found
        commands = unescape(found[1]).strip().splitlines()
        assert len(commands) == 4
        monkeypatch.chdir(site / "seal")
        Path("signer.pub").write_bytes(public.read_bytes())

        def codes(commands: list[str] = commands) -> list[bool]:
            return [
                subprocess.run(each, shell=True, check=False).returncode == 0  # noqa: S602 - as printed
                for each in commands
            ]

        assert codes() == [True] * 4
        statement = next(Path("statements").iterdir())
        statement.write_bytes(statement.read_bytes().replace(b"a", b"b", 1))
        assert codes() == [False, True, True, True]
        seal = Path("seal.txt")
        seal.write_bytes(seal.read_bytes().replace(b"# sealed: 2", b"# sealed: 3"))
        assert sorted(codes()[1:]) == [False, False, True]


@pytest.mark.usefixtures("store")
def test_altered_seal_is_not_published(run: Run, home: Path) -> None:
    run("seal", "--public")
    seal = home / "data" / "seals" / "public" / "1" / "seal.txt"
    seal.write_bytes(seal.read_bytes().replace(b"# statements: 9", b"# statements: 8"))

    done = run("publish", "site", "site")

    assert done.code == 5
    assert "public seal 1 was altered" in done.err
    assert not (home / "site").exists() or not [*(home / "site").rglob("*.html")]
