"""`mediarel signatories`: who signed, how often, beside whom.

- into a pipe, on terminals, in plain lines; of a query and filters; in each order
- names that differ in case alone are one
- beside whom; pairs that may be one; the network
- a first word merge or split is an action, and never searched for in silence
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

LONG = "Community Legal Education Center"
KHMER = "មជ្ឈមណ្ឌលអប់រំច្បាប់សម្រាប់សហគមន៍"


@pytest.fixture
def signed(run: Run, store: Path) -> Path:
    """Return the store of an archive whose statements are signed."""
    for number, names in (
        ("1", ("CLEC", "LICADHO")),
        ("3", ("CLEC", "LICADHO", "Adhoc")),
        ("4", ("clec",)),
        ("8", (LONG, "LICADHO")),
        ("9", (KHMER,)),
    ):
        options = [word for name in names for word in ("--add-signatory", name)]
        assert run("edit", number, *options).code == 0
    return store


@pytest.mark.usefixtures("signed")
def test_who_signed(run: Run) -> None:
    """Name, how often, first, last, other names; who signed most comes first."""
    done = run("signatories")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "CLEC\t3\t2011-08-30\t2012-07-31\t",
        "LICADHO\t3\t2011-08-30\t2013-08-08\t",
        "Adhoc\t1\t2012-07-16\t2012-07-16\t",
        f"{LONG}\t1\t2013-08-08\t2013-08-08\t",
        f"{KHMER}\t1\t2014-01-21\t2014-01-21\t",
    ]


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--year", "2012"), ["CLEC", "Adhoc", "LICADHO"]),
        (("sonando",), ["Adhoc", "CLEC", "LICADHO"]),
        (("signatory:adhoc",), ["Adhoc", "CLEC", "LICADHO"]),
        (("--since", "2014"), [KHMER]),
        (("--tag", "none"), []),
        (("--sort", "newest"), [KHMER, "LICADHO", LONG, "CLEC", "Adhoc"]),
        (("--sort", "name"), ["Adhoc", "CLEC", LONG, "LICADHO", KHMER]),
        (("--with", "licadho"), ["CLEC", "Adhoc", LONG]),
        (("--with", "CLEC", "--year", "2011"), ["LICADHO"]),
    ],
)
def test_of_what(run: Run, arguments: tuple[str, ...], names: list[str]) -> None:
    """A query and filters say of what, `--sort` in what order."""
    done = run("signatories", *arguments)

    assert [line.split("\t")[0] for line in done.out.splitlines()] == names


@pytest.mark.usefixtures("signed")
def test_the_newest_of_an_interval_without_a_beginning(run: Run) -> None:
    """It stands where a list has it: at its end, and not before all others."""
    run("edit", "9", "--date", "../2013")

    done = run("signatories", "--sort", "newest")

    assert [line.split("\t")[::3] for line in done.out.splitlines()] == [
        ["LICADHO", "2013-08-08"],
        [LONG, "2013-08-08"],
        [KHMER, "../2013"],
        ["CLEC", "2012-07-31"],
        ["Adhoc", "2012-07-16"],
    ]


@pytest.mark.usefixtures("signed")
def test_beside_whom(run: Run) -> None:
    """How often beside them; of names that were joined, beside either."""
    run("signatories", "merge", "CLEC", LONG)

    done = run("signatories", "--with", LONG)

    assert [line.split("\t")[:2] for line in done.out.splitlines()] == [
        ["LICADHO", "3"],
        ["Adhoc", "1"],
    ]
    assert run("signatories", "--with", KHMER).err == f"Nobody signed beside {KHMER}.\n"
    unknown = run("signatories", "--with", "LICADO")
    assert refused(unknown, 3) == 'Error: nobody signed as "LICADO"'
    assert unknown.err.endswith('Hint: Did you mean: "LICADHO"\n')


@pytest.mark.usefixtures("store")
def test_nobody_signed(run: Run) -> None:
    """It is told how to say who did."""
    for arguments in ((), ("--likely",), ("--format", "graphml")):
        done = run("signatories", *arguments)
        assert done.code == 0
    assert run("signatories").err == (
        "No statement is signed. To say who signed one:"
        " mediarel edit ID --add-signatory NAME\n"
    )
    assert run("signatories", "radio").err == (
        "No statement that matches is signed. See all who signed:"
        " mediarel signatories\n"
    )


@pytest.mark.usefixtures("signed")
def test_on_a_terminal(screen: Screen, run: Run) -> None:
    """Other names where there is room; names are cut, and nothing else."""
    run("signatories", "merge", "CLEC", LONG, KHMER)

    narrow = screen("signatories", columns=60).out.splitlines()
    wide = screen("signatories", columns=120).out.splitlines()

    assert narrow[0].split() == ["Signatory", "Statements", "First", "Last"]
    assert narrow[1].split() == ["CLEC", "5", "2011-08-30", "2014-01-21"]
    assert wide[0].split()[-2:] == ["Other", "names"]
    assert LONG in wide[1]
    assert "3 organisations. Who signed beside the first:" in " ".join(wide)


@pytest.mark.usefixtures("signed")
def test_likely_ones_are_offered_below(screen: Screen, run: Run) -> None:
    """On a terminal; a pipe has no hints."""
    done = screen("signatories", columns=120)

    assert "1 pair may be one organisation: mediarel signatories --likely" in done.out
    assert run("signatories").err == ""


def test_a_name_that_is_there_twice_counts_once(run: Run, store: Path) -> None:
    """As another program may have written it."""
    twice = {"signatories": ["CLEC", "CLEC"]}
    tamper(store, lambda tables: tables["statements"]["1"].update(twice))

    assert run("signatories").out == "CLEC\t1\t2011-08-30\t2011-08-30\t\n"


@pytest.mark.usefixtures("signed")
def test_in_plain_lines(screen: Screen, run: Run) -> None:
    run("signatories", "merge", "CLEC", LONG)

    done = screen("signatories", "--plain", "--with=adhoc", columns=120)

    assert done.out.splitlines()[:5] == [
        "Signatory: CLEC",
        "Statements: 1",
        "First: 2012-07-16",
        "Last: 2012-07-16",
        f"Other names: {LONG}",
    ]


@pytest.mark.usefixtures("signed")
def test_pairs_that_may_be_one(run: Run, screen: Screen) -> None:
    """With what says so, and on a terminal the command that joins them."""
    piped = run("signatories", "--likely")
    shown = screen("signatories", "--likely", columns=120).out

    assert piped.out == f"CLEC\t{LONG}\tan acronym\n"
    assert piped.err == "1 pair may be one organisation. Nothing is joined unasked.\n"
    assert f"To join them: mediarel signatories merge CLEC '{LONG}'" in shown
    run("signatories", "merge", "CLEC", LONG)
    assert run("signatories", "--likely").err == (
        "No two names look like one organisation.\n"
    )


@pytest.mark.usefixtures("signed")
def test_a_pair_that_signed_together_is_marked(run: Run, screen: Screen) -> None:
    """It is offered, with how often both signed; the hint below a list has it not."""
    run("edit", "5", "6", "--add-signatory=CLEC", f"--add-signatory={LONG}", "--yes")

    assert run("signatories", "--likely").out == (
        f"CLEC\t{LONG}\tan acronym; both signed 2\n"
    )
    shown = screen("signatories", "--likely", columns=120).out
    assert "Why: an acronym; both signed 2" in shown
    assert "may be one organisation" not in screen("signatories", columns=120).out


@pytest.mark.usefixtures("signed")
def test_a_translation_counts_with_its_original(run: Run) -> None:
    """Once, at the date of the original; alone where that is not found."""
    (original,) = json.loads(run("show", "3", "--format=json").out)
    translation = {
        "date": "2015",
        "program": "CLEC",
        "text": "ដោះលែង",
        "signatories": ["CLEC", "LICADHO"],
        "translation_of": original["uuid"],
    }
    assert run("import", "-", stdin=json.dumps([translation])).code == 0

    rows = [line.split("\t")[:4] for line in run("signatories").out.splitlines()]
    assert rows[:2] == [
        ["CLEC", "3", "2011-08-30", "2012-07-31"],
        ["LICADHO", "3", "2011-08-30", "2013-08-08"],
    ]
    assert run("signatories", "--year=2015").out.splitlines() == [
        "CLEC\t1\t2015\t2015\t",
        "LICADHO\t1\t2015\t2015\t",
    ]
    assert "CLEC,LICADHO,Undirected,2" in run("signatories", "--format=csv").out


@pytest.mark.usefixtures("signed")
def test_the_pairs_of_the_network(run: Run) -> None:
    """As Gephi reads them; who signed alone is told of, since it is in no pair."""
    done = run("signatories", "--format", "csv")

    assert done.out.replace("\r\n", "\n").splitlines() == [
        "Source,Target,Type,Weight",
        "CLEC,LICADHO,Undirected,2",
        "CLEC,Adhoc,Undirected,1",
        "LICADHO,Adhoc,Undirected,1",
        f"LICADHO,{LONG},Undirected,1",
    ]
    first, second = done.err.splitlines()
    assert first == "5 organisations, 4 pairs that signed together."
    assert second.startswith("1 organisation signed with no other")


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("rest", ["and others", "Others.", "12 others", "et al."])
def test_the_rest_of_a_list_is_no_organisation(run: Run, rest: str) -> None:
    """In the network; an earlier import may have recorded it as a signatory."""
    before = [run("signatories", "--format", name).out for name in ("csv", "graphml")]
    run("edit", "3", "8", "--add-signatory", rest, "--yes")

    after = [run("signatories", "--format", name).out for name in ("csv", "graphml")]

    assert after == before


@pytest.mark.usefixtures("store")
def test_the_rest_of_a_list_is_not_recorded(run: Run) -> None:
    text = "We call for it.\n\nSigned by:\n1. CLEC\n2. Adhoc\n3. Licadho\nand others\n"

    run("add", "--date=2015", "--program=CLEC", "--text=-", stdin=text)

    (added,) = json.loads(run("show", "10", "--format=json").out)
    assert added["signatories"] == ["CLEC", "Adhoc", "Licadho"]


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("merge",), "merge needs two names or more"),
        (("merge", "CLEC"), "merge needs two names or more"),
        (("split",), "split needs a name"),
        (
            ("merge", "CLEC", LONG, "--year", "2012"),
            "merge takes names, and no option that narrows a list",
        ),
        (("--with", "CLEC", "--likely"), "--with and --likely do not go together"),
        (("--likely", "--format", "csv"), "--likely and --format do not go together"),
        (("--format", "xlsx"), "a network is not written as 'xlsx'"),
    ],
)
def test_misuse(run: Run, arguments: tuple[str, ...], problem: str) -> None:
    """An action without its names is no search for the word, and says how to search."""
    done = run("signatories", *arguments)

    assert refused(done, 2) == f"Error: {problem}"
    if "needs" in problem:
        assert f"to look for the word: mediarel signatories text:{arguments[0]}" in (
            done.err
        )


@pytest.mark.usefixtures("signed")
def test_a_tab_completes_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is one organisation stands there once, under the name that is shown."""
    run("signatories", "merge", LONG, "CLEC")
    monkeypatch.setenv("_MEDIAREL_COMPLETE", "complete_bash")
    line = "mediarel signatories --with "
    monkeypatch.setenv("COMP_LINE", line)
    monkeypatch.setenv("COMP_POINT", str(len(line)))

    found = run().out

    assert "LICADHO" in found.split()
    assert "CLEC" not in found.split()
    assert "Community\\ Legal" in found
