"""Test the text of e-mails and of pages saved as MHTML."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mails import DATE, flowed, mail, page, saved, whole, wrapped
from mediarel.documents.document_text import RefusedError
from mediarel.documents.mail import read
from mediarel.documents.mail import read_mhtml as read_saved
from outcomes import refused_document
from release_pages import ADDRESS, news_page, title_of
from releases import paragraphs_of

MAILS = {
    "plain": lambda each: mail(whole(each), cte="base64").as_bytes(),
    "wrapped": lambda each: mail(
        wrapped("en") if each == "en" else whole(each)
    ).as_bytes(),
    "flowed": lambda each: (
        flowed("en") if each == "en" else mail(whole(each)).as_bytes()
    ),
    "in HTML": lambda each: mail("", page(each)).as_bytes(),
    "both": lambda each: mail(whole(each), page(each)).as_bytes(),
    "HTML and a short plain text": lambda each: mail(
        "See below.", page(each)
    ).as_bytes(),
}


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("form", MAILS)
def test_a_release_in_an_email_is_read(form: str, language: str) -> None:
    found = read(MAILS[form](language))

    in_rows = form in {"in HTML", "HTML and a short plain text"}
    assert found.text.split("\n\n") == paragraphs_of(language, in_rows=in_rows)
    assert found.problems == ()


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_forwarded_email_is_read(language: str) -> None:
    """Subject and date are also from the forwarded e-mail."""
    outer = mail("Please see below.", subject="FW: for the archive")
    del outer["Date"]
    outer["Date"] = "Wed, 6 Mar 2019 08:00:00 +0700"
    outer.add_attachment(mail(whole(language), page(language), title_of(language)))
    found = read(outer.as_bytes())

    assert found.text.split("\n\n") == paragraphs_of(language)
    assert (found.title, found.date) == (title_of(language), "2019-03-03")
    assert [each.what for each in found.problems] == [
        "contains several mails; only the longest was read"
    ]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Stop the dam at Prek Thom", "Stop the dam at Prek Thom"),
        (
            "Fwd: Re: [river-list] Stop the dam at Prek Thom",
            "Stop the dam at Prek Thom",
        ),
        ("RE[2]: Stop the dam at Prek Thom", "Stop the dam at Prek Thom"),
        ("Reopen the dam at Prek Thom", "Reopen the dam at Prek Thom"),
        ("Joint statement", None),
        ("for the archive, as we said", None),
        ("", None),
    ],
)
def test_subject_in_the_text_is_the_title(subject: str, title: str | None) -> None:
    text = "We ask you to stop the dam at Prek Thom and to reopen the channel."

    assert read(mail(text, subject=subject).as_bytes()).title == title


@pytest.mark.parametrize(
    ("said", "date"),
    [
        (DATE, "2019-03-03"),
        ("Mon, 4 Mar 2019 00:30:00 +0700", "2019-03-04"),
        ("4 Mar 2019 00:30", "2019-03-04"),
        ("31 Feb 2019 00:30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_date_keeps_its_time_zone(said: str, date: str | None) -> None:
    assert read(f"Date: {said}\n\nText".encode()).date == date


@pytest.mark.parametrize(
    ("said", "encoding", "is_told"),
    [
        ("utf-8", "utf-8", False),
        ("iso-8859-1", "utf-8", False),
        ("us-ascii", "utf-8", False),
        ("", "utf-8", False),
        ("iso-8859-1", "cp1252", False),
        ("utf-16le", "utf-16-le", False),
        ("", "cp1252", True),
        ("x-klingon", "cp1252", True),
    ],
)
def test_encodings_are_detected(said: str, encoding: str, *, is_told: bool) -> None:
    """Valid UTF-8 is read as UTF-8. A missing or unknown encoding is reported."""
    kind = f"Content-Type: text/plain; charset={said}\n" if said else ""
    found = read(f"{kind}\n".encode() + whole("en").encode(encoding))

    assert found.text.split("\n\n") == paragraphs_of("en")
    assert [each.is_lost for each in found.problems] == [True] * is_told


@pytest.mark.parametrize(
    "raw",
    [
        "Arrêtez le barrage de Prek Thom".encode(),
        "Arrêtez le barrage de Prek Thom".encode("cp1252"),
        b"=?utf-8?q?Arr=C3=AAtez_le?=\n =?utf-8?q?_barrage?= de Prek Thom",
        b"=?iso-8859-1?b?QXJy6nRleg==?= le barrage de Prek Thom",
    ],
)
def test_encodings_of_headers_are_detected(raw: bytes) -> None:
    data = (
        b"Subject: "
        + raw
        + b"\n\nNous disons : arr\xc3\xaatez le barrage de Prek Thom."
    )

    assert read(data).title == "Arrêtez le barrage de Prek Thom"


def test_attached_documents_are_reported() -> None:
    """Pictures are not reported."""
    made = mail("Text")
    made.add_attachment(b"a", "application", "pdf", filename="សេចក្តីថ្លែងការណ៍.pdf")
    made.add_attachment(b"a", "image", "png", filename="logo.png")
    made.add_attachment(b"a", "application", "zip", filename="b.docx")
    found = read(made.as_bytes())

    assert [each.what for each in found.problems] == [
        "has the attachment 'សេចក្តីថ្លែងការណ៍.pdf', which was not read",
        "has the attachment 'b.docx', which was not read",
    ]
    assert found.problems[0].advice == "Save the attachment, and add that file."


def _nested(depth: int) -> bytes:
    """Return an e-mail with `depth` nested parts."""
    part = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    return "".join(map(part.format, range(depth))).encode() + b"\n\ntext"


REFUSED = {
    "parts": (_nested(2_000), "nested too deep"),
    "mails": (b"Content-Type: message/rfc822\n\n" * 2_000, "nested too deep"),
    "some parts": (_nested(60), "nested too deep"),
    "no text": (b"Subject: a\n\n", "has no text"),
    "HTML without text": (mail("", "<img src=a>").as_bytes(), "has no text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unreadable_email_is_refused_with_a_reason(case: str) -> None:
    data, what = REFUSED[case]

    refused_document(read, data, what)


def test_an_email_with_only_an_attachment_is_refused() -> None:
    made = mail("")
    made.add_attachment(b"a", "application", "pdf", filename="a.pdf")

    with pytest.raises(RefusedError) as caught:
        read(made.as_bytes())

    assert caught.value.what == "has no text, only attachments: 'a.pdf'"


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_page_saved_as_mhtml_is_read(language: str) -> None:
    found = read_saved(saved(news_page(language)))

    assert found.text.split("\n\n") == paragraphs_of(language, in_rows=True)
    assert (found.title, found.source) == (title_of(language), ADDRESS)


LINES = st.sampled_from(
    [
        *(b"Content-Type: multipart/mixed; boundary=b", b"--b", b"--b--", b"", b"text"),
        *(b"Content-Type: text/html; charset=\xe9", b"<p>a", b"=?utf-8?b?4Q?=", b" b"),
        *(b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: base64"),
        b"QQ=",
        *(b"Content-Disposition: attachment; filename*=x'y'%ff", b"Date: 1 1 1", b">"),
        *(b"Content-Type: text/plain; charset*=\"'", b"Content-Type: ;;="),
        b"Subject: \xff",
        *(b"Content-Transfer-Encoding: uuencode", b"begin 1 a"),
        b"Date: Mon, -1 Mar 99",
        *(b"Content-Type: text/plain; format=flowed; delsp=yes", b"a "),
        b"Subject: =?a?b",
    ]
)


@given(st.lists(LINES, max_size=25).map(b"\n".join) | st.binary())
def test_any_email_is_read_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        assert read(data).text
    with suppress(RefusedError):
        assert read_saved(data).text


def test_iso_2022_jp_is_read_as_declared() -> None:
    """The same bytes are also valid UTF-8."""
    text = "ダムを止めてください。"
    head = b"Content-Type: text/plain; charset=iso-2022-jp\n\n"

    assert read(head + text.encode("iso-2022-jp")).text == text
