"""Italian."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Schermata",
        "diagram": "Diagramma",
        "chart": "Grafico",
        "logo": "Logo",
        "icon": "Icona",
        "photo": "Foto",
        "map": "Mappa",
        "table": "Tabella",
        "terminal": "Output del terminale",
        "code": "Codice",
    },
    clear={
        "screenshot": "screenshot, schermata, schermate, istantanea dello schermo",
        "diagram": "diagramma, diagrammi, organigramma",
        "chart": "istogramma, grafico a barre, grafico a torta, grafico a linee",
        "photo": "foto, fotografia",
    },
    highlighted=", con «{}» in evidenza",
    titled=": «{}»",
    labelled=", con le etichette {}",
    buttons=(
        "ok, annulla, salva, salva con nome, applica, chiudi, avanti, indietro, fine, sì, invia, accedi, esci, "
        "registrati, sfoglia, carica, scarica, elimina, modifica, aggiungi, crea, nuovo, apri, visualizza, aiuto, "
        "strumenti, finestra, impostazioni, preferenze, opzioni, cerca, aggiorna, nome utente, password"
    ),
)
