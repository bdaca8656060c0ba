"""Hungarian."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="hu",
    name="Hungarian",
    script="LATIN",
    generic=listed("""\
        kép, képek, egy kép, a kép, fotó, fotók, fénykép, fényképek, ikon, ikonok, logó, logo, diagram, ábra, ábrák,
        grafikon, képernyőkép, képernyőképek, képernyőfotó, illusztráció, rajz, grafika, bélyegkép, előnézet"""),
    placeholder=listed("""\
        helyőrző, példa, példakép, tesztkép, helyettesítő szöveg, alternatív szöveg, alt szöveg, kép beszúrása,
        helyettesítő szöveg beszúrása, leírás, kép leírása, a kép leírása, képleírás, képaláírás, kép címe, névtelen,
        cím nélkül, cím nélküli, teendő, kitöltendő, alapértelmezett kép"""),
    capture=listed("képernyőkép, képernyőfotó, képernyőfelvétel, kép, fotó, névtelen"),
    medium=listed("""\
        képernyőkép, képernyőképek, képernyőfotó, diagram, folyamatábra, oszlopdiagram, kördiagram, vonaldiagram, séma,
        grafikon, hisztogram, térkép, fotó, fénykép, illusztráció, rajz, vázlat, festmény, ikon, logó, táblázat,
        idővonal, infografika, animáció, videó"""),
    opens=r"(?:a |egy |ez a )?kép(?:, amely(?:en)?|:) ",
    closes=r" képe",
    photo_opens=r"(?:a |egy )?(?:fotó|fénykép)(?:, amely(?:en)?|:) ",
    link_phrases=listed("""\
        kattintson ide, kattints ide, ide kattintva, ide, itt, tovább, olvass tovább, bővebben, több, több információ,
        további információ, további információk, részletek, megtekintés, megnézem, link, ez a link, ez az oldal,
        letöltés, megnyitás, következő"""),
    function_words=listed("""\
        és, hogy, nem, egy, ez, ezt, azt, vannak, vagy, amely, amelyek, aki, ha, meg, csak, már, még, mint, lehet,
        között, alatt, után, előtt, minden, által, szerint, ahol, amikor, látható, több, nincs, kell, úgy"""),
    own_meaning=listed("pic"),
)
