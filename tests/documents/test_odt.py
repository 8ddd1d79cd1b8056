"""Test the text of ODT and flat ODT files."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given

from mediarel.documents.document_text import RefusedError
from mediarel.documents.odt import read
from office_files import LIST, fodt, odf_release, odt
from outcomes import refused_document
from releases import paragraphs_of
from strategies import nested


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("write", [odt, fodt])
def test_a_release_is_read(write: Callable[[str, str], bytes], language: str) -> None:
    found = read(write(odf_release(language), LIST))

    assert found.text.split("\n\n") == paragraphs_of(language, in_rows=True)
    assert (found.title, found.date, found.problems) == (None, None, ())


def p(inner: str, style: str = "") -> str:
    """Return a paragraph."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{inner}</text:p>"


CASES = {
    "tracked changes": (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('gone')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            'We <text:change-start text:change-id="a"/>do <text:change-end '
            'text:change-id="a"/>ask<text:change text:change-id="b"/>'
        ),
        ["We do ask"],
    ),
    "hidden text": (
        p('<text:hidden-text text:is-hidden="true">no</text:hidden-text>Seen')
        + p('<text:hidden-text text:is-hidden="false">Shown</text:hidden-text>'),
        ["Seen", "Shown"],
    ),
    "styles with hidden text": (
        p('<text:span text:style-name="Secret">no</text:span>Seen')
        + p("no", "Below")
        + p('<text:span text:style-name="Loop">Shown</text:span>', "Loop"),
        ["Seen", "Shown"],
    ),
    "a frame above a text": (
        p(
            "<draw:frame><draw:text-box>"
            + p("Letterhead")
            + "</draw:text-box><svg:title>no</svg:title><svg:desc>no</svg:desc>"
            "</draw:frame>Text"
        ),
        ["Letterhead", "Text"],
    ),
    "white space": (
        p("One\n  <text:span> two</text:span><text:s text:c='2'/> <text:s/>three")
        + p("Tel<text:tab/>012<text:line-break/>Fax")
        + p("One<text:line-break/><text:line-break/>two <text:soft-page-break/>pages")
        + p("har\u00addly"),
        ["One two   " + " three", "Tel\t012\nFax", "One", "two pages", "hardly"],
    ),
    "fields": (
        p("<text:date>3 March 2019</text:date>, <text:a>our page</text:a>")
        + p("<text:placeholder>&lt;name&gt;</text:placeholder>by us"),
        ["3 March 2019, our page", "by us"],
    ),
    "table cells": (
        (
            "<table:table><table:table-header-rows><table:table-row><table:table-cell>"
            f"{p('across')}</table:table-cell><table:covered-table-cell>{p('no')}"
            "</table:covered-table-cell></table:table-row></table:table-header-rows>"
            f"<table:table-row><table:table-cell>{p('one')}<table:table><table:table-row>"
            f"<table:table-cell>{p('inner')}</table:table-cell></table:table-row>"
            f"</table:table></table:table-cell><table:table-cell>{p('two')}{p('three')}"
            "</table:table-cell></table:table-row></table:table>"
        ),
        ["across", "one", "inner", "two", "three"],
    ),
    "a table of contents": (
        (
            "<text:table-of-content><text:table-of-content-source><text:index-title-template>"
            "no</text:index-title-template></text:table-of-content-source><text:index-body>"
            f"{p('Why<text:tab/>3')}</text:index-body></text:table-of-content>"
        ),
        ["Why\t3"],
    ),
}
STYLES = (
    '<style:style style:name="Secret" style:family="text"><style:text-properties '
    'text:display="none"/></style:style><style:style style:name="Hidden" '
    'style:family="paragraph"><style:text-properties text:display="none"/>'
    '</style:style><style:style style:name="Below" style:family="paragraph" '
    'style:parent-style-name="Hidden"/>'
    '<style:style style:name="Loop" style:family="text" '
    'style:parent-style-name="Loop"/>'
    '<style:style style:name="Point" style:family="paragraph" '
    'style:list-style-name="N"/>'
)


@pytest.mark.parametrize("case", CASES)
def test_visible_text_is_read(case: str) -> None:
    body, expected = CASES[case]

    assert read(odt(body, STYLES)).text.split("\n\n") == expected


