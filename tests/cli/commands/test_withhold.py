"""Test `mediarel withhold`."""

import json
import shlex
from pathlib import Path

import pytest

from archives import content, statements
from conftest import Run, Screen, refused

pytestmark = pytest.mark.usefixtures("store")

NAME = "Mam Sonando"


def withheld(store: Path) -> dict[str, list[str]]:
    """Return the withheld texts of each statement, by ID."""
    tables = statements(store)
    return {n: each["withheld"] for n, each in tables.items() if each.get("withheld")}


def test_texts_are_withheld_in_a_statement(run: Run, store: Path) -> None:
    done = run("withhold", "5", "Mam Sonando", "Yeng Virak")

    assert (done.code, done.out) == (0, "")
    assert withheld(store) == {"5": ["Mam Sonando", "Yeng Virak"]}
    assert "5  Mam Sonando: text (once)" in done.err
    assert "5  Yeng Virak: text (once)" in done.err
    assert "Withheld in statement 5. To undo: mediarel undo" in done.err
    run("undo")
    assert withheld(store) == {}


def test_two_names_in_quotes_are_explained(run: Run, store: Path) -> None:
    done = run("withhold", "Yeng Virak", "Mam Sonando", "--yes")

    assert "'Yeng Virak' only selects statements, and is not withheld." in done.err
    assert withheld(store) == {"5": ["Mam Sonando"]}


def test_query_of_two_words_is_no_name(run: Run) -> None:
    done = run("withhold", "radio director", "Mam Sonando", "--yes")

    assert "Withheld in statement" in done.err
    assert "only selects" not in done.err


def test_undo_says_that_a_text_may_be_public_again(run: Run) -> None:
    run("withhold", "5", "Mam Sonando")

    told = "Withheld texts may be public again. To list the withheld texts: mediarel"
    assert told in run("undo").err
    assert told not in run("undo", "1").err
    run("redo")
    run("withhold", "--phones")
    assert told in run("undo").err


def test_undo_that_withholds_again_does_not_warn(run: Run) -> None:
    run("withhold", "5", "Mam Sonando")
    run("withhold", "--phones")
    run("withhold", "5", "Mam Sonando", "--drop")

    told = "Withheld texts may be public again."
    assert told not in run("undo").err
    assert told in run("redo").err
    run("undo")
    run("withhold", "--no-phones")
    assert told not in run("undo").err


def test_name_without_quotes_is_explained(run: Run, store: Path) -> None:
    """The first word is read as a query, so only half of the name would be withheld."""
    done = run("withhold", "Yeng", "Virak")

    only = "'Yeng' only selects statements, and is not withheld. To withhold it too:"
    assert f"{only} mediarel withhold Yeng\n" in done.err
    assert "can't ask without a terminal" in done.err
    assert withheld(store) == {}
    assert "only selects" not in run("withhold", "Yeng Virak", "--yes").err
    assert withheld(store) == {"5": ["Yeng Virak"]}


def test_text_is_withheld_in_statements_of_a_query(run: Run, store: Path) -> None:
    assert "can't ask without a terminal" in run("withhold", "cambodia", NAME).err
    run("withhold", "cambodia", NAME, "--yes")

    assert withheld(store) == {"3": [NAME], "5": [NAME]}
    run("undo", "--yes")
    assert withheld(store) == {}


def test_drop_accepts_any_spelling(run: Run, store: Path) -> None:
    run("withhold", "5", NAME, "Yeng Virak")
    run("withhold", "5", "mam sonando", "--drop")

    assert withheld(store) == {"5": ["Yeng Virak"]}
    assert "is not withheld in statement 5" in refused(
        run("withhold", "5", NAME, "--drop"), 1
    )


