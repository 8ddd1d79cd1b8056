"""Check and parse the settings of an archive and of its site.

An organisation is a list of the names under which it signs. The first name is
displayed. Two names are equal if their folded texts are equal. A name belongs to one
organisation only. Rules say which contacts to withhold.

A clearance records that a person has cleared a file for publication. The clearance is a
digest of the file, the withheld texts and the rules.

The settings of the site, such as title and logo, are stored as a JSON object.
docs/file-format.md lists the keys. People may edit the object by hand, so publishing a
site checks the settings again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from hashlib import sha256
from typing import Any

from mediarel import errors
from mediarel.model.readers import read_field
from mediarel.text.damaged import without_controls
from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once
from mediarel.text.urls import web_address

EMAILS, PHONES = "emails", "phones"
RULES = (EMAILS, PHONES)
_SHA256 = re.compile("[0-9a-f]{64}")
Organisation = tuple[str, ...]
Organisations = tuple[Organisation, ...]
FEWEST = 2  # an organisation with fewer names is not stored

# Settings of the site.
COLOUR, LOGO, LOGO_ALT, LINKS, ABOUT = "colour", "logo", "logo_alt", "links", "about"
DATA, NO = "data", "no"
# The field of a statement whose reader checks the setting.
_FIELD_OF = {
    **dict.fromkeys(("short_name", "title", "description", LOGO_ALT), "title"),
    **dict.fromkeys((COLOUR, "license", "contact", DATA), "title"),
    ABOUT: "text",
    LOGO: "attachments",
    LINKS: "sources",
}
# Settings that are objects. Their keys are labels of links, or languages of texts.
GROUPS = {LINKS: "title", ABOUT: "language"}
_EMPTY: tuple[object, ...] = (None, "", {})  # values that mean no setting
# --paper and --tint in site.css: the backgrounds of links.
LIGHT, DARK = ("#fdfcfa", "#f4f0e8"), ("#171614", "#211f1c")
_LEAST = 4.5  # contrast: WCAG 2.2, success criterion 1.4.3
_LINEAR = 0.04045  # up to this value, sRGB is linear (IEC 61966-2-1)
_CC = re.compile(
    r"(?:https?://creativecommons\.org/licenses/|cc[ -])"
    r"(by(?:-nc)?(?:-sa|-nd)?)[ /-]([1-4]\.[0-9])/?",
    re.IGNORECASE,
)


def organisations_in(kept: object) -> Organisations:
    """Return the organisations in a stored setting.

    Values that are not lists of names are skipped, because another program may have
    written the setting. A name that is already in an earlier organisation is skipped.
    """
    found: list[Organisation] = []
    taken: set[str] = set()
    for each in kept if isinstance(kept, list) else ():
        names = distinct(
            name for name in _texts(each) if folded_name(name) not in taken
        )
        if len(names) >= FEWEST:
            taken.update(map(folded_name, names))
            found.append(names)
    return tuple(found)


def as_kept(organisations: Iterable[Organisation]) -> list[list[str]] | None:
    """Return the setting that stores these organisations.

    Return None if there are no organisations.
    """
    return [list(names) for names in organisations] or None


def distinct(names: Iterable[str]) -> Organisation:
    """Return the names without duplicates. Names with equal folded forms are equal."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded_name(name), name)
    return tuple(found.values())


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    lines = (spaced_once(each) for each in value if isinstance(each, str))
    return [line for line in lines if folded_name(line)]


def rules_in(kept: object) -> tuple[str, ...]:
    """Return the rules in a stored setting, in the order of `RULES`.

    Unknown rules are skipped, because another program may have written the setting.
    """
    given = kept if isinstance(kept, list) else []
    return tuple(rule for rule in RULES if rule in given)


def cleared_in(kept: object) -> tuple[str, ...]:
    """Return the digests of cleared files in a setting, sorted, without duplicates."""
    given = kept if isinstance(kept, list) else []
    texts = (each for each in given if isinstance(each, str))
    return tuple(sorted({each for each in texts if _SHA256.fullmatch(each)}))


def clearing(file: str, texts: Iterable[str], rules: Iterable[str]) -> str:
    """Return the clearance of the file with this SHA-256.

    `texts` are the withheld texts. If more texts are withheld later, the clearance is
    no longer valid, and a person must clear the file again.
    """
    said = json.dumps([file, sorted(set(texts)), sorted(rules)])
    return sha256(said.encode()).hexdigest()


