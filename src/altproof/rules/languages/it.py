"""Italian."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="it",
    name="Italian",
    script="LATIN",
    generic=listed("""\
        immagine, immagini, un'immagine, un’immagine, l'immagine, l’immagine, foto, una foto, la foto, fotografia,
        fotografie, grafico, grafici, un grafico, icona, icone, un'icona, un’icona, logo, il logo, diagramma,
        un diagramma, schermata, schermate, una schermata, istantanea, figura, illustrazione, disegno, miniatura,
        anteprima, immagine di, foto di, schermata di"""),
    placeholder=listed("""\
        segnaposto, esempio, immagine di esempio, immagine di prova, testo alternativo, testo alternativo qui,
        inserire testo alternativo, aggiungi testo alternativo, inserisci immagine, descrizione,
        descrizione dell'immagine, descrizione dell’immagine, descrizione immagine, titolo immagine, didascalia,
        senza titolo, senza nome, da completare, da fare, immagine predefinita"""),
    capture=listed("schermata, istantanea, immagine, foto, senza titolo, registrazione schermo, cattura"),
    medium=listed("""\
        schermata, schermate, istantanea, diagramma, schema, grafico, istogramma, mappa, cartina, pianta, foto,
        fotografia, illustrazione, disegno, schizzo, bozzetto, dipinto, icona, logo, tabella, infografica, animazione,
        video, screenshot, organigramma"""),
    opens=(
        r"(?:un['’]|l['’]|questa )?immagine(?: (?:di|del|dello|della|dei|degli|delle|che mostra|che|con|mostra)|:) "
        r"|(?:un['’]|l['’])?immagine dell['’]"
    ),
    closes=r" \(immagine\)",
    photo_opens=r"(?:una |la |questa )?foto(?:grafia)?(?: (?:di|del|dello|della|dei|degli|delle|che mostra|con)|:) ",
    link_phrases=listed("""\
        clicca qui, cliccare qui, fai clic qui, fare clic qui, qui, leggi di più, leggi tutto, continua,
        continua a leggere, altro, scopri di più, per saperne di più, maggiori informazioni, più informazioni, vedi,
        vai, link, questo link, questa pagina, scarica, dettagli, apri, avanti"""),
    function_words=listed("""\
        il, gli, di, che, è, un, una, con, non, sono, della, del, delle, dei, degli, nella, nel, sul, sulla, alla, dal,
        dalla, questo, questa, più, anche, viene, mostra, tra, essere, può, ogni, dove, quando"""),
    own_meaning=listed("media"),
)
