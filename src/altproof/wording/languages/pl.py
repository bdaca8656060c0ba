"""Polish."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Zrzut ekranu",
        "diagram": "Diagram",
        "chart": "Wykres",
        "logo": "Logo",
        "icon": "Ikona",
        "photo": "Zdjęcie",
        "map": "Mapa",
        "table": "Tabela",
        "terminal": "Wynik w terminalu",
        "code": "Kod",
    },
    clear={
        "screenshot": "zrzut ekranu, zrzuty ekranu, zrzucie ekranu, zrzutach ekranu",
        "diagram": "diagram, diagramy, diagramie, schemat blokowy",
        "chart": "wykres słupkowy, wykres liniowy, wykres kołowy, histogram",
        "photo": "zdjęcie, zdjęcia, zdjęciu, fotografia",
    },
    highlighted=", wyróżniono „{}”",
    titled=": „{}”",
    labelled=", etykiety: {}",
    buttons=(
        "ok, anuluj, zapisz, zapisz jako, zastosuj, zamknij, dalej, wstecz, zakończ, tak, nie, wyślij, zaloguj się, "
        "zaloguj, wyloguj, zarejestruj, przeglądaj, prześlij, pobierz, usuń, edytuj, dodaj, utwórz, nowy, otwórz, "
        "plik, widok, pomoc, narzędzia, okno, ustawienia, preferencje, opcje, szukaj, odśwież, nazwa użytkownika, "
        "hasło"
    ),
)
