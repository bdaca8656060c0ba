"""Every reader on bytes that nobody wrote for it: it finds what it finds, at places that exist, and never fails."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.errors import AltproofError
from altproof.readers import MARKERS, READERS
from altproof.readers.base import Generator, Reader, Site
from altproof.readers.encoding import decode
from tests.round_trip import assert_places
from tests.shared import SHARED

LARGEST = 1 << 18
SITES = [Site(generator=generator, output_images=True) for generator in (None, *Generator)]
PIECES = [
    *MARKERS,
    "](a.png)",
    ">",
    "\n",
    "\n\n",
    "    ",
    "alt=",
    '"',
    "]",
    ">}}",
    "%}",
    "::",
    ":alt: ",
    "{",
    "}",
    "---\n",
]
DOCUMENTS = st.lists(st.binary(max_size=20) | st.sampled_from(PIECES).map(str.encode), max_size=40).map(b"".join)


def every_file() -> Iterator[bytes]:
    for folder in ("sample", "bad-inputs"):
        for path in sorted((SHARED / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= LARGEST:
                yield path.read_bytes()


def texts(data: bytes) -> set[str]:
    """The document as it may reach a reader, and with lone surrogates."""
    try:
        decoded = decode(data).text
    except AltproofError:
        decoded = data.decode("latin-1")
    return {decoded, data.decode("utf-8", "surrogateescape")}


def read(reader: Reader, data: bytes, site: Site) -> None:
    for text in texts(data):
        found = reader.references(f"a{reader.SUFFIXES[0]}", text, site)
        if reader.NAME != "asciidoc":  # its slot may be in a line above the image
            assert_places(text, found)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
@given(data=DOCUMENTS, site=st.sampled_from(SITES))
def test_any_bytes_are_read(reader: Reader, data: bytes, site: Site) -> None:
    read(reader, data, site)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_any_file_is_read_whatever_it_is(reader: Reader) -> None:
    if not SHARED.exists():
        pytest.skip("sample, bad-inputs: the shared files are not here")
    for data in every_file():
        read(reader, data, SITES[0])
