"""Test dates in texts, and names of months."""

import datetime as dt
from collections import defaultdict

import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from mediarel.dates import months as table
from mediarel.dates.months import KHMER_MONTHS, MONTHS, SHORT_MONTHS, months, weekdays
from mediarel.dates.printed import date_alone, find_dates
from mediarel.dates.printed_parts import PrintedDate
from mediarel.dates.typed import DayOrder
from samples import LONG

FORMS = (
    *("March 3, 2019", "Mar 3, 2019", "Mar. 3, 2019", "MARCH 3, 2019"),
    *("3 March 2019", "03 March 2019", "3rd March 2019", "3rd of March, 2019"),
    *("Sunday, March 3, 2019", "Sunday, 3 March 2019", "3-Mar-19", "3 March '19"),
    *("3 mars 2019", "dimanche 3 mars 2019", "3 marzo 2019", "3 Marzo 2019"),
    *("marzo 3, 2019", "3 de marzo de 2019", "3 de marzo, 2019", "3 março 2019"),
    *("Domingo, 3 de março de 2019", "3 de marco de 2019", "3. März 2019"),
    *("Sonntag, 3. März 2019", "So., 03.03.2019", "3 Maret 2019"),
    *("Minggu, 3 Maret 2019", "2019-03-03", "2019/03/03", "03/03/2019", "3.3.2019"),
    *("3. 3. 2019", "03/03/19", "03.03.19", "2019 March 3", "2019-Mar-03"),
    *("ថ្ងៃអាទិត្យ ទី៣ ខែមីនា ឆ្នាំ២០១៩", "ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩", "ទី៣ ខែ៣ ឆ្នាំ២០១៩"),
    *("ថ្ងៃទី៣ ខែមិនា ឆ្នំា២០១៩", "៣ មីនា ២០១៩", "ថ្ងៃ\u200bទី៣ ខែ\u200bមី\u200bនា ឆ្នាំ២០១៩"),
    *("3 มี.ค. 2562", "3 มีนาคม 2562", "๓ มีนาคม ๒๕๖๒", "3 มี.ค. 62", "3 มี.ค. 2019"),
    *("วันอาทิตย์ที่ 3 มีนาคม พ.ศ. 2562", "2019年3月3日", "2019年3月3日（祝）"),
    *("2019年3月3日 星期日", "2019年3月3日(日)", "二〇一九年三月三日"),
    *(
        "２０１９年３月３日",
        "3 Machi 2019",
        "۳ مارس ۲۰۱۹",
        "3 במרץ 2019",
        "३ मार्च २०१९",
    ),
    *("平成31年3月3日", "平成31（2019）年3月3日", "2019年（平成31年）3月3日"),
    *("平成三十一年三月三日", "民國108年3月3日", "民国 108 年 3 月 3 日"),
    *("中華民國一百零八年三月三日", "中華民國一百〇八年三月三日"),
    *("၂၀၁၉ ပြည့်နှစ်၊ မတ်လ ၃ ရက်", "၂၀၁၉ပြည့်နှစ် မတ်လ ၃ ရက်နေ့"),
    *("၂၀၁၉ ခုနှစ်၊ မတ်လ ၃ ရက်", "၂၀၁၉ ခုနှစ် မတ်လ (၃) ရက်နေ့", "3 ມີນາ 2019"),
    *("۱۳۹۷-۱۲-۱۲", "۱۳۹۷/۱۲/۱۲", "۱۲ اسفند ۱۳۹۷", "۱۲ اسفند ماه ۱۳۹۷"),
    *("ວັນທີ 3 ມີນາ 2019", "ວັນອາທິດ, 3 ມ.ນ. 2019", "ngày 3 tháng 3 năm 2019"),
    *("Chủ Nhật, 3 tháng 3, 2019", "Chủ Nhật, ngày 03/03/2019"),
    *("3 March 2019 12:29 pm", "3. März 2019, 12:29 Uhr", "2019-03-03T12:29:00+07:00"),
)


