"""Test the examples at the end of each command's help."""

import json
import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Run, Screen, Shell, give_opener
from every_command import EVERY
from mediarel.cli.terminal.manual import BY_NAME
from samples import sample

EXAMPLES = {each.name: each.module.EXAMPLES for each in EVERY}
TOPIC_OF = {each.name: each.row.topic for each in EVERY}
EACH = [(name, example) for name, examples in EXAMPLES.items() for example in examples]
# Runs until Ctrl-C; tests/cli/commands/test_publish_serve.py tests its examples.
ENDLESS = "mediarel publish serve"
# Examples with a server run in `test_copy.py` and `test_init.py`.
SERVER = "postgresql://"


@pytest.mark.parametrize("command", sample([*EXAMPLES]))
def test_help_ends_with_whole_examples(screen: Screen, command: str) -> None:
    lines = screen(*command.split(), "--help").out.splitlines()

    end = len(EXAMPLES[command]) + 3
    assert [line.rstrip() for line in lines[-end:]] == [
        f" More: mediarel help {TOPIC_OF[command]}",
        "",
        " Examples:",
        *(f"   {example}" for example in EXAMPLES[command]),
    ]


@pytest.mark.parametrize(
    "example", sample([e for _, e in EACH if ENDLESS not in e and SERVER not in e])
)
def test_example_runs_on_the_sample_archive(  # noqa: PLR0913, PLR0917 - a user's whole environment
    home: Path,
    store: Path,
    run: Run,
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    example: str,
) -> None:
    texts = {"page.txt": "a", "statement.txt": "We ask for land and water."}
    texts["page.txt"] = run("export", "--format", "listing").out
    for number, file in enumerate(("old.json", "older.jsonl")):
        old = {"date": f"200{number}", "program": "NGO", "title": f"Of {file}"}
        texts[file] = json.dumps([old] if file == "old.json" else old)
    for file, text in texts.items():
        (home / file).write_text(text, encoding="utf-8")
    if "examples/" in example:
        shutil.copytree(ROOT / "examples", home / "examples")
    elif "joint-statement.txt" in example:
        shutil.copy(ROOT / "examples" / "joint-statement.txt", home)
    if "feed.xml news" in example:
        shutil.copyfile(ROOT / "examples" / "feed.xml", home / "feed.xml")
        shutil.copytree(ROOT / "examples" / "news", home / "news")
    if "--open" in example:
        give_opener(home, monkeypatch)
    if "--archive copy" in example:
        run("init", "copy")

    # Answer the questions of commands that change statements.
    done = shell(re.sub("mediarel (edit|remove|undo|redo)", r"\g<0> --yes", example))

    assert store.exists()
    assert (done.code, "Error" in done.err) == (0, False)
    # Each example prints a result or a report.
    assert done.out + done.err


def test_help_refers_to_an_existing_topic() -> None:
    assert set(TOPIC_OF.values()) <= set(BY_NAME)
    assert {"guide", "search", "formats", "backups"} <= set(TOPIC_OF.values())
