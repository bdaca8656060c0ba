"""German."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="de",
    name="German",
    script="LATIN",
    generic=listed("""\
        Bild, Bilder, ein Bild, das Bild, dieses Bild, Foto, Fotos, ein Foto, Fotografie, Grafik, Grafiken, Graphik,
        eine Grafik, Abbildung, Abbildungen, Abb, Illustration, Zeichnung, Symbol, Symbolbild, Icon, Logo, Logos,
        Diagramm, ein Diagramm, Schaubild, Screenshot, Bildschirmfoto, Bildschirmaufnahme, Vorschau, Vorschaubild,
        Titelbild, Beitragsbild, Bild von, Foto von, Grafik von, Abbildung von, Screenshot von, Bild hier,
        siehe Bild"""),
    placeholder=listed("""\
        Platzhalter, Platzhalterbild, Beispiel, Beispielbild, Beispieltext, Bildbeschreibung, Bildbeschreibung hier,
        Beschreibung, Beschreibung des Bildes, Beschreibung hier, Alternativtext, Alternativer Text, Alt-Text,
        Alt-Text hier, Alttext, Alternativtext hier einfügen, Alternativtext einfügen, Bild einfügen,
        Bild hier einfügen, Bildunterschrift, Bildtitel, Bildname, unbenannt, unbenanntes Bild, ohne Titel,
        kein Alternativtext, Testbild, noch zu ergänzen, zu ergänzen"""),
    capture=listed("bildschirmfoto, bildschirmaufnahme, screenshot vom, bild, foto, unbenannt, abbildung, abb"),
    medium=listed("""\
        Bildschirmfoto, Screenshot, Screenshots, Bildschirmaufnahme, Diagramm, Schaubild, Schema, Flussdiagramm,
        Ablaufdiagramm, Sequenzdiagramm, Klassendiagramm, Architekturdiagramm, Balkendiagramm, Liniendiagramm,
        Kreisdiagramm, Säulendiagramm, Histogramm, Foto, Fotografie, Fotos, Karte, Landkarte, Stadtplan, Zeichnung,
        Skizze, Illustration, Gemälde, Symbol, Logo, Tabelle, Zeitleiste, Infografik, Animation, Video, Comic,
        Plot"""),
    opens=(
        r"(?:(?:ein|das|dieses) )?(?:bild|(?:eine |die |diese )?(?:grafik|graphik|abbildung))"
        r"(?: (?:von|vom|des|der|eines|einer|mit|zeigt)|:) "
    ),
    closes=r"-(?:bild|grafik)",
    photo_opens=r"(?:(?:ein|das|dieses) )?foto(?:grafie)?s?(?: (?:von|vom|des|der|eines|einer|mit)|:) ",
    link_phrases=listed("""\
        hier klicken, klicken Sie hier, klick hier, hier, mehr, mehr lesen, weiterlesen, weiter, mehr erfahren,
        mehr dazu, mehr Informationen, weitere Informationen, Details, Link, zum Link, diese Seite, zur Seite,
        herunterladen, Download, ansehen, anzeigen, öffnen"""),
    function_words=listed("""\
        und, nicht, ist, auf, für, von, ein, eine, einer, einem, einen, eines, wird, werden, sind, auch, nach, bei,
        oder, sich, zum, zur, über, durch, wenn, aus, dass, kann, dieser, diese, dieses, unter, zwischen, mehrere,
        zeigt, wie, mit, der, im, vom, beim, noch"""),
    own_meaning=listed("Art, Figur, Graf"),
)