@pytest.mark.parametrize("printed", ["25 fév 24", "25fév 24", "25 février 24"])
def test_a_year_of_two_digits_is_certain_in_a_date_alone(printed: str) -> None:
    found = date_alone(printed)

    assert found
    assert str(found.date()) == "2024-02-25"
    assert not any(each.year for each in find_dates(f"Kampot {printed} boats"))


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("令和元年5月1日", "2019-05-01"),
        ("令和4年12月31日", "2022-12-31"),
        ("昭和64年1月7日", "1989-01-07"),
        ("民國一百年十月十日", "2011-10-10"),
        ("民國九十九年十月十日", "2010-10-10"),
        ("民國一百一十年十月十日", "2021-10-10"),
    ],
)
def test_japanese_and_taiwanese_eras_are_converted(printed: str, day: str) -> None:
    found = date_alone(printed)

    assert found
    assert str(found.date()) == day


@pytest.mark.parametrize(
    "printed",
    ["ວຽງຈັນ, ວັນທີ 3 ມີນາ 2019", "เวียงจันทร์ 3 มีนาคม 2562", "ភូមិសុក្រ ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩"],
)
def test_the_end_of_a_place_name_is_not_a_weekday(printed: str) -> None:
    """Khmer, Thai and Lao have no spaces between words."""
    (found,) = find_dates(printed)

    assert printed[: found.start].rstrip(" ,") == printed.partition(" ")[0].rstrip(",")


@pytest.mark.parametrize("printed", FORMS)
@pytest.mark.parametrize(
    "text", ["{}", "Kampot, {} – The council", "a\n{}\nb", "({})."]
)
def test_a_date_is_found_within_a_text(printed: str, text: str) -> None:
    """The match includes the weekday and the time."""
    whole = text.format(printed)

    dates = find_dates(whole)

    assert [whole[date.start : date.end] for date in dates] == [printed]
    assert str(dates[0].date()) == "2019-03-03"


@pytest.mark.parametrize("printed", FORMS)
def test_a_text_can_consist_of_one_date(printed: str) -> None:
    """Brackets and line breaks are allowed, other words are not."""
    for text in (printed, f"  ({printed}).\n", printed.replace(" ", "\n")):
        date = date_alone(text)

        assert date is not None
        assert str(date.date()) == "2019-03-03"
    assert date_alone(f"Kampot {printed}") is None
    assert date_alone(f"{printed} {printed}") is None


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        ("dara3 Marzo 2019", ["2019-03-03"]),
        ("March 3, 2019March 9, 2019Harbour Watch", ["2019-03-03", "2019-03-09"]),
        ("by Dara | Mar 3, 2019 | Press Releases", ["2019-03-03"]),
        ("Reopen the reading room , media release, March 3, 2019", ["2019-03-03"]),
        ("Mar\n3\n2019\nReopen", ["2019-03-03"]),
        ("Reopen\n3\nMarch\n2019\nReopen", ["2019-03-03"]),
        ("2019年11月30日2019年度報告：23宗恐嚇個案", ["2019-11-30"]),
        ("3 March 20199 March 2019Harbour Watch", ["2019-03-03", "2019-03-09"]),
        *(
            ("2019-03-032018年报告", ["2019-03-03"]),
            ("2019.3.3.0328街頭", ["2019-03-03"]),
        ),
        *(("3 lip 2019", ["2019-07-03"]), ("3. lip 2019", [])),
        ("2019-03-03/2019-03-05", ["2019-03-03", "2019-03-05"]),
        ("March 2019 (12)", ["2019-03"]),
        ("Comments: 3\nMarch 2019\n", ["2019-03"]),
        *((x, ["2019-03-03"]) for x in ("3–5 March 2019", "3.-5. März 2019")),
        *((x, ["2019-03-03"]) for x in ("March 3-5, 2019", "3/4 March 2019")),
        *((x, ["2019-03-03"]) for x in ("03.03.–05.04.2019", "3.-5.3.2019")),
        *((x, []) for x in ("۱۲۰۱/۱۲/۱۲", "1397-12-12", "۱۳۹۷-۱۳-۱")),
        ("lapja 2019. március hó 3. napján", ["2019-03-03"]),
        ("tháng 3 năm 2019", ["2019-03"]),
        ("10. listopada 2019.", ["2019-10-10"]),
        ("10. listopad 2019", ["2019-10-10"]),
        ("10 listopada 2019", ["2019-11-10"]),
        ("10. listopadu 2019", ["2019-11-10"]),
        ("2019.3.3.重開閱覽室", ["2019-03-03"]),
        ("2019.3.3.rc1", []),
        ("ΜΑΡΤΙΟΥ 3, 2019", ["2019-03-03"]),
        ("3 маяка 2019", []),
    ],
)
def test_a_date_is_found_next_to_other_words(printed: str, dates: list[str]) -> None:
    """A word can be next to a date without a space."""
    assert [str(date.date()) for date in find_dates(printed)] == dates


