"""A theme of one's own: what is in its folder, and what is wrong with its templates.

- no folder, a file, no file of a theme; names written nearly so are told
- an error in a template names the file and the line, also in a row of a list
- what its templates include is part of it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import refused
from site_samples import fill

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Run


@pytest.fixture
def look(run: Run, home: Path) -> Path:
    """Return the folder of the usual theme, beside an archive of one statement."""
    fill(run, home, ({"date": "2012", "program": "CLEC", "title": "Land"},))
    assert run("publish", "theme", "look").code == 0
    return home / "look"


def published(run: Run, theme: str = "look") -> Done:
    return run("publish", "site", "site", "--theme", theme)


def test_no_folder_and_a_file(look: Path, run: Run) -> None:
    (look.parent / "a-file").touch()

    missing, file = published(run, "looks"), published(run, "a-file")

    assert refused(missing, 4) == "Error: there is no folder looks"
    assert missing.err.endswith(
        "\nHint: Name the folder of a theme; to begin with the usual one:"
        " mediarel publish theme FOLDER\n"
    )
    assert refused(file, 4) == "Error: a-file is a file"
    assert not (look.parent / "site").exists()


def test_names_that_are_none_of_a_theme(look: Path, run: Run) -> None:
    (look / "statement.html").rename(look / "statment.html")
    (look / "logo.png").touch()
    (look / ".git").mkdir()

    done = published(run)

    assert done.code == 0
    assert (
        "Not one of a theme's files: logo.png,"
        " statment.html (did you mean statement.html?).\n" in done.err
    )


def test_no_file_of_a_theme(look: Path, run: Run) -> None:
    (look.parent / "other").mkdir()
    (look.parent / "other/lists.html").touch()

    said = refused(published(run, "other"), 4)

    assert "other has no file of a theme, but lists.html (did you mean list" in said


@pytest.mark.parametrize(
    ("name", "change", "where"),
    [
        ("list.html", ("{{ w.none }}", "{{ w.none }}"), ""),
        ("list.html", ("{% if total %}", "{{ nope.foo }}{% if total %}"), "line 4"),
        ("statement.html", ("{{ one.program }}", "{{ one.wrong }}"), "line {}"),
        ("row.html", ("row.headline", "row.headlines"), "line 11"),
        ("list.html", ("{% if total %}", "{% if total"), "line 5"),
        ("browse.html", ("{{ title }}", "{{ 1 // 0 }}"), "line 6"),
    ],
)
def test_the_line_of_an_error(
    look: Path, run: Run, name: str, change: tuple[str, str], where: str
) -> None:
    old, new = change
    text = (look / name).read_text("utf-8")
    assert old in text
    (look / name).write_text(text.replace(old, new, 1), "utf-8")
    where = where.format(text[: text.index(old)].count("\n") + 1)

    done = published(run)

    if where:
        assert f"the theme's {name}, {where}: " in refused(done, 4)
        assert not (look.parent / "site").exists()
    else:
        assert done.code == 0


def test_a_template_that_is_no_utf_8(look: Path, run: Run) -> None:
    (look / "list.html").write_bytes(b"\xff")

    assert "the theme's list.html: it is not in UTF-8" in refused(published(run), 4)


def test_what_a_template_includes(look: Path, run: Run) -> None:
    """Pages are made anew when it changes."""
    base = look / "base.html"
    text = base.read_text("utf-8")
    base.write_text(text.replace("</footer>", '{% include "us.html" %}</footer>'))
    home = look.parent / "site/index.html"

    (look / "us.html").write_text("One.")
    assert published(run).code == 0
    assert "One.</footer>" in home.read_text("utf-8")
    assert run("publish", "site", "other").code == 0  # no template is kept in memory
    (look / "us.html").write_text("Two.")
    assert published(run).code == 0

    assert "Two.</footer>" in home.read_text("utf-8")


def test_headlines_look_like_links(look: Path) -> None:
    """In lists they have the colour and the line of all links."""
    style = (look / "site.css").read_text("utf-8")
    rules = [line for line in style.splitlines() if line.startswith(".headline a")]

    assert rules
    assert not any("none" in rule or " color:" in rule for rule in rules)
