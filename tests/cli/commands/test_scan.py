"""The scan of finished public output, and the texts that it looks for.

- names in markup and escapes are withheld in each format and on the site
- a withheld text that gets into the output by any way ends the command with 5
- so does the title of a draft, unless the public may read these words elsewhere
- the folder stays as it was; `--allow` publishes the text all the same
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaks import leaks
from mediarel.formats.table import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Run

NEW = ("add", "--date=2019", "--program=CLEC")
NAME = "Zoqal Vimrek"
TITLE = "On the Vexillology Bill"


def contents(folder: Path) -> dict[str, bytes]:
    """Return each file below `folder` with its content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def stopped(done: Done) -> str:
    """Return what a command printed that the scan has ended."""
    assert (done.code, done.out) == (5, "")
    return done.err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "spelled",
    [
        "Zoqal V<!-- -->imrek",
        "Zoqal V&#105mrek",
        "Zoqal&NonBreakingSpace;Vimrek",
        "Zoqal V&ZeroWidthSpace;imrek",
        f"Zoqal V<b class='{'x' * 600}'>imrek",
        'Zoqal V<b title=">">imrek',
        "https://x.org/Vimrek,%20Zoqal",
        "Zoqal V%2569mrek",
        "Zoqal V\\u0069mrek",
        "Zoqal V**im**rek",
        "Zoqal[1] Vimrek",
        "Zoqal V<![CDATA[im]]>rek",
        "Zoqal V<!-->imrek",
        "\u202ekermiV laqoZ\u202c",
        "VIMREK, Zoqal",
    ],
)
def test_a_name_in_markup_is_withheld(run: Run, home: Path, spelled: str) -> None:
    """What a browser, a feed reader or a converter would show is compared."""
    run(*NEW, f"--text=The court heard {spelled} on Monday.", f"--title=On {spelled}")
    run("withhold", "10", NAME, "--anyway")

    assert run("publish", "site", "site").code == 0
    for name in ("markdown", "html", "json", "atom", "biblatex", "csv", "xlsx"):
        out = str(home / f"out-{name}")
        assert run("export", "--public", "--format", name, "--output", out).code == 0
    published = [home / "site", *home.glob("out-*")]
    assert [found for path in published for found in leaks(path, [NAME])] == []


@pytest.fixture
def theme(home: Path) -> Path:
    """Return a theme whose pages of statements contain the name."""
    theme = home / "theme"
    theme.mkdir()
    (theme / "statement.html").write_text("<p>Thanks to Z&#111qal V<i>imrek</i>")
    return theme


@pytest.mark.usefixtures("store")
def test_a_theme_with_a_withheld_name(run: Run, home: Path, theme: Path) -> None:
    """The error names text, statement and file; the folder stays as it was."""
    run("publish", "site", "site")
    before = contents(home / "site")
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)

    call = ("publish", "site", "site", "--theme", str(theme))
    told = stopped(run(*call))

    assert "index.html would contain 'Zoqal Vimrek', which is withheld in" in told
    assert "statement 10; nothing was published" in told
    assert "mediarel publish site --allow 'Zoqal Vimrek' site --theme" in told
    assert contents(home / "site") == before
    assert run(*call, "--allow", "zoqal vimrek").code == 0


@pytest.mark.usefixtures("store")
def test_a_name_that_another_statement_prints(run: Run, home: Path) -> None:
    """It must be withheld there too, or be allowed: in no format and in no folder."""
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)
    run(*NEW, f"--text=We thank {NAME}.")
    calls = (
        ("publish", "site", "site"),
        ("publish", "bag", "bag"),
        ("publish", "bag", "public-bag", "--public"),
        ("export", "--public", "--format=csv"),
        ("export", "--public", "--format=xlsx", "--output=all.xlsx"),
        ("export", "--public", "--format=epub", "--output=all.epub"),
        ("export", "--public", "--format=markdown", "--output=folder/"),
        ("export", "--public", "--output=folder/"),
    )
    for call in calls:
        told = stopped(run(*call))
        assert "To withhold it in 11 too: mediarel withhold 11 'Zoqal Vimrek'" in told
    left = {path.name for path in home.iterdir()}
    assert left <= {"cache", "data", "site", "folder"}
    assert contents(home / "folder") == contents(home / "site") == {}

    run("withhold", "11", NAME)
    for call in calls:
        assert run(*call).code == 0


