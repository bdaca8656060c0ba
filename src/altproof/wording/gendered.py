"""Words that name a gender, by language, and what to say instead where no other word of the sentence has to change.

In Romance and Slavic languages articles, adjectives and verbs agree with the noun, so nothing is rewritten there; in
English and Dutch only words that keep their article are, and in Chinese, Japanese and Korean nothing agrees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct, field


class Gendered(Struct, frozen=True):
    """The words of one language. Patterns ignore letter case."""

    found: str
    """A pattern of every word that names a gender."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Pattern and replacement, tried in this order; where a word of `found` is left, no sentence was rewritten."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The words that name a gender."""
        return _compiled(self.found)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def rewritten(text: str, words: Gendered) -> str:
    """`text` with every replacement made, a capital at its beginning kept."""
    changed = text
    for pattern, instead in words.instead.items():
        changed = _compiled(pattern).sub(instead, changed)
    return changed[:1].upper() + changed[1:] if text[:1].isupper() else changed


_MAN = r"(?<!-)(?<!\bisle of )(?<!\biron )man(?! pages?\b|-)"  # a manual, man-in-the-middle, Pac-Man, and names

EN = Gendered(
    rf"\b(?:{_MAN}|men|wom[ae]n|(?:school|cow)?(?:boy|girl)s?|(?:boy|girl)friends?|guys?|lad(?:y|ies)|gentlem[ae]n|males?|females?|he|she|him|his|hers?|"
    r"himself|herself|(?:grand)?(?:mothers?|fathers?|sons?|daughters?|m[ou]ms?|dads?)|husbands?|wi(?:fe|ves)|"
    r"brothers?|sisters?|aunts?|uncles?|nephews?|nieces?|brides?|(?:bride)?grooms?|mrs?|ms|"
    r"(?:business|police|fire|sales|camera|sports|mail|post|milk|chair|crafts|trades|work|spokes|service|states|horse)"
    r"(?:wo)?m[ae]n|actress(?:es)?|waitress(?:es)?|(?:steward|host|princ)ess(?:es)?)\b",
    MappingProxyType(
        {
            r"\b(?:a|one) (?:wo)?man and (?:a|one|another) (?:wo)?man\b": "two people",
            r"\b(?:a|one) (?:boy|girl) and (?:a|one|another) (?:boy|girl)\b": "two children",
            r"\b(?:wo)?men and (?:wo)?men\b": "people",
            r"\b(?:boys|girls) and (?:boys|girls)\b": "children",
            r"\bbusiness(?:wo)?man\b": "business person",
            r"\bbusiness(?:wo)?men\b": "business people",
            r"\bpolice(?:wo)?man\b": "police officer",
            r"\bpolice(?:wo)?men\b": "police officers",
            r"\bfire(?:wo)?man\b": "firefighter",
            r"\bfire(?:wo)?men\b": "firefighters",
            rf"\b(?:{_MAN}|woman|lady|gentleman|guy)\b": "person",
            r"\b(?:men|women|ladies|gentlemen|guys)\b(?!['\u2019])": "people",  # a men's shirt is no people's shirt
            r"\b(?:boy|girl)\b": "child",
            r"\b(?:boys|girls)\b": "children",
            r"\bhis\b": "their",
            r"\b(?:a )?(?:fe)?male (?=person|people|child|doctor|nurse|teacher|student|speaker|athlete|worker)": "a ",
        }
    ),
)
_ADULTS = "(?:男人|女人|男子|女子|男士|女士|男性|女性)"
_CHINESE = MappingProxyType({"男孩|女孩": "孩子", f"(?<=[名位]){_ADULTS}": "人士", _ADULTS: "人"})
"""After the measure words of polite speech no bare 人 can stand."""
_KOREAN = MappingProxyType(
    {
        "[남여]자 ?아이": "아이",
        **{f"소년{old}": f"아이{new}" for old, new in (("이", "가"), ("은", "는"), ("을", "를"), ("과", "와"))},
        "소년으로": "아이로",
        **{f"[남여]자{old}": f"사람{new}" for old, new in (("가", "이"), ("는", "은"), ("를", "을"), ("와", "과"))},
        "[남여]자로": "사람으로",
        "소년|소녀": "아이",
        "(?:[남여]자)(?!친구| 친구)|[남여]성": "사람",
    }
)
"""A particle has another form behind a vowel than behind a consonant, and must follow the new word."""
BY_LANGUAGE: Mapping[str, Gendered] = MappingProxyType(
    {
        "en": EN,
        "de": Gendered(
            r"\b(?:mann|männer[n]?|frau(?:en)?|junge[ns]?|mädchen|dame[n]?|herr(?:en)?|er|sie|ihm|ihn|sein(?:e[rmns]?)?|"
            r"ihr(?:e[rmns]?)?|(?:groß)?(?:mutter|vater)|oma|opa|sohn|tochter|bruder|schwester|"
            r"(?:geschäfts|kauf|fach|feuerwehr|haus|ehe|kamera)(?:mann|männer[n]?|frau(?:en)?)|"
            r"\w{3,}(?:er|ist|ent)in(?:nen)?|(?:kolleg|ärzt|köch)in(?:nen)?)\b",
            MappingProxyType(
                {
                    r"\b(?:ein mann|eine frau)(?= (?:sitzt|steht|geht|hält|trägt|arbeitet|spricht)\b)": "eine Person",
                    r"\b(zwei|drei|vier|fünf|mehrere) (?:männer|frauen)\b": r"\1 Personen",
                }
            ),
        ),
        "fr": Gendered(
            r"\b(?:hommes?|femmes?|garçons?|filles?|fillettes?|dames?|messieurs|monsieur|elles?|ils?|mère|père|fils)\b"
        ),
        "es": Gendered(
            r"\b(?:hombres?|mujer(?:es)?|chic[oa]s?|niñ[oa]s?|muchach[oa]s?|señor(?:a|as|es)?|ella|ellas|él|ellos|madre|padre)\b"
        ),
        "it": Gendered(r"\b(?:uomo|uomini|donn[ae]|ragazz[oaie]|bambin[oaie]|signor[eai]?|lui|lei|madre|padre)\b"),
        "pt": Gendered(
            r"\b(?:homem|homens|mulher(?:es)?|menin[oa]s?|rapaz(?:es)?|rapariga[s]?|moç[oa]s?|senhor(?:a|as|es)?|el[ea]s?|mãe|pai)\b"
        ),
        "nl": Gendered(
            r"\b(?:(?:zaken|politie|brandweer)?(?:man(?:nen)?|vrouw(?:en)?)|jongens?|meisjes?|dames?|heren|heer|hij|zij|hem|haar|zijn|moeder|vader)\b",
            MappingProxyType(
                {
                    r"\been (?:man|vrouw)\b": "een persoon",
                    r"\been (?:jongen|meisje)\b": "een kind",
                    r"\b(?:mannen|vrouwen)\b": "mensen",
                }
            ),
        ),
        "pl": Gendered(
            r"\b(?:mężczyzn\w{0,3}|mężczyźnie?|kobie(?:t\w{0,3}|cie)|chłop(?:iec|ca|cy|ak\w{0,3})|dziewczyn\w{0,3}|"
            r"on|ona|pan(?:i)?)\b"
        ),
        "ru": Gendered(
            r"\b(?:мужчин[а-я]{0,3}|женщин[а-я]{0,3}|мальчик[а-я]{0,2}|девочк[а-я]{1,2}|девушк[а-я]{1,2}|"
            r"парень|парня|он|она)\b"
        ),
        "ja": Gendered(
            "男性|女性|男の子|女の子|少年|少女|彼女|彼|男子|女子|(?<!長)男(?!爵)|(?<!彼)女(?!王)|"
            "お?[じば]いさん|お[じば]さん|お[父母]さん",
            MappingProxyType({"男の子|女の子|少年|少女": "子供", "男性たち|女性たち": "人々", "男性|女性": "人"}),
        ),
        "zh-Hans": Gendered(
            "男人|女人|男子|女子|男士|女士|男性|女性|男孩|女孩|他们|她们|[他她]",
            _CHINESE,
        ),
        "zh-Hant": Gendered(
            "男人|女人|男子|女子|男士|女士|男性|女性|男孩|女孩|他們|她們|[他她]",
            _CHINESE,
        ),
        "ko": Gendered(
            "남자|여자|남성|여성|소년|소녀|그녀|할머니|할아버지|아버지|어머니",
            _KOREAN,
        ),
    }
)
"""By the code of `rules.languages`."""
