"""Test copying to the clipboard."""

from pathlib import Path

import pytest

from clipboards import copied, give_clipboard
from mediarel.cli import desktop
from mediarel.cli.desktop import copy
from mediarel.errors import AccessError

WAYLAND, X = "WAYLAND_DISPLAY", "DISPLAY"


@pytest.mark.parametrize(
    ("there", "displays", "is_html", "called"),
    [
        (("wl-copy", "xclip"), (WAYLAND, X), False, "wl-copy"),
        (("wl-copy",), (WAYLAND,), True, "wl-copy --type text/html"),
        (("wl-copy", "xclip"), (X,), False, "xclip -selection clipboard"),
        (("xclip",), (X,), True, "xclip -selection clipboard -t text/html"),
        (("xclip", "pbcopy"), (), False, "pbcopy"),
        (("termux-clipboard-set",), (), False, "termux-clipboard-set"),
    ],
)
def test_display_decides_the_program(  # noqa: PLR0913, PLR0917 - columns of a table
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: tuple[str, ...],
    displays: tuple[str, ...],
    is_html: bool,  # noqa: FBT001 - a test parameter
    called: str,
) -> None:
    """Wayland is preferred to X.

    The text is copied as HTML if the program supports HTML.
    """
    give_clipboard(home, monkeypatch, *there, displays=displays)
    copy("ដី “land”\n2", is_html=is_html)

    program = (home / "clipboard/called").read_text("utf-8")
    text, arguments = copied(home)
    assert f"{program} {arguments}".strip() == called
    assert text == "ដី “land”\n2"


def test_windows_gets_utf_16(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_clipboard(home, monkeypatch, "clip.exe", displays=())
    copy("ដី")

    assert copied(home, "utf-16").text == "ដី"


@pytest.mark.parametrize(
    ("displays", "hint"),
    [((WAYLAND,), "install wl-clipboard"), ((X,), "install xclip"), ((), "no display")],
)
def test_missing_program_is_named_in_the_hint(
    home: Path, monkeypatch: pytest.MonkeyPatch, displays: tuple[str, ...], hint: str
) -> None:
    give_clipboard(home, monkeypatch, displays=displays)

    with pytest.raises(AccessError) as caught:
        copy("x")
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("exit 3", "returned non-zero exit status 3"),
        ("exec /bin/sleep 9", "timed out after"),
    ],
)
def test_failing_or_hanging_program_is_reported(
    home: Path, monkeypatch: pytest.MonkeyPatch, script: str, what: str
) -> None:
    monkeypatch.setattr(desktop, "_PATIENCE", 0.5)
    give_clipboard(home, monkeypatch, "xclip", script=script)

    with pytest.raises(AccessError) as caught:
        copy("x")
    assert what in caught.value.problem
