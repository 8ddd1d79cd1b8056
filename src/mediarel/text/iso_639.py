"""The codes of languages with three letters that libraries use (ISO 639-2/B).

They are those that EAD 2002 knows.
"""

from __future__ import annotations

# Each two letters of ISO 639-1, and the three that go with them.
_CODES = (
    "aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak "
    "bebel bgbul bhbih bibis bmbam bnben botib brbre bsbos cacat ceche chcha cocos "
    "crcre cscze cuchu cvchv cywel dadan deger dvdiv dzdzo eeewe elgre eneng eoepo "
    "esspa etest eubaq faper ffful fifin fjfij fofao frfre fyfry gagle gdgla glglg "
    "gngrn guguj gvglv hahau heheb hihin hohmo hrhrv hthat huhun hyarm hzher iaina "
    "idind ieile igibo iiiii ikipk ioido isice itita iuiku jajpn jvjav kageo kgkon "
    "kikik kjkua kkkaz klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir "
    "lalat lbltz lglug lilim lnlin lolao ltlit lulub lvlav mgmlg mhmah mimao mkmac "
    "mlmal mnmon mrmar msmay mtmlt mybur nanau nbnob ndnde nenep ngndo nldut nnnno "
    "nonor nrnbl nvnav nynya ococi ojoji omorm orori ososs papan pipli plpol pspus "
    "ptpor quque rmroh rnrun rorum rurus rwkin sasan scsrd sdsnd sesme sgsag sisin "
    "skslo slslv smsmo snsna sosom sqalb srsrp ssssw stsot susun svswe swswa tatam "
    "tetel tgtgk ththa titir tktuk tltgl tntsn toton trtur tstso tttat twtwi tytah "
    "uguig ukukr ururd uzuzb veven vivie vovol wawln wowol xhxho yiyid yoyor zazha "
    "zhchi zuzul"
)
# Those of languages that have no code of two letters.
_OTHERS = (
    "ace ach ada ady afa afh akk ale alg ang apa arc arn arp art arw ast ath aus awa "
    "bad bai bal ban bas bat bej bem ber bho bik bin bla bnt bra btk bua bug byn cad "
    "cai car cau ceb cel chb chg chk chm chn cho chp chr chy cmc cop cpe cpf cpp crh "
    "crp csb cus dak dar day del den dgr din doi dra dsb dua dum dyu efi egy eka elx "
    "enm ewo fan fat fil fiu fon frm fro fur gaa gay gba gem gez gil gmh goh gon gor "
    "got grb grc gwi hai haw hil him hit hmn hsb hup iba ijo ilo inc ine inh ira iro "
    "jbo jpr jrb kaa kab kac kam kar kaw kbd kha khi kho kmb kok kos kpe krc kro kru "
    "kum kut lad lah lam lez lol loz lua lui lun luo lus mad mag mai mak man map mas "
    "mdf mdr men mga mic min mis mkh mnc mni mno moh mos mul mun mus mwl mwr myn myv "
    "nah nai nap nds new nia nic niu nog non nso nub nwc nym nyn nyo nzi osa ota oto "
    "paa pag pal pam pap pau peo phi phn pon pra pro raj rap rar roa rom sad sah sai "
    "sal sam sas sat scn sco sel sem sga sgn shn sid sio sit sla sma smi smj smn sms "
    "snk sog son srr ssa suk sus sux syr tai tem ter tet tig tiv tkl tlh tli tmh tog "
    "tpi tsi tum tup tut tvl tyv udm uga umb und vai vot wak wal war was wen xal yao "
    "yap ypk zap zen znd zun"
)
_OF_TWO = {each[:2]: each[2:] for each in _CODES.split()}
_KNOWN = frozenset((*_OF_TWO.values(), *_OTHERS.split()))


def three_letters(language: str) -> str | None:
    """Return the code of a `language` (BCP 47), None where it has none of the kind."""
    code = language.partition("-")[0].lower()
    return code if code in _KNOWN else _OF_TWO.get(code)
