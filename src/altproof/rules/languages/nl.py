"""Dutch."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="nl",
    name="Dutch",
    script="LATIN",
    generic=listed("""\
        afbeelding, afbeeldingen, een afbeelding, de afbeelding, deze afbeelding, plaatje, plaatjes, foto, foto's,
        foto’s, een foto, pictogram, pictogrammen, icoon, logo, logo's, logo’s, het logo, grafiek, een grafiek,
        schermafbeelding, schermafbeeldingen, schermafdruk, een schermafbeelding, schermopname, figuur, illustratie,
        tekening, miniatuur, diagram, afbeelding van, foto van, plaatje van, schermafbeelding van"""),
    placeholder=listed("""\
        tijdelijke aanduiding, voorbeeld, voorbeeldafbeelding, testafbeelding, alternatieve tekst, alt-tekst, alttekst,
        alternatieve tekst hier, voeg alternatieve tekst toe, afbeelding invoegen, beschrijving,
        beschrijving van de afbeelding, afbeeldingsbeschrijving, bijschrift, titel van de afbeelding, naamloos,
        zonder titel, nog te doen, nog in te vullen, standaardafbeelding"""),
    capture=listed("schermafbeelding, schermafdruk, schermopname, afbeelding, foto, naamloos"),
    medium=listed("""\
        schermafbeelding, schermafbeeldingen, schermafdruk, schermopname, screenshot, diagram, stroomdiagram, schema,
        grafiek, staafdiagram, cirkeldiagram, histogram, kaart, plattegrond, foto, illustratie, tekening, schets,
        schilderij, pictogram, icoon, logo, tabel, tijdlijn, infographic, animatie, video"""),
    opens=r"(?:(?:een|de|deze|het|dit) )?(?:afbeelding|plaatje)(?: (?:van|met|toont|waarop)|:) ",
    closes=r" \(afbeelding\)",
    photo_opens=r"(?:(?:een|de|deze) )?foto(?: (?:van|met)|:) ",
    link_phrases=listed("""\
        klik hier, hier klikken, hier, lees meer, lees verder, meer, meer lezen, meer info, meer informatie, bekijk,
        bekijken, link, deze link, deze pagina, downloaden, download, details, openen, ga naar, verder, volgende"""),
    function_words=listed("""\
        het, een, van, op, te, voor, niet, zijn, wordt, worden, naar, bij, ook, aan, uit, deze, dit, dat, wanneer, als,
        maar, tussen, kan, kunt, je, jouw, uw, heeft, toont, meerdere, waar, geen, nog, onder"""),
    own_meaning=listed("map, art"),
)
