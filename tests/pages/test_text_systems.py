"""What content-management systems print around each entry, in their languages."""

from __future__ import annotations

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text

TITLES = ("Harbour Watch 40", "Reopen the reading room", "Stop the new pier", "Nets")
TEXT = "The council was asked to say by when, and on what terms, this is to be done."


def _read(entry: str) -> list[tuple[object, ...]]:
    text = "".join(
        entry.format(title=title, n=n, by="Ann Bo", day=f"2{n}/03/2019", text=TEXT)
        for n, title in enumerate(TITLES, 1)
    )
    page = read_text(f"Harbour Watch\nHome\n\n{text}", "page.txt")
    return [
        (str(each.date), each.title, fields.get("program"), fields["text"])
        for each in page.entries
        for fields in (entry_fields(each),)
    ]


def _all(issuer: str | None) -> list[tuple[object, ...]]:
    return [(f"2019-03-2{n}", title, issuer, TEXT) for n, title in enumerate(TITLES, 1)]


@pytest.mark.parametrize(
    ("buttons", "labels", "hits", "more"),
    [
        (
            "Imprimir\nCorreo electrónico\nDetalles",
            "Escrito por {by}\nCategoría: Redes\nPublicado: {day}",
            "Visto: 18{n}",
            "Leer más: {title}",
        ),
        (
            "Imprimer\nE-mail\nDétails",
            "Écrit par {by}\nCatégorie : Filets\nPublié le {day}",
            "Affichages : 18{n}",
            "Lire la suite : {title}",
        ),
        (
            "Drucken\nE-Mail\nDetails",
            "Geschrieben von {by}\nKategorie: Netze\nVeröffentlicht: {day}",
            "Zugriffe: 18{n}",
            "Weiterlesen: {title}",
        ),
        (
            "Stampa\nEmail\nDettagli",
            "Scritto da {by}\nCategoria: Reti\nPubblicato: {day}",
            "Visite: 18{n}",
            "Leggi tutto: {title}",
        ),
        (
            "Imprimir\nCorreio eletrônico\nDetalhes",
            "Escrito por {by}\nCategoria: Redes\nPublicado: {day}",
            "Acessos: 18{n}",
            "Leia mais: {title}",
        ),
        (
            "Cetak\nSurel\nDetail",
            "Ditulis oleh {by}\nKategori: Jaring\nDiterbitkan: {day}",
            "Dilihat: 18{n}",
            "Selengkapnya: {title}",
        ),
    ],
)
def test_buttons_and_counts_are_no_titles(
    buttons: str, labels: str, hits: str, more: str
) -> None:
    """The buttons below a title and the count of readers above a text are neither."""
    entry = f"{{title}}\n{buttons}\n{labels}\n{hits}\n{{text}}\n\n{more}\n\n"

    assert _read(entry) == _all("Ann Bo")


@pytest.mark.parametrize(
    "labels",
    [
        "registrado em: Redes\npor {by}\npublicado {day}\n10h4{n}\nNotícia",
        "by {by}\nPublished {day}\n10:4{n} am\nNews",
        "von {by}\nVeröffentlicht {day}\n10:4{n} Uhr\nMeldung",
        "par {by}\npublié le {day}\n10 h 4{n}\nActualité",
    ],
)
def test_an_hour_below_the_date_ends_the_entry_with_what_is_below_it(
    labels: str,
) -> None:
    """Dates below their texts are theirs, though an hour and a section follow."""
    assert _read(f"{{title}}\n{{text}}\n\n{labels}\n") == _all("Ann Bo")


@pytest.mark.parametrize(
    "hour", ["10h42", "16:05", "9:30 am", "14.00 Uhr", "14.00 WIB"]
)
def test_an_hour_alone_is_of_no_text(hour: str) -> None:
    entry = f"{{title}}\n{{day}}\n{hour}\n{{text}}\n\n"

    assert _read(entry) == _all(None)