def test_the_solar_date_after_a_khmer_lunar_date_is_used() -> None:
    """The match includes both dates."""
    lunar = "ថ្ងៃអាទិត្យ ១២រោច ខែផល្គុន ឆ្នាំច សំរឹទ្ធិស័ក ព.ស២៥៦២ ត្រូវនឹង"
    text = f"ភ្នំពេញ, {lunar}ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩"

    (date,) = find_dates(text)

    assert (date.start, date.end) == (text.index(lunar), len(text))
    assert str(date.date()) == "2019-03-03"


@pytest.mark.parametrize(
    ("printed", "order", "expected"),
    [
        ("03/04/2019", None, None),
        ("03/04/2019", DayOrder.DAY_FIRST, "2019-04-03"),
        ("03/04/2019", DayOrder.MONTH_FIRST, "2019-03-04"),
        ("03/13/19", None, "2019-03-13"),
        ("13/03/2019", DayOrder.MONTH_FIRST, None),
        ("03/03/2019", DayOrder.MONTH_FIRST, "2019-03-03"),
        ("Thursday, 3/4/2021", None, "2021-03-04"),
        ("Saturday, 3/4/2021", None, "2021-04-03"),
        ("Friday, 3/4/2021", None, None),
        ("31/02/2019", None, None),
    ],
)
def test_the_order_of_day_and_month_is_not_guessed(
    printed: str, order: DayOrder | None, expected: str | None
) -> None:
    """A number over 12 or a weekday decides the order. An impossible day is no date."""
    (date,) = find_dates(printed)

    assert date.end - date.start == len(printed)
    assert (str(found) if (found := date.date(order)) else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2 May seem", "1 in 3", "version 1.2.3", "012 345 678", "2011–12"),
        *("article 3/4 of a text", "50% of 20", "3 Market 2019", "24/7", "Page 1/3"),
        *("2011-12", "No. 3/2019", "192.168.1.20", "1 / 3", "March 3,000 people"),
        *("Find out 2019 results", "may 3 people", "set 3 goals", "2019", "in 2019"),
        *("August (4)", "11.11.11-Haven", "v2019.3.1"),
        *("3MAR19", "May–June 2019", "Ref. 12/05/19/HW", "2019-03-03-title.md"),
        *("March 3 to 5, 2019", "March 3 and 4, 2019"),
        "10 out of 2019",
        *("Scores: 10-12-15", "9/11 Commission", "sold out 12 2019"),
        *("https://example.org/2019/03/03/reopen", "12:29", "3 years ago 4", "3 x 4"),
        # The beginning of a longer word in a script with spaces.
        *(
            "5 میلیون دلار",
            "انجمن اسلامی 2015",
            "গ্রামে 2019",
            "5 मेट्रो",
            "5 மேற்பட்டோர்",
            "5 מאיים",
        ),
        # Words that are short names of months in other languages.
        *("Em 2019 tem 5 casas", "Für Sie 2019", "Haben Sie 5 Minuten", "5. lis 2019."),
    ],
)
def test_an_uncertain_date_is_not_found(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("2019", "2019"), ("(2019)", "2019"), ("ឆ្នាំ២០១៩", "2019")),
        ("2019年", "2019"),
        *(("พ.ศ. 2562", "2019"), ("2019-03", "2019-03"), ("03/2019", "2019-03")),
        *(("2019 March", "2019-03"), ("mar 2019", "2019-03")),
    ],
)
def test_a_year_or_month_alone_is_a_date(text: str, expected: str) -> None:
    date = date_alone(text)

    assert date is not None
    assert str(date.date()) == expected
    assert PrintedDate(*date) == date


