"""Values in another known form than the recorded one, on every way in.

- the case of a language, and a country's code in its place
- a day as an embargo: its start in the local time zone
- dates in the future are recorded with a warning
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediarel.model.normalised import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Editor, Run, Screen

pytestmark = pytest.mark.usefixtures("store")

NEW = ("add", "--date=2012", "--program=CLEC", "--title=On water")
EMBARGO = "2090-01-01T00:00:00+07:00"
SAID = (
    f"Embargo '2090-01-01' is recorded as '{EMBARGO}', the start of that day in the"
    " local time zone"
)
FUTURE = "Warning: the date 2203-01 of {0} is in the future. To change it: "


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have clocks show the time of Phnom Penh."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "Asia/Phnom_Penh")
        time.tzset()
        yield
    time.tzset()


def kept(run: Run, number: int, field: str) -> object:
    """Return a field of a statement."""
    return json.loads(run("show", str(number), "--format=json").out)[0].get(field)


@pytest.mark.parametrize(
    ("tag", "recorded"),
    [
        ("EN", "en"),
        ("KH", "km"),
        ("kh-kh", "km-KH"),
        ("Khm", "km"),
        ("ZH-hans-cn", "zh-Hans-CN"),
        ("JP", "ja"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("km", "km"),
        ("kr", "kr"),
        ("Khmer", "Khmer"),
        ("en_GB", "en_GB"),
    ],
)
def test_a_language_tag(tag: str, recorded: str) -> None:
    assert language_tag(tag) == recorded


@pytest.mark.parametrize("command", [NEW, ("edit", "3")])
def test_options(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--language=KH", "--embargo=2090-01-01")

    number = 3 if command[0] == "edit" else 10
    assert kept(run, number, "language") == "km"
    assert kept(run, number, "embargo") == EMBARGO
    assert done.err.count("Language 'KH' is recorded as 'km'.\n") == 1
    assert done.err.count(f"{SAID}.\n") == 1
    assert "Not public before 1 January 2090, 00:00 (+07:00)" in done.err


def test_in_the_editor(screen: Screen, editor: Editor, run: Run) -> None:
    editor(
        "sed -i 's/^language: .*/language: KH/; s/^embargo:.*/embargo: 2090-01-01/'"
        ' "$1"'
    )

    done = screen("edit", "3", columns=200)

    assert kept(run, 3, "language") == "km"
    assert kept(run, 3, "embargo") == EMBARGO
    assert "Language 'KH' is recorded as 'km'." in done.out
    assert SAID in done.out


ROWS = (
    "date,program,title,language,embargo",
    "2012-01-01,CLEC,On water,EN,2090-01-01",
    "2012-01-02,CLEC,On land,KH,",
    "2012-01-03,CLEC,On radio,KH,2090-01-01",
    "2012-01-04,CLEC,On rivers,km,",
)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_sheet(run: Run, dry: tuple[str, ...]) -> None:
    """Each change is reported once."""
    Path("sheet.csv").write_text("\n".join(ROWS), encoding="utf-8")

    done = run("import", "sheet.csv", *dry)

    assert done.err.count("recorded as") == 3
    assert "Language 'KH' is recorded as 'km', in 2 statements.\n" in done.err
    assert "Language 'EN' is recorded as 'en', in 1 statement.\n" in done.err
    assert f"{SAID}, in 2 statements.\n" in done.err
    if not dry:
        assert [kept(run, n, "language") for n in range(10, 14)] == [
            *("en", "km", "km", "km")
        ]
        assert kept(run, 12, "embargo") == EMBARGO


def test_a_date_in_the_future(run: Run) -> None:
    """It is recorded, with a warning."""
    added = run("add", "--date=2203-01", "--program=CLEC", "--title=On water")
    edited = run("edit", "3,4", "--date=2203-01", "--yes")
    corrected = run("correct", "5", "--date=2203-01", "--why=It was wrong.")

    assert f"{FUTURE.format('statement 10')}mediarel edit 10 --date DATE\n" in added.err
    assert (
        f"{FUTURE.format('statements 3 to 4')}mediarel edit 3 --date DATE\n"
        in edited.err
    )
    assert (
        f"{FUTURE.format('statement 5')}mediarel edit 5 --date DATE\n" in corrected.err
    )
    assert kept(run, 4, "date") == "2203-01"
    assert "future" not in run("edit", "3", "--place=Kampot").err
    assert "future" not in run("edit", "3", "--date=2012").err


def test_a_date_in_the_future_with_an_embargo(run: Run) -> None:
    """A release that is planned for that day is no mistake."""
    planned = ("--program=CLEC", "--title=On water", "--date=2090-01-01")

    assert "future" not in run("add", *planned, "--embargo=2090-01-01").err
    assert "in the future" in run("edit", "10", "--clear=embargo", "--date=2091").err
