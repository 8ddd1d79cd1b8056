"""Replace the clipboard in tests by a program that writes to files."""

from pathlib import Path
from typing import NamedTuple

import pytest

_VARIABLES = ("WAYLAND_DISPLAY", "DISPLAY")


class Copied(NamedTuple):
    """The copied text, and the arguments of the program."""

    text: str
    arguments: str


def give_clipboard(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    *names: str,
    displays: tuple[str, ...] = ("DISPLAY",),
    script: str = "",
) -> None:
    """Provide only these programs and displays; each program ends with `script`."""
    folder = home / "clipboard"
    folder.mkdir(exist_ok=True)
    for name in names:
        program = folder / name
        program.write_text(
            "#!/bin/sh\n"
            f'printf "%s" "$*" > "{folder}/arguments"\n'
            f'/bin/cat > "{folder}/text"\n'
            f'printf "%s" {name} > "{folder}/called"\n'
            f"{script}\n",
            encoding="utf-8",
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name in displays:
        monkeypatch.setenv(name, ":0")


def copied(home: Path, encoding: str = "utf-8") -> Copied:
    """Return the last copied text."""
    folder = home / "clipboard"
    text = (folder / "text").read_bytes().decode(encoding)
    return Copied(text, (folder / "arguments").read_text("utf-8"))
