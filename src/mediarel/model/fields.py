"""Define the table of fields of a statement.

To define a new field, add an entry to `FIELDS`. The entry determines how the field is
read, stored, indexed, searched and exported, and whether it is public. It also defines
the options of `add` and `edit`. To define a new kind of field, add a `Kind` here and a
function in `readers.py`. Every command loads this module, so it must load quickly.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of value, with the properties of all fields of this kind.

    name      name of the kind
    is_list   The value is a list. The option of `add` can be repeated; `edit`
              also has options to add and to drop a value.
    is_date   The value is a date. Users can enter the date in several formats.
              In front matter, the date has no quotes.
    is_long   The value is a text with paragraphs; `-` reads it from stdin.
    is_json   The values are objects. In a table, a cell contains the JSON.
    is_flag   The value is true or false. One option sets the flag, and
              another removes it. In tables it is `yes` or `no`.
    pattern   regular expression for the value in the JSON Schema
    takes     placeholder for the value in the help, such as DATE
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
        """The value of an empty field of this kind."""
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
DATED_URLS = Kind("dated urls", is_list=True, is_json=True)

# The words for a flag in a query or a table. `yes` and `no` are preferred.
FLAG_WORDS = {"yes": True, "no": False, "true": True, "false": False}


def flag_word(value: object) -> str:
    """Return the word for the value of a flag: `yes` or `no`."""
    return "yes" if value else "no"


def flag_said(text: str) -> bool | str:
    """Convert `yes`, `no`, `true` or `false` to the value of a flag.

    Return any other text unchanged.
    """
    return FLAG_WORDS.get(text.strip().lower(), text)


class Field(NamedTuple):
    """A field of a statement.

    name       key in JSON, column in a table, attribute
    kind       kind of the value
    about      description for programmers (the JSON Schema)
    required   A statement must have a value. `add` asks for it.
    is_asked   If `add` asks any questions, it also asks for this field. The
               user can skip the question with the Enter key.
    is_filled  The field is never empty: a missing value gets a default.
    is_rare    A record has the field only if it is not empty.
    unsaid     name for an empty value, such as `published`
    example    example of a value, for errors and hints
    help       help for the option of `add` and `edit`; no option if empty
    off_help   help for the option that sets a flag to false
    singular   name in options, queries and messages (default: `name`). For a
               list it is the name of one value.
    term       "words" if a query finds single words, "value" if it finds only
               the complete value; empty if the field has no query term
    weight     weight of a word in the ranking; 0 if words are not searched
    is_named   The values are names that occur often, such as places. The
               index also has them as complete values.
    public     "published" if the field is public until the statement is
               withdrawn, "always" if it stays public; empty if never public
    """

    name: str
    kind: Kind
    about: str
    required: bool = False
    is_asked: bool = False
    is_filled: bool = False
    is_rare: bool = False
    missing_name: str = ""
    example: str = ""
    help: str = ""
    off_help: str = ""
    singular: str = ""
    term: str = ""
    weight: float = 0
    is_named: bool = False
    public: str = ""

    @property
    def is_optional(self) -> bool:
        """True if a record is valid without the field."""
        return not self.required and self.kind is not TIME

    @property
    def is_whole(self) -> bool:
        """True if the index has a table of the field's values."""
        return self.term == "value" or self.is_named

    @property
    def word(self) -> str:
        """The name of the field in options and queries: `tag` for the tags."""
        return self.singular or self.name

    @property
    def words(self) -> tuple[str, ...]:
        """The names for the field in options and queries. The first is preferred."""
        return (
            (self.word,) if self.kind.is_list else tuple({self.word: 1, self.name: 1})
        )

    @property
    def option(self) -> str:
        """The option for the field: `--tag`."""
        return f"--{self.word.replace('_', '-')}"


