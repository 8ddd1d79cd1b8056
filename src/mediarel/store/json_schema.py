"""Describe a store's file and an export as JSON Schemas (draft 2020-12).

The schemas are for other programs. The schema of a statement is derived from the table
of fields. Unknown tables and fields are allowed and kept: a newer mediarel may have
added them.
"""

from __future__ import annotations

from typing import Any

from mediarel.model import fields
from mediarel.model.archive_settings import FEWEST, RULES
from mediarel.model.parts import MEDIA_TYPE, NOTE_KINDS, ROLES, Note
from mediarel.store.records import USUAL_FIELDS

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ID = "^[1-9][0-9]{0,17}$"
_HEX_16: Schema = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_PAIR: Schema = {"type": "array", "minItems": 2, "maxItems": 2}
_WORDS: Schema = {"type": "string", "minLength": 1}
_NUMBER: Schema = {"type": ["integer", "null"], "minimum": 1}

# The schemas of the objects in fields that are lists of objects.
_OBJECTS: dict[fields.Kind, Schema] = {
    fields.ATTACHMENTS: {
        "type": "object",
        "required": ["name", "sha256", "size", "media_type"],
        "additionalProperties": False,
        "properties": {
            "name": _WORDS,
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "size": {"type": "integer", "minimum": 0},
            "media_type": {"type": "string", "pattern": f"^{MEDIA_TYPE}$"},
            "role": {"enum": [*ROLES, "", None]},
            "language": {
                "type": ["string", "null"],
                "pattern": f"^$|{fields.LANGUAGE.pattern}",
            },
            "private": {"type": ["boolean", "null"]},
            "alt": {"type": ["string", "null"]},
        },
    },
    fields.NOTES: {
        "type": "object",
        "required": [*Note._fields],
        "additionalProperties": False,
        "properties": {
            "at": {"type": "string", "pattern": fields.TIME.pattern},
            "kind": {"enum": [*NOTE_KINDS]},
            "text": _WORDS,
        },
    },
}

_LINES = ("short_name", "title", "description", "logo_alt", "contact", "license")
_TEXTS: Schema = {"type": "object", "additionalProperties": _WORDS}
_SITE: Schema = {
    "type": ["object", "null"],
    "description": "The settings of the site.",
    "properties": {
        **dict.fromkeys(_LINES, _WORDS),
        "colour": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
        **dict.fromkeys(("links", "about"), _TEXTS),
        "logo": _OBJECTS[fields.ATTACHMENTS],
    },
}