@pytest.mark.usefixtures("store")
def test_the_title_of_a_draft(run: Run, home: Path) -> None:
    """It is found if the archive is called so, but not if a statement is."""
    run(*NEW, f"--title={TITLE}", "--text=Not yet.", "--status=draft")
    assert run("publish", "site", "site").code == 0
    run("configure", "--name", f"Project “{TITLE}”")

    told = stopped(run("publish", "site", "site"))

    assert "'On the Vexillology Bill', the title of statement 10, which isn" in told
    assert leaks(home / "site", [TITLE]) == []
    run(*NEW, f"--title={TITLE}", "--text=It is out.")
    assert run("publish", "site", "site").code == 0


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("withheld", "elsewhere"),
    [
        ("Li", "The Lille office and lists of Lily."),
        ("Main", "It remains open."),
        ("សុខា", "លោក សេខ បាននិយាយ"),
        ("Chan Sophea", "Said Chandara Sophea, Chan Sopheak and Kim."),
        ("012 345 678", "The number 1012345678 is of a law."),
    ],
)
def test_no_false_alarm(run: Run, withheld: str, elsewhere: str) -> None:
    """Other words, names with the same consonants, code of the site."""
    run(*NEW, f"--text=We thank {withheld} today.")
    run("withhold", "10", withheld)
    run(*NEW, f"--text={elsewhere}")

    assert run("publish", "site", "site").code == 0
    assert run("export", "--public", "--format=ris").code == 0


@pytest.mark.usefixtures("store")
def test_neighbours_in_a_list_are_two_names(run: Run) -> None:
    """The end of one and the start of the next are no withheld name, in no format."""
    run(*NEW, "--text=We thank Chan Sophea today.")
    run("withhold", "10", "Chan Sophea")
    names = ("--signatory=Bun Chan", "--signatory=Sophea Dara")
    run(*NEW, "--text=We sign.", *names, "--tag=Bun Chan", "--tag=Sophea Dara")

    assert run("publish", "site", "site").code == 0
    for known in FORMATS:
        if known.is_writable:
            out = f"--output=out{known.suffixes[0]}"
            done = run("export", "--public", f"--format={known.name}", out, "--force")
            assert (done.code, done.err.count("contain 'Chan")) == (0, 0)


@pytest.mark.usefixtures("store")
def test_only_what_is_hidden_can_be_allowed(run: Run) -> None:
    """A slip in the text must not pass."""
    run(*NEW, f"--text={NAME} spoke.")
    run("withhold", "10", NAME)

    done = run("publish", "site", "site", "--allow", "Zoqal Vimrok")

    assert done.code == 2
    assert "'Zoqal Vimrok' is neither withheld nor the title of a draft" in done.err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("withheld", ["Li", "សុខា", "Chan Sophea"])
@pytest.mark.parametrize("tags", [("<td>", "</td>"), ("<!-- -->", "<br/>"), ("«", "»")])
def test_a_word_between_tags(
    run: Run, home: Path, withheld: str, tags: tuple[str, str]
) -> None:
    """A tag parts words: the name is found beside one."""
    run(*NEW, f"--text=We thank {withheld} today.")
    run("withhold", "10", withheld)
    theme = home / "theme"
    theme.mkdir()
    page = f"see{tags[0]}{withheld}{tags[1]}and"
    (theme / "statement.html").write_text(page, encoding="utf-8")

    assert run("publish", "site", "site", "--theme", str(theme)).code == 5
