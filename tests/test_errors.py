"""Test errors and the commands in hints."""

import ast
import copy
import re
import shlex
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from mediarel.cli.app import COMMANDS
from mediarel.errors import Command, Hint

SOURCES = sorted((ROOT / "src" / "mediarel").rglob("*.py"))
NAMED = re.compile(
    rf"\bmediarel (?:(?:{'|'.join(name for name, *_ in COMMANDS)})\b|--?\w)"
)
# The text in a bag is for readers without an archive.
FOR_STRANGERS = ROOT / "src" / "mediarel" / "publish" / "bag" / "payload.py"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_shell_reads_a_command_as_its_words(words: list[str]) -> None:
    line = str(Command("list", *words))

    assert shlex.split(line) == ["mediarel", "list", *words]


def test_placeholder_is_not_quoted() -> None:
    command = Command("publish", "settings", "--link", "LABEL=URL")

    assert str(command) == "mediarel publish settings --link LABEL=URL"


def test_hint_within_a_hint_keeps_its_commands() -> None:
    hint = Hint(Hint("See all: ", Command("list")), " What you wrote is kept.")

    assert hint.parts == ("See all: ", ("list",), " What you wrote is kept.")


def test_copy_of_a_hint_keeps_its_commands() -> None:
    hint = Hint("See all: ", Command("list"))

    copied = copy.deepcopy(hint)

    assert (copied, copied.parts) == (hint, hint.parts)


def test_commands_in_messages_are_command_objects() -> None:
    """As plain text, commands would be printed without the --archive of the user."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOURCES}
    del texts[FOR_STRANGERS.name]
    trees = {name: ast.parse(t) for name, t in texts.items() if NAMED.search(t)}

    found = [
        (name, text)
        for name, tree in trees.items()
        for text in told(tree)
        if NAMED.search(text)
    ]
    assert found == []


def told(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module except docstrings."""
    unsaid: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            unsaid.add(node.value)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in unsaid
        ):
            yield node.value
