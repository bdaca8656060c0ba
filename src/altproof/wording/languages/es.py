"""Spanish."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Captura de pantalla",
        "diagram": "Diagrama",
        "chart": "Gráfico",
        "logo": "Logotipo",
        "icon": "Icono",
        "photo": "Foto",
        "map": "Mapa",
        "table": "Tabla",
        "terminal": "Salida de terminal",
        "code": "Código",
    },
    clear={
        "screenshot": "captura de pantalla, capturas de pantalla, pantallazo",
        "diagram": "diagrama, diagramas, organigrama",
        "chart": "histograma, gráfico de barras, gráfico circular, gráfico de líneas",
        "photo": "foto, fotos, fotografía",
    },
    highlighted=", con «{}» resaltado",
    titled=": «{}»",
    labelled=", con las etiquetas {}",
    buttons=(
        "aceptar, cancelar, guardar, guardar como, aplicar, cerrar, siguiente, anterior, atrás, finalizar, sí, "
        "enviar, iniciar sesión, cerrar sesión, registrarse, examinar, subir, descargar, eliminar, editar, añadir, "
        "agregar, crear, nuevo, abrir, archivo, ver, ayuda, herramientas, ventana, configuración, preferencias, "
        "opciones, buscar, actualizar, inicio, panel, nombre de usuario, contraseña"
    ),
)
