"""Which format is meant, by its name or by the ending of a file to be written."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from mediarel.errors import MisuseError
from mediarel.formats.table import FORMATS, NAMES, WRITABLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from mediarel.formats.table import Format

_ROWS = {each.name: each for each in FORMATS}
# What formats are called elsewhere.
_ELSEWHERE = {
    **dict.fromkeys(("bibtex", "latex", "tex"), "biblatex"),
    **dict.fromkeys(("zotero", "csljson", "csl-json"), "csl"),
    **dict.fromkeys(("excel", "spreadsheet"), "xlsx"),
    **dict.fromkeys(("dc", "oai_dc"), "dublincore"),
    **dict.fromkeys(("endnote", "mendeley"), "ris"),
    **dict.fromkeys(("rss", "feed"), "atom"),
    **dict.fromkeys(("book", "ebook"), "epub"),
    **dict.fromkeys(("ndjson", "jsonlines"), "jsonl"),
    **dict.fromkeys(("print", "pdf"), "html"),
}


def format_named(name: str, also: Iterable[str] = ()) -> Format:
    """Return the format `name`, in which statements can be written.

    Raises MisuseError where there is none; it names those there are, and what may be
    given `also`.
    """
    if name in WRITABLE:
        return _ROWS[name]
    what = f"the format {name!r} can't be written" if name in NAMES else ""
    meant = _meant(name.lower())
    raise MisuseError(
        what or f"there is no format {name!r}",
        f"Did you mean {meant}? " * bool(meant)
        + f"The formats are: {', '.join(sorted({*WRITABLE, *also}))}.",
    )


def _meant(name: str) -> str:
    """Return the format that is called `name` elsewhere, or whose files end so."""
    endings = (
        row.name for row in FORMATS if row.is_writable and f".{name}" in row.suffixes
    )
    return _ELSEWHERE.get(name) or next(endings, "")


def format_for_file(path: PurePath) -> Format:
    """Return the format that the ending of `path` stands for.

    Raises MisuseError where it stands for none, or for one that is only read.
    """
    name = path.name.lower()
    meant = [
        (len(ending), each)
        for each in FORMATS
        if each.is_writable
        for ending in each.suffixes
        if name.endswith(ending) and name != ending
    ]
    if meant:  # `.csl.json` says more than `.json`
        return max(meant, key=itemgetter(0))[1]
    for each in FORMATS:
        if each.is_writable and name.endswith(each.read_suffixes):
            raise MisuseError(
                f"{path.name!r}: files with this ending are read, and can't be written",
                f"Name it {path.with_suffix(each.suffixes[0])}.",
            )
    raise MisuseError(
        f"the name {path.name!r} does not say which format is meant",
        f"Say it with --format: {', '.join(WRITABLE)}.",
    )
