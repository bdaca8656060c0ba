"""Words on the lists of placeholders, of all languages, that may be meant: they are names of things, too."""

from __future__ import annotations

from typing import Final

from altproof.rules.languages.base import listed

EXAMPLES: Final = listed("""\
    demo, example, foo, loading, sample, temp, test, tmp, Beispiel, exemple, ejemplo, exemplo, esempio, voorbeeld,
    exempel, eksempel, esimerkki, przykład, příklad, ukázka, példa, örnek, deneme, пример, приклад, δοκιμή, παράδειγμα,
    مثال, تجربة, 例, サンプル, テスト, 示例, 测试, 範例, 測試, 예시, 예제, 샘플, 테스트""")
"""That something is an example, a test or on its way."""

STATES: Final = listed("""\
    caption, default, description, none, null, text, undefined, Beschreibung, légende, descripción, descrição, legenda,
    descrizione, didascalia, beschrijving, bijschrift, beskrivning, beskrivelse, kuvaus, opis, podpis, popis, popisek,
    leírás, açıklama, описание, подпись, опис, підпис, περιγραφή, λεζάντα, وصف, تعليق, 説明, 説明文, キャプション, 描述,
    설명, 캡션""")
"""Names of what a picture may show: the default of a setting, a description in a form."""

UNTITLED: Final = listed("""\
    untitled, ohne Titel, unbenannt, sans titre, sin título, sem título, senza titolo, zonder titel, naamloos,
    utan titel, uden titel, uten tittel, nimetön, bez tytułu, bez nazwy, bez názvu, cím nélkül, névtelen, adsız,
    başlıksız, без названия, без імені, χωρίς τίτλο, بدون عنوان, بلا عنوان, 無題, 名称未設定, タイトルなし, 未命名,
    无标题, 无题, 無標題, 제목 없음""")
"""What programs call a new document, and artists a work; with a number behind it, a program did."""
