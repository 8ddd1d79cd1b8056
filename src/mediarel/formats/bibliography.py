"""Write bibliographies for reference managers: BibLaTeX, CSL-JSON and RIS."""

from __future__ import annotations

import re
from itertools import takewhile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.dates.edtf import Interval, KeptDate, PartialDate
from mediarel.formats import writing
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.json_syntax import write_list
from mediarel.formats.name_tables import latex_name
from mediarel.formats.writing import CONTROLS, Lost
from mediarel.model.statement import reachable
from mediarel.release.headline import title_of
from mediarel.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


# Names of losses in reports.
IN_TAGS = "commas and semicolons within tags"
SPACES = "line breaks and runs of spaces"
MORE_SOURCES = "sources after the first"
# White space that no line-based format allows in a value.
_WHITE = re.compile("[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HELD_BY_BIBLATEX = (*writing.USUAL, *writing.NOTE_FIELDS, "place", "attachments")
_LANGUAGE = "languages unknown to LaTeX"
_NO_BEGINNING = "date ranges without a start"
_BRACES = "braces in file names"
_NAME = re.compile("[^a-z0-9]+")
_LONGEST_NAME = 40
_NO_NAME = "statement"
# Characters with a meaning in TeX, and pairs that TeX replaces by a dash or a quotation
# mark. Such a pair is separated by "{}".
_ACTS = re.compile(r"[\\{}%&#$_~^]|([-`',<>])(?=\1)|[?!](?=`)")
_PRINTED = {
    **{sign: f"\\{sign}" for sign in "%&#$_"},
    # Biber counts braces, so each brace gets an invisible partner, as in Zotero.
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
    **{sign: f"{sign}{{}}" for sign in "-`',<>?!"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# The only characters with a meaning in TeX inside a URL. URLs must not contain them
# (RFC 3986, 2).
_IN_URL = {ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}
_IN_FILE = {ord("{"): "(", ord("}"): ")", ord("\\"): None}
_IN_FILE |= {ord(sign): f"\\{sign}" for sign in ":;"}
_HELD_BY_CSL = (*writing.USUAL, *writing.NOTE_FIELDS, "place")
_BETWEEN_TAGS = ", "
_WHICH_MARK = "the difference between ? and ~ in dates"
_HELD_BY_RIS = (*writing.USUAL, *writing.NOTE_FIELDS, "place", "excerpt", "attachments")
_LINE_END = "\r\n"
_FILE_NAMES = "names of attached files"
_COMMAS = "the organisation type of issuers whose names contain a comma"
_UNSURE = "uncertain dates"
_INTERVALS = "date ranges"


def on_one_line(text: str, lost: Lost) -> str:
    """Return `text` on one line, without control characters.

    White space at the ends is removed. Other runs of white space become a single space.
    Lost line breaks and spaces are reported to `lost`.
    """
    kept = on_lines(text, lost)
    line = _WHITE.sub(" ", kept).strip(" ")
    if line != kept:
        lost(SPACES)
    return line


def on_lines(text: str, lost: Lost) -> str:
    """Return `text` without control characters, but with its line breaks.

    Lost characters are reported to `lost`.
    """
    kept = _CONTROLS.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return kept


def whole_tag(tag: str, separators: str, lost: Lost) -> str:
    """Return `tag` on one line, after replacing `separators` with " / ".

    Other programs would split the tag at a character in `separators`. The replaced
    characters are reported to `lost`.
    """
    if not {*separators}.isdisjoint(tag):
        lost(IN_TAGS)
    parts = re.split(f"[{separators}]", on_one_line(tag, lost))
    return " / ".join(filter(None, map(str.strip, parts)))


def ends_of(date: KeptDate) -> tuple[PartialDate | None, ...]:
    """Return a tuple: the start and end of an interval, or only the date.

    In an interval such as `../2004`, the start is unknown. An unknown start or end is
    None in the tuple.
    """
    return (*date,) if isinstance(date, Interval) else (date,)


def figures(date: PartialDate) -> tuple[int, ...]:
    """Return the numbers of a date: the year, then the month and the day if known."""
    return tuple(each for each in date[:3] if each is not None)


def known_figures(date: KeptDate) -> tuple[int, ...]:
    """Return the numbers of a date that are known: the year, the month and the day.

    For an interval, return only the numbers that both ends have in common. For
    2012-07-03/2012-07-05 these are the year and the month. For 2011/2012 there are
    none.
    """
    ends = [figures(end) if end else () for end in ends_of(date)]
    pairs = zip(ends[0], ends[-1], strict=False)
    return tuple(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def is_unsure(date: KeptDate) -> bool:
    """Return whether a date, or an end of an interval, is marked with `?` or `~`."""
    return any(end.qualifier for end in ends_of(date) if end)


def write_biblatex(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as entries for biber (biblatex manual, 2).

    A statement becomes a `@report` with the issuer as author. If the statement has no
    title, its headline is used as the title. Names, places and titles are in two pairs
    of braces. So they are never split at an "and" or a comma, and their case is kept.
    Signatories are in `note`, the text is in `abstract`, and the first source is in
    `url`.

    Characters with a meaning in TeX are escaped.

    Dates are EDTF. But citation-js refuses a file with a date such as `../2004`. In
    this case, `date` is `2004?`, and `note` says "2004 or earlier". Biber splits tags
    at a comma, and Zotero also at a semicolon. So in tags, both are replaced by ` / `.

    The key of an entry consists of the issuer, the date and the ID:
    `clec-2012-07-16-3`. The `uuid` is a second, permanent key in `ids`.
    """
    text = Utf8Writer(out)
    for statement in statements:
        lost = writing.losses(statement, _HELD_BY_BIBLATEX, options)
        if len(statement.sources) > 1:
            lost(MORE_SOURCES)
        lines = [
            f"  {name} = {{{value}}},\n"
            for name, value in _biblatex_fields(statement, options, lost)
            if value
        ]
        text.write(f"@report{{{key_of(statement)},\n{''.join(lines)}}}\n\n")


def key_of(statement: Statement) -> str:
    """Return the citation key of a statement: `clec-2012-07-16-3`, in lower-case ASCII.

    The key is unique in an archive. It changes only if the issuer or the date changes.
    """
    issuer = _NAME.sub("-", fold(statement.program)).strip("-")[:_LONGEST_NAME]
    date = _NAME.sub("-", str(statement.date)).strip("-")
    return f"{issuer.strip('-') or _NO_NAME}-{date}-{statement.id}"


def _biblatex_fields(
    statement: Statement, options: WriteOptions, lost: Lost
) -> Iterator[tuple[str, str]]:
    """Yield the name and value of each field of an entry.

    The caller puts each value in braces.
    """

    def line(text: str) -> str:
        return _printed(on_one_line(text, lost))

    def whole(text: str) -> str:
        return f"{{{line(text)}}}" if text else ""

    yield "ids", statement.uuid
    yield "author", whole(statement.program)
    yield "title", whole(title_of(statement))
    yield "type", line(statement.type)
    yield "institution", whole(statement.program)
    yield "location", whole(statement.place or "")
    yield "date", _biblatex_date(statement.date, lost)
    yield "langid", _langid(statement.language, lost)
    yield "url", next(iter(reachable(statement)), "").translate(_IN_URL)
    tags = (_printed(whole_tag(tag, ",;", lost)) for tag in statement.tags)
    yield "keywords", ", ".join(filter(None, tags))
    yield "note", line(". ".join(_biblatex_notes(statement)))
    yield "file", ";".join(_biblatex_files(statement, options, lost))
    yield "abstract", _printed(on_lines(statement.text or "", lost))


def _printed(text: str) -> str:
    return _ACTS.sub(lambda found: _PRINTED[found[0]], text)


def _biblatex_date(date: KeptDate, lost: Lost) -> str:
    if not _has_no_beginning(date):
        return str(date)
    lost(_NO_BEGINNING)
    return str(date).removeprefix("../").rstrip("?~") + "?"


def _has_no_beginning(date: KeptDate) -> bool:
    return isinstance(date, Interval) and date.begin is None


def _biblatex_notes(statement: Statement) -> Iterator[str]:
    if _has_no_beginning(statement.date):
        yield f"Date: {statement.date.long()}"
    if statement.signatories:
        yield f"Signed by: {'; '.join(statement.signatories)}"
    yield from (str(each).rstrip(".") for each in writing.reader_notes(statement))


def _langid(language: str, lost: Lost) -> str:
    """Return LaTeX's name of a language (BCP 47), or "" if LaTeX has none."""
    known = latex_name(language)
    if known is None:
        lost(_LANGUAGE)
    return known or latex_name(language.partition("-")[0]) or ""


def _biblatex_files(
    statement: Statement, options: WriteOptions, lost: Lost
) -> Iterator[str]:
    """Yield `name:path:type` for each exported file, as JabRef and Zotero do."""
    for attachment in statement.attachments:
        place = options.place_of(attachment)
        if place is None:
            lost(writing.FILES)
            continue
        name = on_one_line(attachment.name, lost)
        if {*"{}\\"} & {*name}:
            lost(_BRACES)
        type_ = attachment.media_type.translate(_IN_FILE)
        yield f"{name.translate(_IN_FILE)}:{place}:{type_}"


def write_csl(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as CSL-JSON (Citation Style Language 1.0.2, IV).

    A statement becomes a `document`, because styles leave out the day of a `report`. If
    a statement has no title, its headline is used as the title, with markup that keeps
    its case. Issuers and signatories are `literal` names, because they are not persons.

    A date has only the known parts. An uncertain date is marked with `circa`, and an
    interval is a range. A range must have both ends, so an interval with an open end is
    text. The text is in `abstract`, and the first source is in `URL`.
    """

    def item(statement: Statement) -> dict[str, Any]:
        lost = writing.losses(statement, _HELD_BY_CSL, options)
        if len(statement.sources) > 1:
            lost(MORE_SOURCES)
        if any("," in tag for tag in statement.tags):
            lost(IN_TAGS)
        if is_unsure(statement.date):
            lost(_WHICH_MARK)
        return csl_item(statement)

    write_list(map(item, statements), out)


def csl_item(statement: Statement) -> dict[str, Any]:
    """Return a statement as a CSL-JSON item. Empty values are left out."""
    item = {
        "id": statement.uuid,
        "type": "document",
        "title": _csl_title(statement),
        "genre": statement.type,
        "author": [{"literal": statement.program}],
        "publisher": statement.program,
        "publisher-place": statement.place,
        "issued": _issued(statement.date),
        "contributor": [{"literal": name} for name in statement.signatories],
        "URL": next(iter(reachable(statement)), None),
        "language": statement.language,
        "keyword": _BETWEEN_TAGS.join(statement.tags),
        "note": "\n".join(map(str, writing.reader_notes(statement))),
        "abstract": statement.text,
    }
    return {name: value for name, value in item.items() if value}


def _csl_title(statement: Statement) -> str:
    """Return the title. An English headline gets markup that keeps its capitals.

    Zotero, pandoc and citeproc support this markup. Styles change the capitals only in
    English.
    """
    title = title_of(statement)
    if statement.title or statement.language.partition("-")[0] != "en":
        return title
    return f'<span class="nocase">{title}</span>'


def _issued(date: KeptDate) -> dict[str, Any]:
    """Return a date as a CSL date variable."""
    ends = [end for end in ends_of(date) if end]
    if len(ends) < len(ends_of(date)):
        return {"literal": date.long()}
    issued: dict[str, Any] = {"date-parts": [[*figures(end)] for end in ends]}
    if is_unsure(date):
        issued["circa"] = True
    return issued


def write_ris(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as RIS, with the paths of attached files.

    The format is RIS of 2012. Each value is on one line, after a tag of two characters,
    two spaces, a hyphen and a space. Values contain no line breaks and never two spaces
    in a row. So no value can be mistaken for a tag or for the end of a reference.

    A statement becomes a report (`RPRT`), and its type is in `M3`. If a statement has
    no title, its headline is used as the title.
    """
    text = Utf8Writer(out)
    for statement in statements:
        lost = writing.losses(statement, _HELD_BY_RIS, options)
        if is_unsure(statement.date):
            lost(_UNSURE)
        if isinstance(statement.date, Interval):
            lost(_INTERVALS)
        lines = [
            f"{tag}  - {line}{_LINE_END}"
            for tag, value in _ris_lines(statement, options, lost)
            if (line := on_one_line(value, lost))
        ]
        text.write(f"{''.join(lines)}ER  - {_LINE_END}{_LINE_END}")


def _ris_lines(
    statement: Statement, options: WriteOptions, lost: Lost
) -> Iterator[tuple[str, str]]:
    """Yield the tag and value of each line of a reference, except the last line."""
    yield "TY", "RPRT"
    yield "ID", statement.uuid
    yield "TI", title_of(statement)
    yield "AU", _one_name(statement.program, lost)
    yield from _dates(statement.date)
    yield "M3", statement.type
    yield "PB", statement.program
    yield "CY", statement.place or ""
    yield from (("KW", whole_tag(tag, ";", lost)) for tag in statement.tags)
    yield "LA", statement.language
    yield from (("UR", source) for source in reachable(statement))
    yield from _ris_files(statement, options, lost)
    yield from (("N1", note) for note in _ris_notes(statement))
    yield "AB", statement.text or ""


def _one_name(name: str, lost: Lost) -> str:
    """Return an issuer with a final comma. The comma marks an organisation."""
    name = on_one_line(name, lost)
    if "," not in name:
        return f"{name},"
    lost(_COMMAS)
    return name


def _dates(date: KeptDate) -> Iterator[tuple[str, str]]:
    """Yield the tag and value of each line for a date: `PY` and `DA`.

    `PY` is the year. `DA` is `2012/07/16/`, or `2012/07//` if the day is not known.
    """
    known = known_figures(date)
    if known:
        year, *parts = (f"{figure:02}" for figure in known)
        month, day = [*parts, "", ""][:2]
        yield "PY", year.zfill(4)
        yield "DA", f"{year.zfill(4)}/{month}/{day}/"


def _ris_files(
    statement: Statement, options: WriteOptions, lost: Lost
) -> Iterator[tuple[str, str]]:
    """Yield the path of each exported file. Report lost names and files to `lost`."""
    for attachment in statement.attachments:
        place = options.place_of(attachment)
        lost(_FILE_NAMES if place else writing.FILES)
        if place:
            is_picture = attachment.media_type.startswith("image/")
            yield "L4" if is_picture else "L1", place


def _ris_notes(statement: Statement) -> Iterator[str]:
    if is_unsure(statement.date) or isinstance(statement.date, Interval):
        yield f"Date: {statement.date.long()}"
    if statement.signatories:
        yield f"Signed by: {'; '.join(statement.signatories)}"
    if statement.excerpt:
        yield writing.IS_EXCERPT
    yield from map(str, writing.reader_notes(statement))


BIBLATEX = SimpleNamespace(write=write_biblatex)
CSL = SimpleNamespace(write=write_csl)
RIS = SimpleNamespace(write=write_ris)
