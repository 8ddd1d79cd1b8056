"""Lines that were copied without a break: a date runs into the text behind it.

"Read more" runs into the title of the next entry.
"""

from __future__ import annotations

import pytest

from mediarel.pages.text import read_text

DAYS = ((2020, 7, 26), (2020, 6, 30), (2020, 6, 2), (2019, 12, 24))
ENGLISH = (
    "The council reopens the reading room",
    "The council said on Monday that the room is open again from nine to five.",
    "Fishers ask for their nets back",
    "They were taken last week at night, and nobody says by whom or why.",
    "Groups hail the ruling on the pier",
    "Three groups said that it has to stay where it is, as long as it is used.",
    "The quay is closed for winter",
    "It opens again in spring, said the warden when he was asked on Monday.",
)
FRENCH = (
    "Le conseil rouvre la salle de lecture",
    "Le conseil a dit lundi que la salle est ouverte de neuf à cinq heures.",
    "Les pêcheurs demandent leurs filets",
    "Ils ont été pris de nuit la semaine dernière, et personne ne dit par qui.",
    "Des groupes saluent le jugement sur le quai",
    "Trois groupes ont dit qu’il doit rester où il est, tant qu’on en a besoin.",
    "Le quai est fermé pour l’hiver",
    "Il ouvre de nouveau au printemps, a dit le gardien à la presse lundi.",
)
CHINESE = (
    "港口委员会重新开放阅览室的决定",
    "委员会星期一表示，阅览室从九点到五点重新开放，而且是免费的，欢迎大家前来。",
    "渔民要求归还他们的渔网和船只",
    "渔网是上星期夜里被拿走的，没有人说是谁拿走的，也没有人说为什么要拿走。",
    "三个团体欢迎关于码头的判决",
    "三个团体表示，只要渔民还需要它，它就必须留在原来的地方，不能搬走。",
    "码头在冬季期间关闭的通知",
    "看守人星期一在回答记者提问时说，它将在春天重新开放，时间还没有确定。",
)
TONGUES = (
    (ENGLISH, "{d:02}/{m:02}/{y}", "Read more"),
    (ENGLISH, "{d} {n} {y}", "[Read more]"),
    (ENGLISH, "{n} {d}, {y}", "Read more"),
    (FRENCH, "{d:02}.{m:02}.{y}", "Lire la suite »"),
    (ENGLISH, "{d:02}.{m:02}.{y}", "Leer más"),
    (CHINESE, "{y}年{m}月{d}日", "阅读更多"),
)
MONTHS = {7: "July", 6: "June", 12: "December"}


@pytest.mark.parametrize(("said", "form", "more"), TONGUES)
@pytest.mark.parametrize(
    "entry",
    [
        *("{t}\n{d}{x}\n{m}\n", "{t}\n{d}{x}\n{m}", "{t}\n{d}{x} {m}"),
        *("{t}\n\n{d}{x}\n\n{m}\n\n", "{t}{d}\n{x} {m}", "{t}\n{d}\n{x} … {m}"),
        *("{d}\n{t}\n{x}\n{m}", "{d} {t}\n{x}\n{m}"),
    ],
)
def test_each_has_its_own_title_and_text(
    entry: str, said: tuple[str, ...], form: str, more: str
) -> None:
    dates = [form.format(y=y, m=m, d=d, n=MONTHS[m]) for y, m, d in DAYS]
    rows = zip(said[::2], dates, said[1::2], strict=True)
    text = "".join(entry.format(t=t, d=d, x=x, m=more) for t, d, x in rows)
    found = read_text(f"Harbour Watch\n{text}", "page.txt")

    assert [(str(x.date), x.title) for x in found.entries] == [
        (f"{y}-{m:02}-{d:02}", title)
        for (y, m, d), title in zip(DAYS, said[::2], strict=True)
    ]
    for each, own in zip(found.entries, said[1::2], strict=True):
        printed = " ".join(line.text for line in each.body)
        assert own.rstrip(".。") in printed
        assert not any(x in printed for x in said if x != own)


def test_a_title_that_more_repeats_is_of_its_own_entry() -> None:
    rows = zip(ENGLISH[::2], ("3 May 2019", "2 May 2019", "1 May 2019"), strict=False)
    text = "".join(f"{t}\n{d}\n{ENGLISH[1]}\nContinue reading{t}\n" for t, d in rows)
    found = read_text(text, "page.txt")

    assert [x.title for x in found.entries] == list(ENGLISH[:6:2])


@pytest.mark.parametrize("sign", ["", ".", " - "])
def test_title_text_and_date_are_one_line(sign: str) -> None:
    rows = zip(ENGLISH[::2], ENGLISH[1::2], DAYS, strict=True)
    text = "".join(f"{t}{x}{sign}{d:02}.{m:02}.{y}\n" for t, x, (y, m, d) in rows)
    found = read_text(text, "page.txt")

    assert [(str(x.date), x.title) for x in found.entries] == [
        (f"{y}-{m:02}-{d:02}", title)
        for (y, m, d), title in zip(DAYS, ENGLISH[::2], strict=True)
    ]
    for each, own in zip(found.entries, ENGLISH[1::2], strict=True):
        assert own.rstrip(".") in " ".join(line.text for line in each.body)
