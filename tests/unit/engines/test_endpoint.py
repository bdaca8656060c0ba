"""Where the key may be sent: the addresses that must be refused come first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from altproof.engines.endpoint import (
    AZURE_SUFFIXES,
    checked_endpoint,
    checked_identity_url,
    checked_key,
    checked_origin,
)
from altproof.errors import UsageError

GATEWAYS = ("gateway.example.com", "gateway.example.com:8443")

HOSTILE = [
    "",
    "   ",
    "docs.cognitiveservices.azure.com",
    "//docs.cognitiveservices.azure.com",
    "http://docs.cognitiveservices.azure.com",
    "ftp://docs.cognitiveservices.azure.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https:docs.cognitiveservices.azure.com",
    "https:/docs.cognitiveservices.azure.com",
    "https:///docs.cognitiveservices.azure.com",
    "https:\\\\docs.cognitiveservices.azure.com",
    "https://docs.cognitiveservices.azure.com@evil.example/",
    "https://docs.cognitiveservices.azure.com:443@evil.example/",
    "https://user:secret@docs.cognitiveservices.azure.com/",
    "https://@docs.cognitiveservices.azure.com/",
    "https://docs.cognitiveservices.azure.com.evil.example",
    "https://docs.cognitiveservices.azure.com.",
    "https://docscognitiveservices.azure.com",
    "https://evil-cognitiveservices.azure.com",
    "https://cognitiveservices.azure.com",
    "https://.cognitiveservices.azure.com",
    "https://a.b.cognitiveservices.azure.com",
    "https://-docs.cognitiveservices.azure.com",
    "https://docs-.cognitiveservices.azure.com",
    "https://docs_1.cognitiveservices.azure.com",
    f"https://{'a' * 64}.cognitiveservices.azure.com",
    "https://xn--dcs-9na.cognitiveservices.azure.com",
    "https://d\u043ecs.cognitiveservices.azure.com",
    "https://docs.cognitiveservices.\u0430zure.com",
    "https://docs.cognitiveservices.azure\u3002com",
    "https://docs.cognitiveservices.azure.com\uff0fevil",
    "https://docs.cognitiveservices.azure.com:8443",
    "https://docs.cognitiveservices.azure.com:80",
    "https://docs.cognitiveservices.azure.com:0",
    "https://docs.cognitiveservices.azure.com:65536",
    "https://docs.cognitiveservices.azure.com:",
    "https://docs.cognitiveservices.azure.com:4\u06643",
    "https://docs.cognitiveservices.azure.com?x=1",
    "https://docs.cognitiveservices.azure.com/?key=1",
    "https://docs.cognitiveservices.azure.com#evil",
    "https://docs.cognitiveservices.azure.com/other",
    "https://docs.cognitiveservices.azure.com/computervisionx",
    "https://docs.cognitiveservices.azure.com/../computervision",
    "https://docs.cognitiveservices.azure.com/%2e%2e",
    "https://docs.cognitiveservices.azure.com\\.evil.example",
    "https://docs.cognitive\tservices.azure.com",
    "https://docs.cognitive\nservices.azure.com",
    "https://docs.cognitiveservices.azure.com /",
    "https://docs.cognitiveservices.azure.com\x00",
    "https://docs.cognitiveservices.azure.com\x1b",
    "\u2003https://docs.cognitiveservices.azure.com",
    "https://evil.example",
    "https://azure.com",
    "https://docs.cognitiveservices.azure.evil",
    "https://eastus.api.cognitive.microsoft.com.evil.example",
    "https://10.0.0.1",
    "https://169.254.169.254",
    "http://10.0.0.1",
    "http://127.1",
    "http://2130706433",
    "http://0x7f000001",
    "http://0177.0.0.1",
    "http://127.0.0.01",
    "http://127.0.0.1.nip.io",
    "http://localhost.evil.example",
    "http://[::ffff:127.0.0.1]",
    "http://[::]",
    "http://[::1",
    "http://[::1%25lo]",
    "http://0.0.0.0",
    "http://gateway.example.com",
    "https://gateway.example.com:9443",
    "https://sub.gateway.example.com",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_address_that_could_lead_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_endpoint(text, GATEWAYS)
    assert caught.value.message.startswith("vision-endpoint: ")
    assert "vision-hosts" in caught.value.hint


@pytest.mark.parametrize(
    "text", ["https://user:s3cret@a.cognitiveservices.azure.com", "s3cret", "https://s3cret s3cret"]
)
def test_a_refusal_does_not_show_what_may_be_a_secret(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_endpoint(text, ())
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("suffix", AZURE_SUFFIXES)
def test_a_host_of_azure_is_allowed_over_https(suffix: str) -> None:
    assert checked_endpoint(f"https://my-docs1.{suffix}", ()) == f"https://my-docs1.{suffix}"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://docs.cognitiveservices.azure.com/", "https://docs.cognitiveservices.azure.com"),
        ("https://docs.cognitiveservices.azure.com//", "https://docs.cognitiveservices.azure.com"),
        (" https://docs.cognitiveservices.azure.com\n", "https://docs.cognitiveservices.azure.com"),
        ("HTTPS://Docs.CognitiveServices.Azure.COM", "https://docs.cognitiveservices.azure.com"),
        ("https://docs.cognitiveservices.azure.com:443/", "https://docs.cognitiveservices.azure.com"),
        (
            "https://docs.cognitiveservices.azure.com/computervision/imageanalysis:analyze",
            "https://docs.cognitiveservices.azure.com",
        ),
        ("https://virginia.api.cognitive.microsoft.us/", "https://virginia.api.cognitive.microsoft.us"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.200.3.4", "http://127.200.3.4"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("http://localhost:443", "http://localhost:443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://gateway.example.com/", "https://gateway.example.com"),
        ("https://gateway.example.com:8443", "https://gateway.example.com:8443"),
    ],
)
def test_an_allowed_address_becomes_its_origin(text: str, origin: str) -> None:
    assert checked_endpoint(text, GATEWAYS) == origin


@pytest.mark.parametrize(
    "entry", ["*.example.com", "https://gateway.example.com", "gateway.example.com/x", "a b", "x@y"]
)
def test_a_further_host_has_to_be_an_exact_name(entry: str) -> None:
    with pytest.raises(UsageError, match=r"^vision-hosts: "):
        checked_endpoint("https://gateway.example.com", (entry,))


def test_an_address_of_the_further_hosts_in_capitals_is_the_same() -> None:
    assert checked_endpoint("https://gw.example.com", (" GW.example.com:443 ",)) == "https://gw.example.com"


@given(st.text(alphabet=st.sampled_from("https://.@:?#%\\[]azurecognitivesrvm-1\u0430 \n"), max_size=60))
def test_whatever_is_accepted_is_an_origin_of_an_allowed_host(text: str) -> None:
    try:
        origin = checked_endpoint(f"https://{text}", ())
    except UsageError:
        return
    host = re.fullmatch(r"https://([^/:@?#]+|\[::1\])(:[0-9]+)?", origin)
    assert host is not None
    assert host[1].endswith(AZURE_SUFFIXES) or host[1] in {"localhost", "[::1]"} or host[1].startswith("127.")


@pytest.mark.parametrize("text", ["", "  \n", "two words", "line\nbreak", "k\u00e9y", "a\x00b", "a\x7fb", "a\u200bb"])
def test_what_cannot_be_a_key_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_key(text)
    assert caught.value.message.startswith("vision-key: ")
    assert not text.strip() or text.strip() not in f"{caught.value.message} {caught.value.hint}"


def test_a_key_loses_the_white_space_around_it() -> None:
    assert checked_key(' ab%"\\c1\n') == 'ab%"\\c1'


IDENTITY = "https://run.actions.example/abc/_apis/idtoken?api-version=2.0"


@pytest.mark.parametrize("address", [IDENTITY, "http://127.0.0.1:8080/identity?a=b", f" {IDENTITY}\n"])
def test_the_address_that_a_runner_sets_is_kept_with_its_query(address: str) -> None:
    assert checked_identity_url(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://run.actions.example/x?y=z",
        "https://a@run.actions.example/x?y=z",
        "https://run.actions.example/x",
        "https://run.actions.example?y=z",
        "https://run.actions.example/x?y=z z",
        "https://run.actions.example/x?y=z\r\nX: y",
        "ftp://run.actions.example/x?y=z",
        "https://RUN\u0430.example/x?y",
    ],
)
def test_any_other_address_is_asked_for_no_identity(address: str) -> None:
    with pytest.raises(UsageError, match=r"^ACTIONS_ID_TOKEN_REQUEST_URL: ") as caught:
        checked_identity_url(address)
    assert "run.actions" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("address", [*HOSTILE, "https://login.microsoftonline.com/x", "https://[::2]", "https://a_b"])
def test_a_sign_in_host_is_a_plain_https_origin(address: str) -> None:
    try:
        outcome = checked_origin(address, "azure-authority")
    except UsageError as error:
        outcome = error.message
    # Another host is nobody's business but the workflow's author; another form is refused.
    assert re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?|azure-authority: not a plain https address", outcome)
    if "@" in address or "?" in address or not address.strip():
        assert outcome.startswith("azure-authority: ")


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://login.microsoftonline.com", "https://login.microsoftonline.com"),
        ("https://LOGIN.microsoftonline.US/", "https://login.microsoftonline.us"),
        ("login.partner.microsoftonline.cn", "https://login.partner.microsoftonline.cn"),
        ("https://login.example:443", "https://login.example"),
        ("https://login.example:8443", "https://login.example:8443"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
    ],
)
def test_the_origin_of_a_sign_in_host(given: str, origin: str) -> None:
    assert checked_origin(given, "azure-authority") == origin
