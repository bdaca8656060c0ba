"""What stands around an image."""

from altproof.readers import markdown


def test_a_link_ends_where_it_ends_although_an_image_begins_it() -> None:
    text = "[![a](a.png) more](u)\n\n| x | b |\n|---|---|\n| y | c |\n"
    (found,) = markdown.references("a.md", text)
    assert found.surroundings.link_text == "more"
