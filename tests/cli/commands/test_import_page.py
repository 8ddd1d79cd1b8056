"""Test `mediarel import` of a list page in HTML."""

import json
from pathlib import Path

import pytest

from conftest import Run
from html_pages import ALL, TEXT, listed, page

ENTRY = "<article><h2><a href=/{n}>{title}</a></h2><p>{date}</p></article>"
CONDOLENCE = "<article><h2><a href=/c>Condolence to all</a></h2></article>"
ENTRIES = listed(ENTRY).replace("</article>\n", f"</article>{CONDOLENCE}\n", 1)


@pytest.fixture(autouse=True)
def html(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a page to a file next to an empty archive."""
    run("init", "empty")
    monkeypatch.chdir("empty")
    Path("news.html").write_text(page(f"<div>{ENTRIES}</div>"), encoding="utf-8")


def test_a_page_is_imported_without_options(run: Run) -> None:
    """The name of the site becomes the issuer."""
    done = run("import", "news.html")

    assert done.code == 0
    assert "'Condolence to all' has no date" in done.err
    rows = [line.split("\t") for line in run("list").out.splitlines()]
    assert [(row[1], row[2]) for row in rows] == [(d, "Harbour Watch") for d, _ in ALL]


@pytest.mark.parametrize("word", ["Home", "Accueil", "ទំព័រដើម", "News"])
def test_a_link_of_the_menu_is_never_the_issuer(run: Run, word: str) -> None:
    text = "We ask the court to drop all charges against the owner of the radio now. "
    Path("p.html").write_text(
        f'<title>On the arrest of a broadcaster</title><a href="/">{word}</a>'
        "<h1>On the arrest of a broadcaster</h1><p>4 January 2012</p>"
        f"<p>{text * 3}</p><p>{text * 2}</p>",
        encoding="utf-8",
    )

    refused = run("import", "p.html")
    run("configure", "--usual", "program=Harbour Watch")
    run("import", "p.html")

    assert "the issuer is empty" in refused.err
    assert refused.err.endswith("\nHint: Add --issuer NAME.\n")
    assert run("cite", "1").out.startswith("Harbour Watch. (2012, January 4).")


def test_undated_gives_entries_a_date_between_their_neighbours(run: Run) -> None:
    """The last entry has a date before the entry above."""
    html = page(f"<div>{ENTRIES}{CONDOLENCE.replace('/c', '/d')}</div>")
    Path("news.html").write_text(html, encoding="utf-8")
    run("import", "news.html", "--undated")

    assert "2019-02-25/2019-03-03" in run("list").out
    assert "../2019-01-02" in run("list").out


def test_each_line_of_a_cell_is_in_the_text_or_left_out_by_name(run: Run) -> None:
    cell = (
        "<tr><td>Harbour<br><b>{title}</b><br>All of us stand with them<br>{text}</td>"
    )
    rows = listed(f"{cell}<td>{{date}}</td></tr>")
    html = page(f"<table>{rows}</table>")
    Path("news.html").write_text(html, encoding="utf-8")
    shown = run("import", "news.html", "--dry-run", "--lines").out
    run("import", "news.html")

    assert "field\t\tAll of us stand with them" in shown
    assert "All of us stand with them" in run("show", "1").out


def test_a_page_without_a_list_is_refused_with_a_hint(run: Run) -> None:
    Path("none.html").write_text(page("<p>3 March 2019</p>" * 2), encoding="utf-8")

    result = run("import", "none.html")

    assert result.code == 4
    assert "Copy the text of the list from the browser" in result.err


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("news.html", ["--map", "Headline=title"], "--map has no effect on page"),
        ("x.csv", ["--pick", "1"], "--pick has no effect on csv"),
        ("x.md", ["--undated"], "--undated has no effect on markdown"),
        ("x.csv", ["--undated"], ""),
        ("x.csv", ["--map", "Headline=title"], ""),
        ("news.html", ["--undated"], ""),
        ("x.txt", ["--issuer", "LICADHO"], "--issuer has no effect, because"),
        ("x.csv", ["--issuer", "LICADHO"], ""),
        ("news.html", ["--issuer", "LICADHO"], ""),
    ],
)
def test_an_option_without_effect_on_a_file_is_reported(
    run: Run, name: str, options: list[str], told: str
) -> None:
    """This is not an error, because the option may have an effect on other files."""
    Path("x.csv").write_text("date,Headline\n2012-07-16,On land\n", encoding="utf-8")
    text = "---\ntitle: On land\ndate: 2012-07-16\n---\n\nIt is ours.\n"
    Path("x.md").write_text(text, encoding="utf-8")
    Path("x.txt").write_text("2014-01-21   CLEC\n\nOn land\n", encoding="utf-8")

    result = run("import", "--dry-run", name, *options)

    assert told in result.err
    assert ("has no effect" in result.err) is bool(told)


COUNCIL = (
    "The council plans a dam above the spawning ground on which our families live. "
)
RELEASE = f"""Fishers ask the council to stop the dam
3 May 2019

{3 * COUNCIL}

{3 * COUNCIL}

Signed by:
Harbour Watch
Friends of the Pier
"""
COPIED = f"""Home
About us
Our work
Contact

Press releases
{RELEASE}
Read also
The flood, years on
1 April 2019
The water has not come back to the fields of the valley since the last flood, they say.
No answer so far
2 March 2019
"""


@pytest.mark.parametrize("command", ["import", "add"])
def test_a_copied_page_of_one_release_is_read_without_its_menus(
    run: Run, command: str
) -> None:
    """Prose outside the release is reported."""
    Path("copied.txt").write_text(COPIED, encoding="utf-8")
    done = run(command, "copied.txt", "--issuer", "Harbour Watch")
    shown = run("show", "1").out

    assert done.code == 0
    assert "title\tFishers ask the council to stop the dam\n" in shown
    assert "date\t2019-05-03\n" in shown
    assert "signatories\tHarbour Watch; Friends of the Pier\n" in shown
    assert not any(word in shown for word in ("About us", "flood", "No answer"))
    if command == "import":
        assert "'The water has not come back" in done.err
    else:
        assert "lines of menus and footers, which are left out" in done.err


@pytest.mark.parametrize("command", ["import", "add"])
@pytest.mark.parametrize(
    "title",
    [
        "<title>Harbour Watch - {}</title><b>Harbour Watch</b><p>{}</p>",
        "<title>News</title><h1>Harbour Watch</h1><h1>News</h1><h2>{}</h2>",
    ],
    ids=["after the name of the site", "above the text"],
)
def test_the_title_and_the_date_of_a_page_may_be_far_from_each_other(
    run: Run, title: str, command: str
) -> None:
    name = "Fishers ask the council to stop the dam"
    text = f"<p>{3 * COUNCIL}</p>" * 2
    others = "".join(
        f"<li><a href=/{n}>The flood, years on</a> 1 April 201{n}</li>"
        for n in range(5)
    )
    Path("one.html").write_text(
        f"{title.format(name, name)}<article>{text}</article>"
        f"<footer>3 May 2019</footer><h4>Recent posts</h4><ul>{others}</ul>",
        encoding="utf-8",
    )
    run(command, "one.html", "--issuer", "Harbour Watch")
    shown = run("show", "1").out

    assert f"title\t{name}\ndate\t2019-05-03\n" in shown
    assert "flood" not in shown


def test_a_release_above_links_to_other_releases_is_one_entry(run: Run) -> None:
    """The paragraphs of the release are longer than those of the other releases."""
    text = "The council of the port reopens the old fish market after two years. "
    others = "".join(
        f"\nThe boats are back in {n} ports\n{text * 2}\nMarch {n}, 2019 No Comments\n"
        for n in range(1, 7)
    )
    copied = "Home\nNews\nFish Market Reopens\n3 May 2019\n\n" + f"{text * 3}\n\n" * 4
    Path("copied.txt").write_text(copied + others, encoding="utf-8")

    run("import", "copied.txt", "--program", "Harbour Watch")

    assert [row.split("\t")[1] for row in run("list").out.splitlines()] == [
        "2019-05-03"
    ]


def test_sentences_outside_a_release_are_listed_once(run: Run) -> None:
    """But not menus, footers and buttons."""
    other = "You can support our work with a gift to the fund of the fishers."
    title = "Fishers ask the council to stop the dam"
    body = f"<h1>{title}</h1><p>3 May 2019</p>{f'<p>{3 * COUNCIL}</p>' * 4}"
    around = f"<nav>Home</nav><article>{body}</article><div><p>{other}</p></div>"
    foot = "<footer>We are a network of many groups in nine provinces.</footer>"
    Path("one.html").write_text(page(f"{around}{foot}"), encoding="utf-8")

    done = run("import", "one.html", "--issuer=Harbour Watch", "-n", "--lines")

    assert done.err.count(f"'{other[:59]}…' is above or below the release") == 1
    uses = [line.split("\t")[2] for line in done.out.splitlines() if "\t" in line]
    assert (uses.count("field"), uses.count("refused")) == (6, 1)
    assert "left out for other reasons" in done.err


@pytest.mark.parametrize(
    "above",
    [
        "Start → What we do → Fishers ask the council to stop the dam",
        "Home Over ons Onze missie Demonstratie Agenda Contact",
        "[Fishers and council]",
    ],
)
def test_a_line_above_the_title_of_a_copied_release_is_no_title(
    run: Run, above: str
) -> None:
    title = "Fishers ask the council to stop the dam"
    text = f"{3 * COUNCIL}\n\n" * 2
    Path("one.txt").write_text(f"{above}\n{title}\n3 May 2019\n\n{text}", "utf-8")
    run("import", "one.txt", "--issuer", "Harbour Watch")

    assert f"title\t{title}\ndate\t2019-05-03\n" in run("show", "1").out


@pytest.mark.parametrize(
    ("within", "below", "date"),
    [
        (
            "",
            "Kampot, 3 May 2019\n\nHarbour Watch\n\nThis page changed on 13 May 2019\n",
            "2019-05-03",
        ),
        ("3 May 2019\n\n", "", ""),
    ],
)
def test_the_date_of_a_release_is_near_its_title_or_end(
    run: Run, within: str, below: str, date: str
) -> None:
    """A date in the middle of a text belongs to a part of the text."""
    half = f"{3 * COUNCIL}\n\n" * 8
    text = f"Fishers ask the council\n\n{half}{within}{half}{below}"
    Path("one.txt").write_text(text, encoding="utf-8")

    done = run("import", "one.txt", "--issuer", "Harbour Watch")

    assert bool(date) != ("single release without a date" in done.err)
    assert date in run("list").out


def test_dates_in_sentences_do_not_make_a_release_a_list(run: Run) -> None:
    lines = [f"[{n}] The council said on {n} May 2019: {COUNCIL}" for n in range(1, 6)]
    text = f"Fishers ask the council\n\n{COUNCIL * 3}\n\n" + "\n\n".join(lines)
    Path("one.txt").write_text(text, encoding="utf-8")

    done = run("import", "one.txt", "--issuer", "Harbour Watch")

    assert "single release without a date" in done.err


def test_dated_links_below_a_release_are_no_entries(run: Run) -> None:
    title = "Fishers ask the council to stop the dam"
    others = "".join(
        f"<p><a href=/{n}>The flood, years on</a></p><p>1 April 201{n}</p>"
        for n in range(5)
    )
    Path("one.html").write_text(
        f"<title>{title}</title><main><h1>{title}</h1><p>3 May 2019</p>"
        f"{f'<p>{3 * COUNCIL}</p>' * 2}{others}</main>",
        encoding="utf-8",
    )
    run("import", "one.html", "--issuer", "Harbour Watch")

    assert len(run("list").out.splitlines()) == 1
    assert "flood" not in run("show", "1").out


def _with_texts(n: int, entry: str) -> str:
    """Return a copied entry with `n` more lines of text."""
    return entry.replace("MORE", "\n".join([TEXT] * n))


FILED = (
    "{title}\nHarbour\n\n{text}\nMORE\n\n"
    "{date} / Comments closed on {title}\nRead more#"
)
LAYOUTS = {
    "Read more below the date": "\n".join(
        _with_texts(n % 3, entry) for n, entry in enumerate(listed(FILED).split("#"))
    )
    + "\nAll the news\n",
    "a different date in the title": listed("{date}\n{title} before 1 May 2017\n\n"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_title_belongs_to_its_own_date(run: Run, name: str) -> None:
    Path("news.txt").write_text(LAYOUTS[name], encoding="utf-8")
    done = run("import", "news.txt", "--program", "Harbour Watch")
    rows = [line.split("\t") for line in run("list").out.splitlines()]

    assert done.code == 0, done.err
    assert [row[1] for row in rows] == [date for date, _ in ALL]
    assert all(each in row[-1] for row, (_, each) in zip(rows, ALL, strict=True))


GLUED = {
    "a category before the date": "Noticiasmarzo 3, 2019 2 likes\n{title}\n\n{text}\n",
    "the date of a change before the date": (
        "{title}\n22/04/201903/03/2019 by Dara\n\n{text}\n"
    ),
    "the date of a change after the date": (
        "{title}\n3 de marzo de 20197 de abril de 2019Dara\n\n{text}\n"
    ),
    "a kind after the title": "{title} , media release, March 3, 2019",
    "a title in two lines": "3 March 2019\n{title}:\nA report\nRead more\n",
}


@pytest.mark.parametrize("name", GLUED)
def test_copied_titles_and_dates_are_separated_from_other_text(
    run: Run, name: str
) -> None:
    Path("news.txt").write_text(listed(GLUED[name]), encoding="utf-8")
    run("import", "news.txt", "--program", "Harbour Watch", "--day-first")
    rows = json.loads(run("export", "--format", "json").out)
    after = ": A report" if "two lines" in name else ""

    assert [row["date"] for row in rows] == ["2019-03-03"] * len(ALL)
    assert {row["title"] for row in rows} == {f"{title}{after}" for _, title in ALL}


def test_an_entry_that_is_again_on_the_page_with_a_shorter_text_is_left_out(
    run: Run,
) -> None:
    entry = "{date}\n{title} of the old harbour\n\n" + TEXT
    again = listed(entry).partition("\n25 ")[0].removesuffix("again.") + "…"
    Path("news.txt").write_text(f"{listed(entry)}\n{again}\n", encoding="utf-8")
    done = run("import", "news.txt", "--program", "Harbour Watch")

    assert "is on the page twice" in done.err
    assert len(run("list").out.splitlines()) == len(ALL)


SHORT = listed("{date}\n{title}\n\n")
ODD = {
    "a text instead of a title": SHORT.replace(
        "9 January", f"4 February 2019\n\n{TEXT * 6}\n\n9 January"
    ),
    "a second list": (
        f"{SHORT}Harbour, 4 February 2019\nThe pier is open\n\n"
        "Harbour, 4 February 2019\nThe ferry is late\n"
    ),
    "a second list with a different form of dates": (
        f"{SHORT}Feb 4, 2019\nThe pier is open\n\nFeb 4, 2019\nThe ferry is late\n"
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_a_date_without_a_title_in_the_usual_place_is_refused(
    run: Run, name: str
) -> None:
    """The entry is listed with the reason. The other entries are imported."""
    Path("news.txt").write_text(ODD[name], encoding="utf-8")
    done = run("import", "news.txt", "--program", "Harbour Watch")
    dates = [line.split("\t")[1] for line in run("list").out.splitlines()]

    assert "has a title or date in an unusual place" in done.err
    assert dates == [date for date, _ in ALL]


def test_titles_that_may_belong_to_the_date_above_or_below_are_not_read(
    run: Run,
) -> None:
    entry = "HARBOUR\n{title}\n\n{text}\n\nDara {date}\n"
    more = listed(entry.replace("{title}", "{title} again")).replace("2019", "2018")
    first = listed(entry).replace("Dara ", "Dara Sok\n", 1)
    page = f"Home\n{first}{more}HARBOUR\nA page about us.\n"
    Path("news.txt").write_text(page, encoding="utf-8")
    done = run("import", "news.txt", "--program", "Harbour Watch")

    assert "the page can be read in 2 ways" in done.err
    assert "--pick 1" in done.err


def test_the_date_of_a_licence_below_a_list_is_no_entry(run: Run) -> None:
    words = ("again", "this year", "at last")
    body = "\n".join(listed(f"{{title}} {each}\t{{date}}") for each in words)
    licence = "Licence of the press office, given on 4/2/2016"
    Path("news.txt").write_text(f"{body}\n{licence}\n", encoding="utf-8")
    done = run("import", "news.txt", "--program", "Harbour Watch")

    assert "has a title or date in an unusual place" in done.err
    assert "2016" not in run("list").out


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("news.html", "<li>{date} <a href=/{n}>{title}</a></li>"),
        ("news.txt", "{date}\n{title}\n"),
        ("news.txt", "{date}  {title}"),
    ],
)
@pytest.mark.parametrize(("day", "number"), [("14 February", 2), ("2 January", 4)])
def test_an_entry_in_a_list_of_full_dates_may_have_only_a_month(
    run: Run, name: str, entry: str, day: str, number: int
) -> None:
    body = listed(entry).replace(f"{day} ", f"{day.split()[1]} ")
    Path(name).write_text(page(body) if ".html" in name else body, encoding="utf-8")
    run("import", name, "--program", "Harbour Watch")
    rows = [line.split("\t") for line in run("list").out.splitlines()]

    expected = [*ALL]
    expected[number] = (expected[number][0][:7], expected[number][1])

    assert sorted((row[1], row[-1]) for row in rows) == sorted(expected)


@pytest.mark.parametrize(
    "entry",
    [
        "{date}\n{title}\nhttps://harbour.example/{n}\n",
        "{title}\nhttps://harbour.example/{n}\n{date}\n",
    ],
)
def test_a_line_that_is_only_a_url_is_a_source(run: Run, entry: str) -> None:
    Path("news.txt").write_text(listed(entry), encoding="utf-8")
    run("import", "news.txt", "--program", "Harbour Watch")
    rows = json.loads(run("export", "--format", "json").out)

    assert [row["sources"] for row in rows] == [
        [f"https://harbour.example/{n}"] for n in range(1, 6)
    ]
    assert not any(row["text"] or row["program"] != "Harbour Watch" for row in rows)


def test_list_with_one_long_summary_is_no_release(run: Run) -> None:
    Path("copied.txt").write_text(
        "16 July 2012\nRadio owner must be released\n"
        "Harbour Watch calls for the immediate release of the radio owner.\n\n"
        "3 May 2012\nOn World Press Freedom Day, journalists face courts\n\n"
        "26 April 2012\nForest activist killed in Koh Kong\n"
        "The killing must be investigated by an independent commission.\n",
        encoding="utf-8",
    )

    run("import", "copied.txt", "--issuer=Harbour Watch", "--yes")

    dates = [line.split("\t")[1] for line in run("list").out.splitlines()]
    assert dates == ["2012-07-16", "2012-05-03", "2012-04-26"]


def test_a_title_can_have_a_colon_and_a_label_before_its_date(run: Run) -> None:
    quote = "Nobody asked the people of the river before the work began at the dam"
    titles = [
        f'Ann Bo on the new port: "{quote}, and nobody has answered our letters"',
        f'The council of Kampot: "{quote}, but we shall ask all of them next year"',
        f'Dara Sok of the union: "{quote}, so we shall meet again at the harbour"',
    ]
    days = ["4 July 2019", "20 June 2019", "8 May 2019"]
    lines = [
        f"{title} (updated {day})" for title, day in zip(titles, days, strict=True)
    ]
    Path("quotes.txt").write_text("\n".join(["Interviews", "", *lines]), "utf-8")

    run("import", "quotes.txt", "--issuer", "Port Daily")

    assert [line.split("\t")[3] for line in run("list").out.splitlines()] == titles


def test_an_open_bracket_stays_in_a_title_after_a_date(run: Run) -> None:
    days = ["17 July 2012", "18 July 2012", "20 July 2012"]
    lines = [
        f"{day} – Land rights of the fishers (part {n}" for n, day in enumerate(days)
    ]
    Path("parts.txt").write_text("\n".join(["News", "", *lines]), "utf-8")

    run("import", "parts.txt", "--issuer", "Harbour Watch")

    assert run("list").out.count("Land rights of the fishers (part ") == len(days)
