"""Test `mediarel signatories`."""

import json
from pathlib import Path

import pytest

from conftest import Run, Screen, refused

LONG = "Community Legal Education Center"
KHMER = "មជ្ឈមណ្ឌលអប់រំច្បាប់សម្រាប់សហគមន៍"


@pytest.fixture
def signed(run: Run, store: Path) -> Path:
    """Return the store of an archive with signed statements."""
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
def test_list_of_signatories(run: Run) -> None:
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
def test_filters_and_order(
    run: Run, arguments: tuple[str, ...], names: list[str]
) -> None:
    done = run("signatories", *arguments)

    assert [line.split("\t")[0] for line in done.out.splitlines()] == names


@pytest.mark.usefixtures("signed")
def test_with_shows_who_signed_together(run: Run) -> None:
    run("signatories", "merge", "CLEC", LONG)

    done = run("signatories", "--with", LONG)

    assert [line.split("\t")[:2] for line in done.out.splitlines()] == [
        ["LICADHO", "3"],
        ["Adhoc", "1"],
    ]
    assert (
        run("signatories", "--with", KHMER).err
        == f"0 organisations signed together with {KHMER}.\n"
    )
    unknown = run("signatories", "--with", "LICADO")
    assert refused(unknown, 3) == 'Error: nobody signed as "LICADO"'
    assert unknown.err.endswith('Hint: Did you mean: "LICADHO"\n')


@pytest.mark.usefixtures("store")
def test_archive_without_signatories(run: Run) -> None:
    for arguments in ((), ("--likely",), ("--format", "graphml")):
        assert run("signatories", *arguments).code == 0
    assert run("signatories").err == (
        "No matching statement has signatories. To add one:"
        " mediarel edit ID --add-signatory NAME\n"
    )


@pytest.mark.usefixtures("signed")
def test_other_names_are_shown_if_there_is_room(screen: Screen, run: Run) -> None:
    run("signatories", "merge", "CLEC", LONG, KHMER)

    narrow = screen("signatories", columns=60).out.splitlines()
    wide = screen("signatories", columns=120).out.splitlines()

    assert narrow[0].split() == ["Signatory", "Statements", "First", "Last"]
    assert narrow[1].split() == ["CLEC", "5", "2011-08-30", "2014-01-21"]
    assert wide[0].split()[-2:] == ["Other", "names"]
    assert LONG in wide[1]
    assert "3 organisations. To find names to merge:" in " ".join(wide)


@pytest.mark.usefixtures("signed")
def test_likely_pairs(run: Run, screen: Screen) -> None:
    piped = run("signatories", "--likely")
    shown = screen("signatories", "--likely", columns=120).out

    assert piped.out == f"CLEC\t{LONG}\tan acronym\n"
    assert piped.err == "1 pair of names may belong to the same organisation.\n"
    assert f"To merge them: mediarel signatories merge CLEC '{LONG}'" in shown
    run("signatories", "merge", "CLEC", LONG)
    assert run("signatories", "--likely").err == (
        "0 pairs of names may belong to the same organisation.\n"
    )


@pytest.mark.usefixtures("signed")
def test_translation_counts_with_its_original(run: Run) -> None:
    """If the original does not match the filter, the translation itself is counted."""
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
def test_network_as_csv(run: Run) -> None:
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
    assert second.startswith("Left out: 1 organisation that signed alone")