# How each language prints a date with a named month.
PRINTED_IN = {
    "en": ("{d} {m} {y}", "{m} {d}, {y}", "{d:02} {m}, {y}", "{d}-{m}-{y}"),
    "fr": ("{d} {m} {y}", "le {d} {m} {y}"),
    "es": ("{d} de {m} de {y}", "{m} {d}, {y}", "{d} {m} {y}", "{d} de {m}, {y}"),
    "pt": ("{d} de {m} de {y}", "{d}º de {m} de {y}", "{d} {m} {y}"),
    "it": ("{d} {m} {y}", "{d}° {m} {y}"),
    "de": ("{d}. {m} {y}", "den {d}. {m} {y}", "{d:02}. {m} {y}"),
    "id": ("{d} {m} {y}", "{d:02} {m} {y}"),
    "km": ("ថ្ងៃទី{d} ខែ{m} ឆ្នាំ{y}", "ទី{d} ខែ{m} {y}", "{d} {m} {y}"),
    "th": ("{d} {m} {b}", "วันที่ {d} {m} พ.ศ. {b}", "{d} {m} {y}"),
    "my": ("{y} ခုနှစ်၊ {m}လ {d} ရက်", "{d} {m} {y}"),
    "lo": ("{d} {m} {y}", "ວັນທີ {d} {m} {y}"),
    "zh": ("{y}年{m}{d}日",),
    "ja": ("{y}年{m}{d}日", "{y} 年 {m} {d} 日"),
    "vi": ("{d} {m} năm {y}", "ngày {d} {m} năm {y}", "{d} {m}, {y}"),
}


