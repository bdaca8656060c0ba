"""The JSX machine: where tags, expressions and modules end, and the attributes of tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.readers.mdx.jsx import Kind, read_expression, read_module, read_tag

PIECES = [
    *(
        "<",
        ">",
        "/>",
        "</",
        "</a>",
        "<a",
        "<img ",
        "<>",
        "</>",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "`",
        "${",
        '"',
        "'",
        "\\",
    ),
    *("/", "//", "/*", "*/", "=", "=>", "a", "b=", " ", "\n", "\n\n", "{...p}", "return", "é", "\x00", "?", ":", "&&"),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "< a>",
            "<1>",
            "<",
            "<a",
            "<a ",
            "<a b",
            "<a b=",
            "<a b=c>",
            '<a b="',
            "<a b={",
            "<a b={1",
            "<a b={'}>",
            "<a <b>",
        ),
        *("<a / b>", "<a 'b'>", "<a b=<c>", "</", "</a", "</a b>", "<!-- a -->", "<!DOCTYPE a>", "<a,b>", "<a {b"),
    ],
)
def test_this_is_no_tag(text: str) -> None:
    assert not read_tag(text, 0).complete


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<a>", "a"),
        ("<>", ""),
        ("<a.b-c:d />", "a.b-c:d"),
        ("<é\n>", "é"),
        ("</ a >", "a"),
        ("</>", ""),
        ("<a b c='>' d={'}'} e={`}${'}'}`} {...f} g = \"/>\"/>", "a"),
        ("<a b={<c d='}'>it's {e} </c>} />", "a"),
        ("<a b={/* } */ c} />", "a"),
        ("<a b={/[}/]}/.test(c)} />", "a"),
        ("<a b={c / d} e={f / g} />", "a"),
        ("<a b={c < d} />", "a"),
    ],
)
def test_a_tag_ends_with_its_own_sign(text: str, name: str) -> None:
    read = read_tag(text + " > } after", 0)
    assert (read.complete, read.end) == (True, len(text))
    assert (read.tags[-1].name, read.tags[-1].start, read.tags[-1].end) == (name, 0, len(text))


def test_the_attributes_of_a_tag() -> None:
    text = "<a b c='1' d={2} {...e} f = \"3\" b={'4'}/>"
    tag = read_tag(text, 0).tags[-1]
    assert [(a.name, a.kind, text[a.value_start : a.value_end]) for a in tag.attributes] == [
        ("b", Kind.BARE, ""),
        ("c", Kind.STRING, "1"),
        ("d", Kind.EXPRESSION, "2"),
        ("", Kind.SPREAD, "...e"),
        ("f", Kind.STRING, "3"),
        ("b", Kind.EXPRESSION, "'4'"),
    ]
    assert tag.spread
    assert tag.find("b") == tag.attributes[-1]
    assert tag.find("B") is None
    assert [text[: a.end][-1] for a in tag.attributes] == ["b", "'", "}", "}", '"', "}"]


def test_marks_of_a_quote_are_blanks_within_its_tags_only() -> None:
    text = "<a\n> b='c'\n>/>"
    assert read_tag(text, 0, quoted=True).end == len(text)
    assert read_tag(text, 0).end == len("<a\n>")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{}",
            "{a}",
            "{{a: {b}}}",
            '{"}"}',
            "{'}'}",
            "{`}`}",
            "{`${`}`}`}",
            "{'\\'}'}",
            "{/}/}",
            "{/[/}]/g}",
            "{a/b}",
        ),
        *("{/* } */}", "{// }\n}", "{a ? <b>}</b> : 1}", "{<a>it's</a>}", "{<a b='}'/>}", "{a < b}", "{(x) => <a/>}"),
        *("{<>{`}`}</>}", "{a[0] / 2}", "{f(<a>/</a>)}", "{[(]}", "{<a b=<c/> />}", "{return <a/>}", "{a <b && c}"),
    ],
)
def test_an_expression_ends_with_its_own_brace(text: str) -> None:
    read = read_expression(text + " } after", 0)
    assert (read.complete, read.end) == (True, len(text))


@pytest.mark.parametrize("text", ["{", "{{}", "{'}", "{`}", "{`${`", "{/*}", "{//}", "{<a>}", "{<a>{</a>}"])
def test_an_expression_without_its_brace_is_none(text: str) -> None:
    assert not read_expression(text, 0).complete


def test_tags_in_an_expression_are_told_by_what_stands_before_them() -> None:
    text = (
        "{a <b && c > d || (x <y) && <e/> || [<f g={<h/>}>it's <i/></f>] ? <j/> : `${<k/>} <l/>` + '<m/>' /* <n/> */}"
    )
    read = read_expression(text, 0)
    assert read.end == len(text)
    assert sorted(tag.name for tag in read.tags) == ["e", "f", "h", "i", "j", "k"]


@pytest.mark.parametrize(
    ("module", "rest"),
    [
        ("import a from 'b'", "\n\nafter"),
        ("import a from 'b'\nimport c from 'd' // x", "\n \nafter"),
        ("export const a = {\n\n b: 1,\n}", "\n\nafter"),
        ("export const A = () => (\n\n <p>\n\n it's </p>)", "\n\nafter"),
        ("export const a = `\n\n`", "\r\n\r\nafter"),
    ],
)
def test_a_module_ends_at_a_blank_line_outside_brackets(module: str, rest: str) -> None:
    read = read_module(module + rest, 0)
    assert read.complete
    assert (module + rest)[: read.end].rstrip("\r") == module
    assert read_module(module, 0).end == len(module)


@given(text=SOUP | st.text(max_size=30))
def test_anything_is_read_and_tags_lie_in_what_was_read(text: str) -> None:
    for at, sign in enumerate(text):
        if sign not in "<{":
            continue
        read = read_tag(text, at) if sign == "<" else read_expression(text, at)
        assert at < read.end <= len(text)
        for tag in read.tags:
            assert at <= tag.start < tag.end <= read.end
            assert text[tag.start] == "<"
            assert text[tag.end - 1] == ">"
            for attribute in tag.attributes:
                assert tag.start < attribute.end < tag.end
                assert attribute.value_start <= attribute.value_end <= attribute.end
    assert read_module(text, 0).end <= len(text)