def test_phone_and_email_rules(run: Run, store: Path) -> None:
    run("edit", "3", "--title", "Call +855 12 345 678 or info@example.org")
    done = run("withhold", "--phones", "--emails")

    assert done.err == (
        "Withheld everywhere: emails and phones. To undo: mediarel undo\n"
    )
    said = content(store)["archive"]["1"]
    assert said["withheld"] == ["emails", "phones"]
    shown = run("export", "--public", "id:3", "--format=jsonl").out
    assert json.loads(shown)["title"] == "Call [withheld] or [withheld]"
    assert "a rule that withholds emails and phones" in run("list", "--format=json").err
    run("withhold", "--no-phones")
    assert content(store)["archive"]["1"]["withheld"] == ["emails"]
    run("undo")
    assert "Nothing changed" in run("withhold", "--phones").err
    run("undo", "2", "--yes")
    run("check")
    assert "withheld" in run("log").out


def test_list_of_withheld_texts(run: Run, screen: Screen) -> None:
    assert "No text is withheld." in run("withhold", "--list").err
    run("withhold", "5", NAME)
    run("withhold", "--emails")

    done = run("withhold", "--list")
    rule = "archive\tall emails\teverywhere\n"
    assert done.out == f"{rule}5\tMam Sonando\ttext (once)\n"
    again = f"mediarel withhold 3 '{NAME}'"
    assert f"visible in statement 3. To withhold it: {again}" in done.err
    assert run("withhold", "--list", "year:2011").out == rule
    plain = screen("withhold", "--list", "--plain").out
    assert plain.startswith("Id: archive\nWithheld: all emails\nWhere: everywhere\n\n")


def test_text_is_visible_on_a_narrow_terminal(screen: Screen) -> None:
    answers = (("Withhold this text in", "n\n"),)
    done = screen("withhold", "cambodia", NAME, columns=40, answers=answers)

    assert f"{NAME}: text (once)" in done.out


def test_text_visible_in_other_statements_is_reported(run: Run) -> None:
    """The text is found in spite of hyphens and missing spaces."""
    run("edit", "9", "--text", "Mam Sonan-\ndo spoke.")
    run("edit", "8", "--text", "#MamSonando")

    told = run("withhold", "5", NAME).err
    again = f"mediarel withhold 3,8-9 '{NAME}'"
    assert f"visible in statements 3, 8, 9. To withhold it: {again}" in told


@pytest.mark.parametrize("form", ["json", "csv"])
def test_withheld_signatories_in_an_export(run: Run, form: str) -> None:
    """Withheld signatories have equal marks, which an import reads as one signatory."""
    run("edit", "3", *("--add-signatory=" + n for n in ("Ann", "Bo", "CLEC", "Di")))
    run("withhold", "3", "Bo", "Di")

    written = run("export", "id:3", "--public", "--format", form)
    run("init", "other")
    read = run(
        *("import", "-", "--format", form, "--archive", "other"), stdin=written.out
    )

    shown = run("show", "1", "--archive", "other").out
    assert (written.code, written.out.count("[withheld]")) == (0, 2)
    assert read.code == 0
    assert "signatories\tAnn; [withheld]; CLEC\n" in shown


def test_withheld_text_in_a_note_is_reported(run: Run, store: Path) -> None:
    run("withhold", "3,5", NAME, "--yes")
    why = ("--why", f"Mr. {NAME} told us.", "--yes")
    warning = (
        "is withheld in statements 3, 5 but visible in statement {0}."
        " To withhold it: mediarel withhold {0} "
    )

    assert warning.format(8) in run("correct", "8", "--place", "Kampot", *why).err
    assert warning.format(4) in run("withdraw", "4", *why).err
    assert warning.format(1) in run("withdraw", "1", "--replaced-by", "2", *why).err
    told = run("withhold", "--list").err
    assert (
        "visible in statements 1, 4, 8. To withhold it: mediarel withhold 1,4,8" in told
    )
    for call in (
        ("export", "--public", "--format=json"),
        ("publish", "site", str(store.parent.parent / "site")),
    ):
        told = run(*call).err
        assert (
            "To withhold the text in statements 1, 4, 8 too: mediarel withhold 1,4,8"
            in told
        )


