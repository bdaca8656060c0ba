"""Norwegian (Bokmål)."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="nb",
    name="Norwegian",
    script="LATIN",
    generic=listed("""\
        bilde, bilder, et bilde, bildet, foto, fotoer, et foto, fotografi, ikon, ikoner, et ikon, logo, logoen,
        diagram, et diagram, skjermbilde, skjermbilder, et skjermbilde, skjermdump, figur, illustrasjon, tegning,
        grafikk, miniatyrbilde, bilde av, foto av, skjermbilde av"""),
    placeholder=listed("""\
        plassholder, eksempel, eksempelbilde, testbilde, alternativ tekst, alt-tekst, alttekst, bildebeskrivelse,
        beskrivelse, beskrivelse av bildet, bildetekst, bildetittel, sett inn bilde, sett inn alternativ tekst,
        legg til alternativ tekst, uten tittel, uten navn, ikke navngitt, standardbilde"""),
    capture=listed("skjermbilde, skjermdump, skjermopptak, bilde, foto, uten tittel, uten navn"),
    medium=listed("""\
        skjermbilde, skjermbilder, skjermdump, diagram, flytskjema, søylediagram, sektordiagram, skjema, graf,
        histogram, kart, foto, fotografi, illustrasjon, tegning, skisse, maleri, ikon, logo, tabell, tidslinje,
        infografikk, animasjon, video"""),
    opens=r"(?:et |dette )?bilde(?:t)?(?: (?:av|som viser|viser|med)|:) ",
    closes=r" \(bilde\)",
    photo_opens=r"(?:et |dette )?foto(?:et|grafi)?(?: (?:av|som viser)|:) ",
    link_phrases=listed("""\
        klikk her, her, les mer, mer, mer informasjon, mer info, se mer, vis mer, vis, lenke, denne lenken,
        denne siden, last ned, detaljer, åpne, gå til, fortsett, neste"""),
    function_words=listed("""\
        og, er, på, ikke, et, av, til, fra, når, hvor, hvordan, eller, mellom, også, kan, denne, dette, disse, viser,
        flere, uten, etter, blir, hver, gjennom, skal, som, ved, har, hvis, bare, brukes, vises, hva"""),
    own_meaning=listed("art"),
)
