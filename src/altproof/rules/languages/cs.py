"""Czech."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="cs",
    name="Czech",
    script="LATIN",
    generic=listed("""\
        obrázek, obrázky, obraz, obr, fotografie, foto, fotky, fotka, ikona, ikony, logo, diagram, graf, schéma,
        snímek obrazovky, snímky obrazovky, snímek, screenshot, ilustrace, kresba, grafika, náhled, miniatura"""),
    placeholder=listed("""\
        zástupný symbol, příklad, ukázka, ukázkový obrázek, testovací obrázek, alternativní text, náhradní text,
        vložte alternativní text, přidejte alternativní text, vložte obrázek, popis, popis obrázku, popisek,
        název obrázku, titulek obrázku, bez názvu, nepojmenovaný, doplnit, výchozí obrázek"""),
    capture=listed("snímek obrazovky, záznam obrazovky, obrázek, foto, bez názvu"),
    medium=listed("""\
        snímek obrazovky, snímky obrazovky, screenshot, diagram, vývojový diagram, schéma, graf, sloupcový graf,
        koláčový graf, histogram, mapa, plán, fotografie, foto, ilustrace, kresba, náčrt, malba, ikona, logo, tabulka,
        časová osa, infografika, animace, video"""),
    opens=r"(?:tento )?obrázek(?: zobrazující| zobrazuje| ukazující| ukazuje|:)? (?=\w)",
    photo_opens=r"(?:tato )?(?:fotografie|foto)(?: zobrazující|:)? (?=\w)",
    link_phrases=listed("""\
        klikněte zde, klikněte sem, klikni sem, klikni zde, zde, sem, číst dál, čtěte více, více, více informací,
        další informace, zjistit více, zobrazit více, zobrazit, odkaz, tento odkaz, tato stránka, stáhnout,
        podrobnosti, otevřít, přejít, pokračovat, další"""),
    function_words=listed("""\
        je, jsou, není, se, jako, nebo, který, která, které, při, že, aby, také, když, kde, jak, tento, tato, toto,
        byl, být, může, lze, mezi, podle, pomocí, ze, nad, před, jeho, jejich, pouze, každý, více, až, již"""),
)
