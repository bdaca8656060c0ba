"""What messages show of addresses."""

import pytest

from altproof.model import ImageReference, Span, Surroundings
from altproof.rules.phrases import address_shown, advice, image_name, link_shown


def reference(target: str, link: str | None = None) -> ImageReference:
    return ImageReference(
        document="a.md",
        span=Span(1, 1, 1, 9),
        syntax="markdown-inline",
        target=target,
        alt=None,
        alt_span=None,
        surroundings=Surroundings(link_target=link, link_text=None if link is None else ""),
    )


@pytest.mark.parametrize(
    "address",
    [
        *("img/a@2x.png", "https://h.example/@scope/a.png", "//h.example/a.png", "mailto:ann@h.example", "a:b@c"),
        *("C:\\img\\a@2x.png", "/@fs/a.png", "", "@", "https://"),
    ],
)
def test_an_address_without_a_login_is_shown_as_it_is(address: str) -> None:
    assert address_shown(address) == address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://u:SECRET@h.example/x.png", "https://h.example/x.png"),
        ("https://user@corp:SECRET@h.example/x.png", "https://h.example/x.png"),
        ("https:\\\\u:SECRET@h.example\\x.png", "https:\\\\h.example\\x.png"),
        ("https:u:SECRET@h.example/x.png", "https:h.example/x.png"),
        ("https:///u:SECRET@h.example/x.png", "https:///h.example/x.png"),
        (" https://u:SECRET@h.example/x.png", " https://h.example/x.png"),
        ("//u:SECRET@h.example/x.png", "//h.example/x.png"),
        ("ftp://u:SECRET@h.example/x.png", "ftp://h.example/x.png"),
        ("https://u:SEC?RET@h.example/x.png", "https://h.example/x.png"),
        ("https://u:SEC#RET@h.example/x.png", "https://h.example/x.png"),
        ("https://h.example/x.png?sig=SECRET#SECRET", "https://h.example/x.png"),
    ],
)
def test_what_may_be_secret_of_an_address_is_not_shown(address: str, shown: str) -> None:
    assert address_shown(address) == shown
    assert "SEC" not in image_name(reference(address)) + advice(reference("a.png", address))


@pytest.mark.parametrize("link", ["docs/a.md", "docs/a.md#install", "#install", "https://h.example/docs"])
def test_the_target_of_a_link_is_shown(link: str) -> None:
    assert link_shown(link) == link
    assert f'"{link}"' in advice(reference("a.png", link))


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://h.example/cb#access_token=SECRET", "https://h.example/cb"),
        ("https://h.example/file#SECRET", "https://h.example/file"),
        ("//h.example/file#SECRET", "//h.example/file"),
        ("cb.html#access_token=SECRET", "cb.html"),
        ("cb.html?sig=SECRET#part", "cb.html#part"),
        ("cb.html#/part?SECRET", "cb.html#/part"),
    ],
)
def test_what_may_be_secret_of_a_link_is_not_shown(link: str, shown: str) -> None:
    assert link_shown(link) == shown
    assert f'"{shown}"' in advice(reference("a.png", link))
