"""The head of a letter, and that of a release with its contact above the title.

- what a letter is about, below its greeting; how it was sent
- the meeting at which a statement is delivered, and those it says it is by
- a contact of several lines; a title over two, with a subtitle
"""

from __future__ import annotations

import pytest

from mediarel.release.document import document

TITLE = "Harbour towns ask for the reading room to be opened again"
BODY = (
    "Eleven towns on the coast said today that the reading room of Kampot must be "
    "opened again. It was closed in March. Nobody has said why."
)


@pytest.mark.parametrize(
    "sent",
    [
        *("By email", "By post", "By hand", "Via email and post", "Sent by e-mail"),
        *("Par courriel", "Per E-Mail", "Por correo electrónico", "Via PEC"),
    ],
)
@pytest.mark.parametrize(
    ("greeting", "subject"),
    [
        ("Dear Minister,", "Open letter on the closing of the reading room"),
        ("Sehr geehrte Frau Ministerin,", "Die Schließung des Lesesaals"),
        ("Señora ministra:", "Cierre de la sala de lectura"),
    ],
)
def test_what_a_letter_is_about(sent: str, greeting: str, subject: str) -> None:
    """It stands alone below the greeting; how the letter came is no title."""
    text = (
        f"The Rt Hon Ann Bo MP\nMinister of Reading\n1 Quay Road\nKampot\n\n{sent}\n\n"
        f"3 March 2019\n\n{greeting}\n\n{subject}\n\n{BODY}\n\n{BODY}"
    )
    read = document({"text": text})

    assert (read["title"], read["dated"]) == (subject, "2019-03-03")


def test_a_letter_with_a_title_of_its_own() -> None:
    """It keeps that; the greeting begins the text."""
    text = f"{TITLE}\n\nDear Minister,\n\nThe room\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE


LOGO = "HARBOUR ALLIANCE\nwww.harbour.example\n\n"
NOW = "FOR IMMEDIATE RELEASE\n3 March 2019\n\n"
CONTACT = "CONTACT:\nAnn Bo, Communications Director\n(503) 555-0142 | a@b.example\n\n"
TWO = "Court Halts Dredging of the Kampot Quay,\nCiting Danger to the Room"


@pytest.mark.parametrize("is_tight", [False, True])
@pytest.mark.parametrize(
    "above",
    [
        f"{LOGO}{NOW}{CONTACT}",
        f"{NOW}{CONTACT}",
        NOW,
        f"HARBOUR ALLIANCE\n{NOW}{CONTACT}",
        f"{NOW}Media contact\nAnn Bo\nHarbour Watch\n+855 12 555 014\n\n",
    ],
)
def test_a_contact_above_a_title_over_two_lines(above: str, *, is_tight: bool) -> None:
    """With a subtitle and a place; with empty lines between the blocks or without."""
    text = f"{above}{TWO}\nRuling sends the plan back for a full review\n\n"
    if is_tight:
        text = text.replace("\n\n", "\n")
    read = document({"text": f"{text}KAMPOT, Cambodia — {BODY}\n\n{BODY}"})

    assert read["title"] == TWO.replace("\n", " ")
    assert (read["place"], read["dated"]) == ("KAMPOT, Cambodia", "2019-03-03")


def test_a_label_a_person_and_a_number() -> None:
    """They are a contact, whatever the label is."""
    called = "Reference: Ann Bo, Speaker, 0917-555-0126"
    text = f"Press Release\n\n{called}\n\n{TITLE}\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE


def test_a_title_above_its_contact() -> None:
    """A title is none of a letterhead for the contact below it."""
    text = f"{TITLE}\n\n{CONTACT}Quay Union and others speak\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE
