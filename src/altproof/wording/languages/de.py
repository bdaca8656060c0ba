"""German."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Screenshot",
        "diagram": "Diagramm",
        "chart": "Diagramm",
        "logo": "Logo",
        "icon": "Symbol",
        "photo": "Foto",
        "map": "Karte",
        "table": "Tabelle",
        "terminal": "Terminalausgabe",
        "code": "Code",
    },
    clear={
        "screenshot": (
            "screenshot, screenshots, bildschirmfoto, bildschirmfotos, bildschirmaufnahme, bildschirmabbildung"
        ),
        "diagram": (
            "flussdiagramm, flussdiagramme, ablaufdiagramm, ablaufdiagramme, sequenzdiagramm, klassendiagramm, "
            "architekturdiagramm, schaubild, schaubilder, diagramm, diagramme"
        ),
        "chart": "balkendiagramm, liniendiagramm, kreisdiagramm, säulendiagramm, histogramm",
        "photo": "foto, fotos, fotografie",
        "map": "landkarte, stadtplan, lageplan",
    },
    highlighted=", hervorgehoben: „{}“",
    titled=", „{}“",
    labelled=", beschriftet mit {}",
    buttons=(
        "ok, abbrechen, speichern, speichern unter, übernehmen, anwenden, schließen, weiter, zurück, fertig, "
        "fertigstellen, ja, nein, senden, anmelden, abmelden, registrieren, durchsuchen, hochladen, herunterladen, "
        "löschen, bearbeiten, hinzufügen, erstellen, neu, öffnen, datei, ansicht, hilfe, extras, fenster, "
        "einstellungen, optionen, suchen, suche, aktualisieren, startseite, übersicht, benutzername, passwort, "
        "kennwort"
    ),
)