@st.composite
def printed_dates(draw: st.DrawFn) -> tuple[str, dt.date]:
    """Return a date printed in some language, and the day."""
    day = draw(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
    language = draw(st.sampled_from(sorted(PRINTED_IN)))
    if language == "km":
        names = [km for km, english in KHMER_MONTHS.items() if english == f"{day:%B}"]
    else:
        rows = [t[language] for t in (MONTHS, SHORT_MONTHS) if language in t]
        names = [n for row in rows for n in row.split(" ")[day.month - 1].split("/")]
    name = draw(st.sampled_from(names)).replace("_", " ")
    form = draw(st.sampled_from(PRINTED_IN[language]))
    text = form.format(d=day.day, m=name, y=day.year, b=day.year + 543)
    return draw(st.sampled_from((text, text.upper(), text.title()))), day


@given(printed_dates())
def test_any_date_is_found_in_each_language(case: tuple[str, dt.date]) -> None:
    printed, day = case
    text = f"Kampot, {printed} – The council"

    (date,) = find_dates(text)

    assert text[date.start : date.end] == printed
    assert (date.year, date.month, date.day) == (day.year, day.month, day.day)
    assert str(date.date()) == day.isoformat()


# Parts of dates, and of texts that look like dates.
PIECES = st.sampled_from(
    (
        *("3", "13", "31", "2019", "2562", "19", "0", "៣", "２０", "/", "-", ".", ". "),
        *(", ", " ", "\n", "\t", "th", "de ", "March", "Mar.", "may", "ខែ", "មីនា"),
        "月",
        *("ឆ្នាំ", "ថ្ងៃទី", "年", "日", "三", "十", "tháng ", "năm ", "Sunday, "),
        *("มี.ค.", ":"),
        *("ត្រូវនឹង", "កើត", "12:30", "pm", "(", ")", "'", "\u200b", "a\u0301", "မတ်လ"),
        *("ရက်", "Thứ ", "Harbour", "ſ", "İ", "%"),
    )
)


@given(st.text() | st.lists(PIECES, max_size=30).map("".join))
@example("İ" * 20 + "3/3/2019")
@example("3 Aprİl 2019")
def test_dates_of_any_text_are_in_order(text: str) -> None:
    end = 0
    for date in find_dates(text):
        assert end <= date.start < date.end <= len(text)
        end = date.end
        date.date()
    date_alone(text)


@pytest.mark.many_times
@pytest.mark.parametrize(
    "piece",
    [
        *("3 ", "3/", "3. ", "3\n", "Mar\n3\n", "2019 ", "March ", "March 3 "),
        *("3 March ", "Sunday, ", "ថ្ងៃទី៣កើតត្រូវនឹង ", "三", "十", "3", "e\u0301"),
        *("\u200b", "\u0301", " ", "3 March 2019", "12:30 ", "ខែ", "3/3/2019 "),
    ],
)
def test_a_long_text_is_searched_in_linear_time(piece: str) -> None:
    text = piece * (LONG // len(piece)) + "\n\n3 March 2019"

    assert find_dates(text)[-1].end == len(text)


LANGUAGES = (
    *("en", "fr", "es", "pt", "pt_PT", "it", "de", "id", "km", "th", "my"),
    *("zh", "zh_Hant", "ja", "lo", "vi"),
)
OF_TEXTS = (
    *("el", "sr", "sr_Latn", "sl", "sk", "bg", "mk", "ro", "lt", "lv", "et", "fi"),
    *("is", "ru", "uk", "pl", "cs", "hu", "nl", "sv", "da", "nb", "tr", "hr"),
    *("sw", "fa", "ur", "he", "hi", "bn", "mr", "gu", "pa", "ta", "te", "kn", "ka"),
    *("hy", "az", "uz", "kk", "be", "eu", "gl", "sq", "bs", "af", "so", "am"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_month_names_of_cldr_are_known(language: str) -> None:
    """Abbreviations are compared without a final full stop."""
    names = {
        name.casefold().removesuffix("."): number
        for forms in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in forms[width].items()
    }

    assert {name: months()[name] for name in names} == names


@pytest.mark.parametrize("language", OF_TEXTS)
def test_the_full_month_names_of_more_languages_are_known(language: str) -> None:
    """The Croatian October is November in Polish, except after a full stop."""
    names = {
        name.casefold(): number
        for forms in Locale.parse(language).months.values()
        for number, name in forms["wide"].items()
        if (language, number) != ("hr", 10)
    }

    assert {name: months()[name] for name in names} == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_weekday_names_of_cldr_are_known(language: str) -> None:
    """Thai and Lao names are compared without the word for "day"."""
    names = {
        name.casefold().removeprefix("วัน").removeprefix("ວັນ"): number
        for forms in Locale.parse(language).days.values()
        for number, name in forms["wide"].items()
    }

    assert {name: weekdays()[name] for name in names} == names


@pytest.mark.parametrize(
    ("tables", "count"),
    [
        ((table.MONTHS, table.SHORT_MONTHS), 12),
        ((table.WEEKDAYS, table.SHORT_WEEKDAYS), 7),
    ],
)
def test_a_name_means_the_same_month_or_weekday_in_all_languages(
    tables: tuple[dict[str, str]], count: int
) -> None:
    meanings = defaultdict(set)
    for rows in tables:
        for row in rows.values():
            names = row.split(" ")
            assert len(names) == count
            for number, spellings in enumerate(names):
                for name in spellings.split("/"):
                    meanings[name.casefold()].add(number)

    assert [name for name, numbers in meanings.items() if len(numbers) > 1] == []
