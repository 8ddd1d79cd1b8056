"""Addresses of archives on servers: what is one, and that no password is shown.

In all of them `s3cr` and `et` are of a password.
"""

import pytest

from mediarel.address import AddressError, is_address, read_address, without_password

TAKEN = {
    "postgresql://sok@h/db": ("postgresql://sok@h/db", "mediarel"),
    "POSTGRES://h/db#appeals": ("postgresql://h/db", "appeals"),
    "postgresql:///?service=a#appeals": ("postgresql:///?service=a", "appeals"),
    "postgresql://h:1,[::1]:2,k/db": ("postgresql://h:1,[::1]:2,k/db", "mediarel"),
    "postgresql://h/db?options=a@b": ("postgresql://h/db?options=a@b", "mediarel"),
    "postgresql://u:x%40y@%2Ftmp/db": ("postgresql://u:x%40y@%2Ftmp/db", "mediarel"),
}
# With a password that is as it should be, and how they are shown.
SHOWN = {
    "postgresql://u:s3cr%40et@h/db": "postgresql://u@h/db",
    "postgresql://:s3cret@h/db#appeals": "postgresql://h/db#appeals",
    "postgresql:///db?password=s3cret": "postgresql:///db",
    "postgresql:///db?PassWord=s3cret#appeals": "postgresql:///db#appeals",
    "postgresql:///db?pass%77ord=s3cret&user=u": "postgresql:///db?user=u",
    "postgresql:///db?user=u&password=s3cr&password=et": "postgresql:///db?user=u",
    "postgresql:///db?sslpassword=s3cret&user=u": "postgresql:///db?user=u",
}
# Where a password ends can't be told, or it is no address of libpq's.
REFUSED = (
    "postgresql://u:s3cr@et@h/db",
    "postgresql://u:s3cr/et@h/db",
    "postgresql://u:s3cr?et@h/db",
    "postgresql://u:s3cr#et@h/db",
    "postgresql://u:1?s3cret@h/db",
    "postgresql://u:1/s3cret@h/db",
    "postgresql://u:s3cr@h/et@h/db?x=1",
    "postgresql+psycopg2://u:s3cret@h/db",
    "postgresql:/u:s3cret@h/db",
    "postgresql:///db?user=u password=s3cret",
    "postgresql://u:s3cret@h/db#Appeals",
    "postgresql:///db?password=x#s3cR",
    "pgsql://u:s3cret@h/db",
    "pgsql://u:s3cr/et@h/db",
    "http://u:s3cret@h/db",
    " postgresql://u:s3cret@h/db",
    "\u00a0postgresql://u:s3cret@h/db\n",
)


@pytest.mark.parametrize("text", TAKEN)
def test_an_address_is_a_url_for_libpq_and_a_schema(text: str) -> None:
    """The schema is `mediarel` where none is named."""
    assert is_address(text)
    assert tuple(read_address(text)) == TAKEN[text]


@pytest.mark.parametrize("text", SHOWN)
def test_an_address_is_shown_without_its_password(text: str) -> None:
    """As text, in a traceback, and as it was typed."""
    address = read_address(text)

    assert str(address) == without_password(text) == SHOWN[text]
    assert repr(address) == f"Address({SHOWN[text]!r})"


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_with_a_doubtful_password_is_refused_without_it(text: str) -> None:
    """What libpq would take for a host or a port is not told to anyone."""
    assert is_address(text)
    with pytest.raises(AddressError) as error:
        read_address(text)

    shown = f"{error.value.problem} {error.value.hint} {without_password(text)}"
    assert "s3cr" not in shown.lower()
    assert "et@" not in shown


@pytest.mark.parametrize(
    "text", ["data", "postgres", "./postgresql:x", "C:/db", "a//b"]
)
def test_what_is_no_address_is_left_as_it_is(text: str) -> None:
    """It is the path of a file."""
    assert not is_address(text)
    assert without_password(text) == text
