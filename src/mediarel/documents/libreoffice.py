"""Read old Word documents (DOC) and RTF. LibreOffice converts them to ODT.

LibreOffice runs once for each document. Its profile disables macros and network access.
LibreOffice is stopped shortly before this process reaches its own time limit.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mediarel.documents import odt
from mediarel.documents.document_text import DocumentText, RefusedError

if sys.platform != "win32":
    import resource

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SECONDS = 28  # if this process has no limit; the usual limit is 30
_KEPT_BACK = 2  # seconds for stopping LibreOffice before this process is stopped
_RTF = b"{\\rtf"
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SWITCHES = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}
_ITEM = (
    f'<item oor:path="{_SECURITY}"><prop oor:name="{{}}" oor:op="fuse"><value>{{}}'
    "</value></prop></item>"
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{''.join(_ITEM.format(*each) for each in _SWITCHES.items())}</oor:items>"
)


def read(data: bytes) -> DocumentText:
    """Return the text of a DOC or RTF file.

    Raises RefusedError.
    """
    is_rtf = data.startswith(_RTF)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        kind = "an RTF file" if is_rtf else "an old Word document"
        raise RefusedError(
            f"is {kind}; reading it needs LibreOffice, which is not installed",
            "Install LibreOffice, or save the file as DOCX.",
        )
    with TemporaryDirectory(prefix="mediarel-") as folder:
        made = _as_odt(data, program, Path(folder), is_rtf=is_rtf)
    return odt.read(made)


def _as_odt(data: bytes, program: str, folder: Path, *, is_rtf: bool) -> bytes:
    """Convert a DOC or RTF file to ODT, using `folder` for temporary files.

    Raises RefusedError.
    """
    source = folder / ("document.rtf" if is_rtf else "document.doc")
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    registry = profile / "user" / "registrymodifications.xcu"
    registry.write_text(_PROFILE, encoding="utf-8")
    _run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            f"--infilter={'Rich Text Format' if is_rtf else 'MS Word 97'}",
            *("--convert-to", "odt:writer8", "--outdir", str(folder), str(source)),
        ]
    )
    made = folder / "document.odt"
    if made.exists():
        return made.read_bytes()
    raise RefusedError(
        "can't be read by LibreOffice: it is damaged, it has a password, or Writer is "
        "not installed",
        "Open it in a word processor, and save it as DOCX without a password.",
    )


def _run(command: list[str]) -> None:
    """Run a command. After a timeout, end the command and its child processes.

    Raises RefusedError after a timeout.
    """
    process = subprocess.Popen(  # noqa: S603 - found by its name
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    seconds = _seconds()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise RefusedError(
            f"takes LibreOffice more than {seconds} seconds to read",
            "Allow more time with --patience SECONDS, or save it as DOCX.",
        ) from None


def _seconds() -> int:
    """Return the time that LibreOffice may run, in seconds.

    The time is a little shorter than the CPU time limit of this process.
    """
    if sys.platform == "win32":
        return _SECONDS
    allowed, _ = resource.getrlimit(resource.RLIMIT_CPU)
    if allowed == resource.RLIM_INFINITY:
        return _SECONDS
    return max(1, allowed - _KEPT_BACK)
