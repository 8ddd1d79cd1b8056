"""Implement `mediarel schema`: print the JSON Schema of an archive or an export."""

import json
from enum import Enum

import typer

from mediarel.cli.options.parameters import option
from mediarel.store.json_schema import export_schema, json_schema

EXAMPLES = ("mediarel schema", "mediarel schema --of export")


class Of(Enum):
    """The kind of file that a schema describes."""

    ARCHIVE = "archive"
    EXPORT = "export"


def run(
    of: Of = option(
        "--of FILE",
        "Kind of file: archive or export (format json). In a jsonl"
        " export, each line is one statement.",
        default=Of["ARCHIVE"],
    ),
) -> None:
    """Print the JSON Schema (draft 2020-12) of an archive's file.

    The schema is identical for all archives.
    """
    schema = json_schema() if of is Of.ARCHIVE else export_schema()
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))
