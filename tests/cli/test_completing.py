"""Test Tab and Enter in real shells: bash, zsh and fish.

No part of a name or headline runs as code.
"""

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from conftest import Run, Shell, unmeasured
from programs import program
from samples import sample

# If a shell runs one of the first names, the file `harm` is created.
NAMES = (
    "a;touch harm;",
    "b&touch harm&",
    "c>harm",
    "d<(touch harm)",
    "e';touch harm;'",
    'f";touch harm;"',
    "g$(touch harm)",
    "h`touch harm`",
    "i)'; touch harm; '(",
    "j=(touch harm)",
    "k\\;touch harm",
    "l*",
    "mភ្នំ ពេញ",
    'n & (sons): it\'s ["x"] $HOME!',
    "o+office",
)
# The line before the user presses Tab, and the name after completion.
TYPED = (
    ("mediarel list --program n", NAMES[13]),
    ("mediarel list --program 'n", NAMES[13]),
    ('mediarel list --program "n', NAMES[13]),
    ("mediarel list --program n\\ \\&\\ \\(", NAMES[13]),
    ("mediarel list --program 'm", NAMES[12]),
    ('mediarel list --program "e', NAMES[4]),
    ("mediarel list --program 'i", NAMES[8]),
    ('mediarel list --program "f', NAMES[5]),
)
ENDED = (("mediarel list --type 'Joint S", "<--type><Joint Statement>"),)
# In an open quote, bash completes only names without quotes, `$`, `!` and backslashes.
IN_BASH = (
    ("mediarel list --program n\\ \\&\\ \\(", f"<--program><{NAMES[13]}>"),
    ("mediarel list --program 'b", f"<--program><{NAMES[1]}>"),
    ('mediarel list --program "m', f"<--program><{NAMES[12]}>"),
    ("mediarel list --program 'e\t'", "<--program><e>"),
)


# Enter prints the words as the shell has read them.
SHOWN = "printf '<%s>' "


class Kind(NamedTuple):
    """A shell: its options, and the commands to prepare it and to show its words."""

    options: tuple[str, ...]
    ready: str
    shown: str = f'mediarel() {{ {SHOWN} "$@"; }}'


KINDS = {
    "bash": Kind(
        ("--norc", "--noprofile", "-i"), "bind 'set enable-bracketed-paste off'"
    ),
    "zsh": Kind(
        ("-f", "-i"), "unset zle_bracketed_paste; autoload -Uz compinit; compinit -u"
    ),
    "fish": Kind(
        ("--no-config", "-i"),
        "function fish_prompt; end",
        f"function mediarel; {SHOWN} $argv; end",
    ),
}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", KINDS)
def test_completed_values_arrive_unchanged(run: Run, shell: Shell, kind: str) -> None:
    """The test types ahead: the shell reads the next line after each completion."""
    path = program(kind, kind)
    statements = [{"date": "2015", "program": name, "title": name} for name in NAMES]
    run("import", "-", stdin=json.dumps(statements))
    # The shell would expand an unquoted star to this name.
    Path("l;touch harm").touch()
    script = shell("mediarel", _MEDIAREL_COMPLETE=f"source_{kind}").out
    Path("script").write_text(script, encoding="utf-8")
    folders = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    child = pexpect.spawn(
        path,
        [*KINDS[kind].options],
        env={**unmeasured(), "PATH": folders, "TERM": "xterm"},
        encoding="utf-8",
        timeout=300,
        dimensions=(50, 200),
    )

    child.send(f"{KINDS[kind].ready}; . ./script; {KINDS[kind].shown}; echo rea''dy\r")
    child.expect_exact("ready\r\n")
    typed = [(f"mediarel list --program {name[0]}", name) for name in NAMES]
    in_others = [(line, f"<--program><{name}>") for line, name in TYPED]
    awaited = [(line, f"<--program><{name}>") for line, name in typed]
    quoted = IN_BASH if kind == "bash" else in_others
    for line, words in (*sample([*awaited, *quoted]), *ENDED):
        child.send(f"{line}\t\r")
        child.expect_exact(words)
    # All names are headlines, which are the help texts of IDs.
    child.send("mediarel show 1\t\r\recho hel''ped\r")
    child.expect_exact("helped\r\n")
    child.send("exit\r")
    child.expect_exact(pexpect.EOF)
    child.close()

    assert not Path("harm").exists()
