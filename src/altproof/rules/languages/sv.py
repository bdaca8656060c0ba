"""Swedish."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="sv",
    name="Swedish",
    script="LATIN",
    generic=listed("""\
        bild, bilder, en bild, bilden, foto, foton, ett foto, fotot, fotografi, ikon, ikoner, en ikon, logotyp, logo,
        logga, diagram, ett diagram, skärmbild, skärmbilder, en skärmbild, skärmdump, skärmavbild, figur, illustration,
        teckning, grafik, miniatyr, miniatyrbild, bild på, bild av, foto på, skärmbild av"""),
    placeholder=listed("""\
        platshållare, exempel, exempelbild, testbild, alternativtext, alternativ text, alt-text, bildbeskrivning,
        beskrivning, beskrivning av bilden, bildtext, bildtitel, infoga bild, infoga alternativtext,
        lägg till alternativtext, namnlös, utan titel, utan namn, att göra, standardbild"""),
    capture=listed("skärmavbild, skärmbild, skärmdump, skärminspelning, bild, foto, namnlös"),
    medium=listed("""\
        skärmbild, skärmbilder, skärmdump, skärmavbild, diagram, flödesschema, schema, stapeldiagram, cirkeldiagram,
        graf, histogram, karta, foto, fotografi, illustration, teckning, skiss, målning, ritning, ikon, logotyp, logo,
        tabell, tidslinje, infografik, animation, video"""),
    opens=r"(?:(?:en|den här) )?bild(?:en)?(?: (?:på|av|som visar|visar)|:) ",
    closes=r" \(bild\)",
    photo_opens=r"(?:(?:ett|det här) )?foto(?:t|grafi)?(?: (?:på|av|som visar)|:) ",
    link_phrases=listed("""\
        klicka här, klicka, här, läs mer, läs vidare, mer, mer information, mer info, visa mer, visa, se mer, länk,
        denna länk, denna sida, den här sidan, ladda ner, ladda ned, detaljer, öppna, gå till, fortsätt, nästa"""),
    function_words=listed("""\
        och, att, är, på, för, som, inte, ett, av, till, från, när, där, hur, vid, eller, mellan, också, kan, denna,
        detta, dessa, visar, över, flera, sitt, sina, bland, utan, efter, blir, varje, genom, måste, ska, ännu,
        endast"""),
    own_meaning=listed("art, media"),
)
