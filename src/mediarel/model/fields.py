"""The table of fields: what a statement holds.

A new field is an entry in `FIELDS`. All else follows from it: how it is read
and kept, the options of `add` and `edit`, the terms of a query, what the index
holds, the columns of an export, the JSON Schema, and whether the public sees it.
A new kind of field is a `Kind` here and a function in `readers.py`.

Each command loads this module: it holds names and words, and nothing that
costs time.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What fields have in common that hold the same kind of value.

    name      its name
    is_list   several values in their order; `add` takes its option several
              times, `edit` has one more to add and one to drop a value
    is_date   typed as people write dates; without quotes in front matter
    is_long   paragraphs of a text; typed as `-` it is read from stdin
    is_json   objects, which stand as JSON in a cell of a table
    is_flag   true or false; an option and its opposite; in words `yes` or `no`
    pattern   what its JSON text looks like, for the JSON Schema
    takes     what its option takes, in a word for the help
    """

    name: str
    is_list: bool = False
    is_date: bool = False
    is_long: bool = False
    is_json: bool = False
    is_flag: bool = False
    pattern: str = ""
    takes: str = "TEXT"

    @property
    def empty(self) -> tuple[()] | bool | None:
        """What a field of this kind holds where it holds nothing."""
        if self.is_flag:
            return False
        return () if self.is_list else None


