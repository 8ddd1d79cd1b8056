"""List the names of months and weekdays in fourteen languages, as printed.

The names are from CLDR (a test compares them), with further spellings from web pages. A
space separates two months, a slash two spellings of one month; `_` is a space within a
name. Short forms are listed without a full stop.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from mediarel.dates.edtf import MONTHS as ENGLISH
from mediarel.dates.edtf import WEEKDAYS as ENGLISH_WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS = {
    "en": " ".join(ENGLISH),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre "
    "novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre "
    "octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
    "novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre "
    "ottobre novembre dicembre",
    "de": "Januar/Jänner Februar/Feber März/Maerz April Mai Juni Juli August "
    "September Oktober November Dezember",
    "id": "Januari Februari/Pebruari Maret April Mei Juni Juli Agustus September "
    "Oktober November/Nopember Desember",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน "
    "ตุลาคม พฤศจิกายน ธันวาคม",
    "my": "ဇန်နဝါရီ ဖေဖော်ဝါရီ/ဖေဖေါ်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် "
    "ဩဂုတ်/သြဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "zh": "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    "ja": "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
    "vi": "tháng_1/tháng_Một/tháng_Giêng tháng_2/tháng_Hai tháng_3/tháng_Ba "
    "tháng_4/tháng_Tư tháng_5/tháng_Năm tháng_6/tháng_Sáu tháng_7/tháng_Bảy "
    "tháng_8/tháng_Tám tháng_9/tháng_Chín tháng_10/tháng_Mười "
    "tháng_11/tháng_Mười_Một tháng_12/tháng_Mười_Hai/tháng_Chạp",
}
# Languages that mediarel doesn't otherwise support, for dates in their texts.
OTHER_MONTHS = {
    "ar": "يناير/كانون_الثاني فبراير/شباط مارس/آذار أبريل/ابريل/إبريل/نيسان مايو/أيار "
    "يونيو/حزيران يوليو/تموز أغسطس/اغسطس/آب سبتمبر/أيلول أكتوبر/اكتوبر "
    "نوفمبر ديسمبر",
    "ru": "января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь "
    "июля/июль августа/август сентября/сентябрь октября/октябрь ноября/ноябрь "
    "декабря/декабрь",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня "
    "листопада грудня",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
    "października listopada grudnia",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre "
    "desembre",
    "hu": "január február március április május június július augusztus szeptember "
    "október november december",
    "cs": "ledna/leden února/únor března/březen dubna/duben května/květen "
    "června/červen července/červenec srpna/srpen září října/říjen listopadu/listopad "
    "prosince/prosinec",
    "nl": "januari februari maart april mei juni juli augustus september oktober "
    "november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober "
    "november december",
    "da": "januar februar marts april maj juni juli august september oktober "
    "november december",
    "nb": "januar februar mars april mai juni juli august september oktober "
    "november desember",
    "tl": "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre "
    "Nobyembre Disyembre",
    "ms": "Januari Februari Mac April Mei Jun Julai Ogos September Oktober "
    "November Disember",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep/Sept Oct Nov Dec",
    "fr": "janv/jan févr/fév mars avr mai juin juil/juill août sept oct nov déc",
    "es": "ene feb mar abr may jun jul ago sept/sep/set oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen/genn feb/febb mar apr mag/magg giu lug ago set/sett ott nov dic",
    "de": "Jan/Jän Feb/Febr Mär/Mrz Apr Mai Jun Jul Aug Sept/Sep Okt Nov Dez",
    "id": "Jan Feb/Peb Mar Apr Mei Jun Jul Agu/Agt/Agst/Ags Sep/Sept Okt Nov/Nop Des",
    "th": "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค",
    "my": "ဇန် ဖေ မတ် ဧ မေ ဇွန် ဇူ ဩ စက် အောက် နို ဒီ",
    "lo": "ມ.ກ ກ.ພ ມ.ນ ມ.ສ ພ.ພ ມິ.ຖ ກ.ລ ສ.ຫ ກ.ຍ ຕ.ລ ພ.ຈ ທ.ວ",
    "vi": "thg_1 thg_2 thg_3 thg_4 thg_5 thg_6 thg_7 thg_8 thg_9 thg_10 thg_11 thg_12",
}
WEEKDAYS = {
    "en": " ".join(ENGLISH_WEEKDAYS),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira/segunda terça-feira/terça quarta-feira/quarta "
    "quinta-feira/quinta sexta-feira/sexta sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag/Sonnabend Sonntag",
    "id": "Senin Selasa Rabu Kamis Jumat/Jum'at/Jum’at Sabtu Minggu/Ahad",
    "th": "จันทร์ อังคาร พุธ พฤหัสบดี/พฤหัส ศุกร์ เสาร์ อาทิตย์",
    "my": "တနင်္လာ အင်္ဂါ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာ စနေ တနင်္ဂနွေ",
    "lo": "ຈັນ ອັງຄານ ພຸດ ພະຫັດ ສຸກ ເສົາ ອາທິດ",
    "zh": "星期一/周一/週一/礼拜一 星期二/周二/週二/礼拜二 星期三/周三/週三/礼拜三 "
    "星期四/周四/週四/礼拜四 星期五/周五/週五/礼拜五 星期六/周六/週六/礼拜六 "
    "星期日/星期天/周日/週日/礼拜日/礼拜天",
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "vi": "Thứ_Hai/Thứ_2 Thứ_Ba/Thứ_3 Thứ_Tư/Thứ_4 Thứ_Năm/Thứ_5 Thứ_Sáu/Thứ_6 "
    "Thứ_Bảy/Thứ_7 Chủ_Nhật",
}
SHORT_WEEKDAYS = {
    "en": "Mon Tue/Tues Wed/Weds Thu/Thur/Thurs Fri Sat Sun",
    "fr": "lun mar mer jeu ven sam dim",
    "es": "lun mar mié jue vie sáb dom",
    "pt": "seg ter qua qui sex sáb dom",
    "it": "lun mar mer gio ven sab dom",
    "de": "Mo Di Mi Do Fr Sa So",
    "id": "Sen Sel Rab Kam Jum Sab Min",
}

# In calendar order: the usual spelling of each month first, then others.
KHMER_MONTHS = {
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
KHMER_WEEKDAYS = {
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


@cache
def months() -> dict[str, int]:
    """Return the number of each month by each lower-case spelling.

    January is 1. Spellings without accents are included.
    """
    named = {name: ENGLISH.index(english) for name, english in KHMER_MONTHS.items()}
    tables = (*map(_numbered, (MONTHS, OTHER_MONTHS, SHORT_MONTHS)), named)
    return {name: number + 1 for table in tables for name, number in _plain(table)}


@cache
def weekdays() -> dict[str, int]:
    """Return the number of each weekday by spelling; Monday is 0.

    See `months`.
    """
    named = {
        name: ENGLISH_WEEKDAYS.index(english)
        for name, english in KHMER_WEEKDAYS.items()
    }
    tables = (_numbered(WEEKDAYS), _numbered(SHORT_WEEKDAYS), named)
    return {name: number for table in tables for name, number in _plain(table)}


@cache
def short_months() -> frozenset[str]:
    """Return the lower-case spellings that are not a full name in any language."""
    whole, short = (
        frozenset(name for name, _ in _plain(_numbered(table)))
        for table in (MONTHS, SHORT_MONTHS)
    )
    return short - whole


def _numbered(table: dict[str, str]) -> dict[str, int]:
    """Return the index of each spelling in its row of `table`."""
    return {
        name.replace("_", " "): number
        for row in table.values()
        for number, names in enumerate(row.split(" "))
        for name in names.split("/")
    }


def _plain(names: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Yield `names` in lower case, and without accents on Latin letters."""
    for name, number in names.items():
        small = name.casefold()
        yield small, number
        yield re.sub("[\u0300-\u036f]", "", normalize("NFD", small)), number
