"""The kinds of fields: what fields have in common that hold the same kind of value.

A new kind is a row here and a function in `readers.py`. Each command loads this module.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What fields have in common that hold the same kind of value.

    name      its name; `readers.py` has a reader of each kind
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
