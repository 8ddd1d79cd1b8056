"""Text in XML."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from hypothesis import given

from mediarel.formats.writing import once
from mediarel.formats.xml_text import CONTROLS, attribute_text, xml_text
from strategies import texts


@given(texts)
def test_it_comes_back_but_for_what_xml_can_not_hold(text: str) -> None:
    """In an element and in an attribute."""
    lost: list[str] = []
    kept = "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")
    )

    written = xml_text(text, once(lost.append))
    read = fromstring(f"<a>{written}</a>").text or ""  # noqa: S314 - our own

    assert read == kept
    assert lost == ([CONTROLS] if kept != text else [])


def test_what_acts_stands_by_its_number() -> None:
    lost: list[str] = []

    written = xml_text('\u202e<a b="c">&', lost.append)

    assert (written, lost) == ("&#x202E;&lt;a b=&quot;c&quot;&gt;&amp;", [])


@given(texts)
def test_in_an_attribute_white_space_stays_what_it_is(text: str) -> None:
    """Where XML would make a space of a tab and of a line feed."""
    lost: list[str] = []
    written = attribute_text(text, lost.append), xml_text(text, lost.append)

    read = fromstring(f'<a b="{written[0]}">{written[1]}</a>')  # noqa: S314 - our own

    assert read.get("b") == (read.text or "")
