"""Portuguese, European and Brazilian."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="pt",
    name="Portuguese",
    script="LATIN",
    generic=listed("""\
        imagem, imagens, uma imagem, a imagem, esta imagem, foto, fotos, uma foto, fotografia, fotografias, gráfico,
        gráficos, um gráfico, ícone, ícones, um ícone, logotipo, logótipo, logomarca, logo, diagrama, um diagrama,
        captura, captura de tela, capturas de tela, uma captura de tela, captura de ecrã, capturas de ecrã,
        print da tela, figura, ilustração, desenho, miniatura, imagem de, foto de, captura de tela de"""),
    placeholder=listed("""\
        espaço reservado, marcador de posição, exemplo, imagem de exemplo, imagem de teste, texto alternativo,
        texto alternativo aqui, inserir texto alternativo, adicionar texto alternativo, inserir imagem,
        insira a imagem, descrição, descrição da imagem, título da imagem, legenda, legenda da imagem, sem título,
        sem nome, pendente, a fazer, imagem padrão"""),
    capture=listed("captura de tela, captura de ecrã, captura, imagem, foto, sem título, gravação de tela"),
    medium=listed("""\
        captura de tela, captura de ecrã, captura, capturas de tela, print, diagrama, fluxograma, esquema, gráfico,
        histograma, mapa, planta, foto, fotos, fotografia, ilustração, desenho, esboço, pintura, ícone, logotipo,
        logótipo, logo, tabela, cronologia, infográfico, animação, vídeo, maquete, organograma"""),
    opens=r"(?:uma |a |esta )?imagem(?: (?:de|do|da|dos|das|que mostra|que|com|mostrando|mostra)|:) ",
    closes=r" \(imagem\)",
    photo_opens=r"(?:uma |a |esta )?foto(?:grafia)?s?(?: (?:de|do|da|dos|das|que mostra|com)|:) ",
    link_phrases=listed("""\
        clique aqui, clicar aqui, aqui, leia mais, ler mais, mais, saiba mais, saber mais, mais informações, ver mais,
        veja mais, ver, link, este link, esta página, baixar, descarregar, transferir, detalhes, abrir, continuar,
        próximo"""),
    function_words=listed("""\
        os, um, uma, é, são, em, na, nos, nas, da, dos, das, não, mais, ao, aos, pela, pelo, seu, sua, isso, você,
        está, estão, também, pode, ou, mostra, foi, sem, até, quando, às"""),
)
