"""Test that the examples in README and docs/ work.

Commands of the README run next to the sample archive, which they don't change. Commands
of a page run in the archive that the page creates first.
"""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from conftest import ROOT, Run, Shell, write_settings
from mediarel.cli.app import COMMANDS
from mediarel.dates.printed import date_alone
from mediarel.errors import MediarelError
from mediarel.formats.table import WRITABLE
from mediarel.query.terms import TERMS
from samples import ALL

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# Pages with links, also for developers; test_contributing.py tests their commands.
LINKED = [
    *PAGES,
    *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "EXTENDING", "ARCHITECTURE")),
]
SIGNS = {*"|<>&;$`*?~\n"}  # commands with these need a shell
# These commands install mediarel; tests/test_readme.py tests them.
NOT_RUN = (("README.md", "Try it"),)


class Section(NamedTuple):
    """The commands above the first heading, and those below one heading."""

    page: str
    heading: str
    commands: list[str]


def parsed(page: Path) -> list[Token]:
    """Return the tokens of a page."""
    return MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))


def headings(page: Path) -> list[tuple[int, str]]:
    """Return position and text of each heading of a page."""
    parts = parsed(page)
    return [
        (place, parts[place + 1].content)
        for place, part in enumerate(parts)
        if part.type == "heading_open"
    ]


def sections(page: Path) -> Iterator[Section]:
    """Yield the sections of a page that have commands."""
    parts = parsed(page)
    begin: list[str] = []
    for (start, heading), (end, _) in pairwise([*headings(page), (len(parts), "")]):
        blocks = "".join(p.content for p in parts[start:end] if p.info == "sh")
        # A backslash at the end continues a line.
        commands = blocks.replace("\\\n", "").splitlines()
        if commands:
            yield Section(page.name, heading, begin + commands)
        if parts[start].tag == "h1":
            begin = commands


def links(page: Path) -> list[str]:
    """Return the links and images of a page."""
    inline = [part for token in parsed(page) for part in token.children or ()]
    found = [part.attrs.get("href") or part.attrs.get("src") for part in inline]
    return [str(link) for link in found if link]


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub creates for a page's headings."""
    plain = (re.sub(r"[^\w\- ]", "", text.lower()) for _, text in headings(page))
    return {text.replace(" ", "-") for text in plain}


def rows(page: str, head: str) -> list[list[str]]:
    """Return the cells of the table that begins with the line `head`."""
    table = (ROOT / "docs" / page).read_text(encoding="utf-8").partition(f"{head}\n")[2]
    lines = table.partition("\n\n")[0].splitlines()[1:]
    assert lines, f"{page} has no table {head}"
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


SECTIONS = [
    section
    for page in PAGES
    for section in sections(page)
    if section[:2] not in NOT_RUN
]


@pytest.fixture
def shipped(store: Path, home: Path) -> Path:
    """Return the sample archive in a folder with the code and examples."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for folder in ("src", "examples"):
        shutil.copytree(ROOT / folder, home / folder, ignore=ignored)
    return store


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: f"{s.page}: {s.heading}")
def test_every_command_works(
    section: Section,
    run: Run,
    shell: Shell,
    shipped: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each command succeeds and prints something."""
    before = shipped.read_bytes()
    for command in section.commands:
        if command.startswith("cd "):
            monkeypatch.chdir(command.removeprefix("cd "))
            continue
        # A process for each command takes long, so only the full run starts them.
        is_plain = not (ALL or SIGNS & {*command})
        done = run(*shlex.split(command)[1:]) if is_plain else shell(command)

        told = f"{command}\n{done.err}"
        assert done.code == 0, told
        # The exit code of a pipe is only that of its last command.
        assert "Error" not in done.err, told
        assert "No statement matches" not in done.err, told
        assert done.out or done.err, f"{command} says nothing"
    assert shipped.read_bytes() == before, "it changes what is shipped"


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page

        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in links(ROOT / "README.md")}

    wanted = {page.relative_to(ROOT).as_posix() for page in LINKED[1:]}
    assert wanted - linked == set()


def test_every_command_is_shown(run: Run) -> None:
    named = re.findall(r"^  ([a-z]+) ", run("--help").out, re.MULTILINE)
    shown = "\n".join(line for section in SECTIONS for line in section.commands)

    assert {"list", "add", "repair"} <= set(named)
    assert [name for name in named if f"mediarel {name}" not in shown] == []


def test_every_command_is_in_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert [row.name for row in COMMANDS if f"`{row.name}" not in changes] == []


def test_every_query_term_is_in_the_table() -> None:
    written = [r[0] for r in rows("queries.md", "| query | finds statements with |")]

    shown = {query.partition(":")[0] for query in written if ":" in query}

    assert set(TERMS) - shown == set()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *rows("dates.md", "| you write | is kept as |"),
        *(row[:2] for row in rows("dates.md", "| you write | is kept as | which is |")),
    ],
)
def test_typed_date_is_stored_as_documented(run: Run, typed: str, kept: str) -> None:
    run("add", "--date", typed, "--program", "CLEC", "--title", "On land")

    (shown,) = json.loads(run("show", "10", "--format", "json").out)

    assert shown["date"] == kept


@pytest.mark.parametrize(
    ("printed", "kept"), rows("dates.md", "| a page prints | is read as |")
)
def test_printed_date_is_read_as_documented(printed: str, kept: str) -> None:
    date = date_alone(printed)

    assert date is not None
    assert str(date.date()) == kept


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "typed", [row[0] for row in rows("dates.md", "| you write | why |")]
)
def test_date_is_refused_as_documented(run: Run, typed: str) -> None:
    done = run("add", "--date", typed, "--program", "CLEC", "--title", "On land")

    assert (done.code, typed in done.err) == (4, True)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "query", [row[0] for row in rows("queries.md", "| query | finds statements with |")]
)
def test_documented_query_is_valid(run: Run, query: str) -> None:
    assert run("list", query).code == 0


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "_for", "endings"),
    [r for r in rows("formats.md", "| format | for | ending |") if r[0] in WRITABLE],
)
def test_file_name_decides_the_format_as_documented(
    run: Run, home: Path, name: str, _for: str, endings: str
) -> None:
    run("export", "--output=wanted", "--format", name)
    wanted = (home / "wanted").read_bytes()

    for ending in re.findall(r"(?:\.\w+)+", endings):
        run("export", "--output", f"all{ending}")

        assert (home / f"all{ending}").read_bytes() == wanted


@pytest.mark.usefixtures("store")
def test_every_field_is_documented(run: Run) -> None:
    (shown,) = json.loads(run("show", "1", "--format", "json").out)

    told = [r[0] for r in rows("guide.md", "| field | what it is | how you give it |")]

    assert sorted(told) == sorted(shown)


@pytest.mark.usefixtures("store")
def test_settings_work_as_documented(home: Path, shell: Shell) -> None:
    page = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    write_settings(home, example)

    shell("mediarel add --date 03/04/2012 --program CLEC --title 'On land'")

    shown = shell("mediarel show 10").out
    assert "date\t2012-04-03\n" in shown
    assert "type\tPress Release\n" in shown
    assert " by Sok Dara\n" in shown
    named = re.findall(r"^\w+", example, re.MULTILINE)
    assert named == [row[0] for row in rows("guide.md", "| setting | what it is |")]


def test_every_exit_code_is_documented() -> None:
    kinds = MediarelError.__subclasses__()

    told = [int(row[0]) for row in rows("guide.md", "| code | meaning |")]

    assert told == sorted({0, *(kind.exit_code for kind in kinds)})
