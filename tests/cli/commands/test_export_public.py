"""Test that `mediarel export --public` hides what is not public."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives import opened
from conftest import Done, Run, refused
from leaks import DRAFT, LATER, archive_of, documents, hidden, leaks
from mediarel.cli import app, environment
from mediarel.formats.table import FORMATS
from samples import ALL

DATED = ("--program", "CLEC", "--type", "Statement", "--date", "2020-01-01")
WRITABLE = [known for known in FORMATS if known.is_writable]
_numbers = itertools.count()


# pytest-xdist can run the parts in several processes.
@pytest.mark.parametrize("_part", range(20 if ALL else 1))
@settings(
    max_examples=50 if ALL else 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_=st.lists(documents(), min_size=1, max_size=4))
def test_no_format_contains_hidden_texts_drafts_or_embargoes(
    home: Path, _part: int, given_: list[dict[str, Any]]
) -> None:
    folder = home / str(next(_numbers))
    everywhere = list(dict.fromkeys(x for each in given_ for x in each["withheld"]))
    # A text that only a different statement withholds is reported, not redacted.
    seen = [{**each, "withheld": everywhere} for each in given_]
    draft = hidden(given_[0], DRAFT, status="draft")
    later = hidden(given_[0], LATER, embargo="2999-01-01T00:00:00+07:00")
    store = archive_of(folder, [draft, later, *seen])
    for known in WRITABLE:
        target = folder / known.name / f"public{known.suffixes[0]}"
        target.parent.mkdir()
        call = ["export", "--public", "--archive", str(store), "--format", known.name]
        assert app.run([*call, "--output", str(target)]) == 0
        if known.has_files:
            into = f"{target.parent / 'folder'}/"
            assert app.run([*call, "--output", into]) == 0
        found = leaks(target.parent, [*everywhere, DRAFT, LATER])
        assert found == []
        assert len(list(target.parent.iterdir())) >= 1


def jsons(done: Done) -> list[dict[str, Any]]:
    """Parse the statements of JSON Lines output."""
    return [json.loads(line) for line in done.out.splitlines()]


def change(store: Path, number: int, **fields: object) -> None:
    """Change fields of a statement in `store`."""
    with opened(store) as archive:
        archive.edit([number], lambda _: fields)


def test_hidden_statements_are_counted_without_titles(run: Run, store: Path) -> None:
    change(store, 3, status="draft")
    change(store, 4, embargo="2999-01-01T00:00:00Z")

    done = run("export", "--public", "--format=jsonl")
    assert [each["id"] for each in jsons(done)] == [9, 8, 7, 6, 5, 2, 1]
    assert done.err == ("Left out: 1 draft and 1 under embargo.\n")


@pytest.mark.parametrize(
    "command",
    ["export --public --format=csv", "publish site out", "publish bag out --public"],
)
def test_archive_that_was_changed_outside_is_not_published(
    run: Run, store: Path, command: str
) -> None:
    """The change could remove a withheld text or an embargo."""
    run("withhold", "3", "Mam Sonando")
    edited = json.loads(store.read_text("utf-8"))
    del edited["statements"]["3"]["withheld"]
    store.write_text(json.dumps(edited), "utf-8")

    done = run(*command.split())

    assert refused(done, 1).startswith("Error: statement 3 was changed outside")
    assert done.out == ""
    assert not Path("out").exists()


def test_text_withheld_elsewhere_needs_allow(run: Run, store: Path) -> None:
    change(store, 3, withheld=["Mam Sonando"])

    refused = run("export", "--public", "--format=jsonl")
    assert (refused.code, refused.out) == (5, "")
    assert refused.err == (
        "Error: jsonl would contain 'Mam Sonando', which is withheld in"
        " statement 3 but visible in statement 5; nothing was published\n"
        "Hint: To withhold the text in statement 5 too: mediarel withhold 5"
        " 'Mam Sonando' – or publish the text: mediarel export --allow 'Mam Sonando'"
        " --public --format=jsonl\n"
    )
    done = run("export", "--allow", "mam sonando", "--public", "--format=jsonl")
    assert (done.code, done.err) == (0, "")
    assert "Mam Sonando" not in jsons(done)[6]["text"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "draft"}, "1 draft"),
        ({"embargo": "2999-01-01T00:00:00Z"}, "1 under embargo"),
        ({"withheld": ["Sonando"]}, "1 statement with withheld texts"),
    ],
)
def test_exports_of_the_whole_archive_warn_of_hidden_texts(
    run: Run, store: Path, fields: dict[str, object], said: str
) -> None:
    calls = (
        ["export", "--format=csv"],
        ["export", "--output=out.json"],
        ["export", "id:9", "--output=folder/"],
        ["list", "--format=json"],
        ["search", "radio", "--format=json"],
        ["show", "3", "--format=json"],
    )
    assert "not for the public" not in run(*calls[0]).err
    change(store, 3, **fields)
    for call in calls:
        told = run(*call).err
        assert told.count("not for the public") == 1, call
        assert f"the archive has {said}. " in told
    assert "not for the public" not in run("export", "--public", "--format=csv").err
    assert "not for the public" not in run("list").err


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("show 3 --format text", "markdown id:3"),
        ("show 3,4 --format html", "html id:3"),
        ("cite 3", "biblatex id:3"),
        ("quote disturbed", "markdown id:3"),
        ("signatories --format csv", "csv"),
        ("stats --by signatory --format csv", "csv"),
    ],
)
def test_text_for_other_programs_warns_of_withheld_names(
    run: Run, store: Path, call: str, said: str
) -> None:
    quiet = "To export only public data", "To leave them out"
    change(store, 3, title="Free Mam Sonando", signatories=["Mam Sonando", "A"])
    assert not [each for each in quiet if each in run(*call.split()).err]
    change(store, 3, withheld=["Mam Sonando"])

    done = run(*call.split())

    assert "Mam Sonando" in done.out.replace("</strong>", "")
    command = f"mediarel export --public --format {said}"
    assert done.err.count(f"{command}\n") == 1, done.err
    assert "Mam Sonando" not in run(*command.split()[1:]).out


@pytest.mark.usefixtures("store")
def test_exported_folder_has_only_public_files(run: Run, home: Path) -> None:
    for name in ("open.txt", "secret.txt", "named.txt"):
        (home / name).write_text(f"{name}: Mam Sonando was there.")
    run("attach", "3", "open.txt")
    run("attach", "4", "secret.txt", "--private")
    run("attach", "3", "secret.txt")
    run("attach", "5", "named.txt")
    run("withhold", "5", "Mam Sonando")

    done = run("export", "--public", "--allow", "Mam Sonando", "--output=folder/")

    files = [p.read_text() for p in (home / "folder" / "files").rglob("*.txt")]
    assert files == ["open.txt: Mam Sonando was there."]
    assert (
        "Left out: 1 attached file, not cleared by a person: named.txt of 5."
        " To clear the files for publication: mediarel attach --clear 5\n"
        "Left out: 2 attached files, private: secret.txt of 3, secret.txt of 4.\n"
        in done.err
    )
    assert leaks(home / "folder", ["secret.txt", "named.txt"]) == []


@pytest.mark.parametrize("field", ["program", "title"])
@pytest.mark.usefixtures("store")
def test_sort_order_does_not_depend_on_withheld_texts(run: Run, field: str) -> None:
    run("edit", "id:1,3", f"--{field}=zzz Mam Sonando", "--silent", "--yes")
    run("edit", "2", f"--{field}=zz", "--silent")
    run("withhold", "id:1,3", "zzz Mam Sonando", "--yes")
    run("withhold", "Mam Sonando", "--yes")

    sort = "program" if field == "program" else "headline"
    shown = jsons(run("export", "--public", f"--sort={sort}", "--format=jsonl"))

    values = [each[field] for each in shown if str(each[field])[0] in "[z"]
    assert values == ["[withheld]", "[withheld]", "zz"]


@pytest.mark.usefixtures("store")
def test_files_of_earlier_exports_are_refused(run: Run, home: Path) -> None:
    """People publish the whole folder."""
    (home / "a.txt").write_text("Zaqorel Wimbush signed.")
    run("attach", "1", "a.txt")
    json, folder = (
        ("export", "--public", "--output=folder/", "--force"),
        home / "folder",
    )
    markdown = (*json, "--format=markdown")
    assert (run(*json).code, run(*json).code) == (0, 0)
    assert "statements.json; nothing" in refused(run(*markdown), 1)
    (folder / "statements.json").unlink()
    assert run(*markdown).code == 0
    run("withhold", "1", "Zaqorel Wimbush", "--anyway")
    run("edit", "4", "--status", "draft")

    problem = refused(run(*markdown), 1)

    files = [*folder.glob("*-4.md"), *folder.rglob("*.txt")]
    assert len(files) == 2
    assert all(str(path.relative_to(home)) in problem for path in files)
    for path in files:
        path.unlink()
    assert run(*markdown).code == 0
    (folder / "statements-2013.atom").write_text("of an earlier version", "utf-8")
    assert "statements-2013.atom" in refused(run(*markdown), 1)


def test_warning_offers_a_public_version(run: Run, store: Path, home: Path) -> None:
    change(store, 3, status="draft")
    offered = "To export only public data: mediarel export --public --format "

    for call, command in {
        ("export", "--format=csv", "--year=2012"): "csv --year 2012",
        ("export", "radio", f"--output={home}/r.csv"): (
            f"csv --output {home}/r.csv --force radio"
        ),
        ("export", f"--output={home}/all/"): "json",
        ("list", "--format=json", "--", "-tag:land"): "json -- -tag:land",
        ("search", "radio", "--format=jsonl"): "jsonl radio",
        ("show", "3-4", "--format=json"): "json id:3..4",
    }.items():
        assert f"{offered}{command}\n" in run(*call).err, call


@pytest.mark.parametrize(
    "text",
    [
        f'Chan Soph<b title="{"x" * 3000}>{"x" * 3000}">ea spoke.',
        "Chan Soph[ea](https://x.example/a) spoke.",
        "[Chan][1] Sophea spoke.",
        "Chan[^note] Sophea spoke.",
        "Chan Soph==ea== spoke.",
        r"Chan Soph\^{e}a spoke.",
    ],
)
@pytest.mark.usefixtures("store")
def test_name_split_by_markup_is_found(run: Run, text: str) -> None:
    """Browsers, Markdown and TeX would show the complete name."""
    run("add", "--title", "One", *DATED, "--text", text, "--allow-duplicate")
    assert run("withhold", "10", "Chan Sophea", "--anyway", "--yes").code == 0

    for known in ("json", "markdown", "html", "csv"):
        done = run("export", "--public", "--format", known, "--output", "out")
        published = Path("out").read_text() if done.code == 0 else ""
        assert done.code == 5 or "[withheld]" in published


@pytest.mark.usefixtures("store")
def test_withheld_name_of_a_file_is_refused(run: Run) -> None:
    """A data package contains the name of the file that it describes."""
    run("withhold", "3,5", "Mam Sonando", "--yes")

    call = ("export", "--public", "--format", "csv", "--package")
    done = run(*call, "--output", "Mam Sonando.csv")

    assert "Mam Sonando.csv would contain 'Mam Sonando'" in refused(done, 5)
    run("edit", "4", "--title", "Our new case on land", "--status", "draft")
    run("configure", "--name", "Project: Our new case on land")
    done = run(*call, "--output", "all.csv")
    assert "datapackage.json would contain 'Our new case" in done.err
    assert not Path("all.csv").exists()
    assert not Path("datapackage.json").exists()


def test_nothing_published_depends_on_a_hidden_name(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, a UUID or a checksum could confirm a guess of the name."""
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T10:15:30Z")
    published: list[dict[str, bytes]] = []
    for number, name in enumerate(("Zoqal Vimrek", "Bopha Merenyi")):
        folder = home / str(number) / "archive"
        text = f"The court heard {name}. It adjourned."
        person, other = name.split()
        given: dict[str, object] = {
            **dict.fromkeys(("title", "text"), text),
            "tags": [name, "land"],
        }
        given["sources"] = [f"https://a.b/{person}-{other}"]
        fields: dict[str, object] = {"date": "2012", "program": "CLEC"}
        plain: dict[str, object] = {"title": "A", "text": "The land.", "tags": ["land"]}
        draft: dict[str, object] = {"title": f"On the {name} Bill", "status": "draft"}
        rows = [
            {**fields, **each, "uuid": f"aaaaaaaa-000{id_}-4000-8000-000000000001"}
            for id_, each in enumerate((given, plain, draft))
        ]
        run("init", str(folder), "--name", f"Friends of {name}")
        monkeypatch.chdir(folder)
        assert run("import", "-", "--yes", stdin=json.dumps(rows)).code == 0
        assert run("withhold", "1", name, "--yes").code == 0
        for call in (
            ("publish", "site", "../out/site"),
            ("publish", "bag", "--public", "../out/bag"),
            *(
                ("export", "--public", "--output", f"../out/{at}.{end}", *words)
                for at, words in enumerate(
                    ([], ["land"], [f'"{name}" OR land'], [f"{person[:-1]}* OR land"])
                )
                for end in ("atom", "feed.json", "epub")
            ),
            ("export", "--public", "--output=../out/5.atom", person, other),
        ):
            done = run(*call)
            assert done.code == 0, (call, done.err)
        files = [each for each in Path("../out").rglob("*") if each.is_file()]
        published.append(
            {  # except times of modification
                str(each): re.sub(rb"\t\d{19}\t", b"", each.read_bytes())
                for each in files
            }
        )
    one, two = published
    assert [each for each in one | two if one.get(each) != two.get(each)] == []
    ids = {re.findall(b"urn:uuid:[^<]+", one[f"../out/{at}.atom"])[0] for at in (0, 1)}
    assert len(ids) == 2
