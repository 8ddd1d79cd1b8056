"""Parse a query into its syntax tree.

    query  = either
    either = all { "OR" all }
    all    = part { [ "AND" ] part }
    part   = ( "NOT" | "-" ) part | "(" either ")" | term
    term   = [ field ":" ] value
    value  = '"' any text '"' [ "*" ] | word [ "*" ]
    field  = "title" | "text" | "place" | "signatory" | …      words in a field
           | "issuer" | "type" | "tag" | "language" | …       the whole value
           | "date" | "year"                                   DATE, A..B, A.., ..B, A/B
           | "id"                                              7 or 7..9 or 7,9
           | "missing" | …                                     the pattern of the term

The table of all fields is in `terms.py`.

AND, OR and NOT must be in capitals. A word is any text between spaces and parentheses:
`e-mail`, `C++` and `it's` are words. A word that has no letters or digits, such as `&`,
is ignored. A query can have at most 150 values and 20 levels of nesting, because SQLite
does not allow many more.
"""

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from typing import NamedTuple

from mediarel import errors
from mediarel.dates.edtf import DateRange, KeptDate, ends_of_range
from mediarel.model.fields import FLAG_WORDS, flag_word
from mediarel.model.readers import read_zoned_time
from mediarel.query import tree
from mediarel.query.terms import NAMES, TERMS, QueryTerm
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless
from mediarel.text.tokens import Term, term

ReadDate = Callable[[str], KeptDate]


_LEXEME = re.compile(
    r"""
    \s*
    (?: (?P<bracket> [()] )
      | (?P<minus> - (?=[^\s)]) )
      | (?P<operator> (?:AND|OR|NOT) (?=[\s()]|$) )
      | (?P<field> (?P<name> [A-Za-z_]+ ) : (?!//) )?
        (?: (?P<open> ["“] )
            (?: (?P<quoted> (?: (?<=") [^"]* (?=") | (?<=“) [^”]* (?=”) ) ) ["”] \*? )?
          | (?P<word> [^\s()]+ )
        )?
    )
    """,
    re.VERBOSE,
)
_SHOWN = 60  # characters of the query that are shown on either side of an error


class QueryError(errors.MisuseError):
    """A query is invalid. `detail` shows the position of the error."""

    def __init__(self, query: str, place: int, what: str, hint: str) -> None:
        super().__init__(f"invalid query: {what}", hint)
        start = max(0, place - _SHOWN)
        before = ("…" if start else "") + _on_a_line(query[start:place])
        behind = _on_a_line(query[place : place + _SHOWN])
        under = " " * sum(map(_cells, before))
        self.detail = f"  {before}{behind}\n  {under}^"


def _on_a_line(text: str) -> str:
    return harmless("".join(" " if letter.isspace() else letter for letter in text))


def _cells(letter: str) -> int:
    """Return the width of a character in terminal cells."""
    if unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


class Lexeme(NamedTuple):
    """A part of a query, with its position and the position of its value."""

    kind: str  # "(", ")", "-", "AND", "OR", "NOT", "value" or "end"
    place: int
    field: str = ""
    value: str = ""
    is_prefix: bool = False
    value_place: int = 0


def lexemes(query: str) -> list[Lexeme]:
    """Return a list of the parts of `query`. The last part has the kind "end".

    Raises QueryError if a quote is not closed.
    """
    parts = []
    place, end = 0, len(query.rstrip())
    # Every part of the pattern is optional, so it always matches.
    while place < end and (found := _LEXEME.match(query, place)):
        parts.append(_lexeme(query, found))
        place = found.end()
    parts.append(Lexeme("end", len(query)))
    return parts


def _lexeme(query: str, found: re.Match[str]) -> Lexeme:
    start = found.end() - len(found[0].lstrip())
    if kind := found["bracket"] or found["minus"] or found["operator"]:
        return Lexeme(kind, start)
    field = (found["name"] or "").lower()
    if found["open"] and found["quoted"] is None:
        raise QueryError(
            query,
            found.start("open"),
            "a quotation mark is never closed",
            "Add the closing quotation mark. To find the words in any order, remove the"
            " opening quotation mark.",
        )
    value_place = start + len(found["field"] or "")
    if found["open"]:
        is_prefix = found[0].endswith("*")
        return Lexeme("value", start, field, found["quoted"], is_prefix, value_place)
    word = found["word"] or ""
    return Lexeme(
        "value", start, field, word.rstrip("*"), word.endswith("*"), value_place
    )