# In the order of storage, display and export. The weights: a word in the title counts
# more than any number of occurrences in the text, because bm25() stays far below 1000.
# Programs, places, signatories and tags have their own query terms.
FIELDS = (
    Field(
        "date",
        DATE,
        "The date of the statement in lists.",
        required=True,
        example="2012-07-16",
        help="Date of the statement: 2012-07-16, 2012-07, 2012 or 16 July 2012.",
        public="always",
    ),
    Field(
        "program",
        LINE,
        "The issuer, as printed.",
        required=True,
        example="CLEC",
        help="Issuer, for example CLEC.",
        singular="issuer",
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
        help="Type: Joint Statement, Press Release, Open Letter, …",
        term="value",
        public="always",
    ),
    Field(
        "title",
        LINE,
        "The printed headline; a title or a text is required.",
        example="governance",
        help="Title (headline).",
        term="words",
        weight=1000,
        public="always",
    ),
    Field(
        "text",
        PARAGRAPHS,
        "The text, with a blank line between paragraphs.",
        example="radio",
        help="Text; - reads standard input.",
        term="words",
        weight=1,
        public="published",
    ),
    Field("dateline", LINE, "The place and date before the text.", public="published"),
    Field(
        "place",
        LINE,
        "The place of issue.",
        example="Phnom",
        help="Place of issue (default: the place in the dateline).",
        term="words",
        weight=2,
        is_named=True,
        public="published",
    ),
    Field("dated", DATE, "The date in the dateline.", public="published"),
    Field(
        "signatories",
        LINES,
        "The organisations that signed.",
        is_asked=True,
        singular="signatory",
        example="CLEC",
        help="Organisation that signed. Can be repeated.",
        term="words",
        weight=1,
        is_named=True,
        public="published",
    ),
    Field(
        "tags",
        LINES,
        "Topics, in words chosen by the archive.",
        is_asked=True,
        singular="tag",
        example="land",
        help="Tag. Can be repeated.",
        term="value",
        weight=4,
        public="published",
    ),
    Field(
        "language",
        LANGUAGE,
        "The language (BCP 47).",
        is_filled=True,
        example="km",
        help="Language: en, km, … (default: detected from the text).",
        term="value",
        public="always",
    ),
    Field(
        "sources",
        URLS,
        "URLs where the statement was found; citations use the first.",
        is_asked=True,
        singular="source",
        help="URL where the statement was found. Can be repeated.",
        public="published",
    ),
    Field(
        "archived",
        DATED_URLS,
        "Copies of the sources in web archives, each with URL and time of capture.",
        is_rare=True,
        public="published",
    ),
    Field(
        "gone",
        DATED_URLS,
        "Sources that no longer show the statement, each with the time of the check.",
        is_rare=True,
        public="published",
    ),
    Field(
        "excerpt",
        FLAG,
        "Whether the text is only an excerpt from a list.",
        example="yes",
        help="The text is only an excerpt from a list.",
        off_help="The text is complete.",
        term="value",
        public="published",
    ),
    Field(
        "text_from",
        LINE,
        "The file that contained the text, or `ocr` after text recognition.",
        example="ocr",
        term="value",
    ),
    Field(
        "status",
        STATUS,
        "draft or withdrawn; null means published.",
        is_rare=True,
        missing_name="published",
        example="draft",
        help="Status: published, draft or withdrawn.",
        term="value",
        public="always",
    ),
    Field(
        "embargo",
        ZONED_TIME,
        "The statement is not public before this time.",
        is_rare=True,
        example="2012-07-16T09:00:00+07:00",
        help="Hidden until this time: 2012-07-16 or 2012-07-16T09:00+07:00.",
        term="value",
    ),
    Field(
        "series",
        LINE,
        "The campaign or case.",
        is_rare=True,
        example='"Fair Wages 2012"',
        help="Campaign or case.",
        term="value",
        public="always",
    ),
    Field(
        "translation_of",
        UUID,
        "The uuid of the original, if this is a translation.",
        public="always",
    ),
    Field(
        "replaces",
        UUIDS,
        "The uuids of the statements that this one replaces.",
        is_rare=True,
        example="052adbe4-c204-42c3-9d31-da7039caeb9d",
        term="value",
        public="always",
    ),
    Field(
        "notes",
        NOTES,
        "Notes for readers on corrections and withdrawals, with times.",
        is_rare=True,
        singular="note",
        example="correction",
        term="value",
        public="always",
    ),
    Field(
        "withheld",
        LINES,
        "Texts that are hidden from the public.",
        is_rare=True,
        example='"a name"',
        term="value",
    ),
    Field(
        "attachments",
        ATTACHMENTS,
        "The attached files, each with name, SHA-256, size and type.",
        public="published",
    ),
    Field(
        "merged",
        UUIDS,
        "The uuids of duplicates that were merged into this statement.",
        is_rare=True,
        example="052adbe4-c204-42c3-9d31-da7039caeb9d",
        term="value",
        public="always",
    ),
)

# The fields that the archive sets, except the id.
_UUID = Field("uuid", UUID, "The ID of the statement, the same in all archives.")
_TIMES = (
    Field("created", TIME, "The time of recording, in UTC."),
    Field("modified", TIME, "The time of the last change, in UTC."),
)

# A record of the store, in the order of its keys; its id is the key of the record.
RECORD = (_UUID, *FIELDS, *_TIMES)

GIVEN_FIELDS = tuple(field.name for field in FIELDS)
ARCHIVE_FIELDS = ("id", *(field.name for field in (_UUID, *_TIMES)))
ALL_FIELDS = ("id", *(field.name for field in RECORD))

# The names of fields by kind of value.
LIST_FIELDS = tuple(f.name for f in RECORD if f.kind.is_list and not f.kind.is_json)
JSON_FIELDS = tuple(f.name for f in RECORD if f.kind.is_json)
FLAG_FIELDS = tuple(f.name for f in RECORD if f.kind.is_flag)
RARE_FIELDS = frozenset(f.name for f in RECORD if f.kind.is_flag or f.is_rare)
DATE_FIELDS = tuple(f.name for f in RECORD if f.kind.is_date)

BY_NAME = {field.name: field for field in RECORD}

# Until format version 3, these fields had one value and a different name.
EARLIER_NAMES = {"source": "sources"}


def shown_name(name: str) -> str:
    """Return the name that users see: `issuer` for the field `program`."""
    field = BY_NAME.get(name)
    return field.word if field and not field.kind.is_list else name


def field_named(name: str) -> Field | None:
    """Return the field with this name; `tag` and `tags` return the same field."""
    return next((field for field in FIELDS if name in {field.name, field.word}), None)