def test_withheld_text_in_a_new_value_is_reported(run: Run, home: Path) -> None:
    run("withhold", "3,5", NAME, "--yes")
    file = home / "MamSonando-photo.txt"
    file.write_text("Nothing.")
    warning = (
        f"but visible in statement 9. To withhold it: mediarel withhold 9 '{NAME}'"
    )

    new = ("add", "--date=2012", "--program=CLEC", "--text=MAM  SONANDO spoke.")
    visible = "but visible in statement {0}. To withhold it: mediarel withhold {0} "
    assert visible.format(10) in run(*new).err
    assert warning in run("edit", "9", "--add-tag", "mam sonando").err
    run("edit", "9", "--status", "draft")
    assert warning in run("edit", "9", "--status", "published").err
    assert "Warning" not in run("attach", "8", str(file), "--private").err
    told = run("attach", "7", str(file)).err
    assert visible.format(7) in told
    assert "Warning" not in run("edit", "5", "--title", f"Free {NAME}").err
    assert "visible in statements 7, 9, 10. " in run("withhold", "--list").err


@pytest.mark.parametrize(
    ("text", "name", "part", "hidden"),
    [
        ("Ma Sokhom came. Mr. Sokhom spoke; ma.", "Ma Sokhom", "Sokhom", "Ma"),
        ("ចាន់ សុផល។ លោក សុផល និង ក។", "ចាន់ សុផល", "សុផល", "ចាន់"),
    ],
)
def test_visible_parts_of_a_name_are_reported(
    run: Run, text: str, name: str, part: str, hidden: str
) -> None:
    run("edit", "3", "--text", text)

    told = run("withhold", "3", name).err
    again = f"mediarel withhold 3 {shlex.quote(part)}"
    assert f"'{part}' is still visible in statement 3. To withhold it: {again}" in told
    assert f"'{hidden}'" not in told
    run("undo")
    assert "still visible" not in run("withhold", "3", name, part).err


@pytest.mark.parametrize(
    "case",
    [
        ("Chan Sophea met Sophea Chan.", "Chan Sophea;Sophea", "withheld", "met"),
        ("ចាន់ សុភា ជួប សុភា ចាន់។", "ចាន់ សុភា;សុភា", "មិនផ្សាយ", "ជួប"),
        (
            "Silva Rey, Ana da met Ana.",
            "Ana da Silva Rey;Silva Rey;Ana",
            "withheld",
            "met",
        ),
    ],
)
def test_a_withheld_word_leaves_no_other_word_of_a_name(
    run: Run, home: Path, case: tuple[str, str, str, str]
) -> None:
    text, names, mark, left = case
    run("edit", "3", "--title", text, "--text", text)
    for name in names.split(";"):
        run("withhold", "3", name)

    done = run("export", "id:3", "--public", "--format=jsonl")
    assert json.loads(done.out)["text"][:-1] == f"[{mark}] {left} [{mark}]"
    assert run("publish", "site", "site", "--url", "https://a.example/").code == 0
    (page,) = (home / "site").glob("*/*/*/*-3/index.html")
    assert page.parent.name == f"{mark}-{left}-{mark}-3"


def test_a_withheld_word_leaves_no_part_of_a_file_name(run: Run, home: Path) -> None:
    (home / "mychan-Sophea.txt").write_text("We.")
    run("attach", "3", "mychan-Sophea.txt")
    run("withhold", "3", "Chan Sophea", "Sophea", "--anyway")
    run("attach", "--clear", "--containing", "Chan Sophea", "3", "--yes")

    done = run("export", "id:3", "--public", "--format=jsonl")
    assert json.loads(done.out)["attachments"][0]["name"] == "my[withheld].txt"


