"""Polish."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="pl",
    name="Polish",
    script="LATIN",
    generic=listed("""\
        obraz, obrazy, obrazek, obrazki, zdjęcie, zdjęcia, fotografia, fotografie, ikona, ikony, ikonka, logo, logotyp,
        diagram, wykres, schemat, zrzut ekranu, zrzuty ekranu, zrzut, rysunek, rysunki, rys, grafika, ilustracja,
        miniatura"""),
    placeholder=listed("""\
        symbol zastępczy, przykład, przykładowy obraz, obraz testowy, tekst alternatywny, tekst zastępczy,
        wstaw tekst alternatywny, dodaj tekst alternatywny, wstaw obraz, opis, opis obrazu, opis zdjęcia,
        opis alternatywny, podpis, tytuł obrazu, nazwa obrazu, bez tytułu, bez nazwy, do zrobienia, do uzupełnienia,
        obraz domyślny"""),
    capture=listed("zrzut ekranu, nagranie ekranu, obraz, zdjęcie, rysunek, bez tytułu, bez nazwy"),
    medium=listed("""\
        zrzut ekranu, zrzuty ekranu, zrzut, diagram, schemat, schemat blokowy, wykres, wykres słupkowy, wykres kołowy,
        wykres liniowy, histogram, mapa, zdjęcie, fotografia, ilustracja, rysunek, szkic, ikona, logo, tabela,
        oś czasu, infografika, animacja, film, wideo"""),
    opens=r"(?:ten )?(?:obraz|obrazek)(?: przedstawiający| przedstawia| pokazujący| pokazuje|:)? (?=\w)",
    photo_opens=r"(?:to )?(?:zdjęcie|fotografia)(?: przedstawiające| przedstawiająca|:)? (?=\w)",
    link_phrases=listed("""\
        kliknij tutaj, kliknij tu, kliknij, tutaj, tu, czytaj więcej, więcej, więcej informacji, dowiedz się więcej,
        zobacz więcej, zobacz, link, ten link, ta strona, pobierz, szczegóły, otwórz, przejdź, dalej, następny"""),
    function_words=listed("""\
        jest, są, nie, się, oraz, przez, przy, dla, lub, albo, który, która, które, jak, gdy, kiedy, gdzie, tym, tego,
        tej, być, może, można, między, jako, także, również, od, ze, czy, tylko, każdy, wiele"""),
    own_meaning=listed("graf"),
)
