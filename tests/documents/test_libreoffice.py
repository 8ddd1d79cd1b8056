"""Test documents written by LibreOffice, and documents converted by LibreOffice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import unmeasured
from mediarel.documents.document_text import RefusedError
from mediarel.documents.extraction import UnreadableDocumentError, read_data
from mediarel.documents.file_kinds import DOC, DOCX, HTML, ODT, RTF, Kind, kind_of
from mediarel.documents.odt import read_by_libreoffice as read
from office_files import LIST, fodt, odf_release
from programs import program
from releases import paragraphs_of

KINDS = (DOCX, ODT, HTML, DOC, RTF)
DOC_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the release in both languages and each format."""
    writer = program("lowriter", "libreoffice-writer")
    folder = tmp_path_factory.mktemp("written")
    sources = [folder / f"{language}.fodt" for language in ("en", "km")]
    for source in sources:
        source.write_bytes(fodt(odf_release(source.stem), LIST))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in KINDS:
        subprocess.run(
            [
                *(writer, profile, "--headless", "--convert-to", kind.suffixes[0][1:]),
                *("--outdir", str(folder), *map(str, sources)),
            ],
            check=True,
            capture_output=True,
            env=unmeasured(),
            timeout=600,
        )
    return folder


def letters(paragraphs: list[str]) -> list[str]:
    """Return `paragraphs` without spaces."""
    return ["".join(each.split()) for each in paragraphs]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_files_by_libreoffice_are_read(
    written: Path, kind: Kind, language: str
) -> None:
    """In RTF, LibreOffice moves a space next to a note."""
    data = (written / f"{language}{kind.suffixes[0]}").read_bytes()
    found = read_data(data, "statement").text.split("\n\n")

    assert kind_of("statement", data) is kind
    told = paragraphs_of(language, in_rows=True)
    if kind is RTF:
        assert letters(found) == letters(told)
    else:
        assert found == told


def test_a_file_that_libreoffice_cannot_read_is_refused() -> None:
    program("lowriter", "libreoffice-writer")

    with pytest.raises(UnreadableDocumentError, match="can't be read by LibreOffice"):
        read_data(DOC_START + b"\0" * 999, "a.doc")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"{\\rtf1 a}", "an RTF file"), (DOC_START, "an old Word document")],
)
def test_a_missing_libreoffice_is_reported(
    data: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(RefusedError) as caught:
        read(data)

    assert f"is {kind}; reading it needs LibreOffice" in caught.value.what
    assert "save the file as DOCX" in caught.value.advice


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that replaces LibreOffice by a shell script."""
    if sys.platform == "win32":
        pytest.skip("it has no shell")

    def put(script: str) -> Path:
        there = tmp_path / "soffice"
        there.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n", encoding="utf-8")
        there.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        return tmp_path

    return put


def test_libreoffice_runs_without_macros(soffice: Callable[[str], Path]) -> None:
    """The command names the file type, so that LibreOffice does not guess it."""
    folder = soffice(
        'echo "$@" > said\ncp "${1#-env:UserInstallation=file://}"/user/*.xcu profile'
    )

    with pytest.raises(RefusedError):
        read(b"{\\rtf1 a}")

    said = (folder / "said").read_text(encoding="utf-8")
    assert "--headless" in said
    assert "--infilter=Rich Text Format" in said
    profile = (folder / "profile").read_text(encoding="utf-8")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in profile


def test_libreoffice_and_its_processes_are_stopped_after_a_timeout(
    soffice: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = soffice("sleep 600 &\necho $! > started\nwait")
    monkeypatch.setattr("mediarel.documents.odt._seconds", lambda: 1)

    with pytest.raises(RefusedError, match="takes LibreOffice more than 1 seconds"):
        read(b"{\\rtf1 a}")

    started = int((folder / "started").read_text(encoding="utf-8"))
    for _ in range(1000):
        if is_dead(started):
            return
        time.sleep(0.01)
    pytest.fail("what it had started still runs")


def is_dead(process: int) -> bool:
    """Return whether a process has ended."""
    done = subprocess.run(
        [program("ps", "procps"), "-o", "stat=", "-p", str(process)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()[:1] in {"", "Z"}
