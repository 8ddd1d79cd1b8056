"""Provide words for generated statements. Some lists are sorted by frequency.

A known share of the statements contains the words of RARE_PAIR or COMMON_PAIR. All
other statements contain none of these words.
"""

from __future__ import annotations

import re
from itertools import accumulate

RARE_PAIR = ("quarry", "petition")  # both words are in 1 of 100 statements
COMMON_PAIR = ("river", "hearing")  # both words are in 15 of 100 statements


def _words(text: str) -> list[str]:
    """Return the words of `text`, without splitting at a no-break space."""
    return re.split(r"[ \n]+", text.strip())


_SMALL_WORDS = _words("""
the of and to in a for that on by is with are as their from have its be has this we
it at not an which who was all were they been other or these must also will more our
any such no there under into about against those should between during can than but
when before after over out both without most only his her they’re while through many
had would being where if do some each if so because until since among within every
""")

_FIELD_WORDS = _words("""
rights people government Cambodia law land freedom police civil human court society
organizations statement community public authorities families country justice national
international workers release Phnom Penh Cambodian political right groups protect
violence state private members development expression support without against ensure
immediately call legal access information respect assembly independent authorities
officials rule system concerned urge organizations charges media forced evictions
local company women law residents undersigned peaceful children workers’ people’s
government’s Cambodia’s country’s protest investigation arrest radio draft report
article union factory wage minimum process decision constitution obligations covenant
democracy election party opposition ruling leader president director member minister
ministry assembly senate parliament village commune district province provincial
municipal capital city border region Asia Southeast ASEAN summit United Nations
European development bank donors aid economic concession sugar rubber timber forest
forests indigenous minority lake dam hydropower mining sand fishery fishers farmers
rice harvest water road railway housing homes homeless resettlement site compensation
fair adequate market value title titles registration survey dispute disputes conflict
conflicts mediation solution solve resolve complaint complaints letter demand demands
request appeal verdict judge judges prosecutor trial trials evidence witness witnesses
testimony defence lawyer lawyers clients prison prisoners detention detained pretrial
sentence sentenced convicted conviction acquitted bail guilty innocent crime crimes
criminal penal code defamation incitement disinformation insult insurrection activists
activist monks monk students student teachers teacher youth elders disabled journalists
journalist reporter newspaper newspapers station broadcast licence website websites
internet online blocked block censorship surveillance cyber network provider service
services users privacy data speech opinion thought conscience religion association
trade unions strike strikes strikers garment footwear brands buyers supply chain
overtime contract contracts dismissed dismissal reinstated bargaining collective
employer employers employees labour migrant migrants Thailand Malaysia recruitment
agency trafficking victims victim survivors survivor abuse abuses abused torture
ill-treatment beating beaten shot shooting killed killing death deaths injured injury
wounded gunfire soldiers military armed forces force excessive weapons batons tear gas
gathering gatherings rally rallies march marched demonstration demonstrations crowd
park square Freedom barricades razor wire ban banned permission notify notification
intimidation threats threatened harassment harassed attack attacked impunity
accountable accountability transparency transparent corruption corrupt governance
reform reforms reformed budget spending tax revenue resources natural environment
environmental climate pollution health hospital clinic disease vaccine education
school schools scholarship training workshop forum consultation consultations dialogue
meeting conference commission committee council secretariat coalition alliance
federation network partners partner representative representatives delegation
ambassador embassy observers monitors monitoring monitor research survey findings
recommendations recommendation recommend propose proposal amendment amendments repeal
adopt adopted enact enacted ratify ratified implement implementation enforce
enforcement regulate regulation prakas subdecree decree royal king palace treaty
convention declaration universal principles guidelines standards standard minimum
universal equal equality discrimination gender violence domestic marriage custody
inheritance poverty poor vulnerable marginalized elderly sick hunger food security
loan loans debt microfinance interest collateral savings income livelihood livelihoods
jobs employment unemployment skills investment investors growth trade commerce industry
business businesses consumer prices fuel electricity energy solar transport traffic
motorbike taxi drivers vendors vendor market stalls fire flood floods drought storm
emergency relief donation volunteers memory memorial anniversary celebrate commemorate
thousands hundreds dozens several three four five six seven eight nine ten today
yesterday Sunday Monday Tuesday Wednesday Thursday Friday Saturday January February
March April May June July August September October November December year years month
months week weeks day days morning evening night time again still already never
strongly deeply gravely seriously clearly openly freely fully urgently swiftly
condemn condemns condemned welcome welcomes regret regrets remain remains remind
reiterate express expressed reaffirm stand stands committed solidarity hope dignity
peace peacefully lawful unlawful arbitrary arbitrarily impartial credible effective
prompt thorough urgent ongoing recent growing serious grave alarming unacceptable
Article\u00a041 Article\u00a035 Mr.\u00a0Sok Ms.\u00a0Chan 10\u00a0percent
""")

ENGLISH = tuple(dict.fromkeys((*_SMALL_WORDS, *_FIELD_WORDS)))
FIELD = tuple(word for word in dict.fromkeys(_FIELD_WORDS) if word.isalpha())

