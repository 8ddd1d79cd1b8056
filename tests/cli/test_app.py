"""Test the version, output streams, input streams and odd terminal sizes."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from conftest import Run, Screen, Shell

pytestmark = pytest.mark.usefixtures("store")


def test_version(run: Run) -> None:
    assert run("--version").out == f"mediarel {version('mediarel')}\n"


@pytest.mark.parametrize(
    "command", ["list", "show 3", "log", "search civil", "export --format=json"]
)
def test_full_disk_is_reported(shell: Shell, command: str) -> None:
    done = shell(f"mediarel {command} > /dev/full")

    error, hint = done.err.splitlines()
    assert done.code == 7
    assert error == "Error: reading or writing failed: no space left on device"
    assert hint.startswith("Hint: ")


@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("mediarel list >&-", 0, 0, 0),
        ("mediarel show 3 >&- 2>&- <&-", 0, 0, 0),
        ("mediarel list 2>&-", 0, 9, 0),
        ("mediarel list <&-", 0, 9, 0),
        ("mediarel show 99 2>&-", 3, 0, 0),
        ("mediarel add <&-", 2, 0, 2),
        ("mediarel remove 3 <&-", 2, 0, 4),
        ("mediarel show 3 >&- 2>&- <&- --format json", 0, 0, 0),
    ],
)
def test_closed_streams_are_ignored(
    shell: Shell, line: str, code: int, out: int, err: int
) -> None:
    done = shell(line)

    assert done.code == code
    assert (done.out.count("\n"), done.err.count("\n")) == (out, err)


@pytest.mark.parametrize(
    "variables", [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "LC_ALL": "C"}]
)
def test_characters_outside_the_encoding_are_escaped(
    run: Run, shell: Shell, variables: dict[str, str]
) -> None:
    run("edit", "3", "--title=ខ្មែរ", "--program=ខ្មែរ")

    listed = shell("mediarel list 'id:3'", **variables)
    missing = shell("mediarel list --format ខ្មែរ", **variables)

    assert (listed.code, listed.err) == (0, "")
    assert listed.out.split("\t")[3] in {
        "ខ្មែរ\n",
        "\\u1781\\u17d2\\u1798\\u17c2\\u179a\n",
    }
    assert missing.code == 2
    assert missing.err.startswith("Error: there is no format ")


@pytest.mark.parametrize("size", ["0", "-1", "1000000000", "9" * 5000, "²", "x"])
def test_invalid_terminal_size_is_ignored(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        monkeypatch.setenv(name, size)

    for arguments, shown in ((("list",), "1–9 of 9"), (("list", "--help"), "Usage")):
        sent = screen(*arguments, raw=True)

        assert sent.code == 0
        assert shown in sent.out
        assert 60 < max(map(len, sent.out.splitlines())) < 500


ADD = ("add", "--date=2012", "--program=CLEC", "--text=-")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"\x7fELF\0\0", "it is not text but binary"),
        (b"One\nTwo \xff\n", "line 2: it is not UTF-8"),
    ],
)
def test_binary_input_is_refused(run: Run, data: bytes, why: str) -> None:
    Path("file").write_bytes(data)

    piped, named = run(*ADD, stdin=data), run("import", "file")

    assert (piped.code, named.code) == (4, 4)
    assert f"standard input: {why}" in piped.err.replace(", line", ": line")
    assert f"file: {why}" in named.err.replace(", line", ": line")


def test_byte_order_mark_is_removed(run: Run) -> None:
    run(*ADD, stdin=b"\xef\xbb\xbfWe ask for land.")

    (shown,) = json.loads(run("show", "10", "--format=json").out)
    assert shown["text"] == "We ask for land."
