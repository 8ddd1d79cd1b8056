"""Define the topics of `help`. Each topic is a page of `docs/` and is in the wheel."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


_PICTURE = re.compile(r"!\[[^]]*\]\([^)]*\)\n*")
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<to>[^):]+)\)")


class Row(NamedTuple):
    """A command in the table of commands.

    `about` is its description in --help. `group` is the heading of its group of
    commands in --help. `topic` is the topic of `help` that describes the command.
    `module` is the module in `commands/`, if its name differs from the name of the
    command.
    """

    name: str
    about: str
    group: str
    topic: str = "guide"
    module: str = ""
    is_hidden: bool = False


class Topic(NamedTuple):
    """A topic of `help`: its name, and the file name of its page in `docs/`."""

    name: str
    page: str

    @property
    def about(self) -> str:
        """The title of the page."""
        return page_of(self).partition("\n")[0].removeprefix("# ")


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


def page_of(topic: Topic) -> str:
    """Return the page of a topic, in Markdown."""
    return (_folder() / topic.page).read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Return the folder of the pages, in the installed package or in the project."""
    installed = files("mediarel") / "docs"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "docs"


def with_commands(page: str) -> str:
    """Replace links to other pages by commands, and remove pictures.

    A link becomes its text and a command: Dates (`mediarel help dates`). If the page is
    not a topic, only the text is kept. Web links don't change.
    """
    return _LINK.sub(_said, _PICTURE.sub("", page))


def _said(link: re.Match[str]) -> str:
    name = link["to"].partition("#")[0].removesuffix(".md")
    topic = BY_NAME.get(name)
    if topic is None:
        return link["text"]
    return f"{link['text']} (`{errors.Command('help', topic.name)}`)"
