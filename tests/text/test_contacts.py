"""Test the search for e-mail addresses and telephone numbers in ten languages."""

import pytest

from mediarel.text.contacts import addresses, telephones


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to info@example.org.", ["info@example.org"]),
        ("INFO@EXAMPLE.ORG, a.b-c+d@mail.example.co.uk;", 2),
        ("<mailto:josé.müller@example.org>", ["josé.müller@example.org"]),
        ("info [at] example [dot] org", ["info [at] example [dot] org"]),
        ("info at example dot org", ["info at example dot org"]),
        ("info＠example．org", ["info＠example．org"]),
        ("info\u200b@\u200bexample.org", ["info\u200b@\u200bexample.org"]),
        ("អ៊ីមែលinfo@example.orgទូរស័ព្ទ", ["info@example.org"]),
        ("почта@пример.рф", ["почта@пример.рф"]),
        ("Follow @example and look at example.org", []),
        ("We met at noon. At example.org there is more.", []),
    ],
)
def test_email_addresses_are_found(text: str, found: list[str] | int) -> None:
    spans = [text[slice(*each)] for each in addresses(text)]

    assert (len(spans) if isinstance(found, int) else spans) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+855 12 345 678", ["+855 12 345 678"]),
        ("(+855) 12-345-678", ["(+855) 12-345-678"]),
        ("Call 012 345 678 now", ["012 345 678"]),
        ("Tel: 012 345 678 / 011 222 333; 023-456789", 3),
        ("tel:+85512345678", ["+85512345678"]),
        ("H/P: 12 345 678", ["12 345 678"]),
        ("Tél. : 01 23 45 67 89", ["01 23 45 67 89"]),
        ("Teléfono: 612 345 678", ["612 345 678"]),
        ("Telefone: (11) 98765-4321", ["(11) 98765-4321"]),
        ("ទូរស័ព្ទ៖ ០១២ ៣៤៥ ៦៧៨", ["០១២ ៣៤៥ ៦៧៨"]),
        ("លេខទូរស័ព្ទ០១២៣៤៥៦៧៨។", ["០១២៣៤៥៦៧៨"]),
        ("โทร. 02-123-4567", ["02-123-4567"]),
        ("电话：010-12345678", ["010-12345678"]),
        ("Điện thoại: 0912 345 678", ["0912 345 678"]),
        ("هاتف: 71 234 567", ["71 234 567"]),
        ("For more information, please contact:\nAnn Bo, 12 345 678", ["12 345 678"]),
        ("Contacts\n\nAnn Bo: 12 345 678\n\nCy Do: 99 888 777", 2),
        ("សម្រាប់ព័ត៌មានបន្ថែម\nលោក ក៖ ១២ ៣៤៥ ៦៧៨", ["១២ ៣៤៥ ៦៧៨"]),
    ],
)
def test_telephone_numbers_are_found(text: str, found: list[str] | int) -> None:
    spans = [text[slice(*each)] for each in telephones(text)]

    assert (len(spans) if isinstance(found, int) else spans) == found


@pytest.mark.parametrize(
    "text",
    [
        "on 16 July 2012, 2012-07-16, 16/07/2012, 16.07.2012, 07-16-2012",
        "Contacts: 16.07.2012, 2011-2012, 20120716",
        "10 000 000 riel, 1,200,000 USD, $ 2 500 000, 2.500.000 euros",
        "២ ៥០០ ០០០ រៀល និង ១២០០០០០ ដុល្លារ",
        "Sub-decree No. 123 of 2012; NS/RKM/0512/007; Prakas 051207",
        "ISBN 0 19 852663 6",
        "account 001 234 567",
        "3 500 families on 12 000 hectares",
        "ថ្ងៃទី ១៦ ខែកក្កដា ឆ្នាំ ២០១២",
        "from 08:00 to 17:30, 50.5%",
        "The line was cut. In all 123456 people came.",
        "1234567890",
    ],
)
def test_dates_amounts_and_other_numbers_are_not_telephone_numbers(text: str) -> None:
    assert [text[slice(*each)] for each in telephones(text)] == []


@pytest.mark.parametrize(
    "said",
    [
        *("(855) 12 345 678", "855-12-345-678", "012 / 345 678", "012/345/678"),
        *("012_345_678", "012,345,678", "012—345—678", "012    345    678"),
        *("012\t345\t678", "012\n345 678", "012345678_x", "012345678a", "012 345 678%"),
        *("012 345 678 people", "012 345 678:5", "https://wa.me/85512345678"),
        *("https://t.me/+85512345678", "(202) 555-0123", "1-800-555-0123"),
    ],
)
def test_telephone_numbers_are_found_with_unusual_separators(said: str) -> None:
    (span,) = telephones(f"Say {said}")

    assert not any(map(str.isdecimal, f"Say {said}"[: span[0]]))
    assert sum(map(str.isdecimal, f"Say {said}"[span[1] :])) <= 1


@pytest.mark.parametrize("between", ["/", " / ", ", ", " ", "  ", "\n", "; "])
def test_two_adjacent_telephone_numbers_are_both_found(between: str) -> None:
    """Together, the two numbers have too many digits for one number."""
    said = f"012 345 678{between}092 345 678"
    found = telephones(said)

    left = "".join(
        c for at, c in enumerate(said) if not any(a <= at < b for a, b in found)
    )
    assert not any(map(str.isdecimal, left))


@pytest.mark.parametrize("said", ['"a b"@b.org', "a@b .org", "a@b. org", r"a\@b.org"])
def test_unusually_written_email_addresses_are_found(said: str) -> None:
    """The addresses are quoted, or have spaces or a Markdown backslash."""
    assert addresses(said) == [(0, len(said))]


@pytest.mark.parametrize(
    "said", ["1\u200b" + "\u200b" * 50_000 + "1" + "\u200b" * 50_000, "0 " * 50_000]
)
def test_a_hostile_text_does_not_slow_down_the_search(said: str) -> None:
    assert telephones(said) == [] or said[0] == "0"


@pytest.mark.parametrize("said", ["a.b@example.org", "a at example dot org"])
def test_email_addresses_are_found_in_a_long_text(said: str) -> None:
    """Only the text near a sign such as @ is searched."""
    text = f"{said}, {'word ' * 2000}{said}; {'word ' * 2000}{said}"

    assert [text[slice(*each)] for each in addresses(text)] == [said] * 3
