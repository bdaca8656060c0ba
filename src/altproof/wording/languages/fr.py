"""French."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Capture d’écran",
        "diagram": "Diagramme",
        "chart": "Graphique",
        "logo": "Logo",
        "icon": "Icône",
        "photo": "Photo",
        "map": "Carte",
        "table": "Tableau",
        "terminal": "Sortie de terminal",
        "code": "Code",
    },
    clear={
        "screenshot": "capture d'écran, captures d'écran, capture d’écran, captures d’écran",
        "diagram": "diagramme, diagrammes, organigramme, logigramme",
        "chart": "histogramme, diagramme en barres, diagramme circulaire",
        "photo": "photo, photos, photographie",
    },
    of="{kind} : {topic}",
    caption="{kind} : {}",
    highlighted=", « {} » en évidence",
    titled=" : « {} »",
    labelled=", avec les libellés {}",
    buttons=(
        "ok, annuler, enregistrer, enregistrer sous, appliquer, fermer, suivant, précédent, retour, terminer, oui, "
        "non, envoyer, se connecter, connexion, se déconnecter, déconnexion, s'inscrire, parcourir, télécharger, "
        "supprimer, modifier, ajouter, créer, nouveau, ouvrir, fichier, affichage, aide, outils, fenêtre, "
        "paramètres, préférences, options, rechercher, actualiser, accueil, tableau de bord, nom d'utilisateur, mot "
        "de passe"
    ),
)
