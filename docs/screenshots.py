"""Take the screenshots of a site for docs/site.md and the README, with Chromium.

Run `python docs/screenshots.py` when the site looks different. The pictures show the
sample archive, with a Khmer translation and the settings of a publisher.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
_TITLE = "សូមដោះលែងលោក ម៉ម សូណង់ដូ"
_TEXT = (
    "យើងខ្ញុំ ជាអង្គការសង្គមស៊ីវិល មានការព្រួយបារម្ភយ៉ាងខ្លាំងចំពោះការចាប់ខ្លួនលោក"
    " ម៉ម សូណង់ដូ។ យើងខ្ញុំសូមអំពាវនាវឱ្យដោះលែងលោកជាបន្ទាន់។"
)
COMMANDS = (
    ("init", "--sample"),
    ("configure", "--name", "Community Legal Education Center"),
    ("publish", "settings", "--short-name", "CLEC", "--colour", "#1f5c99"),
    ("publish", "settings", "--title", "Statements", "--license", "CC BY 4.0"),
    ("publish", "settings", "--contact", "Sok San, press@example.org"),
    (
        *("publish", "settings", "--about", f"en={ROOT / 'examples' / 'about.md'}"),
        *("--logo", str(ROOT / "examples" / "logo.png"), "--logo-alt", "Scales"),
    ),
    (
        *("add", "--translation-of", "3", "--language", "km", "--title", _TITLE),
        *("--text", _TEXT, "--allow-duplicate"),
    ),
    ("publish", "site", "site", "--url", "https://example.org/statements/"),
)


class Shot(NamedTuple):
    """A screenshot: the pattern of the page's path, and the size of the window."""

    name: str
    page: str
    size: tuple[int, int] = (1280, 800)
    is_dark: bool = False
    query: str = ""


_PHONE = (390, 844)
SHOTS = (
    Shot("list", "index.html"),
    Shot("list-phone", "index.html", _PHONE),
    Shot("year-dark", "2012/index.html", is_dark=True),
    Shot("statement", "2012/*/*/*-3/index.html"),
    Shot("statement-phone", "2012/*/*/*-3/index.html", _PHONE),
    Shot("khmer-phone", "2012/*/*/*-10/index.html", _PHONE),
    Shot("search", "search/index.html", query="?q=freedom"),
    Shot("about", "about/index.html"),
)


def take(site: Path, shot: Shot, folder: Path) -> None:
    """Write the picture of a page of `site` to `folder`."""
    page = next(site.glob(shot.page))
    width, height = shot.size
    options = [
        *("--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"),
        *(f"--window-size={width},{height}", "--virtual-time-budget=5000"),
        *("--allow-file-access-from-files", f"--screenshot={folder / shot.name}.png"),
    ]
    if shot.is_dark:
        options.append("--blink-settings=preferredColorScheme=0")
    chromium = shutil.which("chromium") or "google-chrome"
    command = [chromium, *options, page.as_uri() + shot.query]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Publish the archive, and take all pictures."""
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
        for arguments in COMMANDS:
            command = [sys.executable, "-m", "mediarel", *arguments]
            done = subprocess.run(
                command, cwd=home, env=env, check=False, capture_output=True, text=True
            )
            if done.returncode:
                sys.exit(done.stderr)
        PICTURES.mkdir(exist_ok=True)
        for shot in SHOTS:
            take(Path(home, "site"), shot, PICTURES)
            print(PICTURES / f"{shot.name}.png")


if __name__ == "__main__":
    main()
