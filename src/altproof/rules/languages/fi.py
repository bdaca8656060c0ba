"""Finnish."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="fi",
    name="Finnish",
    script="LATIN",
    generic=listed("""\
        kuva, kuvat, kuvia, valokuva, valokuvat, kuvake, kuvakkeet, logo, kaavio, kaaviot, kuvakaappaus,
        kuvakaappaukset, näyttökuva, näyttökuvat, ruutukaappaus, piirros, kuvitus, kuvio, pikkukuva, esikatselukuva,
        grafiikka"""),
    placeholder=listed("""\
        paikkamerkki, esimerkki, esimerkkikuva, testikuva, vaihtoehtoinen teksti, vaihtoehtoteksti, alt-teksti,
        kuvan kuvaus, kuvaus, kuvateksti, kuvan otsikko, kuvan nimi, lisää kuva, lisää vaihtoehtoinen teksti, nimetön,
        ei nimeä, oletuskuva"""),
    capture=listed("näyttökuva, kuvakaappaus, ruutukaappaus, näyttötallenne, kuva, nimetön"),
    medium=listed("""\
        kuvakaappaus, kuvakaappaukset, näyttökuva, ruutukaappaus, kaavio, vuokaavio, pylväskaavio, ympyräkaavio,
        viivakaavio, histogrammi, kartta, valokuva, piirros, luonnos, maalaus, kuvitus, kuvake, logo, taulukko,
        aikajana, infografiikka, animaatio, video"""),
    opens=r"kuva(?: jossa| joka näyttää|, jossa|:)? (?=\w)",
    photo_opens=r"valokuva(?:, jossa|:)? (?=\w)",
    link_phrases=listed("""\
        napsauta tästä, klikkaa tästä, klikkaa tähän, tästä, tässä, lue lisää, lisää, lisätietoja, lisätietoa,
        katso lisää, katso, näytä, näytä lisää, linkki, tämä linkki, tämä sivu, lataa, tiedot, avaa, siirry, jatka,
        seuraava"""),
    function_words=listed("""\
        ja, ei, että, joka, jotka, jossa, sekä, tai, mutta, myös, ovat, tämä, tämän, nämä, sen, ne, niiden, kanssa,
        välillä, mukaan, voi, voit, kuin, jos, olla, näkyy, näyttää, useita, kaikki, vain, ole, ennen, jälkeen"""),
)
