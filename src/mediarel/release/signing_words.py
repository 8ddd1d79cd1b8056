"""List the words of headings and parts of signatory lists, in lower case."""

from __future__ import annotations

# Beginnings of a heading above organisations that only support a text.
SUPPORTED = (
    *("with the support of", "with support from", "avec le soutien d"),
    *("avec l’appui d", "con el apoyo de", "con el respaldo de", "com o apoio d"),
    *("com apoio d", "con il sostegno d", "con l’adesione d", "con l'adesione d"),
    *("mit unterstützung", "mit der unterstützung", "dengan dukungan"),
    "với sự ủng hộ của",
)
# Parts of words about signing, in lower case. A text without any of them has no list
# with a heading. They are a quick test.
SIGNING = (
    *("signed", "signator", "endors", "undersign", "sincerely", "faithfully"),
    *("respectfully", "yours truly", "supported by", "supporters", "in solidarity"),
    *(
        "co-sponsor",
        "cosponsor",
        "signers",
        "on behalf of",
        "signing",
        "issued by",
        "signatures",
        "supporting",
        "adopted by",
        "approved by",
        "initiated by",
        "backed by",
    ),
    *("signé", "signataire", "soussign", "cordialement", "solidairement"),
    *(
        "firma",
        "firme",
        "signatari",
        "suscrib",
        "suscrit",
        "adhier",
        "atentamente",
        "adhesion",
    ),
    *("assina", "subscrev", "signatári", "sottoscri", "aderisc", "adesioni"),
    *("unterzeichn", "gezeichnet", "unterstütz", "zeichner"),
    *("tandatangan", "tanda tangan", "hormat kami", "salam"),
    *("ký tên", "ký bởi", "đồng ký"),
    *("ហត្ថលេខ", "គាំទ្រដោយ", "គាំទ្រពី", "រួមគាំទ្រ", "ធ្វើឡើងដោយ"),
    *("ลงนาม", "ลงชื่อ", "ด้วยความเคารพ", "ລົງນາມ", "ລາຍເຊັນ", "လက်မှတ်", "ထောက်ခံ"),
    *(
        "聯署",
        "联署",
        "連署",
        "簽署",
        "签署",
        "署名",
        "賛同",
        "連名",
        "聯名",
        "联名",
        "發起",
    ),
    *("getragen von", "aufrufende", "soutenu par", "soutenue par", "à l’initiative d"),
    *("à l'initiative d", "respaldan", "apoyan", "adherentes", "convocan", "apoiam"),
    *(
        "adesões",
        "aderem",
        "adhésions",
        "adhereixen",
        "promoss",
        "promotori",
        "aderit",
        "didukung oleh",
        "membuat pernyataan",
    ),
    *("องค์กรสนับสนุน", "ร่วมสนับสนุน", "ร่วมออกแถลงการณ์", "ထုတ်ပြန်သည့် အဖွဲ့", "ထုတ်ပြန်သော အဖွဲ့"),
    *(
        "ចេញដោយ៖",
        "សហការចេញ",
        "聯合發表：",
        "联合发表：",
        "共同發表：",
        "支持團體",
        "支持团体",
    ),
    *("発出団体", "声明団体"),
    *("发起", "呼びかけ", "서명", "연명"),
    *SUPPORTED,
    # Alphabetical order of the signatories.
    *("alphabetic", "alphabétique", "alphabetisch", "alfabético", "alfabética"),
    *("alfabetico", "abjad", "排名不分", "順不同", "五十音順"),
    # Languages that mediarel does not otherwise support.
    *("ondertekend", "ondertekenaars", "undertecknat", "undertecknare", "underskrevet"),
    *("underskrivere", "signat per", "signants", "signatàries", "signataris"),
    *("nilagdaan", "lumagda", "podpisan", "sygnatariusze", "semnatari", "imzacı"),
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of a heading: at least one about signing, and others.
CORE = _words(
    "getragen mitgetragen aufrufende aufrufenden unterstützende unterstützenden "
    "erstunterzeichnende erstunterzeichnenden soutenu soutenue respaldan apoyan "
    "adherentes convocan apoiam promosso promossa promotori aderenti aderito didukung "
    "tangan membuat "
    "adopted approved initiated backed "
    "signed signatory signatories signers signatures cosigned co-signed cosignatories "
    "co-sponsors cosponsors co-sponsored cosponsored co-sponsor cosponsor "
    "co-signatories cosignatories cosignatory co-signatory cosigning "
    "co-signing cosigners co-signers "
    "endorsed endorsers endorsements endorsing undersigned sincerely "
    "faithfully truly respectfully supporters supported supporting signing "
    "signé signée signés signées signataire signataires cosignataires soussignés "
    "soussignées cordialement "
    "firma firme firman firmas firmante firmantes firmado firmada firmatari firmatarie "
    "firmato firmata signatarios signatarias suscriben suscribimos adhieren "
    "adhesiones atentamente signatários signatárias assinado assinada assinados "
    "assinadas assinam assinaturas subscrevem sottoscrivono sottoscritto sottoscritta "
    "sottoscrittori aderiscono adesioni "
    "unterzeichner unterzeichnerinnen unterzeichnende unterzeichnenden unterzeichnet "
    "unterzeichnete erstunterzeichner erstunterzeichnerinnen mitunterzeichner "
    "gezeichnet unterstützt unterstützer unterstützerinnen mitzeichner "
    "penandatangan ditandatangani menandatangani hormat salam bertandatangan ký "
    "adesões aderem aderiram adhésions adhereixen adhesions "
    "ondertekend ondertekenaars medeondertekenaars undertecknat undertecknare "
    "undertecknas underskrevet underskrivere signat signants signatàries signataris "
    "signatàries nilagdaan lumagda podpisani sygnatariusze semnatari imzacılar"
)
FILLERS = _words(
    "esta wird hanno dal "
    "acclamation unanimously delegates "
    "list of the by following this joint statement letter open press release has been "
    "have is are was were as on at to date in alphabetical order all and & with from "
    "organization organizations organisation organisations groups group individuals "
    "individual civil society ngo ngos networks network institutions members full "
    "current initial first final original additional yours support our names name "
    "below so far total appeal declaration petition call communiqué other co- also "
    "human rights solidarity signatory countries around across world worldwide "
    "more than over about people experts academics community communities global "
    "international "
    "national innen "
    "les le la de des du par et au aux organisations associations liste premiers "
    "premières ce communiqué déclaration lettre présente dans l ordre alphabétique "
    "las los el al por y organizaciones organización colectivos personas abajo lista "
    "primeras carta comunicado declaración sociedad en orden alfabético siguientes "
    "as os o a do da dos das pelas pelos e organizações entidades nota presente abaixo "
    "seguintes ordem alfabética em "
    "i gli dalle dai da organizzazioni associazioni elenco lettera appello primi "
    "die der von dem diese dieser folgenden organisationen liste erklärung und im "
    "offenen brief alphabetischer reihenfolge "
    "oleh kami yang organisasi lembaga daftar pernyataan surat ini bertanda tangan "
    "đồng tên các tổ chức danh sách bởi cá nhân "
    "deze brief verklaring door organisaties av af per aquesta aquest entitats "
    "nina ng mga "
    "nachträglich später bisher zusätzlich ebenfalls außerdem sowie weitere weiteren "
    "inzwischen collectifs dernières derniers nouveaux nouvelles autres soutiens "
    "individuels otras otros nuevas nuevos más primeros outras outros novas "
    "primeiras primeiros altri altre primo ulteriori later further signees since then "
    "subsequently also newly added after publication"
)
MONTHS = _words(
    "january february march april may june july august september october november "
    "december jan feb mar apr jun jul aug sep sept oct nov dec st nd rd th "
    "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro "
    "novembro dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre "
    "dicembre januar februar märz juni juli oktober dezember januari februari maret "
    "agustus desember"
)
# Parts of a list: groups of signatories and the words that describe them.
MANY = _words(
    "organizations organisations ngos csos groups networks unions individuals "
    "institutions associations coalitions members signatories endorsements academics "
    "journalists experts lawyers parties movements communities collectives companies "
    "persons people citizens supporters activists artists students federations "
    "foundations parliamentarians endorsers "
    "syndicats individus personnalités réseaux collectifs "
    "organizaciones redes personas individuos colectivos asociaciones sindicatos "
    "organizações pessoas coletivos associações indivíduos entidades "
    "organizzazioni associazioni persone reti sindacati individui "
    "organisationen einzelpersonen gruppen verbände vereine "
    "organisasi lembaga individu jaringan perorangan"
)
OF_MANY = _words(
    "international national regional local global worldwide domestic other civil "
    "society community based community-based grassroots human rights women women's "
    "women’s youth student school trade labor labour faith faith-based religious "
    "academic professional political non governmental non-governmental and & in "
    "solidarity of from the individual organisational organizational supporting allied "
    "endorsing signatory foreign overseas by with on behalf independent private media "
    "asian european african american latin southeast regional-level national-level "
    "internationales nationales régionales locales régionaux nationaux internationaux "
    "internationale nationale et de la société civile internacionales nacionales "
    "regionales locales y "
    "internacionais nacionais regionais locais e sociedade civil internazionali "
    "nazionali locali regionali della società civile und internasional nasional "
    "lokal daerah masyarakat sipil dan"
)
ALONE = _words(
    "global international national regional local worldwide others other nationales "
    "internationales nacional internacional nasional internasional individually "
    "nationaux internationaux régionales régionaux locales locaux nacionales "
    "regionales internacionales nacionais regionais locais internacionais "
    "nazionali regionali locali internazionali bundesweit überregional lokal daerah"
)
# Parts with other words, or in scripts without spaces.
PART = (
    r"(?:à titre|a título|a titolo) (?:individu\w+|person\w+|pessoal)"
    r"|in (?:an|their) (?:individual|personal) capacity|atas nama pribadi"
    r"|(?:tổ chức|cá nhân|các tổ chức|nhóm|mạng lưới)(?: (?:trong nước|quốc tế|khu vực"
    r"|xã hội dân sự|việt nam|địa phương))?"
    r"|(?:国内|國內|国际|國際|海外|本地|地方|全国|全國|台灣|香港|民間|個人|个人){0,2}"
    r"(?:団体|團體|团体|組織|组织|個人|个人|機構|机构|海外|国内|國內|国际|國際)"
    r"|(?:អង្គការ|សហគមន៍|បុគ្គល|សមាគម|សហជីព|បណ្តាញ|ក្រុម)"
    r"(?:សង្គមស៊ីវិល|ជាតិ|អន្តរជាតិ|ក្នុងស្រុក|មូលដ្ឋាន|ក្នុងតំបន់|នានា)?"
    r"|(?:องค์กร|กลุ่ม|เครือข่าย|บุคคล|ประชาชน)"
    r"(?:ระหว่างประเทศ|ในประเทศ|ต่างประเทศ|ระดับชาติ|ท้องถิ่น|ทั่วไป|ภาคประชาสังคม)?"
    r"|(?:ອົງການ|ບຸກຄົນ|ກຸ່ມ|ເຄືອຂ່າຍ)(?:ສາກົນ|ພາຍໃນ|ທ້ອງຖິ່ນ)?"
    r"|(?:အဖွဲ့အစည်းများ|တစ်ဦးချင်း|နိုင်ငံတကာအဖွဲ့အစည်းများ|ပြည်တွင်း"
    r"အဖွဲ့အစည်းများ)"
)