KHMER = tuple(
    dict.fromkeys(
        _words("""
និង ការ ជា ដែល បាន នៃ ក្នុង របស់ មាន នៅ ដោយ ឱ្យ ពី ទៅ មិន នេះ ត្រូវ លើ យើង សិទ្ធិ មនុស្ស
ប្រជាពលរដ្ឋ អង្គការ សង្គម ស៊ីវិល កម្ពុជា រាជរដ្ឋាភិបាល សូម អំពាវនាវ ដល់ គោរព សេរីភាព បញ្ចេញ
មតិ ជួបជុំ សន្តិវិធី សហគមន៍ ដី ធ្លី បណ្តេញ ចេញ តុលាការ ចៅក្រម មេធាវី ច្បាប់ រដ្ឋធម្មនុញ្ញ
សមត្ថកិច្ច ប៉ូលិស ហិង្សា ចាប់ខ្លួន ដោះលែង ភ្លាម អ្នក សារព័ត៌មាន វិទ្យុ អ៊ីនធឺណិត អប់រំ កម្មករ
រោងចក្រ សហជីព ប្រាក់ឈ្នួល គណបក្ស នយោបាយ បោះឆ្នោត រដ្ឋសភា ភ្នំពេញ រាជធានី ខេត្ត ស្រុក ឃុំ ភូមិ ថ្ងៃ
ខែ ឆ្នាំ ប្រទេស ជាតិ អន្តរជាតិ ពិភពលោក អភិវឌ្ឍន៍ សេដ្ឋកិច្ច បរិស្ថាន ព្រៃឈើ ទន្លេ បឹង ស្ត្រី កុមារ
យុវជន ជនជាតិ ភាគតិច យុត្តិធម៌ តម្លាភាព ពុករលួយ ប្រឆាំង ការពារ គាំទ្រ ស្នើសុំ ទាមទារ ដំណោះស្រាយ
ពាក់ព័ន្ធ ទាំងអស់ នោះ នឹង ក៏ ដូច រួម គ្នា តាម ចំពោះ គឺ ឬ តែ ហើយ ទៀត ផង អាច ធ្វើ ឲ្យ គ្រប់
គ្រួសារ ផ្ទះ សម្បែង ទឹក ភ្លើង ផ្លូវ ផ្សារ សាលារៀន ព្រះសង្ឃ និស្សិត គ្រូ កសិករ ស្រូវ ចម្ការ ក្រុមហ៊ុន
វិនិយោគ សំណង សមរម្យ គំរាម កំហែង បំភិតបំភ័យ ថ្កោលទោស សោកស្តាយ ស្វាគមន៍ ស៊ើបអង្កេត ឯករាជ្យ
អយុត្តិធម៌ ពន្ធនាគារ ឃុំខ្លួន ចោទប្រកាន់ សាលក្រម ឧទ្ធរណ៍ ប្រជាធិបតេយ្យ សេចក្តី ថ្លែងការណ៍
""")
    )
)


def zipf(count: int) -> list[float]:
    """Return the cumulative weights of `count` words; word n has weight 1/(n+2)."""
    return list(accumulate(1 / (rank + 2) for rank in range(1, count + 1)))


PROGRAMS = (
    *("CLEC", "LRWG", "Land Rights", "Labour", "Media Freedom", "Women’s Rights"),
    *("Legal Aid", "Prison Watch", "Environment", "Elections", "Indigenous Peoples"),
    *("Child Protection", "Housing", "Internet", "ព័ត៌មាន"),
)
TYPES = ("Joint Statement", "Press Release", "Open Letter", "Media Advisory", "Report")
TAGS = (
    *("land", "labour", "media", "internet", "courts", "elections", "women", "water"),
    *("housing", "police", "unions", "forests", "children", "migration", "ដីធ្លី"),
)
PLACES = (
    *("Phnom Penh", "Siem Reap", "Battambang", "Kampong Cham", "Kampot"),
    *("Preah Sihanouk", "Ratanakiri", "Koh Kong"),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_ORGANISATIONS = (
    "Community Legal Education Center",
    "Alliance for Conflict Transformation",
    "Boeung Kak Community Network",
    "Building Community Voices",
    "Cambodian Center for Independent Media",
    "Coalition for Integrity and Social Accountability",
    "Committee for Free and Fair Elections",
    "Committee to Promote Women in Politics",
    "Gender and Development Network",
    "Housing Rights Task Force",
    "Independent Democracy of Informal Economy Association",
    "Indigenous Youth Association",
    "Labour Behind the Label",
    "Land and Housing Working Group",
    "Neutral and Impartial Committee",
    "People Centre for Development and Peace",
    "Sahmakum Teang Tnaut",
    "Southeast Asian Press Alliance",
    "Khmer Kampuchea Krom Association",
    "Worker Rights Forum",
)


def _with_initials(name: str) -> str:
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return f"{name} ({initials})"


SIGNATORIES = (
    *map(_with_initials, _ORGANISATIONS),
    *("សមាគមការពារសិទ្ធិមនុស្ស", "សម្ព័ន្ធខ្មែរជំរឿន", "អង្គការសិទ្ធិលំនៅឋាន"),
)
