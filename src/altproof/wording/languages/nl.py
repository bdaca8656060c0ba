"""Dutch."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Schermafbeelding",
        "diagram": "Diagram",
        "chart": "Grafiek",
        "logo": "Logo",
        "icon": "Pictogram",
        "photo": "Foto",
        "map": "Kaart",
        "table": "Tabel",
        "terminal": "Terminaluitvoer",
        "code": "Code",
    },
    clear={
        "screenshot": "schermafbeelding, schermafbeeldingen, schermafdruk, screenshot, screenshots",
        "diagram": "diagram, diagrammen, stroomdiagram, stroomschema, sequentiediagram",
        "chart": "staafdiagram, lijndiagram, cirkeldiagram, staafgrafiek, lijngrafiek, histogram",
        "photo": "foto, foto's, fotografie",
        "map": "landkaart, plattegrond",
    },
    highlighted=', met "{}" gemarkeerd',
    labelled=", met de labels {}",
    buttons=(
        "ok, annuleren, opslaan, opslaan als, toepassen, sluiten, volgende, vorige, terug, voltooien, ja, nee, "
        "verzenden, aanmelden, inloggen, afmelden, uitloggen, registreren, bladeren, uploaden, downloaden, "
        "verwijderen, bewerken, toevoegen, maken, nieuw, openen, bestand, beeld, venster, instellingen, voorkeuren, "
        "opties, zoeken, vernieuwen, startpagina, gebruikersnaam, wachtwoord"
    ),
)