NUMBERED = (
    '<text:list-style style:name="N">'
    '<text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-prefix="(" style:num-suffix=")" text:display-levels="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format=""/>'
    '</text:list-style><text:list-style style:name="K">'
    '<text:list-level-style-number text:level="1" style:num-format="១, ២, ៣, ..." '
    'text:start-value="9"/></text:list-style>'
)


def items(*parts: str) -> str:
    """Return list items."""
    return "".join(f"<text:list-item>{each}</text:list-item>" for each in parts)


def test_list_items_are_numbered_as_printed() -> None:
    """The numbers of a list restart, or continue after a different list."""
    inner = f"<text:list>{items(p('b'), p('c'))}</text:list>"
    deep = f"<text:list><text:list-item><text:list>{items(p('x'))}</text:list>"
    body = (
        f'<text:list xml:id="i" text:style-name="N"><text:list-header>{p("head")}'
        f"</text:list-header>{items(p('a') + p('more') + inner, p('d'))}"
        f"<text:list-item>{deep}</text:list-item></text:list></text:list-item></text:list>"
        f'<text:list text:style-name="N">{items(p("anew"))}</text:list>'
        f'<text:list text:style-name="N" text:continue-numbering="true">'
        f"{items(p('on'))}</text:list>"
        f'<text:list text:style-name="N" text:continue-list="i">{items(p("far"))}'
        f'<text:list-item text:start-value="7">{p("seven")}</text:list-item>'
        "</text:list>"
        f'<text:list text:style-name="K">{items(p("k"), p("l"))}</text:list>'
        f"<text:list>{items(p('by its paragraph', 'Point'), p('bullet'))}</text:list>"
    )

    found = read(odt(body, STYLES + NUMBERED)).text.split("\n\n")

    assert found == [
        *("head", "1. a", "more", "(1.a) b", "(1.b) c", "2. d", "x", "1. anew"),
        *("2. on", "3. far", "7. seven", "៩ k", "១០ l", "1. by its paragraph"),
        "• bullet",
    ]


def test_notes_are_at_the_end() -> None:
    """Notes in hidden text are left out."""
    note = (
        "<text:note><text:note-citation>{0}</text:note-citation><text:note-body>"
        "{1}</text:note-body></text:note>"
    ).format
    hidden = f'<text:section text:display="none">{p(note(1, p("no")))}</text:section>'
    body = p(f"One{note('1', p('low') + p('lower'))}, two{note('i', p('last'))}")

    found = read(odt(hidden + body + p("Three"))).text.split("\n\n")

    assert found == ["One¹, two²", "Three", "¹ low", "lower", "² last"]


def test_headers_and_footers_are_left_out() -> None:
    head = f"<style:header>{p('River Watch')}</style:header>"
    page = f'<style:master-page style:name="Standard">{head}</style:master-page>'
    masters = f"<office:master-styles>{page}</office:master-styles>"

    assert read(fodt(p("We ask."), "", masters)).text == "We ask."


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: odt(" " * (9 << 20)), "unpacks to 9 MB; the limit is 2 MB"),
    "a password": (lambda: odt(p("a"), **{"encryption-data": ""}), "password"),
    "a DTD": (lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "has a DTD"),
    "no text": (lambda: odt(p("")), "has no text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unreadable_file_is_refused_with_a_reason(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediarel.documents.flow.MOST", 2 << 20)
    make, what = REFUSED[case]

    refused_document(read, make(), what)


TAGS = (
    *("text:p", "text:h", "text:span", "text:section text:display='none'", "text:list"),
    *("text:list-item", "text:note", "text:note-body", "text:note-citation"),
    *("draw:text-box", "table:table-cell", "table:covered-table-cell", "text:s"),
    "text:span text:style-name='Secret'",
    *("text:list-item text:start-value='-3'", "text:list text:style-name='N'"),
    *("text:hidden-text text:is-hidden='true'", "text:tracked-changes", "style:style"),
    *("style:header", "style:master-page style:name='Standard'"),
)
XML = nested(TAGS, ["a", " ", "<text:s text:c='x'/>", "<text:tab/>", "<text:note/>"])


@given(XML)
def test_any_nesting_of_elements_is_read_or_refused(body: str) -> None:
    with suppress(RefusedError):
        assert read(odt(body, STYLES + NUMBERED)).text
