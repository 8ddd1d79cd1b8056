"""Define the topics of `help`, and show their pages.

Each topic is a page of `docs/` and is in the wheel.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.cli.terminal.lines import is_drawn, is_terminal, is_unadorned, sentences
from mediarel.cli.terminal.widths import wrapped

_INDENT = "  "
_BELOW = _INDENT * 3  # below the first line of an option in help
_PICTURE = re.compile(r"!\[[^]]*\]\([^)]*\)\n*")
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<to>[^):]+)\)")


class Topic(NamedTuple):
    """A topic of `help`: its name, and the file name of its page in `docs/`."""

    name: str
    page: str

    @property
    def about(self) -> str:
        """The title of the page."""
        return _page_of(self).partition("\n")[0].removeprefix("# ")


TOPICS = (
    Topic("guide", "guide.md"),
    Topic("search", "queries.md"),
    Topic("dates", "dates.md"),
    Topic("formats", "formats.md"),
    Topic("websites", "websites.md"),
    Topic("site", "site.md"),
    Topic("upload", "upload.md"),
    Topic("publishing", "publishing.md"),
    Topic("files", "attachments.md"),
    Topic("backups", "backups.md"),
    Topic("proof", "proof.md"),
    Topic("server", "shared-archive.md"),
    Topic("archive", "file-format.md"),
    Topic("reliability", "reliability.md"),
    Topic("glossary", "glossary.md"),
)
BY_NAME = {topic.name: topic for topic in TOPICS} | {
    topic.page.removesuffix(".md"): topic for topic in TOPICS
}


def show_page(topic: Topic) -> None:
    """Show the page of a topic. In a pipe, print its Markdown unchanged.

    On a terminal, the page has commands instead of links to other pages.
    """
    page = _page_of(topic)
    followed = _LINK.sub(_said, _PICTURE.sub("", page))
    if not is_drawn():
        print(followed if is_terminal() else page, end="")
        return
    from mediarel.cli.terminal.drawn_manual import draw_page  # noqa: PLC0415 - not for a pipe

    draw_page(followed)


def show_topics() -> None:
    """Show the topics of the manual, one per line."""
    topics = [(topic.name, topic.about) for topic in TOPICS]
    if not is_terminal():
        for each in topics:
            print(*each, sep="\t")
        return
    print("Topics:")
    for name, about in topics:
        sentences(f"{_INDENT}{name}: {about}")
    print()
    print(f"To read a topic: {errors.Command('help', 'TOPIC')}")
    print(f"For a command: {errors.Command('help', 'COMMAND')}")


def _page_of(topic: Topic) -> str:
    """Return the page of a topic, in Markdown."""
    return (_folder() / topic.page).read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Return the folder of the pages, in the installed package or in the project."""
    installed = files("mediarel") / "docs"
    return installed if installed.is_dir() else Path(__file__).parents[4] / "docs"


def _said(link: re.Match[str]) -> str:
    """Return the text of a link and a command: Dates (`mediarel help dates`).

    If the linked page is not a topic, return only the text.
    """
    name = link["to"].partition("#")[0].removesuffix(".md")
    topic = BY_NAME.get(name)
    if topic is None:
        return link["text"]
    return f"{link['text']} (`{errors.Command('help', topic.name)}`)"


def overview_lines(
    command: Any, context: Any, rows: Iterable[Any], columns: int
) -> Iterator[str]:
    """Yield the lines of `mediarel --help`: a line for each command in `rows`."""
    records = [each.get_help_record(context) for each in command.get_params(context)]
    options = " ".join(f"[{names.replace(', ', ' | ')}]" for names, _ in records)
    yield from wrapped(f"Usage: mediarel {options} COMMAND …", columns)
    yield ""
    yield from wrapped(command.help, columns)
    shown = [row for row in rows if not row.is_hidden]
    longest = max(len(row.name) for row in shown)
    for group in dict.fromkeys(row.group for row in shown):
        yield from ("", f"{group}:")
        for row in shown:
            if row.group != group:
                continue
            name = f"{row.name}:" if is_unadorned() else row.name.ljust(longest + 1)
            yield from _hanging(f"{name} {row.about}", columns)


def _hanging(text: str, columns: int) -> Iterator[str]:
    """Wrap a text to lines. The first line is indented less than the other lines."""
    first, *rest = wrapped(text, columns - len(_BELOW))
    yield f"{_INDENT}{first}"
    yield from (f"{_BELOW}{line}" for line in rest)
