"""Provide a joint statement of several pages in English and Khmer.

It has a letterhead, a long title, justified paragraphs, bullets, signatories in two
columns, a footnote, a running header and page numbers.
"""

from typing import Literal, NamedTuple

Role = Literal["letterhead", "kind", "title", "paragraph", "bullet", "end"]
MARK = "*"  # marks the reference to the footnote


class Block(NamedTuple):
    """A paragraph and its kind."""

    role: Role
    text: str


class Release(NamedTuple):
    """A release: its blocks, the signatories after `cells_after`, and its note.

    `foot` is the footer with the page number and the number of pages.
    """

    language: str
    head: str
    foot: str
    above: tuple[Block, ...]
    signatories: tuple[tuple[str, str], ...]
    below: tuple[Block, ...]
    note: str

    def paragraphs(self) -> list[str]:
        """Return the paragraphs in reading order."""
        names = [name for row in self.signatories for name in row]
        above, below = (
            [block.text.replace(MARK, "") for block in part]
            for part in (self.above, self.below)
        )
        return [*above, *names, *below, self.note]


ENGLISH = Release(
    "en",
    "Joint Statement on the salt fields of Prey Sralao",
    "Page {} of {}",
    (
        Block("letterhead", "Network of Salt and Shore Communities"),
        Block("letterhead", "House 7, Lane 12, Tuol Romduol, Kampot"),
        Block("letterhead", "Tel: (+855) 33 555 0188 | office@salt-shore.example"),
        Block("kind", "JOINT STATEMENT"),
        Block(
            "title",
            "Twelve Organisations Ask for a Halt to the Filling of the Salt Fields of "
            "Prey Sralao and for the Return of the Boats of Nineteen Families",
        ),
        Block(
            "paragraph",
            "Kampot, March 4, 2025 – We, the undersigned unions, associations and "
            "community networks, have followed with growing worry the filling of 260 "
            "hectares of salt fields in Prey Sralao commune, on which 385 households "
            "have lived since the year in which the dyke was built.",
        ),
        Block(
            "paragraph",
            "In the night of February 26, forty lorries began to tip red earth into "
            "the eastern basins.* When the families arrived at dawn they found the "
            "sluice broken, the salt of the whole season under mud, and a guard who "
            "would not give his name. “He said the sea had been sold,” recalled Mrs. "
            "Noun Sophal, who has raked salt there for thirty-one years. “I asked him "
            "who it was that had owned the sea.”",
        ),
        Block(
            "paragraph",
            "Two days later nineteen boats were towed from the landing place to the "
            "yard of a contractor. No list was drawn up, no reason was written down, "
            "and those who asked for a receipt were told to bring a lawyer from the "
            "capital. Article 27 of the fisheries rules, which the officers quoted, "
            "speaks of dynamite and of nothing else.",
        ),
        Block(
            "paragraph",
            "The long-term harm of such work is well known. Where basins upstream were "
            "filled in 2019, wells turned brackish within fourteen months, the "
            "mangroves behind them died back by a third, and the flood-water of the "
            "next rains stood in the school for nine days. A study made by two "
            "universities, which the developer paid for and then kept to itself, "
            "foresaw exactly that and proposed a channel of 1,800 metres that was "
            "never dug.",
        ),
        Block(
            "paragraph",
            "We therefore ask the provincial administration and the developer to:",
        ),
        Block(
            "bullet",
            "Stop the tipping of earth in all basins until the boundaries of the "
            "public shore have been measured in the presence of those who live on it;",
        ),
        Block(
            "bullet",
            "Return the nineteen boats with their engines and nets, and pay for the "
            "days on which nobody could fish;",
        ),
        Block(
            "bullet",
            "Make public the study, the lease and every map that belongs to it, in "
            "Khmer and at a place where people can read them without asking;",
        ),
        Block("bullet", "Repair the sluice before the first high tide of April."),
        Block(
            "paragraph",
            "We recall that the shore up to the line of the highest tide belongs to "
            "the public domain of the state, and that it can be neither sold nor "
            "fenced. We also recall that a lease signed while a complaint is before "
            "the cadastral commission has no effect until that complaint has been "
            "heard, a rule that has stood since 2003 and that was confirmed twice.",
        ),
        Block(
            "paragraph",
            "Our members will keep watch at the basins in turns, will record each "
            "lorry with its number and its hour, and will help every household that "
            "wishes to lodge a claim.",
        ),
        Block("paragraph", "Signed by:"),
    ),
    (
        ("1. Network of Salt and Shore Communities", "6. Coastal Porters’ Union"),
        ("2. Association of Boat Builders", "7. Women of the Estuary (WOTE)"),
        (
            "3. Free Legal Desk, Southern Branch",
            "8. Federation of Traders, Drivers and Street Sellers of Four Provinces",
        ),
        ("4. Mangrove Watch Prey Sralao", "9. Student Circle for Open Maps"),
        ("5. House of Fisher Families", "10. Mr. Hem Rithy (in his own name)"),
    ),
    (
        Block("paragraph", "For further details, please contact:"),
        Block(
            "bullet",
            "Ms. Long Chanmony, Coordinator: 012 555 0143, chanmony@salt-shore.example",
        ),
        Block(
            "bullet",
            "Mr. Paul Verhoeven, Legal Desk: 089 555 0167 (English and French)",
        ),
        Block("end", "###"),
    ),
    "Counted by six members of the watch between 23:10 and 04:45; see their notebook, "
    "“Red Earth on White Ground”, pages 3–11.",
)

