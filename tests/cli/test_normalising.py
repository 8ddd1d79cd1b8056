"""Test values that are recorded differently or questioned."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import stored, unchanged
from conftest import Run, Screen, refused

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
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "Asia/Phnom_Penh")
        time.tzset()
        yield
    time.tzset()


def kept(run: Run, number: int, field: str) -> object:
    """Return a field of statement `number`."""
    return json.loads(run("show", str(number), "--format=json").out)[0].get(field)


@pytest.mark.parametrize(
    ("tag", "recorded"),
    [("kh-kh", "km-KH"), ("ZH-hans-cn", "zh-Hans-CN"), ("es-419", "es-419")],
)
def test_language_tag_is_normalised(run: Run, tag: str, recorded: str) -> None:
    assert run("edit", "3", "--language", tag, "--silent").code == 0
    assert kept(run, 3, "language") == recorded


@pytest.mark.parametrize("command", [NEW, ("edit", "3")])
def test_normalised_options_are_reported(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--language=KH", "--embargo=2090-01-01")

    number = 3 if command[0] == "edit" else 10
    assert kept(run, number, "language") == "km"
    assert kept(run, number, "embargo") == EMBARGO
    assert done.err.count("Language 'KH' is recorded as 'km'.\n") == 1
    assert done.err.count(f"{SAID}.\n") == 1
    assert "Not public before 1 January 2090, 00:00 (+07:00)" in done.err


ROWS = (
    "date,program,title,language,embargo",
    "2012-01-01,CLEC,On water,EN,2090-01-01",
    "2012-01-02,CLEC,On land,KH,",
    "2012-01-03,CLEC,On radio,KH,2090-01-01",
    "2012-01-04,CLEC,On rivers,km,",
)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_normalised_values_are_reported_once(run: Run, dry: tuple[str, ...]) -> None:
    Path("sheet.csv").write_text("\n".join(ROWS), encoding="utf-8")

    done = run("import", "sheet.csv", *dry)

    assert done.err.count("recorded as") == 3
    assert "Language 'KH' is recorded as 'km', in 2 statements.\n" in done.err
    assert "Language 'EN' is recorded as 'en', in 1 statement.\n" in done.err
    assert f"{SAID}, in 2 statements.\n" in done.err
    if not dry:
        assert [kept(run, n, "language") for n in range(10, 14)] == ["en", *["km"] * 3]
        assert kept(run, 12, "embargo") == EMBARGO


def test_future_date_is_recorded_with_a_warning(run: Run) -> None:
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


def test_future_date_with_an_embargo_gets_no_warning(run: Run) -> None:
    planned = ("--program=CLEC", "--title=On water", "--date=2090-01-01")

    assert "future" not in run("add", *planned, "--embargo=2090-01-01").err
    assert "in the future" in run("edit", "10", "--clear=embargo", "--date=2091").err


GIVEN = ("add", "--date=2012", "--program=CLEC")
TWO = "NGO Forum, ADHOC"


@pytest.fixture(autouse=True)
def file(store: Path) -> Path:
    """Write a text file next to the archive."""
    path = store.parent.parent / "km.txt"
    path.write_text("យើងស្នើ។\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", [GIVEN, ("edit", "3")])
@pytest.mark.parametrize("name", ["km.txt", "~/km.txt", "en.txt", "drafts/ព្រៃ.docx"])
def test_file_name_as_text_is_refused(
    run: Run, store: Path, command: tuple[str, ...], name: str
) -> None:
    with unchanged(store):
        done = run(*command, "--text", name, "--yes")

    assert refused(done, 2) == f"Error: the text {name!r} is the name of a file"
    assert "--text - < " in done.err
    assert run(*command, "--text=-", stdin=name).code == 0


@pytest.mark.parametrize("text", ["Release...", "U.S.A", "See en.txt", "No.1"])
def test_text_with_a_dot_is_accepted(run: Run, text: str) -> None:
    assert run(*GIVEN, "--text", text).code == 0


@pytest.mark.parametrize(("answer", "names"), [("\r", TWO.split(", ")), ("n\r", [TWO])])
def test_names_with_a_comma_can_be_split(
    screen: Screen, answer: str, names: list[str]
) -> None:
    question = "Are these 2 signatories: “NGO Forum”, “ADHOC”? [Y/n]: "

    screen(*GIVEN, "--title=a", f"--signatory={TWO}", answers=((question, answer),))

    assert stored()["signatories"] == names


@pytest.mark.parametrize("command", [(*GIVEN, "--title=a"), ("edit", "3")])
def test_names_with_a_comma_are_reported_without_a_terminal(
    run: Run, command: tuple[str, ...]
) -> None:
    done = run(*command, f"--tag={TWO}", "--tag=land")

    assert done.code == 0
    assert done.err.startswith(
        f'"{TWO}" is saved as one tag. To enter several, repeat the option.\n'
    )
    assert stored(3 if "edit" in command else 10)["tags"] == [TWO, "land"]


def test_known_name_with_a_comma_is_accepted(run: Run) -> None:
    first = run("edit", "3", f"--signatory={TWO}")
    second = run(*GIVEN, "--title=a", f"--signatory={TWO}")

    assert "saved as one" in first.err
    assert "saved as one" not in second.err
