"""Turkish."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="tr",
    name="Turkish",
    script="LATIN",
    generic=listed("""\
        resim, resimler, bir resim, görsel, görseller, bir görsel, görüntü, görüntüler, fotoğraf, fotoğraflar, simge,
        ikon, logo, şema, şekil, diyagram, grafik, çizim, ekran görüntüsü, ekran görüntüleri, ekran resmi, küçük resim,
        önizleme"""),
    placeholder=listed("""\
        yer tutucu, örnek, örnek resim, örnek görsel, deneme, test resmi, alternatif metin, alt metin, alt metni,
        alternatif metin ekleyin, resim ekle, görsel ekle, açıklama, resim açıklaması, görsel açıklaması,
        resim başlığı, resim adı, adsız, başlıksız, isimsiz, yapılacak, varsayılan resim"""),
    capture=listed("ekran görüntüsü, ekran resmi, ekran alıntısı, ekran kaydı, resim, görsel, fotoğraf, adsız"),
    medium=listed("""\
        ekran görüntüsü, ekran görüntüleri, ekran resmi, şema, diyagram, akış şeması, akış diyagramı, grafik,
        çubuk grafik, pasta grafik, histogram, harita, fotoğraf, çizim, eskiz, tablo, illüstrasyon, simge, logo,
        zaman çizelgesi, infografik, animasyon, video"""),
    opens=r"(?:resim|görsel): ",
    closes=r"(?<!ekran) (?:resmi|görseli|görüntüsü)",
    photo_opens=r"fotoğraf: ",
    link_phrases=listed("""\
        buraya tıklayın, buraya tıkla, tıklayın, tıkla, burada, buradan, buraya, devamını oku, daha fazla,
        daha fazla bilgi, daha fazlası, ayrıntılar, detaylar, görüntüle, göster, bağlantı, link, bu bağlantı, bu sayfa,
        indir, aç, git, devam, sonraki"""),
    function_words=listed("""\
        bir, bu, için, ile, olarak, olan, daha, çok, gibi, kadar, sonra, önce, değil, veya, ama, yok, nasıl, nerede,
        göre, tüm, şu, arasında, içinde, üzerinde, altında, gösteren, gösteriyor, birden, yeni, ise, tarafından, ancak,
        ve"""),
    own_meaning=listed("art, alt"),
)
