"""Danish."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="da",
    name="Danish",
    script="LATIN",
    generic=listed("""\
        billede, billeder, et billede, billedet, foto, fotos, et foto, fotografi, ikon, ikoner, et ikon, logo, logoet,
        diagram, et diagram, skærmbillede, skærmbilleder, et skærmbillede, skærmdump, figur, illustration, tegning,
        grafik, miniature, miniaturebillede, billede af, foto af, skærmbillede af"""),
    placeholder=listed("""\
        pladsholder, eksempel, eksempelbillede, testbillede, alternativ tekst, alt-tekst, alttekst, billedbeskrivelse,
        beskrivelse, beskrivelse af billedet, billedtekst, billedtitel, indsæt billede, indsæt alternativ tekst,
        tilføj alternativ tekst, uden titel, uden navn, ikke navngivet, standardbillede"""),
    capture=listed("skærmbillede, skærmdump, skærmoptagelse, billede, foto, uden titel, uden navn"),
    medium=listed("""\
        skærmbillede, skærmbilleder, skærmdump, diagram, rutediagram, flowdiagram, søjlediagram, cirkeldiagram, skema,
        graf, histogram, kort, foto, fotografi, illustration, tegning, skitse, maleri, ikon, logo, tabel, tidslinje,
        infografik, animation, video"""),
    opens=r"(?:et |dette )?billede(?:t)?(?: (?:af|som viser|der viser|viser|med)|:) ",
    closes=r" \(billede\)",
    photo_opens=r"(?:et |dette )?foto(?:et|grafi)?(?: (?:af|som viser|der viser)|:) ",
    link_phrases=listed("""\
        klik her, her, læs mere, mere, mere information, mere info, se mere, vis mere, vis, link, dette link,
        denne side, hent, download, detaljer, åbn, gå til, fortsæt, næste"""),
    function_words=listed("""\
        og, er, på, ikke, et, af, til, fra, når, hvor, hvordan, eller, mellem, også, kan, denne, dette, disse, viser,
        flere, uden, efter, bliver, hver, gennem, skal, som, ved, har, hvis, kun, bruges, vises, hvad"""),
    own_meaning=listed("art"),
)
