"""Spanish."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="es",
    name="Spanish",
    script="LATIN",
    generic=listed("""\
        imagen, imágenes, una imagen, la imagen, esta imagen, foto, fotos, una foto, la foto, fotografía, fotografías,
        gráfico, gráficos, gráfica, un gráfico, icono, iconos, ícono, íconos, un icono, logotipo, logo, el logotipo,
        diagrama, un diagrama, captura, capturas, captura de pantalla, capturas de pantalla, una captura de pantalla,
        pantallazo, figura, ilustración, dibujo, miniatura, imagen de, foto de, captura de, captura de pantalla de"""),
    placeholder=listed("""\
        marcador de posición, ejemplo, imagen de ejemplo, imagen de prueba, texto alternativo, texto alternativo aquí,
        insertar texto alternativo, añadir texto alternativo, insertar imagen, inserte la imagen, descripción,
        descripción de la imagen, título de la imagen, pie de foto, sin título, sin nombre, pendiente, por hacer,
        imagen por defecto, por completar"""),
    capture=listed("captura de pantalla, captura, imagen, foto, sin título, grabación de pantalla, pantallazo"),
    medium=listed("""\
        captura de pantalla, captura, capturas de pantalla, pantallazo, diagrama, esquema, gráfico, gráfica,
        histograma, mapa, plano, foto, fotos, fotografía, ilustración, dibujo, boceto, pintura, icono, ícono, logotipo,
        logo, tabla, cronología, infografía, animación, vídeo, video, maqueta, organigrama"""),
    opens=r"(?:(?:una |la |esta )?imagen(?: (?:de|del|que muestra|que|con|mostrando|muestra)|:) )",
    closes=r" \(imagen\)",
    photo_opens=r"(?:una |la |esta )?foto(?:grafía)?s?(?: (?:de|del|que muestra|con)|:) ",
    link_phrases=listed("""\
        haga clic aquí, haz clic aquí, clic aquí, pulse aquí, pulsa aquí, aquí, leer más, lee más, más,
        más información, más info, saber más, ver más, ver, enlace, este enlace, esta página, descargar, detalles,
        abrir, continuar, siguiente"""),
    function_words=listed("""\
        el, los, las, una, con, del, por, para, que, se, es, son, está, están, como, más, su, sus, al, este, esta,
        estos, pero, muestra, desde, entre, también, puede, donde, sobre, cada, cuando, según"""),
    own_meaning=listed("media"),
)
