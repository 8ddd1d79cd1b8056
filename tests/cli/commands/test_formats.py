"""Test `mediarel export --formats`."""

from conftest import Run, Screen
from mediarel.formats.table import NAMES


def test_pipe_gets_a_line_for_each_format(run: Run) -> None:
    done = run("export", "--formats")

    rows = [line.split("\t") for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert [row[0] for row in rows] == list(NAMES)
    assert ["csv", "in, out", ".csv", "a spreadsheet"] in rows
    assert rows[0] == ["archive", "in", "", "a different mediarel archive, or a backup"]


def test_plain_output_has_labels(screen: Screen) -> None:
    shown = screen("export", "--formats", "--plain").out

    assert shown.split("\n\n")[0] == (
        "Format: archive\nWay: in\nFor: a different mediarel archive, or a backup"
    )
    assert (
        "\n\nFormat: csv\nWay: in, out\nEnding: .csv\nFor: a spreadsheet\n\n" in shown
    )
