"""`mediarel schema`: the form of an archive's file, for other programs."""

from __future__ import annotations

import json

import typer

from mediarel.store.json_schema import json_schema

EXAMPLES = ("mediarel schema",)


def run() -> None:
    """Print the JSON Schema of an archive's file, for programs that read it.

    It follows draft 2020-12, and is the same for every archive.
    """
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