LINE = Kind("line")
PARAGRAPHS = Kind("paragraphs", is_long=True)
_DATE = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~]?"
DATE = Kind(
    "date",
    is_date=True,
    takes="DATE",
    pattern=rf"^({_DATE}(/({_DATE}|\.\.))?|\.\./{_DATE})$",
)
LINES = Kind("lines", is_list=True)
LANGUAGE = Kind("language", takes="CODE", pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
URLS = Kind("urls", is_list=True, takes="URL", pattern="^[A-Za-z]+://[^ ]+$")
FLAG = Kind("flag", is_flag=True)
ATTACHMENTS = Kind("attachments", is_list=True, is_json=True)
UUIDS = Kind(
    "uuids", is_list=True, pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
)
UUID = Kind("uuid", pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_TIME = "[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}"
TIME = Kind("time", is_date=True, pattern=f"^{_TIME}Z$")
ZONED_TIME = Kind(
    "zoned time",
    takes="TIME",
    pattern=f"^{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})$",
)
STATUS = Kind("status", takes="STATUS", pattern="^(draft|withdrawn)$")
NOTES = Kind("notes", is_list=True, is_json=True)

# What a flag is called in words, in a query and in a cell; the first of each is ours.
FLAG_WORDS = {"yes": True, "no": False, "true": True, "false": False}


def flag_word(value: object) -> str:
    """Return what a flag is called in words."""
    return "yes" if value else "no"


def flag_said(text: str) -> bool | str:
    """Return the flag that `text` says in words, `text` where it says none."""
    return FLAG_WORDS.get(text.strip().lower(), text)


class Field(NamedTuple):
    """A field of a statement.

    name      its key in JSON, its column in a table, its attribute
    kind      what it holds
    about     what it is, in a sentence for programmers (the JSON Schema)
    required  a statement without it is refused, and `add` asks for it
    is_asked  `add` asks for it too, once it asks: Enter skips it
    is_filled it is never empty: where it is not given, reading fills it
    is_rare   it stands in a record only where it holds something, as a flag does
    unsaid    what it means where it holds nothing; given, it is kept as nothing
    example   a value of it, for errors and hints
    help      of its option of `add` and `edit`; without, it has no option
    add_help  the same of the option that adds to a list,
    drop_help and of the one that takes off it; of that which says no to a flag
    singular  what one value of a list is called, in options and queries
    term      how its query term finds it: by its "words" or as a whole "value";
              without, it has no term
    weight    of its words in the order of what is found; 0: they are not searched
    is_named  its values are names that recur: though found by its words, they are
              in the index as a whole too, to be counted and to be chosen from again
    public    who sees it: "published" if the public sees it until the statement is
              withdrawn, "always" if also after that; without, only the archive has it
    """

    name: str
    kind: Kind
    about: str
    required: bool = False
    is_asked: bool = False
    is_filled: bool = False
    is_rare: bool = False
    unsaid: str = ""
    example: str = ""
    help: str = ""
    add_help: str = ""
    drop_help: str = ""
    singular: str = ""
    term: str = ""
    weight: float = 0
    is_named: bool = False
    public: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the index holds its values as a whole, each with a number."""
        return self.term == "value" or self.is_named

    @property
    def word(self) -> str:
        """What it is called in options and queries: `tag` for the tags."""
        return self.singular or self.name

    @property
    def option(self) -> str:
        """Its option: `--tag`."""
        return f"--{self.word.replace('_', '-')}"


# In the order in which they are kept, shown and exported.
# The weights: a word in the title says more of a statement than one in its text,
# however often it stands there, and bm25() levels off far below 1000. A program,
# a place, signatories or tags are found by their own terms.
FIELDS = (
    Field(
        "date",
        DATE,
        "The date it is listed under.",
        required=True,
        example="2012-07-16",
        help="The date it is listed under: 2012-07-16, 2012-07, 2012, 16 July 2012.",
        public="always",
    ),
    Field(
        "program",
        LINE,
        "Who issued it, as printed.",
        required=True,
        example="CLEC",
        help="Who issued it.",
        term="value",
        weight=1,
        public="always",
    ),
    Field(
        "type",
        LINE,
        "Joint Statement, Press Release, Open Letter, …",
        is_asked=True,
        is_filled=True,
        example='"Press Release"',
        help="Joint Statement, Press Release, Open Letter, …",
        term="value",
        public="always",
    ),
    Field(
        "title",
        LINE,
        "Its printed headline; it or the text is required.",
        example="governance",
        help="Its headline.",
        term="words",
        weight=1000,
        public="always",
    ),
    Field(
        "text",
        PARAGRAPHS,
        "Its text, with a blank line between paragraphs.",
        example="radio",
        help="Its text; - reads standard input.",
        term="words",
        weight=1,
        public="published",
    ),
    Field(
        "dateline", LINE, "The place and date printed at its start.", public="published"
    ),
    Field(
        "place",
        LINE,
        "Where it was issued.",
        example="Phnom",
        help="Where it was issued; by default, as its dateline says.",
        term="words",
        weight=2,
        is_named=True,
        public="published",
    ),
    Field("dated", DATE, "The date of its dateline.", public="published"),
    Field(
        "signatories",
        LINES,
        "The organisations that signed it.",
        is_asked=True,
        singular="signatory",
        example="CLEC",
        help="Who signed it; once for each.",
        add_help="One more who signed it.",
        drop_help="One who did not sign it.",
        term="words",
        weight=1,
        is_named=True,
        public="published",
    ),
    Field(
        "tags",
        LINES,
        "What it is about, in the archive's own words.",
        is_asked=True,
        singular="tag",
        example="land",
        help="A tag; once for each.",
        add_help="One more tag.",
        drop_help="A tag to take off.",
        term="value",
        weight=4,
        public="published",
    ),
    Field(
        "language",
        LANGUAGE,
        "Its language (BCP 47).",
        is_filled=True,
        example="km",
        help="Its language: en, km, …; by default, as its text tells.",
        term="value",
        public="always",
    ),
    Field(
        "sources",
        URLS,
        "Where it was found; the first is the one to cite.",
        is_asked=True,
        singular="source",
        help="A URL where it was found; once for each.",
        add_help="One more URL where it was found.",
        drop_help="A URL where it was not found.",
        public="published",
    ),
    Field(
        "excerpt",
        FLAG,
        "Whether the text is only what a list printed of it.",
        example="yes",
        help="The text is only what a list printed of it.",
        drop_help="The text is whole.",
        term="value",
        public="published",
    ),
    Field(
        "text_from",
        LINE,
        "The file that its text was read from; `ocr` where its letters are recognised.",
        example="ocr",
        term="value",
    ),
    Field(
        "status",
        STATUS,
        "draft or withdrawn; null is published.",
        is_rare=True,
        unsaid="published",
        example="draft",
        help="published, draft or withdrawn.",
        term="value",
        public="always",
    ),
    Field(
        "embargo",
        ZONED_TIME,
        "Before this moment it is in nothing that is made for the public.",
        is_rare=True,
        example="2012-07-16T09:00:00+07:00",
        help="Not public before this: 2012-07-16, or 2012-07-16T09:00+07:00.",
        term="value",
    ),
    Field(
        "series",
        LINE,
        "A campaign or a case that it belongs to.",
        is_rare=True,
        example='"Fair Wages 2012"',
        help="A campaign or a case that it belongs to.",
        term="value",
        public="always",
    ),
    Field(
        "translation_of",
        UUID,
        "The uuid of the statement that it is a translation of.",
        public="always",
    ),
    Field(
        "replaces",
        UUIDS,
        "The uuids of the statements in whose place it stands.",
        is_rare=True,
        example="052adbe4-c204-42c3-9d31-da7039caeb9d",
        term="value",
        public="always",
    ),
    Field(
        "notes",
        NOTES,
        "What readers are told of a correction or a withdrawal, and when.",
        is_rare=True,
        singular="note",
        example="correction",
        term="value",
        public="always",
    ),
    Field(
        "withheld",
        LINES,
        "What is printed nowhere in public.",
        is_rare=True,
        example='"a name"',
        term="value",
    ),
    Field(
        "attachments",
        ATTACHMENTS,
        "Files beside the store, named by their SHA-256.",
        public="published",
    ),
    Field(
        "merged",
        UUIDS,
        "The uuids of statements that are the same and were merged into it.",
        is_rare=True,
        example="052adbe4-c204-42c3-9d31-da7039caeb9d",
        term="value",
        public="always",
    ),
)

# What the archive itself sets, besides the id.
_UUID = Field("uuid", UUID, "Its identity outside this archive.")
_TIMES = (
    Field("created", TIME, "When it was recorded, in UTC."),
    Field("modified", TIME, "When it was last changed, in UTC."),
)

# A record of the store, in the order of its keys; its id is the key of the record.
RECORD = (_UUID, *FIELDS, *_TIMES)

GIVEN_FIELDS = tuple(field.name for field in FIELDS)
ARCHIVE_FIELDS = ("id", *(field.name for field in (_UUID, *_TIMES)))
ALL_FIELDS = ("id", *(field.name for field in RECORD))

# Several lines each, objects as JSON, yes or no, a date or a time each.
LIST_FIELDS = tuple(f.name for f in RECORD if f.kind.is_list and not f.kind.is_json)
JSON_FIELDS = tuple(f.name for f in RECORD if f.kind.is_json)
FLAG_FIELDS = tuple(f.name for f in RECORD if f.kind.is_flag)
RARE_FIELDS = frozenset(f.name for f in RECORD if f.kind.is_flag or f.is_rare)
DATE_FIELDS = tuple(f.name for f in RECORD if f.kind.is_date)

BY_NAME = {field.name: field for field in RECORD}

# What a field was called until form 3 of an archive, when it held one value.
EARLIER_NAMES = {"source": "sources"}


def field_named(name: str) -> Field | None:
    """Return the field of the table that `name` means: `tag` means the tags."""
    return next((field for field in FIELDS if name in {field.name, field.word}), None)
