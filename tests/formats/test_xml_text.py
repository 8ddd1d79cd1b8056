"""Test the escaping of text in XML."""

from xml.etree.ElementTree import fromstring

from hypothesis import given

from mediarel.formats.writing import once
from mediarel.formats.xml_text import CONTROLS, attribute_text, xml_text
from strategies import texts


@given(texts)
def test_xml_text_is_restored_without_invalid_characters(text: str) -> None:
    lost: list[str] = []
    kept = "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")
    )

    written = xml_text(text, once(lost.append))
    read = fromstring(f"<a>{written}</a>").text or ""  # noqa: S314 - our own XML

    assert read == kept
    assert lost == ([CONTROLS] if kept != text else [])


def test_bidi_controls_become_references() -> None:
    lost: list[str] = []

    written = xml_text('\u202e<a b="c">&', lost.append)

    assert (written, lost) == ("&#x202E;&lt;a b=&quot;c&quot;&gt;&amp;", [])


@given(texts)
def test_attribute_keeps_tabs_and_line_feeds(text: str) -> None:
    lost: list[str] = []
    written = attribute_text(text, lost.append), xml_text(text, lost.append)

    read = fromstring(f'<a b="{written[0]}">{written[1]}</a>')  # noqa: S314 - our own XML

    assert read.get("b") == (read.text or "")
