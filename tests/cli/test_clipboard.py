"""Test copying to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clipboards import copied, give_clipboard
from mediarel.cli import clipboard
from mediarel.cli.clipboard import NotCopiedError, copy

if TYPE_CHECKING:
    from pathlib import Path

WAYLAND, X = "WAYLAND_DISPLAY", "DISPLAY"


@pytest.mark.parametrize(
    ("there", "displays", "called"),
    [
        (("wl-copy", "xclip"), (WAYLAND, X), "wl-copy"),
        (("wl-copy", "xclip"), (X,), "xclip -selection clipboard"),
        (("xsel",), (X,), "xsel --clipboard --input"),
        (("xclip", "pbcopy"), (), "pbcopy"),
        (("termux-clipboard-set",), (), "termux-clipboard-set"),
    ],
)
def test_display_decides_the_program(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: tuple[str, ...],
    displays: tuple[str, ...],
    called: str,
) -> None:
    """Wayland is preferred to X."""
    give_clipboard(home, monkeypatch, *there, displays=displays)
    copy("ដី “land”\n2")

    program = (home / "clipboard/called").read_text("utf-8")
    text, arguments = copied(home)
    assert f"{program} {arguments}".strip() == called
    assert text == "ដី “land”\n2"


def test_windows_gets_utf_16(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_clipboard(home, monkeypatch, "clip.exe", displays=())
    copy("ដី")

    assert copied(home, "utf-16").text == "ដី"


@pytest.mark.parametrize(
    ("name", "display", "arguments"),
    [
        ("wl-copy", WAYLAND, "--type text/html"),
        ("xclip", X, "-selection clipboard -t text/html"),
        ("xsel", X, "--clipboard --input"),
    ],
)
def test_html_is_announced_if_the_program_can(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, display: str, arguments: str
) -> None:
    give_clipboard(home, monkeypatch, name, displays=(display,))
    copy("<p>", is_html=True)

    assert copied(home) == ("<p>", arguments)


@pytest.mark.parametrize(
    ("displays", "hint"),
    [((WAYLAND,), "install wl-clipboard"), ((X,), "install xclip"), ((), "no display")],
)
def test_missing_program_is_named_in_the_hint(
    home: Path, monkeypatch: pytest.MonkeyPatch, displays: tuple[str, ...], hint: str
) -> None:
    give_clipboard(home, monkeypatch, displays=displays)

    with pytest.raises(NotCopiedError) as caught:
        copy("x")
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize(
    ("script", "what"),
    [("exit 3", "xclip ended with 3"), ("exec /bin/sleep 9", "did not answer for")],
)
def test_failing_or_hanging_program_is_reported(
    home: Path, monkeypatch: pytest.MonkeyPatch, script: str, what: str
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.5)
    give_clipboard(home, monkeypatch, "xclip", script=script)

    with pytest.raises(NotCopiedError) as caught:
        copy("x")
    assert what in caught.value.problem
