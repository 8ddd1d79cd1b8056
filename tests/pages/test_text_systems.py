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


@pytest.mark.parametrize(
    "shares",
    [
        "Email ThisBlogThis!Share to Facebook",
        "Email ThisBlogThis!Share to TwitterShare to FacebookShare to Pinterest",
        "Enviar por correo electrónicoEscribe un blogCompartir en XCompartir con X",
        "Enviar por e-mailPostar no blog!Compartilhar no XCompartilhar no Facebook",
        "Diesen Post per E-Mail versendenBlogThis!Auf X teilenIn Facebook freigeben",
        "Invia tramite emailPostalo sul blogCondividi su XCondividi su Facebook",
        "Kirimkan Ini lewat EmailBlogThis!Bagikan ke XBerbagi ke Facebook",
    ],
)
def test_the_buttons_of_a_blog_are_no_title(shares: str) -> None:
    """Between two entries of one day stand the buttons of the first."""
    entry = (
        f"{{title}}\n{{text}}\nPosted by {{by}} at 10:1{{n}} AM 2 comments:\n{shares}\n"
    )
    text = "".join(
        f"Sunday, 2{day} March 2019\n"
        + "".join(
            entry.format(title=each, n=n, by="Ann Bo", text=TEXT)
            for n, each in enumerate(titles, 1)
        )
        for day, titles in ((3, TITLES[1:]), (2, ["Old nets"]), (1, ["Older nets"]))
    )
    page = read_text(f"Harbour Watch\nHome\n\n{text}", "page.txt")

    assert [each.title for each in page.entries] == [
        *TITLES[1:],
        "Old nets",
        "Older nets",
    ]


def test_a_title_with_its_author_and_no_date_is_an_entry_without_a_date() -> None:
    """It is named, and is no part of the text of the entry above."""
    entry = "{title}\n{day}, par bureau\n\n{text}\n\n"
    undated = f"Les heures du bureau\npar secrétariat\n\n{TEXT}\n\n"
    parts = [
        entry.format(title=title, n=n, day=f"2{n} mars 2019", text=TEXT)
        for n, title in enumerate(TITLES, 1)
    ]
    page = read_text("Port\n\n" + "".join([*parts[:2], undated, *parts[2:]]), "p.txt")

    assert [entry_fields(each)["text"] for each in page.entries] == [TEXT] * 4
    assert any(each.text == "Les heures du bureau" for each in page.left_out)


def test_a_badge_glued_to_a_title_is_no_part_of_it() -> None:
    text = (
        "2019年3月21日声明\n埋め立てに抗議しますNEW\n2019年3月18日声明\n網を返してください\n"
        "2019年3月11日声明\n読書室を開けてください\n"
    )
    titles = [entry_fields(each)["title"] for each in read_text(text, "p.txt").entries]

    assert titles[0] == "埋め立てに抗議します"


def test_the_last_text_is_one_however_short_it_is() -> None:
    """What leads on from it says so, and it is no line of the foot."""
    entry = "{title}\n{day} Press release\n\n{text}\n\nRead more\n"
    parts = [
        entry.format(title=title, day=f"2{n}/03/2019", text=text)
        for n, (title, text) in enumerate(
            zip(TITLES, (TEXT, TEXT, TEXT, "The date is yet to be told."), strict=True)
        )
    ]
    foot = "Page 1 of 8.\n\n1\n2\n3\n....\nNext\nPress contact\nAnn Bo\n"
    page = read_text("Port\n\n" + "".join(parts) + foot, "page.txt")

    assert entry_fields(page.entries[-1])["text"] == "The date is yet to be told."
