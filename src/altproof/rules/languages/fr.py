"""French."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="fr",
    name="French",
    script="LATIN",
    generic=listed("""\
        image, images, une image, l'image, l’image, photo, photos, une photo, la photo, photographie, photographies,
        illustration, illustrations, icône, icônes, une icône, logo, logos, le logo, schéma, schémas, un schéma,
        graphique, graphiques, un graphique, dessin, capture d'écran, capture d’écran, capture, captures d'écran,
        captures d’écran, une capture d'écran, une capture d’écran, copie d'écran, copie d’écran, vignette, figure,
        visuel, image de, photo de, capture d'écran de, capture d’écran de"""),
    placeholder=listed("""\
        espace réservé, à compléter, à faire, exemple, image d'exemple, image d’exemple, texte alternatif,
        texte de remplacement, insérer le texte alternatif, ajouter un texte alternatif, insérer une image,
        description de l'image, description de l’image, légende, légende de l'image, légende de l’image,
        titre de l'image, titre de l’image, sans titre, sans nom, image par défaut, image de test"""),
    capture=listed("capture d'écran, capture d’écran, copie d'écran, capture, sans titre, enregistrement de l'écran"),
    medium=listed("""\
        capture d'écran, capture d’écran, capture, captures d'écran, captures d’écran, copie d'écran, copie d’écran,
        schéma, diagramme, organigramme, graphique, courbe, histogramme, carte, plan, photo, photos, photographie,
        dessin, croquis, illustration, peinture, icône, logo, tableau, chronologie, infographie, animation, vidéo,
        maquette"""),
    opens=(
        r"(?:une |l['’]|cette )?image(?: (?:de|du|des|montrant|qui montre|montre)| ?:) "
        r"|(?:une |l['’])?image d['’]"
    ),
    closes=r" \(image\)",
    photo_opens=r"(?:(?:une |la |cette )?photo(?:graphie)?s?(?: (?:de|du|des|montrant)| ?:) |(?:une |la )?photo d['’])",
    link_phrases=listed("""\
        cliquez ici, cliquer ici, clique ici, ici, lire la suite, lire plus, en savoir plus, plus, plus d'infos,
        plus d’infos, plus d'informations, plus d’informations, voir plus, voir, suite, lien, ce lien, cette page,
        télécharger, détails, ouvrir, suivant"""),
    function_words=listed("""\
        le, les, des, une, et, est, sont, dans, pour, avec, sur, qui, que, au, aux, du, ce, cette, ces, par, pas, ou,
        vous, votre, nous, où, être, plusieurs, entre, sous, montre, montrant, comme, leur, dont"""),
    own_meaning=listed("file, table, art"),
)