def json_schema() -> Schema:
    """Return the schema of a store's file."""
    return {
        "$schema": _DRAFT,
        "title": "An archive of mediarel",
        "description": "A TinyDB file: tables with documents by number.",
        "type": "object",
        "required": ["statements"],
        "additionalProperties": {"type": "object"},
        "properties": {
            "statements": _table("The statements, by their ids.", _statement()),
            "history": _table("The changes, by their numbers.", _change()),
            "checksums": _table(
                "The checksums of statements by id, 1,000 in each document.",
                {"type": "object", "additionalProperties": _HEX_16},
            ),
            "archive": _table(
                "The settings of the archive, in one document.",
                {
                    "type": "object",
                    "properties": {
                        "form": {"type": "integer", "minimum": 1},
                        "name": {
                            "type": ["string", "null"],
                            "description": "The archive's name, shown above lists.",
                        },
                        "organisations": _list(
                            "Organisations that signed under several names. The first"
                            " name of each is shown.",
                            {"type": "array", "minItems": FEWEST, "items": _WORDS},
                        ),
                        "withheld": _list(
                            "The kinds of contacts that are hidden from the public in"
                            " each statement.",
                            {"enum": [*RULES]},
                        ),
                        "cleared": _list(
                            "Approvals of files: digests of the file and of the texts"
                            " withheld at that time.",
                            {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                        ),
                        "usual": {
                            "type": ["object", "null"],
                            "description": "Defaults of new statements.",
                            "properties": dict.fromkeys(USUAL_FIELDS, _WORDS),
                        },
                        "site": _SITE,
                    },
                },
            ),
        },
    }


def export_schema() -> Schema:
    """Return the schema of statements in a JSON export.

    Each line of a JSON Lines export matches the schema of an item.
    """
    numbered = {
        "description": "The id of the statement.",
        "type": "integer",
        "minimum": 1,
    }
    return {
        "$schema": _DRAFT,
        "title": "Statements of mediarel",
        "description": "An export: a list of statements with all fields.",
        "type": "array",
        "items": {
            "type": "object",
            "required": [*fields.ALL_FIELDS],
            "anyOf": [{"properties": {name: _WORDS}} for name in ("title", "text")],
            "properties": {
                "id": numbered,
                **{field.name: _exported(field) for field in fields.RECORD},
            },
        },
    }


def _exported(field: fields.Field) -> Schema:
    """Return the schema of a field in an export, which has no empty texts."""
    kept = _field(field)
    kind = field.kind
    if kind.is_list or kind.is_flag:
        return {**kept, "type": "array" if kind.is_list else "boolean"}
    if kind.pattern:
        kept["pattern"] = kind.pattern
    is_filled = _is_needed(field) or field.is_filled
    return {
        **kept,
        "type": "string" if is_filled else ["string", "null"],
        "minLength": 1,
    }


def _list(description: str, items: Schema) -> Schema:
    return {"type": ["array", "null"], "description": description, "items": items}


def _table(description: str, document: Schema) -> Schema:
    return {
        "description": description,
        "type": "object",
        "patternProperties": {_ID: document},
        "additionalProperties": False,
    }


def _statement() -> Schema:
    return {
        "type": "object",
        "required": [field.name for field in fields.RECORD if _is_needed(field)],
        "anyOf": [
            {"required": [name], "properties": {name: _WORDS}}
            for name in ("title", "text")
        ],
        "properties": {
            **{field.name: _field(field) for field in fields.RECORD},
            **{
                name: _earlier(name, today)
                for name, today in fields.EARLIER_NAMES.items()
            },
        },
    }


def _earlier(name: str, today: str) -> Schema:
    """Return the schema of a field of an earlier format version: a single value."""
    pattern = fields.BY_NAME[today].kind.pattern
    return {
        "description": f"The {name}, if the statement has no {today}.",
        "type": ["string", "null"],
        "pattern": f"^$|{pattern}",
    }


def _field(field: fields.Field) -> Schema:
    said: Schema = {"description": field.about}
    kind = field.kind
    text: Schema = {"type": "string"}
    if kind.pattern:
        text["pattern"] = kind.pattern
    if kind.is_list:
        items = _OBJECTS.get(kind, text)
        return {**said, "type": ["array", "null"], "items": items}
    if kind.is_flag:
        return {**said, "type": ["boolean", "null"]}
    if _is_needed(field):
        return {**said, **text, "minLength": 1}
    if field.unsaid:
        text["pattern"] = f"^({field.unsaid})?$|{kind.pattern}"
    elif kind.pattern:
        text["pattern"] = f"^$|{kind.pattern}"
    return {**said, **text, "type": ["string", "null"]}


def _is_needed(field: fields.Field) -> bool:
    return field.required or field.name in fields.ARCHIVE_FIELDS


def _change() -> Schema:
    document = {"type": "object"}
    return {
        "type": "object",
        "required": ["at", "by", "command", "last_id", "added", "changed", "removed"],
        "properties": {
            "at": {"type": "string", "pattern": fields.TIME.pattern},
            "by": {"type": "string", "description": "The author of the change."},
            "command": {"type": "string", "description": "The command."},
            "kind": {"type": "string", "description": "The kind of change."},
            "last_id": {
                "type": "integer",
                "minimum": 0,
                "description": "The highest id assigned so far.",
            },
            "added": _by_id("A digest of each added statement.", _HEX_16),
            "changed": _by_id(
                "The fields that changed, each with its earlier and later value.",
                {"type": "object", "additionalProperties": _PAIR},
            ),
            "removed": _by_id("The removed statements, with all fields.", document),
            "undoes": {**_NUMBER, "description": "The change that this change undid."},
            "redoes": {**_NUMBER, "description": "The undo that this change reversed."},
            "notes": _by_id(
                "Notes on repairs and on changes by other programs.",
                {"type": "string"},
            ),
            "archive": _by_id(
                "The changed settings: earlier and later value.",
                _PAIR,
            ),
            "digest": {
                **_HEX_16,
                "type": ["string", "null"],
                "description": "A digest of this change and of the previous digest.",
            },
        },
    }


def _by_id(description: str, value: Schema) -> Schema:
    return {"description": description, "type": "object", "additionalProperties": value}
