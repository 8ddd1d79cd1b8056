"""Draw list.svg, the picture in the README: what a terminal shows of a list.

Run `python docs/picture.py` when `mediarel list` looks different from before.
Another file name as its argument leaves the picture that is there alone.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "list.svg"
COLUMNS, LINES = 80, 24
COMMAND = ("list", "--year", "2012")

# A dark window of its own, so that it is as legible on a light page as on a dark.
_THEME = TerminalTheme(
    (22, 27, 34),
    (230, 237, 243),
    # Black, red, green, yellow, blue, magenta, cyan, white; then the bright ones.
    [
        *((72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34)),
        *((88, 166, 255), (188, 140, 255), (57, 197, 207), (201, 209, 217)),
    ],
    [
        *((110, 118, 129), (255, 161, 152), (86, 211, 100), (227, 179, 65)),
        *((121, 192, 255), (210, 168, 255), (86, 212, 221), (255, 255, 255)),
    ],
)
# Rich's own form of the file loads a font from the network: this one loads nothing.
_FORM = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas,
    "DejaVu Sans Mono", monospace;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})"
  clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def shown() -> str:
    """Return what a terminal is sent by the command on the nine statements."""
    with tempfile.TemporaryDirectory() as home:
        # Nothing of the one who draws: no archive, no settings, no index from before.
        env = {"HOME": home, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        program = (sys.executable, "-m", "mediarel")
        subprocess.run(
            [*program, "init", "try", "--sample"],
            cwd=home,
            env=env,
            check=True,
            capture_output=True,
        )
        child = pexpect.spawn(
            program[0],
            [*program[1:], *COMMAND],
            cwd=str(Path(home, "try")),
            dimensions=(LINES, COLUMNS),
            encoding="utf-8",
            env=env,
        )
        child.expect_exact(pexpect.EOF)
        child.close()
    sent = str(child.before)
    if child.exitstatus:
        sys.exit(sent)
    return sent


def drawn(sent: str) -> str:
    """Return an SVG of what was `sent` to a terminal, below the command itself."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.assemble(("$ ", "dim"), f"mediarel {' '.join(COMMAND)}"))
    # To Rich a carriage return begins the line anew.
    console.print(Text.from_ansi(sent.replace("\r\n", "\n")), soft_wrap=True)
    svg = console.export_svg(
        title="mediarel",
        theme=_THEME,
        code_format=_FORM,
        font_aspect_ratio=0.6,
        unique_id="list",
    )
    return "".join(f"{line.strip()}\n" for line in svg.splitlines())


if __name__ == "__main__":
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    picture.write_text(drawn(shown()), encoding="utf-8")
    print(picture)
