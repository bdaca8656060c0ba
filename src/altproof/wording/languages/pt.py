"""Portuguese."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "Captura de tela",
        "diagram": "Diagrama",
        "chart": "Gráfico",
        "logo": "Logotipo",
        "icon": "Ícone",
        "photo": "Foto",
        "map": "Mapa",
        "table": "Tabela",
        "terminal": "Saída do terminal",
        "code": "Código",
    },
    clear={
        "screenshot": "captura de tela, capturas de tela, captura de ecrã, capturas de ecrã",
        "diagram": "diagrama, diagramas, fluxograma, organograma",
        "chart": "histograma, gráfico de barras, gráfico de pizza, gráfico de linhas",
        "photo": "foto, fotos, fotografia",
    },
    highlighted=", com “{}” em destaque",
    titled=": “{}”",
    labelled=", com os rótulos {}",
    buttons=(
        "ok, cancelar, salvar, guardar, salvar como, aplicar, fechar, próximo, seguinte, anterior, voltar, "
        "concluir, sim, não, enviar, entrar, iniciar sessão, sair, registrar, procurar, carregar, baixar, excluir, "
        "editar, adicionar, criar, novo, abrir, arquivo, ficheiro, exibir, ajuda, ferramentas, janela, "
        "configurações, definições, preferências, opções, pesquisar, atualizar, início, nome de usuário, senha"
    ),
)
