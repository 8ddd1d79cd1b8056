"""Build the JSON Schemas of an archive file and of an export (draft 2020-12).

Other programs can use these schemas. `schema.json` contains the schema of an archive
file, except the fields of a statement. These are added from the table of fields.
Unknown tables and fields are valid, because a newer mediarel may have added them.
"""

import json
from pathlib import Path
from typing import Any

from mediarel.model import fields

Schema = dict[str, Any]

# The schemas of the objects in fields that are lists of objects.
_OBJECTS: dict[fields.Kind, str] = {
    fields.ATTACHMENTS: "attachment",
    fields.NOTES: "note",
    fields.DATED_URLS: "dated_url",
}


def json_schema() -> Schema:
    """Return the schema of an archive file."""
    schema: Schema = json.loads(Path(__file__).with_name("schema.json").read_bytes())
    schema["$defs"]["statement"] |= {
        "required": [field.name for field in fields.RECORD if _is_needed(field)],
        "properties": {
            **{field.name: _field(field) for field in fields.RECORD},
            **{
                name: _earlier(name, today)
                for name, today in fields.EARLIER_NAMES.items()
            },
        },
    }
    return schema


def export_schema() -> Schema:
    """Return the schema of a JSON export, which is a list of statements.

    In a JSON Lines export, each line matches the schema of an item of the list.
    """
    numbered = {
        "description": "The id of the statement.",
        "type": "integer",
        "minimum": 1,
    }
    schema = json_schema()
    objects = {name: schema["$defs"][name] for name in _OBJECTS.values()}
    return {
        "$schema": schema["$schema"],
        "title": "Statements of mediarel",
        "description": "An export: a list of statements with all fields.",
        "type": "array",
        "items": {
            "type": "object",
            "required": [*fields.ALL_FIELDS],
            "anyOf": [
                {"properties": {name: {"type": "string", "minLength": 1}}}
                for name in ("title", "text")
            ],
            "properties": {
                "id": numbered,
                **{field.name: _exported(field) for field in fields.RECORD},
            },
        },
        "$defs": objects,
    }


def _exported(field: fields.Field) -> Schema:
    """Return the schema of a field in an export.

    An export contains no empty texts.
    """
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


def _earlier(name: str, today: str) -> Schema:
    """Return the schema of a field that only earlier format versions have.

    `name` is the name of this field, and `today` is the name of the list field that
    replaced it. For example, the list `sources` replaced the field `source`.
    """
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
        name = _OBJECTS.get(kind)
        items = {"$ref": f"#/$defs/{name}"} if name else text
        return {**said, "type": ["array", "null"], "items": items}
    if kind.is_flag:
        return {**said, "type": ["boolean", "null"]}
    if _is_needed(field):
        return {**said, **text, "minLength": 1}
    if field.missing_name:
        text["pattern"] = f"^({field.missing_name})?$|{kind.pattern}"
    elif kind.pattern:
        text["pattern"] = f"^$|{kind.pattern}"
    return {**said, **text, "type": ["string", "null"]}


def _is_needed(field: fields.Field) -> bool:
    return field.required or field.name in fields.ARCHIVE_FIELDS