_BEGINNING = re.compile("[0-9]{1,4}([0-9t:z +-]*[0-9z])?")  # of a time in a query
# Examples of values of a time field, for a hint.
_TIMES = ("yes", "2012-07", "2012-07-16T09:00+07:00")
# The dots of an interval belong to the date: `../2011`, `2011/..`.
_MOST_VALUES = 150
_DEEPEST = 20


def parse(query: str, *, read_date: ReadDate) -> tree.Query:
    """Return the syntax tree of `query`. An empty query matches every statement.

    `read_date` is called to parse the dates in the query.

    Raises QueryError.
    """
    return _Parser(query, read_date).whole()


class _Parser:
    def __init__(self, query: str, read_date: ReadDate) -> None:
        self._query = query
        self._read_date = read_date
        self._lexemes = lexemes(query)
        self._next = 0
        self._values = 0
        self._depth = 0

    def whole(self) -> tree.Query:
        if self._peek.kind == "end":
            return tree.Everything()
        query = self._either()
        if self._peek.kind == ")":
            raise self._error("a ')' has no '(' before it", "Remove the ')'.")
        if query is None:
            raise self._error(
                "it contains no word", "Enter a word with letters or digits.", place=0
            )
        return query

    @property
    def _peek(self) -> Lexeme:
        return self._lexemes[self._next]

    def _take(self) -> Lexeme:
        self._next += 1
        return self._lexemes[self._next - 1]

    def _either(self) -> tree.Query | None:
        parts = [self._all()]
        while self._peek.kind == "OR":
            self._take()
            parts.append(self._all())
        found = [part for part in parts if part is not None]
        return tree.either(*found) if found else None

    def _all(self) -> tree.Query | None:
        parts = [self._part()]
        while self._peek.kind not in {"OR", ")", "end"}:
            if self._peek.kind == "AND":
                self._take()
            parts.append(self._part())
        found = [part for part in parts if part is not None]
        return tree.both(*found) if found else None

    def _part(self) -> tree.Query | None:
        lexeme = self._take()
        match lexeme.kind:
            case "NOT" | "-" | "(":
                self._depth += 1
                if self._depth > _DEEPEST:
                    raise self._error(
                        f"it has more than {_DEEPEST} levels of parentheses",
                        "Remove parentheses that group nothing.",
                        lexeme.place,
                    )
                part = self._group(lexeme) if lexeme.kind == "(" else self._without()
                self._depth -= 1
                return part
            case "value":
                return self._term(lexeme)
        self._next -= 1
        before = (
            self._lexemes[self._next - 1].kind
            if self._next
            else "the start of the query"
        )
        raise self._error(
            f"there is no word after {before}",
            "Enter a word there. To search for the word itself, put it in quotation"
            " marks.",
        )

    def _without(self) -> tree.Query | None:
        part = self._part()
        return None if part is None else tree.Without(part)

    def _group(self, opening: Lexeme) -> tree.Query | None:
        inner = self._either()
        if self._peek.kind != ")":
            raise self._error(
                "a '(' is never closed", "Close it with ')'.", opening.place
            )
        self._take()
        return inner

    def _count(self, lexeme: Lexeme) -> None:
        self._values += 1
        if self._values > _MOST_VALUES:
            raise self._error(
                f"it has more than {_MOST_VALUES} words and values",
                "Remove some words, or put each phrase in quotation marks.",
                lexeme.place,
            )

    def _term(self, lexeme: Lexeme) -> tree.Query | None:
        self._count(lexeme)
        name, value = lexeme.field, lexeme.value
        sought = term(value, is_prefix=lexeme.is_prefix)
        if name not in TERMS and not value:
            # A word with a colon, as in the pasted title "Cambodia: a report".
            sought, name = term(name), ""
        if not name:
            return sought and tree.Words(sought)
        if name not in TERMS:
            raise self._error(
                f"there is no field {name!r}", _fields_meant(name), lexeme.place
            )
        if sought is None:
            raise self._error(
                f"'{name}:' has no value",
                f"Enter a value, for example {name}:{TERMS[name].example}",
                lexeme.value_place,
            )
        return self._of_term(TERMS[name], lexeme, sought)

    def _of_term(self, of: QueryTerm, lexeme: Lexeme, sought: Term) -> tree.Query:
        value = lexeme.value + "*" * lexeme.is_prefix
        if of.pattern and not re.fullmatch(of.pattern, value):
            raise self._error(
                f"{value!r} is not {of.noun}",
                f"Enter {of.noun}, for example {of.name}:{of.example}",
                lexeme.value_place,
            )
        readers = {
            "flag": self._flag,
            "time": self._at_moment,
            "dates": self._dated,
            "ids": self._ids,
        }
        if of.kind in readers:
            return readers[of.kind](of, lexeme)
        if of.kind == "words":
            return tree.Words(sought, of.field)
        if of.kind == "text":
            return tree.Condition(of.name, folded_name(value))
        return tree.Value(of.field, folded_name(lexeme.value), lexeme.is_prefix)

    def _flag(self, of: QueryTerm, lexeme: Lexeme) -> tree.Query:
        is_so = FLAG_WORDS.get(folded_name(lexeme.value))
        if is_so is None or lexeme.is_prefix:
            raise self._error(
                f"{lexeme.value!r} is neither yes nor no",
                f"Enter {of.name}:yes or {of.name}:no.",
                lexeme.value_place,
            )
        return tree.Value(of.field, flag_word(is_so))

    def _at_moment(self, of: QueryTerm, lexeme: Lexeme) -> tree.Query:
        found = at_moment(of.field, lexeme.value)
        if found is None:
            such_as = " or ".join(f"{of.name}:{each}" for each in _TIMES)
            raise self._error(
                f"{lexeme.value!r} is not a date or time",
                f"Enter {such_as}",
                lexeme.value_place,
            )
        return found

    def _ids(self, _of: QueryTerm, lexeme: Lexeme) -> tree.Query:
        ids: list[int] = []
        ranges: list[tree.Query] = []
        for part in lexeme.value.split(","):
            first, _, last = part.partition("..")
            if not last:
                ids.append(int(first))
                continue
            self._count(lexeme)
            if int(first) > int(last):
                raise self._backwards(part, lexeme)
            ranges.append(tree.Between(int(first), int(last)))
        return tree.either(*ranges, *([tree.Numbered(tuple(ids))] if ids else []))

    def _dated(self, _of: QueryTerm, lexeme: Lexeme) -> tree.Query:
        ends = ends_of_range(lexeme.value)
        try:
            if ends is None:
                return tree.Dated(DateRange.of(self._read_date(lexeme.value)))
            first, last = (self._read_date(each) if each else None for each in ends)
        except errors.InvalidError as error:
            raise self._error(error.problem, error.hint, lexeme.value_place) from error
        try:
            return tree.Dated(DateRange.between(first, last))
        except errors.InvalidDateError as error:
            raise self._backwards(lexeme.value, lexeme) from error

    def _backwards(self, value: str, lexeme: Lexeme) -> QueryError:
        return self._error(
            f"the range {value!r} ends before it begins",
            "Put the earlier end first.",
            lexeme.value_place,
        )

    def _error(self, what: str, hint: str, place: int | None = None) -> QueryError:
        return QueryError(
            self._query, self._peek.place if place is None else place, what, hint
        )


def _fields_meant(name: str) -> str:
    """Return a hint that lists the fields and suggests a field with a similar name."""
    near = get_close_matches(name, NAMES, 1)
    did_you_mean = "".join(f"Did you mean {field}:? " for field in near)
    return f"{did_you_mean}The fields are: {', '.join(NAMES)}."


def at_moment(field: str, given: str) -> tree.Value | tree.Without | None:
    """Return the condition for a time field and its value in the query.

    `yes` matches if the field has a time, and `no` if it has none. Incomplete times
    match all times that start with them: `2012-07` matches July 2012. Returns None if
    the value is not valid.
    """
    folded = folded_name(given)
    if (is_there := FLAG_WORDS.get(folded)) is not None:
        every = tree.Value(field, "", is_prefix=True)
        return every if is_there else tree.Without(every)
    if not _BEGINNING.fullmatch(folded):
        return None
    try:
        whole = read_zoned_time(field, folded.upper())
    except errors.InvalidFieldError:
        return tree.Value(field, folded, is_prefix=True)
    return tree.Value(field, folded_name(whole or ""))