def test_visible_parts_in_other_statements_are_reported(run: Run) -> None:
    """Statement 6 contains the whole name, and is reported for that alone."""
    for number in (4, 7, 8, 9):
        run("edit", str(number), "--text", "VIRAK was released.")
    run("edit", "6", "--text", "Yeng Virak was released.")
    run("edit", "9", "--status", "draft")

    told = run("withhold", "5", "Yeng Virak").err
    few = "'Virak' is still visible in statements 4, 7, 8. To withhold it: mediarel"
    assert f"{few} withhold 4,7-8 Virak\n" in told
    run("edit", "9", "--status", "published")
    more = "'Virak' is still visible in statements 4, 7, 8, 9. To withhold it:"
    assert f"{more} mediarel withhold 4,7-9 Virak\n" in run("withhold", "--list").err
    own = "'Virak' is still visible in statement 5. To withhold it: mediarel withhold 5"
    assert own in run("edit", "5", "--add-tag", "Virak").err
    assert own not in run("edit", "5", "--add-tag", "radio").err


def test_list_shows_all_visible_parts(run: Run) -> None:
    name = "Ana Bopha Chan Dara Eang Heng Keo Lim Mony Phal Rith Sok"
    run("edit", "8", "--text", name)
    run("edit", "9", "--text", name.replace(" ", " said; "))

    told = run("withhold", "8", name).err
    assert "… and 2 more. To list them: mediarel withhold --list\n" in told
    assert "'Sok' is still visible" not in told
    assert "'Sok' is still visible in statement 9." in run("withhold", "--list").err


def test_common_word_of_a_name_is_not_reported(run: Run) -> None:
    said = {"program": "CLEC", "title": "Of Virak"}
    new = [json.dumps({"date": f"2012-03-{day:02}", **said}) for day in range(1, 22)]
    run("import", "-", "--format=jsonl", "--yes", stdin="\n".join(new))
    run("edit", "8", "--title", "Yeng spoke")

    told = run("withhold", "5", "Yeng Virak").err
    assert "'Yeng' is still visible in statement 8." in told
    assert "'Virak'" not in told
    run("remove", "10", "--yes")
    assert "'Virak' is still visible in" in run("withhold", "--list").err


def test_translation_that_may_contain_the_name_is_reported(run: Run) -> None:
    """If the translation withholds any text, it is not reported."""
    khmer = ("--title", "លោក ម៉ម សូណង់ដូ", "--yes")
    run("add", "--translation-of", "3", *khmer)

    told = run("withhold", "3", NAME).err
    warning = "a text is withheld in statement 3, but no text in the translation:"
    assert f"{warning} statement 10. To withhold the text there too:" in told
    assert "there too" not in run("withhold", "10", "ម៉ម សូណង់ដូ").err
    assert "there too" not in run("withhold", "3", "radio").err


def test_text_without_ids_is_withheld_everywhere(run: Run, store: Path) -> None:
    run("edit", "7", f"--add-signatory={NAME}")
    asked = run("withhold", "mam  SONANDO")
    assert asked.code == 2
    assert "Withhold this text in 3 statements?" in asked.err
    assert withheld(store) == {}

    done = run("withhold", "mam  SONANDO", "--yes")

    assert set(withheld(store)) == {"3", "5", "7"}
    assert "5  mam SONANDO: text (once)" in done.err
    assert "5  mam SONANDO: text (once)" in done.err
    assert "Withheld in statements 7, 5, 3. To undo: mediarel undo" in done.err
    shown = run("withhold", NAME, "--drop", "--yes")
    assert "Shown again in statements 3, 5, 7." in shown.err
    assert withheld(store) == {}


@pytest.mark.parametrize("text", ["Nobody", "tag:land", 'a "quote', "email@x.org"])
def test_text_in_no_statement_is_refused(run: Run, text: str) -> None:
    """The argument is read as a text, not as a query."""
    told = refused(run("withhold", text, "--yes"), 1)
    assert told == f"Error: no statement contains {text!r}"
    told = refused(run("withhold", text, "--drop", "--yes"), 1)
    assert told == f"Error: {text!r} is not withheld in any statement"


def test_text_in_khmer_or_in_a_file_name(run: Run, store: Path) -> None:
    run("edit", "4", "--text=យើងស្នើឱ្យដោះលែងលោក ម៉ម សូណង់ដូ ភ្លាមៗ។")
    Path("sonando-scan.txt").write_text("x", encoding="utf-8")
    run("attach", "8", "sonando-scan.txt")

    run("withhold", "ម៉ម សូណង់ដូ", "--yes")
    run("withhold", "Sonando", "--yes")

    assert withheld(store)["4"] == ["ម៉ម សូណង់ដូ"]
    assert "8" in withheld(store)


