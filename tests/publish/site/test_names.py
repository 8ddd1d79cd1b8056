"""Test page addresses of names that are reserved, empty or similar."""

from pathlib import Path

from conftest import Run
from mediarel.publish.paths import folded
from site_links import broken
from site_samples import URL, fill

NAMES = (
    *("CLEC", "clec", "Clec!", "clec 2", "Straße", "Strasse", "λόγος", "λόγοσ"),
    *("é", "e\u0301", "e", "ı", "i", "İ", "ﬀ", "ff", "?!", "🙂", "🙂🙂", "\u200b"),
    *("..", "/"),
    *("index.html", "feed.xml", "pages", "pages/2", "2", "con", "CON.", "con other"),
    *("com1", "COM¹", "nul.txt", "other", "%2e", "\u202eabc", "ខ្មែរ" * 300, "a" * 500),
)
DEVICES = {"con", "prn", "aux", "nul", "com1", "com¹"}


def lists(site: Path) -> set[str]:
    """Return the folders of lists by tag, signatory and issuer."""
    kinds = ("tag", "signatory", "program")
    return {
        str(page.parent.relative_to(site))
        for kind in kinds
        for page in site.glob(f"{kind}/*/index.html")
    }


def test_similar_names_have_different_addresses(run: Run, home: Path) -> None:
    """No part of an address is too long, and no part is a device name of Windows."""
    ones = [
        {
            "date": "2012",
            "program": name,
            "title": f"{name} {number}",
            "text": f"{number}",
            "tags": [name],
            "signatories": list(NAMES),
        }
        for number, name in enumerate(NAMES)
    ]
    fill(run, home, tuple(ones))
    done = run("publish", "site", "site", "--url", URL)
    assert done.code == 0, done.err
    site = home / "site"
    found = lists(site)

    assert len({folded(path) for path in found}) == len(found)
    assert len([p for p in found if p.startswith("signatory/")]) > len(NAMES) - 4
    for path in site.rglob("*"):
        assert len(path.name.encode()) <= 100
        assert path.name.partition(".")[0].lower() not in DEVICES
    assert not list(broken(site))
    run("remove", "1-5", "--yes")
    run("publish", "site", "site")

    assert lists(site) <= found


def test_one_file_with_similar_names_is_published_once(run: Run, home: Path) -> None:
    fill(run, home, ({"date": "2012", "program": "STT", "title": "Land"},))
    for name in ("Straße.txt", "Strasse.txt", "STRASSE!.txt"):
        (home / name).write_text("the same", encoding="utf-8")
        run("attach", "1", name)
    run("add", "--date", "2013", "--program", "STT", "--title", "More")
    run("attach", "2", "Strasse.txt")
    done = run("publish", "site", "site")

    assert done.code == 0, done.err
    assert len([*(home / "site").glob("files/*/*")]) == 1
    assert not list(broken(home / "site"))
