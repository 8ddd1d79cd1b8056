"""Test `mediarel import` of several files with many entries."""

from pathlib import Path

from conftest import Run


def test_a_truncated_file_adds_nothing(run: Run, home: Path) -> None:
    run("init", str(home))
    good = "".join(f"2012,Land,Good {n}\n" for n in range(5))
    bad = "".join(f"2011,Land,Bad {n}\n" for n in range(300)) + '2011,Land,"Open'
    for name, rows in (("a.csv", good), ("b.csv", bad), ("c.csv", "2010,Land,More\n")):
        (home / name).write_text(f"date,program,title\n{rows}", encoding="utf-8")
    files = ["a.csv", "b.csv", "c.csv"]

    assert run("import", *files).code == 4
    assert run("import", *files, "--skip-bad").code == 0

    titles = [line.split("\t")[-1] for line in run("list", "--all").out.splitlines()]
    assert titles == [*(f"Good {n}" for n in (4, 3, 2, 1, 0)), "More"]
