"""Khmer dates, translated into English so that one parser reads both."""

from __future__ import annotations

import re

# In the order of the calendar: each month in its usual spelling first, then in
# others.
MONTHS = {
    "មករា": "January",
    "កុម្ភៈ": "February",
    "កុម្ភះ": "February",
    "កុម្ភ:": "February",
    "កុម្ភ": "February",
    "មីនា": "March",
    "មិនា": "March",
    "មេសា": "April",
    "ឧសភា": "May",
    "មិថុនា": "June",
    "មិថុណា": "June",
    "កក្កដា": "July",
    "កក្តដា": "July",
    "សីហា": "August",
    "កញ្ញា": "September",
    "តុលា": "October",
    "វិច្ឆិកា": "November",
    "វិច្ឆិការ": "November",
    "វិច្ចិកា": "November",
    "ធ្នូ": "December",
}
WEEKDAYS = {
    "ចន្ទ": "Monday",
    "ច័ន្ទ": "Monday",
    "អង្គារ": "Tuesday",
    "ពុធ": "Wednesday",
    "ព្រហស្បតិ៍": "Thursday",
    "ព្រហស្បត្តិ៍": "Thursday",
    "ព្រហស្បតិ": "Thursday",
    "សុក្រ": "Friday",
    "សៅរ៍": "Saturday",
    "សៅរិ៍": "Saturday",
    "អាទិត្យ": "Sunday",
}

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def khmer_digits_to_ascii(text: str) -> str:
    """Return `text` with its Khmer digits as 0 to 9, all else as it is."""
    return text.translate(_DIGITS)


def in_english(text: str) -> str:
    """Return `text` with the Khmer words of a date in English, all else as it is.

    `ថ្ងៃចន្ទ ទី១៦ ខែកក្កដា ឆ្នាំ២០១២` becomes `monday 16 july 2012`. The words
    for day, month and year are dropped only before what they belong to; where
    one stands elsewhere, the parser finds a word that it does not know.
    """
    text = khmer_digits_to_ascii(text)
    text = re.sub(rf"(?:ខែ ?)?({_any_of(MONTHS)})", _month_named, text)
    text = re.sub(r"ខែ ?(0?[1-9]|1[0-2])(?![0-9])", _month_counted, text)
    text = re.sub(rf"(?:ថ្ងៃ ?)?({_any_of(WEEKDAYS)})", _weekday, text)
    text = re.sub(r"(?:ថ្ងៃ ?ទី|ថ្ងៃ|ទី) ?([0-9]{1,2})(?![0-9])", r" \1 ", text)
    # The last two signs of "year" look the same in either order.
    text = re.sub(r"ឆ្ន(?:ាំ|ំា) ?([0-9]{4})(?![0-9])", r" \1 ", text)
    return " ".join(text.split())


def _any_of(names: dict[str, str]) -> str:
    # The longest first: some spellings are the beginning of another.
    return "|".join(sorted(names, key=len, reverse=True))


def _month_named(match: re.Match[str]) -> str:
    return f" {MONTHS[match[1]].lower()} "


def _month_counted(match: re.Match[str]) -> str:
    in_order = tuple(dict.fromkeys(MONTHS.values()))
    return f" {in_order[int(match[1]) - 1].lower()} "


def _weekday(match: re.Match[str]) -> str:
    return f" {WEEKDAYS[match[1]].lower()} "
