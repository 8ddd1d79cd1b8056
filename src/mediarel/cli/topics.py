"""Name the topics of `help`, which are pages of `docs/` and part of the wheel."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import Command

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<to>[^):]+)\)")


class Row(NamedTuple):
    """A command: its name, and its line in --help.

    `about` is the description in that line, `group` the heading above it, and `topic`
    the page of `help` with details. `module` is the module in `commands/`, if that has
    a different name.
    """

    name: str
    about: str
    group: str
    topic: str = "guide"
    module: str = ""
    is_hidden: bool = False


class Topic(NamedTuple):
    """A topic: its name, its page in `docs/`, and its description in a list."""

    name: str
    page: str
    about: str


TOPICS = (
    Topic("guide", "guide.md", "Day by day: add, edit, take back, settings."),
    Topic("search", "queries.md", "What a query may be: words, phrases, fields."),
    Topic("dates", "dates.md", "How a date may be written, and how it is kept."),
    Topic("formats", "formats.md", "Bringing in and handing on: CSV, JSON, others."),
    Topic("site", "site.md", "A site of what the public may read."),
    Topic("publishing", "publishing.md", "What the public sees, and what it does not."),
    Topic("files", "attachments.md", "Scans, photos and files with statements."),
    Topic("backups", "backups.md", "Backups, and what to do when something breaks."),
    Topic("server", "shared-archive.md", "An archive that many share, on a server."),
    Topic("archive", "file-format.md", "What stands in the file of an archive."),
    Topic("reliability", "reliability.md", "Tests behind the promises, and limits."),
    Topic("glossary", "glossary.md", "Words that mediarel uses in a special sense."),
)
BY_NAME = {topic.name: topic for topic in TOPICS} | {
    topic.page.removesuffix(".md"): topic for topic in TOPICS
}


def page_of(topic: Topic) -> str:
    """Return the page about `topic`, in Markdown."""
    return (_folder() / topic.page).read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Return the folder of the pages: in the wheel, else in the project."""
    installed = files("mediarel") / "docs"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "docs"


def with_commands(page: str) -> str:
    """Return `page` with its links to other pages replaced by commands.

    A link to a page that is no topic becomes plain text; web links are kept.
    """
    return _LINK.sub(_said, page)


def _said(link: re.Match[str]) -> str:
    name = link["to"].partition("#")[0].removesuffix(".md")
    topic = BY_NAME.get(name)
    if topic is None:
        return link["text"]
    return f"{link['text']} (`{Command('help', topic.name)}`)"