def rules_and_clearances(
    words: Iterable[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Separate the rules from the clearances; the index stores them in one list."""
    given = list(words)
    return rules_in(given), cleared_in(given)


def read_setting(key: str, value: object) -> Any:
    """Check the value of a setting, and return the stored form of the value.

    For a setting with several labelled values, such as links, `value` is only one of
    these values. Raises InvalidError.
    """
    field = _FIELD_OF[key]
    if not isinstance(value, dict if key == LOGO else str):
        raise _wrong_kind(key, value)
    if isinstance(value, str):
        value = without_controls(value)
    try:
        found = read_field(field, [value] if key in {LOGO, LINKS} else value)
    except errors.InvalidError as error:
        raise errors.InvalidError(f"{key}: {error.problem}", error.hint) from error
    if key == COLOUR:
        _refuse_unreadable(found)
    if key == DATA and found not in {"yes", NO}:
        raise errors.InvalidError(
            f"{errors.shorten(found)!r} is neither yes nor no",
            "Enter yes to publish exports with the site, or no.",
        )
    if key == LOGO:
        return found[0].document()
    return found[0] if key == LINKS else found


def read_site(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Check the stored settings. Empty and unknown settings are left out.

    Raises InvalidError.
    """
    found: dict[str, Any] = {}
    for key in (each for each in _FIELD_OF if kept.get(each) not in _EMPTY):
        if key not in GROUPS:
            found[key] = read_setting(key, kept[key])
            continue
        found[key] = {
            read_field(GROUPS[key], name): read_setting(key, value)
            for name, value in _group(kept, key).items()
        }
    if LOGO in found and LOGO_ALT not in found:
        raise errors.InvalidError(
            "the logo has no alternative text",
            "Add --logo-alt TEXT to your command. Screen readers read the text aloud.",
        )
    return found


def changed_site(kept: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Add the settings in `given` to the stored settings, and return the result.

    An empty value removes the setting. If a setting has several entries, such as links,
    an empty entry removes only this entry. Raises InvalidError.
    """
    after = {**kept, **given}
    for key in GROUPS.keys() & given.keys():
        members = {**_group(kept, key), **given[key]}
        after[key] = {name: value for name, value in members.items() if value}
    read_site(after)
    return {key: value for key, value in after.items() if value}


def _group(kept: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = kept.get(key, {})
    if not isinstance(value, dict) or not all(value):
        raise _wrong_kind(key, value)
    return value


def _wrong_kind(key: str, value: object) -> errors.InvalidError:
    return errors.InvalidError(
        f"the site setting {key} has a value of the wrong kind:"
        f" {errors.shorten(str(value))!r}",
        errors.Hint("Set the value again: ", command_for(key)),
    )


def command_for(key: str) -> errors.Command:
    """Return the command that changes this setting."""
    value = {LINKS: "LABEL=URL", ABOUT: "LANGUAGE=FILE", LOGO: "FILE"}.get(key, "TEXT")
    option = "--link" if key == LINKS else f"--{key.replace('_', '-')}"
    return errors.Command("publish", "settings", option, value)


def _refuse_unreadable(colour: str) -> None:
    """Raise InvalidError if this is not a colour, or if the contrast is too low."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise errors.InvalidError(
            f"{errors.shorten(colour)!r} is not a colour",
            "Enter # and six hexadecimal digits. Example: #7d1f22",
        )
    if (best := nearest_colour(colour, LIGHT)) != colour:
        ratio = int(10 * min(contrast(colour, each) for each in LIGHT)) / 10
        use = errors.Command("publish", "settings", "--colour", best)
        raise errors.InvalidError(
            f"the contrast of {colour} with the background is {ratio}, but must be at"
            f" least {_LEAST}",
            errors.Hint("To use the nearest readable colour: ", use),
        )


def nearest_colour(colour: str, backgrounds: tuple[str, ...]) -> str:
    """Lighten or darken a colour until it is readable on all these backgrounds."""
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    steps = sorted(range(256), key=lambda step: abs(step / 255 - lightness))
    shades = (hls_to_rgb(hue, step / 255, saturation) for step in steps)
    others = ("#" + bytes(round(255 * p) for p in shade).hex() for shade in shades)
    return next(
        each
        for each in (colour, *others)
        if all(contrast(each, other) >= _LEAST for other in backgrounds)
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour in sRGB (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def license_link(text: str) -> tuple[str, str]:
    """Return the label and the URL of a licence. An unknown URL is ""."""
    site = "https://creativecommons.org"
    if text.upper() in {"CC0", "CC0 1.0", "CC0-1.0"}:
        return "CC0 1.0", f"{site}/publicdomain/zero/1.0/"
    if found := _CC.fullmatch(text):
        kind, version = found.groups()
        url = f"{site}/licenses/{kind.lower()}/{version}/"
        return f"CC {kind.upper()} {version}", url
    return text, web_address(text)
