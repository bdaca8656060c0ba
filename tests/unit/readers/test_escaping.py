from altproof.readers.escaping import html_attribute, list_value, markdown_label, one_line
from altproof.readers.markdown.attribute_list import attribute_list
from altproof.readers.page_head import front_matter
from altproof.readers.templates import expression_end, holds_expression, is_computed


def test_plain_words_stay_as_they_are() -> None:
    words = "Login page, with 2 fields (name & password): 100 % done - naïve 猫!"
    plain = words.replace("&", "and")
    assert markdown_label(plain) == html_attribute(plain, '"') == list_value(plain, '"').replace("&#33;", "!") == plain


def test_a_label_is_escaped_the_portable_way() -> None:
    assert markdown_label("\\[]`*_|") == "\\\\\\[\\]\\`\\*\\_\\|"
    assert markdown_label("&<~${}^") == "&amp;&lt;&#126;&#36;&#123;&#125;&#94;"


def test_an_attribute_is_escaped_for_its_quotes() -> None:
    assert html_attribute("\"'<>&", '"') == "&quot;'&lt;&gt;&amp;"
    assert html_attribute("\"'", "'") == "&quot;&#39;"
    assert html_attribute("`\\{}$|", '"') == "&#96;&#92;&#123;&#125;&#36;&#124;"


def test_one_line_has_no_controls_and_keeps_other_blanks() -> None:
    assert one_line(" a\r\n\tb\x00\x7fc\u00a0 d ") == "a b c\u00a0 d"


def test_lists_that_are_none() -> None:
    for text in ("x", "{", "{alt=", '{alt="x', "{% x %}", "{{ x }}", "{alt='a' <b>}", "{a, b}", '{alt="a"'):
        assert attribute_list(text, 0, len(text)) is None


def test_a_list_ends_with_its_block_and_within_bounds() -> None:
    text = '{alt="a"}'
    assert attribute_list(text, 0, len(text) - 1) is None
    assert attribute_list('{alt="' + "x" * 5000 + '"}', 0, 9999) is None


def test_a_list_without_alt_is_a_list() -> None:
    for text in ("{}", "{: .a #b}", "{width=50% height='3'}", "{-}", "{.unnumbered key}", "{alt}"):
        found = attribute_list(text, 0, len(text))
        assert found is not None
        assert (found.end, found.alt) == (len(text), None)


def test_front_matter_needs_both_its_fences() -> None:
    for text in (
        "",
        "---",
        "---\n",
        "---\ntitle: x\n",
        "--- x\ntitle: x\n---\n",
        "---\n\ntitle: x\n---\n",
        "text\n---\ntitle: x\n---\n",
    ):
        assert front_matter(text) == (0, None)


def test_front_matter_gives_the_title() -> None:
    assert front_matter("---\ntitle: 'A b'\n---\nx") == (len("---\ntitle: 'A b'\n---\n"), "A b")
    assert front_matter("---\nsubtitle: a\nx:\n  title: b\n...\n") == (
        len("---\nsubtitle: a\nx:\n  title: b\n...\n"),
        None,
    )
    assert front_matter("\ufeff---\r\ntitle: A\r\n---") == (len("\ufeff---\r\ntitle: A\r\n---"), "A")


def test_expressions() -> None:
    assert expression_end("a {{ b }} c", 2) == len("a {{ b }}")
    assert expression_end("{{ b", 0) is None
    assert expression_end("{b}}", 0) is None
    assert not holds_expression("{ a } <b> %}")
    assert [is_computed(raw) for raw in ("{{ a }}", "{% a %} - {{ b }}", "a {{ b }}", "{{", "a", "")] == [
        True,
        True,
        False,
        True,
        False,
        False,
    ]
