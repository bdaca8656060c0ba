"""The rules on missing alt texts, asked about whole documents: what the readers tell them, and who speaks first."""

import pytest

from altproof.readers import reader_for
from altproof.rules import judge
from altproof.rules.base import Subject
from altproof.rules.page import Page
from altproof.rules.profiles import policy

LEARN, ALL = "ms-learn", "editoria"
GOOD = {
    "hidden around": ("a.html", '<div aria-hidden="true"><img src="a.png" alt="The pier"></div>'),
    "hidden for now": ("a.html", '<img hidden src="a.png" alt="The pier">'),
    "a described drawing": ("a.html", '<svg role="img" aria-label="The pier"><path/></svg>'),
    "an object with an image in it": ("a.html", '<object data="a.svg"><img src="a.png" alt="The pier"></object>'),
    "an object with words in it": ("a.html", '<object data="a.svg">The pier</object>'),
    "a video with words in it": ("a.html", '<video poster="a.png"><a href="a.mp4">The tide</a></video>'),
    "an icon": ("a.md", ':::image type="icon" source="a.svg":::'),
    "a complex image": (
        "a.md",
        '> :::image type="complex" source="a.svg" alt-text="Diagram of three sensors":::\n> They send.\n> :::image-end:::',
    ),
    "a plain image": ("a.md", "![The pier at low tide](pier-low.png)"),
    "a link that aria-label names": ("a.html", '<a href="/" aria-label="Home"><img src="a.svg" alt=""></a>'),
    "a link that a title names": ("a.md", 'x <a href="/" title="Home"><img src="a.svg" alt=""></a>'),
}
BAD = {
    "a link": ("a.html", '<a href="/"><img src="a.svg" alt=""></a>', "empty-alt-in-link"),
    "a link in Markdown": ("a.md", "[![](a.png)](b.md)", "empty-alt-in-link"),
    "a link that others name": ("a.html", '<a href="/" aria-labelledby="x"><img src="a.svg" alt=""></a>', "empty-alt"),
    "a button": ("a.html", '<button><img src="a.svg" alt=""></button>', "empty-alt-in-link"),
    "a button in Markdown": ("a.md", 'x <button><img src="a.svg"></button>', "empty-alt-in-link"),
    "a link of reStructuredText": ("a.rst", ".. image:: a.png\n   :target: b.html\n", "empty-alt-in-link"),
    "a link of AsciiDoc": ("a.adoc", "image::a.png[link=b.html]", "empty-alt-in-link"),
    "a link to a larger picture": ("a.md", "[![](a.png)](a-large.png)", "missing-alt"),
    "a link with an icon that has a title": (
        "a.html",
        '<a href="/"><img src="a.svg" title="x y"></a>',
        "title-instead-of-alt",
    ),
    "an image button": ("a.html", '<input type="image" src="a.png">', "unnamed-image-control"),
    "a drawing": ("a.html", '<svg role="img"><path/></svg>', "unnamed-graphic"),
    "an object": ("a.html", '<object data="a.svg"></object><p>The pier</p>', "unnamed-graphic"),
    "hidden itself": ("a.html", '<img src="a.png" aria-hidden="true" alt="The pier">', "alt-on-hidden-image"),
    "hidden itself in MDX": ("a.mdx", '<img src="a.png" aria-hidden="true" alt="The pier" />', "alt-on-hidden-image"),
    "a role": ("a.md", 'x <img src="a.png" role="presentation" alt="The pier">', "alt-on-hidden-image"),
    "empty and titled": ("a.md", 'x <img src="a.png" title="The pier" alt="">', "named-empty-alt"),
    "behind a colon": ("a.rst", "It looks so:\n\n.. image:: a.png\n   :alt:\n", "questionable-empty-alt"),
    "beside words": ("a.md", 'It looks so: <img src="a.png" alt="">', "empty-alt"),
}


def rules_of(document: str, text: str, profile: str) -> list[str]:
    reader = reader_for(document)
    assert reader is not None
    shown = reader.references(document, text)
    assert shown
    page = Page(shown)
    return [verdict.rule for one in shown for verdict in judge(Subject(one, page=page), policy(profile))]


@pytest.mark.parametrize(("document", "text"), [pytest.param(*case, id=name) for name, case in GOOD.items()])
@pytest.mark.parametrize("profile", [LEARN, ALL])
def test_what_is_named_or_rightly_silent_is_left_alone(document: str, text: str, profile: str) -> None:
    missing = {rule for _, _, rule in BAD.values()} | {"icon-with-alt", "missing-long-description"}
    assert not missing & set(rules_of(document, text, profile))


@pytest.mark.parametrize(("document", "text", "rule"), [pytest.param(*case, id=name) for name, case in BAD.items()])
def test_the_rule_that_says_it_best_speaks_alone(document: str, text: str, rule: str) -> None:
    assert rules_of(document, text, ALL) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        ':::image type="complex" source="a.svg" alt-text="Diagram of three sensors":::\n\nMore.\n',
        ':::image type="complex" source="a.svg" alt-text="Diagram of three sensors":::\n\n:::image-end:::\n',
        ':::image type="complex" source="a.svg" alt-text="Diagram of three sensors":::\nSee\n:::image source="b.svg" alt-text="List":::\n:::image-end:::',
    ],
)
def test_a_long_description_has_words_and_an_end(text: str) -> None:
    assert "missing-long-description" in rules_of("a.md", text, LEARN)


def test_an_icon_with_words_is_the_business_of_one_profile() -> None:
    text = ':::image type="icon" source="a.svg" alt-text="Warning":::'
    assert rules_of("a.md", text, LEARN) == ["icon-with-alt"]
    assert rules_of("a.md", text, ALL) == []


@pytest.mark.parametrize(
    ("document", "text", "label"),
    [
        ("a.md", "![][the  login]\n\n[the login]: b.png\n", "the login"),
        ("a.md", "![the login][]\n\n[the login]: b.png\n", "the login"),
        ("a.md", "![the login]\n\n[the login]: b.png\n", "the login"),
        ("a.md", "![the login](b.png)\n", None),
        ("a.rst", "|the login|\n\n.. |the login| image:: b.png\n", "the login"),
    ],
)
def test_an_image_whose_address_stands_elsewhere_bears_its_label(document: str, text: str, label: str | None) -> None:
    reader = reader_for(document)
    assert reader is not None
    (shown,) = reader.references(document, text)
    assert shown.surroundings.label == label
