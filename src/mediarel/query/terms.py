"""Define the terms of a query, `name:value`, in one table.

The parser, the SQL of the index and the search page of a site use this table. Most
terms search a field and come from the table of fields. All other terms are rows in
`_OTHERS`, and have SQL in `index/sql.py`.
"""

from typing import NamedTuple

from mediarel.model.fields import FIELDS, LANGUAGE, ZONED_TIME, Field, shown_name


class QueryTerm(NamedTuple):
    """A term of the query language.

    name     the name in a query: `tag` in `tag:land`
    kind     the kind of the value. If the term searches a field: "words", "value",
             "flag" or "time". If the term has its own SQL: "dates", "ids" or "text"
    example  an example of a value, for hints
    field    the name of the field to search, or "" if the term has its own SQL
    pattern  a regular expression that the value must match, or "" for any value
    noun     a name for the value in errors: "a language code"
    on_site  True if the search page of a site supports the term
    """

    name: str
    kind: str
    example: str
    field: str = ""
    pattern: str = ""
    noun: str = ""
    on_site: bool = False

    @property
    def is_value(self) -> bool:
        """Return whether the term matches complete values of a field."""
        return self.kind in {"value", "flag", "time"}


def _of_field(name: str, field: Field) -> QueryTerm:
    kind = field.term
    if field.kind.is_flag:
        kind = "flag"
    elif field.kind is ZONED_TIME:
        kind = "time"
    on_site = field.name not in {"embargo", "withheld"}
    return QueryTerm(name, kind, field.example, field.name, on_site=on_site)


_ID = r"\d{1,18}(\.\.\d{1,18})?"
_LANGUAGE = LANGUAGE.pattern
_OTHERS = (
    QueryTerm("date", "dates", "2012-07", on_site=True),
    QueryTerm("year", "dates", "2012", on_site=True),
    QueryTerm(
        "id",
        "ids",
        "7 or id:7..9",
        pattern=f"{_ID}(,{_ID})*",
        noun="an id",
        on_site=True,
    ),
    QueryTerm("missing", "text", "km", pattern=_LANGUAGE, noun="a language code"),
)
# The terms by name; terms for words come first.
TERMS = {
    term.name: term
    for term in (
        *(
            _of_field(name, field)
            for term in ("words", "value")
            for field in FIELDS
            if field.term == term
            for name in field.words
        ),
        *_OTHERS,
    )
}
# One name for each term: the name that is shown to users.
NAMES = tuple(name for name in TERMS if name == shown_name(name))
