"""Test that public bags contain no withheld text, draft or private file."""

import itertools
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bags import is_valid
from leaks import leaks
from mediarel.cli import app
from samples import ALL
from withholding import DRAFT, LATER, SECRETS, archive_of, documents, hidden

PRIVATE = "Privatequx words"
_numbers = itertools.count()


@st.composite
def files(draw: st.DrawFn) -> dict[str, bytes]:
    """Return files by name, some with withheld texts in name or content."""
    words = st.sampled_from((*SECRETS, "We", "សេចក្តី"))
    return {
        f"{draw(words)}.{ending}": f"{draw(words)} was there.".encode()
        for ending in draw(st.sets(st.sampled_from(("txt", "html", "csv"))))
    }


def attach(folder: Path, files_: dict[str, bytes]) -> list[dict[str, Any]]:
    """Write files to the archive in `folder`, and return their attachments."""
    found = []
    for name, content in {**files_, "p.txt": PRIVATE.encode()}.items():
        digest = sha256(content).hexdigest()
        place = folder / "files" / digest[:2] / f"{digest}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        found.append(
            {
                "name": name,
                "sha256": digest,
                "size": len(content),
                "media_type": "text/plain",
                "private": name == "p.txt",
            }
        )
    return found


@settings(
    max_examples=100 if ALL else 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_=st.lists(st.tuples(documents(), files()), min_size=1, max_size=2))
def test_no_file_of_a_public_bag_contains_hidden_text(
    home: Path, given_: list[tuple[dict[str, Any], dict[str, bytes]]]
) -> None:
    folder = home / str(next(_numbers))
    everywhere = list(dict.fromkeys(x for one, _ in given_ for x in one["withheld"]))
    some = {
        name: content
        for _, files_ in given_
        for name, content in files_.items()
        if not leaks(content, set(SECRETS) - {*everywhere})
        and not leaks(name.encode(), set(SECRETS) - {*everywhere})
    }
    attached = attach(folder, some)
    seen = [
        {**one, "withheld": everywhere, "attachments": attached} for one, _ in given_
    ]
    draft = hidden(seen[0], DRAFT, status="draft")
    later = hidden(seen[0], LATER, embargo="2999-01-01T00:00:00+07:00")
    store = archive_of(folder, [draft, later, *seen])

    call = ["publish", "bag", str(folder / "bag"), "--archive", str(store)]
    assert app.run([*call, "--public"]) == 0

    assert leaks(folder / "bag", [*everywhere, DRAFT, LATER, PRIVATE]) == []
    assert is_valid(folder / "bag")


def test_two_withheld_signatories_are_hidden(home: Path) -> None:
    """The marks of both signatories are one entry in the site's list of signatories."""
    said = {"signatories": [*SECRETS[:2], "CLEC"], "withheld": [*SECRETS[:2]]}
    one: dict[str, Any] = {"date": "2012", "program": "CLEC", "text": "We.", **said}
    store = archive_of(home / "one", [one, one])

    call = ["publish", "bag", "bag", "--public", "--archive", str(store)]
    assert app.run(call) == 0

    assert leaks(home / "bag", SECRETS[:2]) == []
