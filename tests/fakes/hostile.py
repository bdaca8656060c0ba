"""Text that strangers could put into names, captions, alt texts, messages: each must come out as text and nothing else."""

from __future__ import annotations

from itertools import product

_FORMS = (
    "::{0} name=a::b",
    "##[{0} name=a]b",
    "words ##[{0}]b",
    "first\n::{0}::b",
    "first\r::{0}::b",
    "first\r\n##[{0}]b",
)
_NAMES = ("error", "SET-OUTPUT", "add-mask", "stop-commands", "save-state", "add-path")

COMMANDS = (
    *(form.format(name) for form, name in product(_FORMS, _NAMES)),
    *(f"{blank}::warning::b" for blank in " \t\v\f\x1c\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u3000\u200b\ufeff"),
    *(f"#{mark}#{mark}[debug]b" for mark in "\u200b\u200d\xad\ufe0f\u034f\u3164\u2060\U000e0100\u180b\u115f\u17b4"),
    *(f"{mark}:{mark}:debug:{mark}:b" for mark in "\u200d\xad\ufe0f\u034f\u3164\u2060\U000e0100"),
    *("###[error]b", "##[error]##[error]b", "##[##[error]]b", "\\##[error]b", "::::error::b", ":: ::error::b"),
    *("a%0A::error::b", "a%250A::error::b", "%0D%0A##[error]b", "a,line=7,title=b", "a::b", "a%3A%3Ab", "a,file=b.md"),
    *("=a", "==a=b", " a ", "a]b", "a;b", "%", "%25", "::", "##[", "#", ":", "", " "),
)
"""What the runner could take for a command or a part of one."""

MARKUP = (
    *(
        "@octocat",
        "@0123abcd",
        "#12345678",
        "0123abc:tada:",
        "@octo/team",
        "a@b.example",
        "#12",
        "octo/cat#12",
        "GH-12",
        "fixes #12",
        "0123abc",
        "deadbeef" * 5,
    ),
    *("https://a.example/?b=c&d", "HTTP://a.example", "www.a.example", "ftp://a.example", "mailto:a@b.example"),
    *("a_www.a.example", "a@-b.example", "a@.b.example", "mailto:a@-b.example", "a@_b.example"),
    *(":tada:", ":+1:", "a:100:b", "::::", "https://@a#1", "@#1@#2", "##1", "@@a", "www.www.www.", "gh-1gh-2"),
    *("<b>a</b>", "<img src=x onerror=a>", "<!-- altproof -->", "--> a", "</details>", "</td></tr>", "<a", "&lt;", "&"),
    *(
        "[a](javascript:b)",
        "![a](b.png)",
        "[a]: b",
        "[a][b]",
        "[^1]",
        "[^1]: a",
        "[ ] a",
        "[x] a",
        "<https://a.example>",
    ),
    *("*a*", "**a**", "_a_", "__a__", "~a~", "~~a~~", "`a`", "``a``", "```", "~~~", "`", "\\`", "`@a`", "\\", "\\\\"),
    *("|", "a|b", "\\|", "\\\\|", "`a|b`", "|---|", "||", "$a$", "$$a$$", "$`a`$", "a^b^", "H~2~O", "==a==", "[[a]]"),
    *(
        "# a",
        "- a",
        "+ a",
        "* a",
        "1. a",
        "1) a",
        "> a",
        "> [!NOTE]",
        "---",
        "===",
        "***",
        "    a",
        "a  ",
        "\ta",
        "a\\",
    ),
    *(
        "a\n\nb",
        "a\n# b",
        "a\r\n- b",
        "a\n| b | c |\n| - | - |",
        "\\\n",
        "  \n",
        "&amp;lt;",
        "&#124;",
        "&nbsp;a",
        "&copy",
    ),
)
"""What Markdown, or GitHub on top of it, could take for more than text."""

TERMINAL = (
    *("\x1b[31mred", "\x1b]8;;https://a.example\x07a\x1b]8;;\x07", "\x9b31m", "a\bb", "\x07", "\0", "\x7f", "a\x84b"),
    *("\u202egnp.exe", "\u2066a\u2069", "\u200ea", "a\u200bb", "\u2060", "\ufeff", "\ud800", "\udcff.png", "a\udc80b"),
    *(
        "\U0001f469\u200d\U0001f4bb",
        "\U0001f1e6\U0001f1f6",
        "e\u0301",
        "\u65e5\u672c\u8a9e",
        "\u05d0\u05d1",
        "\ufffd",
        "\U000e0041",
    ),
)
"""What a terminal, or an encoder, could stumble over."""

HEREDOC = ("EOF", "a\nEOF\nb=c", "a<<EOF", "a=b", "a\n", "\na", "\n", "a\r\n", "a\r", "ghadelimiter_\nx<<y")
"""What could end or begin an entry of a step's output file."""

HOSTILE = tuple(dict.fromkeys((*COMMANDS, *MARKUP, *TERMINAL, *HEREDOC)))
