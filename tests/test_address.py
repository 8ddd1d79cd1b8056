"""Test URLs of archives on a server.

In all URLs, `s3cr` and `et` are parts of a password.
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
# Valid URLs with a password, and how they are shown.
SHOWN = {
    "postgresql://u:s3cr%40et@h/db": "postgresql://u@h/db",
    "postgresql://:s3cret@h/db#appeals": "postgresql://h/db#appeals",
    "postgresql:///db?password=s3cret": "postgresql:///db",
    "postgresql:///db?PassWord=s3cret#appeals": "postgresql:///db#appeals",
    "postgresql:///db?pass%77ord=s3cret&user=u": "postgresql:///db?user=u",
    "postgresql:///db?user=u&password=s3cr&password=et": "postgresql:///db?user=u",
    "postgresql:///db?sslpassword=s3cret&user=u": "postgresql:///db?user=u",
}
# URLs that are invalid, or whose password has no clear end.
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
def test_url_and_schema_are_parsed(text: str) -> None:
    """The default schema is `mediarel`."""
    assert is_address(text)
    assert tuple(read_address(text)) == TAKEN[text]


@pytest.mark.parametrize("text", SHOWN)
def test_password_is_never_shown(text: str) -> None:
    address = read_address(text)

    assert str(address) == without_password(text) == SHOWN[text]
    assert repr(address) == f"Address({SHOWN[text]!r})"


@pytest.mark.parametrize("text", REFUSED)
def test_doubtful_password_is_refused_without_showing_it(text: str) -> None:
    assert is_address(text)
    with pytest.raises(AddressError) as error:
        read_address(text)

    shown = f"{error.value.problem} {error.value.hint} {without_password(text)}"
    assert "s3cr" not in shown.lower()
    assert "et@" not in shown


@pytest.mark.parametrize(
    "text", ["data", "postgres", "./postgresql:x", "C:/db", "a//b"]
)
def test_path_of_a_file_is_not_a_url(text: str) -> None:
    assert not is_address(text)
    assert without_password(text) == text