def test_name_with_one_spaced_word(run: Run) -> None:
    run("edit", "2", "--text=Free Zaqorel W I M B U S H and z a q o r e l Wimbush.")
    run("withhold", "2", "Zaqorel Wimbush")

    (shown,) = json.loads(run("export", "--public", "--format=json", "id:2").out)

    assert shown["text"] == "Free [withheld] and [withheld]."


def test_names_inside_addresses_and_tags(run: Run) -> None:
    text = "Visit freezaqorelwimbush.org, see ＃freezaqorelwimbush and pray.Zaqorelson"
    text += " wrote to dr.zaqorelwimbush@gmail.com, DRWIMBUSHZAQOREL.ORG and x.org."
    run("edit", "2", f"--text={text}", "--tag=freezaqorelwimbush", "--add-tag=land")

    run("withhold", "2", "Zaqorel Wimbush", "Zaqorel", "--anyway")

    (shown,) = json.loads(run("export", "--public", "--format=json", "id:2").out)
    assert shown["text"] == (
        "Visit [withheld], see [withheld] and pray.Zaqorelson"
        " wrote to [withheld], [withheld] and x.org."
    )
    assert shown["tags"] == ["land"]


def test_khmer_spellings_that_look_alike(run: Run) -> None:
    """Register shifters look like the vowel U, and U+17C8 looks like a colon."""
    run("edit", "2", "--text=លោក សុីម ភី, លោក សីុម ភី, យ៉េង វីរ: និង រតន: នៅរតនគិរី។")
    run("edit", "3", "--text=លោក ស៊ីម ភី, លោក ស៉ីម ភី, យ៉េង វីរៈ និង រតនៈ។")

    for name in ("ស៊ីម ភី", "យ៉េង វីរៈ", "រតនៈ"):
        assert run("withhold", name, "--yes").code == 0

    assert [
        each["text"]
        for each in json.loads(
            run("export", "--public", "--sort=id", "--format=json", "id:2,3").out
        )
    ] == [
        "លោក [មិនផ្សាយ], លោក [មិនផ្សាយ], [មិនផ្សាយ]: និង [មិនផ្សាយ]: នៅរតនគិរី។",
        "លោក [មិនផ្សាយ], លោក [មិនផ្សាយ], [មិនផ្សាយ] និង [មិនផ្សាយ]។",
    ]


def test_ids_can_be_several_words(run: Run, store: Path) -> None:
    assert "Withhold this text in 2 statements?" in run("withhold", "3", "5", NAME).err
    assert run("withhold", "3", "5", NAME, "--yes").code == 0
    assert withheld(store) == {"3": [NAME], "5": [NAME]}
    assert run("withhold", "--list", "3").out == f"3\t{NAME}\ttext (once)\n"


def test_restore_that_shows_a_name_again_warns(run: Run) -> None:
    run("edit", "3", "--add-tag", "radio")
    changes = len(run("log").out.splitlines())
    run("withhold", "3", NAME)

    done = run("restore", "3", "--at", str(changes), "--yes")

    assert f"Warning: statement 3 no longer withholds '{NAME}'." in done.err
    assert f"mediarel withhold 3 '{NAME}'" in done.err


def test_translations_are_reported_in_one_line(run: Run) -> None:
    for number, language in (("3", "km"), ("4", "th")):
        added = ("add", "--translation-of", number, "--title", f"On {language}")
        assert run(*added, "--language", language, "--allow-duplicate").code == 0
    run("edit", "4", "--text", f"Free {NAME}.")

    told = run("withhold", "3,4", NAME, "--yes").err

    message = (
        "translation: statements 10 to 11. To withhold the text there too: mediarel"
    )
    assert f"{message} withhold 10-11 TEXT\n" in told