KHMER = Release(
    "km",
    "សេចក្តីថ្លែងការណ៍រួមស្តីពីស្រែអំបិលព្រៃស្រឡៅ",
    "ទំព័រទី {} នៃ {}",
    (
        Block("letterhead", "បណ្តាញសហគមន៍ស្រែអំបិល និងឆ្នេរសមុទ្រ"),
        Block("letterhead", "ផ្ទះលេខ ៧ ច្រកលេខ ១២ ភូមិទួលរំដួល ខេត្តកំពត"),
        Block("letterhead", "ទូរស័ព្ទ៖ (+855) 33 555 0188 | office@salt-shore.example"),
        Block("kind", "សេចក្តីថ្លែងការណ៍រួម"),
        Block(
            "title",
            "អង្គការចំនួនដប់ពីរស្នើសុំឱ្យបញ្ឈប់ការចាក់ដីបំពេញស្រែអំបិលក្នុងឃុំព្រៃស្រឡៅ "
            "និងប្រគល់ទូកជូនគ្រួសារចំនួនដប់ប្រាំបួនវិញ",
        ),
        Block(
            "paragraph",
            "ខេត្តកំពត ថ្ងៃទី៤ ខែមីនា ឆ្នាំ២០២៥ – យើងខ្ញុំជាសហជីព សមាគម និងបណ្តាញសហគមន៍"
            "ដែលមានឈ្មោះខាងក្រោម បានតាមដានដោយក្តីព្រួយបារម្ភកាន់តែខ្លាំងឡើងនូវការចាក់ដីបំពេញ"
            "ស្រែអំបិលទំហំ ២៦០ ហិកតា ក្នុងឃុំព្រៃស្រឡៅ ដែលប្រជាពលរដ្ឋចំនួន ៣៨៥ គ្រួសារ"
            "បានពឹងផ្អែកចិញ្ចឹមជីវិតតាំងពីឆ្នាំដែលគេសាងសង់ទំនប់មកម្ល៉េះ។",
        ),
        Block(
            "paragraph",
            "នៅយប់ថ្ងៃទី២៦ ខែកុម្ភៈ រថយន្តដឹកដីចំនួនសែសិបគ្រឿងបានចាប់ផ្តើមចាក់ដីក្រហមចូលក្នុង"
            "អាងអំបិលប៉ែកខាងកើត។* ពេលគ្រួសារទាំងនោះមកដល់នៅព្រលឹម ពួកគេឃើញទ្វារទឹកបាក់ខូច "
            "អំបិលពេញមួយរដូវត្រូវដីភក់គ្រប និងអ្នកយាមម្នាក់ដែលមិនព្រមប្រាប់ឈ្មោះខ្លួន។ "
            "«គាត់និយាយថាគេលក់សមុទ្រអស់ហើយ» នេះជាសម្តីរបស់អ្នកស្រី នួន សុផល "
            "ដែលធ្វើស្រែអំបិលនៅទីនោះអស់រយៈពេលសាមសិបមួយឆ្នាំ។ «ខ្ញុំសួរគាត់ថា "
            "តើនរណាជាម្ចាស់សមុទ្រពីមុនមក»។",
        ),
        Block(
            "paragraph",
            "ពីរថ្ងៃក្រោយមក ទូកចំនួនដប់ប្រាំបួនត្រូវបានគេសណ្តោងចេញពីកំពង់ផែទៅទុកក្នុងបរិវេណរបស់"
            "អ្នកម៉ៅការម្នាក់។ គ្មានការធ្វើបញ្ជី គ្មានការសរសេរហេតុផល ហើយអ្នកដែលសុំបង្កាន់ដៃ"
            "ត្រូវបានគេប្រាប់ឱ្យនាំមេធាវីមកពីរាជធានី។ មាត្រា ២៧ នៃបទបញ្ជាជលផល "
            "ដែលមន្ត្រីបានលើកឡើង ចែងតែអំពីគ្រឿងផ្ទុះ មិនមែនអំពីរឿងផ្សេងឡើយ។",
        ),
        Block(
            "paragraph",
            "គ្រោះថ្នាក់រយៈពេលវែងនៃការងារបែបនេះ គេស្គាល់ច្បាស់ណាស់។ នៅកន្លែងដែលគេបានចាក់ដី"
            "បំពេញអាងកាលពីឆ្នាំ ២០១៩ ទឹកអណ្តូងបានប្រែជាប្រៃក្នុងរយៈពេលដប់បួនខែ ព្រៃកោងកាង"
            "នៅខាងក្រោយបានងាប់អស់មួយភាគបី ហើយទឹកជំនន់នៅរដូវវស្សាបន្ទាប់បានដក់ក្នុងសាលារៀន"
            "អស់រយៈពេលប្រាំបួនថ្ងៃ។ ការសិក្សាមួយរបស់សាកលវិទ្យាល័យពីរ ដែលក្រុមហ៊ុនបានចំណាយថវិកា "
            "ហើយរក្សាទុកមិនឱ្យនរណាឃើញ បានព្យាករណ៍អំពីរឿងនេះយ៉ាងត្រឹមត្រូវ "
            "និងបានស្នើឱ្យជីកប្រឡាយប្រវែង ១.៨០០ ម៉ែត្រ ដែលគេមិនដែលជីកសោះឡើយ។",
        ),
        Block("paragraph", "ហេតុដូច្នេះ យើងខ្ញុំសូមស្នើដល់រដ្ឋបាលខេត្ត និងក្រុមហ៊ុនអភិវឌ្ឍន៍៖"),
        Block(
            "bullet",
            "បញ្ឈប់ការចាក់ដីក្នុងអាងទាំងអស់ រហូតដល់ព្រំប្រទល់នៃឆ្នេរសាធារណៈត្រូវបានវាស់វែង "
            "ដោយមានវត្តមានអ្នកដែលរស់នៅទីនោះ",
        ),
        Block(
            "bullet",
            "ប្រគល់ទូកទាំងដប់ប្រាំបួនព្រមទាំងម៉ាស៊ីន និងសំណាញ់មកវិញ "
            "ហើយសងថ្លៃថ្ងៃដែលគ្មាននរណាអាចចេញនេសាទបាន",
        ),
        Block(
            "bullet",
            "ផ្សព្វផ្សាយជាសាធារណៈនូវការសិក្សា កិច្ចសន្យាជួល និងផែនទីពាក់ព័ន្ធទាំងអស់ជាភាសាខ្មែរ "
            "នៅកន្លែងដែលប្រជាពលរដ្ឋអាចអានបានដោយមិនចាំបាច់សុំ",
        ),
        Block("bullet", "ជួសជុលទ្វារទឹកមុនពេលទឹកជោរលើកដំបូងក្នុងខែមេសា។"),
        Block(
            "paragraph",
            "យើងខ្ញុំសូមរំលឹកថា ឆ្នេរសមុទ្ររហូតដល់ខ្សែទឹកជោរខ្ពស់បំផុត ជាសម្បត្តិសាធារណៈរបស់រដ្ឋ "
            "ដែលមិនអាចលក់ ឬធ្វើរបងព័ទ្ធបានឡើយ។ យើងខ្ញុំក៏សូមរំលឹកដែរថា កិច្ចសន្យាជួលដែលចុះ"
            "ហត្ថលេខាខណៈពេលដែលពាក្យបណ្តឹងកំពុងស្ថិតនៅគណៈកម្មការសុរិយោដី មិនមានប្រសិទ្ធភាពទេ "
            "រហូតដល់ពាក្យបណ្តឹងនោះត្រូវបានដោះស្រាយ។",
        ),
        Block(
            "paragraph",
            "សមាជិករបស់យើងនឹងប្តូរវេនគ្នាយាមអាងអំបិល កត់ត្រារថយន្តនីមួយៗតាមលេខ និងម៉ោង "
            "ហើយជួយគ្រប់គ្រួសារដែលចង់ដាក់ពាក្យទាមទារ។",
        ),
        Block("paragraph", "ចុះហត្ថលេខាដោយ៖"),
    ),
    (
        ("១. បណ្តាញសហគមន៍ស្រែអំបិល", "៦. សហជីពកម្មករលើកដាក់តំបន់ឆ្នេរ"),
        ("២. សមាគមជាងធ្វើទូក", "៧. ស្ត្រីមាត់សមុទ្រ"),
        (
            "៣. ការិយាល័យច្បាប់ឥតគិតថ្លៃ សាខាខាងត្បូង",
            "៨. សហព័ន្ធអ្នកលក់ដូរខ្នាតតូច អ្នកបើកបរ និងអ្នកលក់តាមដងផ្លូវនៃខេត្តជាប់សមុទ្រទាំងបួន",
        ),
        ("៤. ក្រុមយាមព្រៃកោងកាង", "៩. ក្រុមនិស្សិតដើម្បីផែនទីបើកចំហ"),
        ("៥. ផ្ទះគ្រួសារអ្នកនេសាទ", "១០. លោក ហែម ឫទ្ធី"),
    ),
    (
        Block("paragraph", "សម្រាប់ព័ត៌មានលម្អិត សូមទាក់ទង៖"),
        Block("bullet", "កញ្ញា ឡុង ចាន់មុនី អ្នកសម្របសម្រួល៖ ០១២ ៥៥៥ ០១៤៣"),
        Block("bullet", "លោក ប៉ូល ហ្វឺហូវិន ការិយាល័យច្បាប់៖ ០៨៩ ៥៥៥ ០១៦៧ (ភាសាអង់គ្លេស)"),
        Block("end", "###"),
    ),
    "រាប់ដោយសមាជិកក្រុមយាមប្រាំមួយនាក់ ចន្លោះម៉ោង ២៣:១០ និង ០៤:៤៥ "
    "សូមមើលសៀវភៅកំណត់ត្រា «ដីក្រហមលើដីស» ទំព័រ ៣ ដល់ ១១។",
)

RELEASES = {each.language: each for each in (ENGLISH, KHMER)}
