"""A loopback double of Azure AI Vision Image Analysis 4.0 that refuses what the service refuses.

The order of its checks follows the documented contract: path and version, key, rate, content type, features, ratios
and language, region, image. What it answers with 200 is computed from the image, so the same image gives the same
words. `script` holds what happens to the next calls instead: a status, the name of a fault, or an `Answer`.

    with FakeAzure(script=["429_s1", 503]) as service:
        ...  # POST to service.url
        service.assert_sane()
"""

from __future__ import annotations

import hashlib
import io
import json
import socket
import struct
import sys
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct, field
from PIL import Image

PATH = "/computervision/imageanalysis:analyze"
SEGMENT = "/computervision/imageanalysis:segment"
MODES = ("backgroundRemoval", "foregroundMatting")
KEY = "k3y-of-the-double-0123456789abcdef"
REQUEST_ID = "11111111-2222-3333-4444-555555555555"
CURRENT = frozenset({"2023-10-01", "2024-02-01"})
FEATURES = ("tags", "caption", "denseCaptions", "objects", "read", "smartCrops", "people")
ENGLISH_ONLY = frozenset({"caption", "denseCaptions", "objects"})
TAG_WORDS = {
    "en": ["text", "screenshot", "person", "man", "computer"],
    "es": ["texto", "captura de pantalla", "persona", "hombre", "computadora"],
    "de": ["Text", "Bildschirmfoto", "Person", "Mann", "Rechner"],
}
NEUTRAL = {"man": "person", "woman": "person", "boy": "child", "girl": "child"}
MOST_BYTES = 20_971_520
LONGEST_DRIP = 2_000
MIB = 1 << 20


class Answer(Struct, frozen=True):
    """An answer as it goes out; `body` is JSON unless it is bytes."""

    status: int
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Recorded(Struct, frozen=True):
    """One request as it arrived."""

    target: str
    headers: Mapping[str, str]
    body_sha256: str
    size: int

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


def refusal(status: int, code: str, message: str, inner: tuple[str, str] | None = None, **headers: str) -> Answer:
    """The error envelope of the service."""
    error: dict[str, Any] = {"code": code, "message": message}
    if inner:
        error["innererror"] = {"code": inner[0], "message": inner[1]}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"error": error}, {"x-ms-error-code": code, **named})


def invalid(message: str, inner: tuple[str, str] | None = None) -> Answer:
    return refusal(400, "InvalidRequest", message, inner)


def _limited(tier: str, wait: str) -> str:
    return f"Calls of the Analyze Operation have exceeded the rate limit of your {tier} pricing tier. Please retry after {wait}."


BAD_QUERY = "Analyze query is invalid"
ERRORS = {
    "401_key": refusal(401, "401", "Access denied due to invalid subscription key or wrong API endpoint."),
    "401_tier": refusal(
        401,
        "401",
        "The Analyze Operation is not supported with the current subscription key and pricing tier OpenAI.S0.",
    ),
    "401_bearer_role": refusal(401, "PermissionDenied", "Principal does not have access to API/Operation."),
    "403_quota": refusal(
        403,
        "403",
        "Out of call volume quota for the F0 pricing tier. Please retry after 10 days.",
        Retry_After="864000",
    ),
    "403_network": refusal(403, "403", "Access denied due to Virtual Network/Firewall rules."),
    "404": refusal(404, "404", "Resource not found"),
    "429_s1": refusal(429, "429", _limited("S1", "1 second"), Retry_After="1"),
    "429_s1_no_header": refusal(429, "429", _limited("S1", "1 second")),
    "429_f0_no_header": refusal(429, "429", _limited("F0", "40 seconds")),
    "429_f0": refusal(429, "429", _limited("F0", "40 seconds"), Retry_After="40"),
    "429_legacy_apim": Answer(
        429, {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 5 seconds."}, {"Retry-After": "5"}
    ),
    "400_content_type": invalid("The provided image content type text/plain is not supported."),
    "400_no_features": invalid("Either 'features' or 'model-name' needs to be specified in the query parameter."),
    "400_feature": invalid(BAD_QUERY, ("NotSupportedVisualFeature", "Specified feature type is not valid")),
    "400_language": invalid(BAD_QUERY, ("NotSupportedLanguage", "The input language is not supported.")),
    "400_ratio": invalid(
        BAD_QUERY, ("BadArgument", "'smartcrops-aspect-ratios' aspect ratio is not in allowed range [0.75 to 1.8]")
    ),
    "400_region_caption": invalid("The feature 'Caption' is not supported in this region."),
    "400_region_denseCaptions": invalid("The feature 'DenseCaptions' is not supported in this region."),
    "400_size": invalid(f"The image size is not allowed to be zero or larger than {MOST_BYTES} bytes."),
    "400_image_format": invalid(
        "Image format is not valid.", ("InvalidImageFormat", "Input data is not a valid image.")
    ),
    "400_image_dimension": invalid(
        "Image size is not valid.", ("InvalidImageSize", "Image must be at least 50 pixels in width and height")
    ),
    "400_url_not_accessible": invalid("The provided image url is not accessible."),
    "400_mode": invalid("Segmentation query is invalid", ("BadArgument", "The segmentation mode is not valid.")),
    "413": Answer(413, b"", {}),
    "500_internal": refusal(500, "InternalServerError", "Internal server error."),
    "500_failed_to_process": refusal(500, "FailedToProcess", "Could not process image."),
    "500_timeout": refusal(500, "Timeout", "Image processing timed out."),
    "503_unavailable": refusal(503, "ServiceUnavailable", "The service is temporarily unavailable."),
    "502_html": Answer(502, b"<html><title>502 Bad Gateway</title></html>", {"Content-Type": "text/html"}),
    "html": Answer(200, b"<html>please log in</html>", {"Content-Type": "text/html"}),
    "empty": Answer(200, b""),
    "nan": Answer(200, b'{"metadata":{"width":60,"height":60},"captionResult":{"text":"a cat","confidence":NaN}}'),
    "deep": Answer(200, b"[" * 100_000),
}


class FakeAzure:
    """Serves on a free loopback port while the `with` block runs."""

    def __init__(
        self,
        script: Sequence[int | str | Answer | None] = (),
        *,
        key: str = KEY,
        tokens: Collection[str] = (),
        tokens_without_role: Collection[str] = (),
        keys_of_other_kinds: Collection[str] = (),
        captions_in_region: bool = True,
        rate: tuple[int, float] | None = None,
        limited: str = "429_s1",
        most_bytes: int = MOST_BYTES,
        strict_language: bool = True,
        models: Mapping[str, dict[str, Any]] | None = None,
        captions: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.script = list(script)
        self.key = key
        self.tokens = tokens
        """Access tokens that may use the service; looked at for each call, so a set may grow meanwhile."""
        self.tokens_without_role = tokens_without_role
        self.keys_of_other_kinds = keys_of_other_kinds
        """Keys that exist, but for another kind of resource."""
        self.limited = limited
        """Which of the answers with 429 a call over the rate gets."""
        self.most_bytes = most_bytes
        self.strict_language = strict_language
        """Whether a feature that speaks English only refuses another language, or ignores it."""
        self.captions_in_region = captions_in_region
        self.rate = rate
        """Calls per so many seconds; None: no limit."""
        self.models = models
        """Custom models by name, which also brings the retired preview versions back to life."""
        self.captions = captions or {}
        """Captions by the sha256 of the image."""
        self.pictures: dict[str, bytes] = {}
        """What the service fetches for an address; any other address is not accessible."""
        self.redirect_to = "http://127.0.0.1:9/"
        self.requests: list[Recorded] = []
        self.connections = 0
        self.failures: list[BaseException] = []
        self.clock = clock
        self.over = threading.Event()
        self._calls: list[float] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def assert_sane(self) -> None:
        """No call carried both kinds of credentials, and the double itself did not fail."""
        both = [r for r in self.requests if {"ocp-apim-subscription-key", "authorization"} <= r.headers.keys()]
        assert not both, both
        assert not self.failures, self.failures

    def next_step(self, recorded: Recorded) -> int | str | Answer | None:
        """Record the call; what the script says about it, None: the ordinary answer."""
        with self._lock:
            self.requests.append(recorded)
            return self.script.pop(0) if self.script else None

    def answer(self, recorded: Recorded, body: bytes) -> Answer:
        """The ordinary answer, by the checks of the service in their order."""
        query = parse_qs(urlsplit(recorded.target).query, keep_blank_values=True)
        values = {name: ",".join(found) for name, found in query.items()}
        checks = (
            self._version,
            self._credentials,
            self._pace,
            _content_type,
            self._features,
            self._words,
            self._region,
        )
        for check in checks:
            if name := check(recorded, values):
                return ERRORS[name]
        image = self._image(recorded, body)
        if isinstance(image, str):
            return ERRORS[image]
        headers = {"apim-request-id": REQUEST_ID}
        if "mode" in values:
            return Answer(200, cut_out(values["mode"], *image), {**headers, "Content-Type": "image/png"})
        return Answer(200, {**self._results(values, *image), "modelVersion": values["api-version"]}, headers)

    def _version(self, recorded: Recorded, query: Mapping[str, str]) -> str | None:
        path = "/" + urlsplit(recorded.target.replace("//", "/", 1)).path.lstrip("/")
        version = query.get("api-version", "")
        previews = self.models is not None and version.endswith("-preview")
        return None if (path == PATH and (version in CURRENT or previews)) or (path == SEGMENT and previews) else "404"

    def _credentials(self, recorded: Recorded, query: Mapping[str, str]) -> str | None:
        key, signed = recorded.headers.get("ocp-apim-subscription-key"), recorded.headers.get("authorization")
        token = (signed or "").removeprefix("Bearer ")
        if key in self.keys_of_other_kinds:
            return "401_tier"
        if token in self.tokens_without_role:
            return "401_bearer_role"
        right = key == self.key if signed is None else key is None and token in self.tokens
        return None if right else "401_key"

    def _pace(self, recorded: Recorded, query: Mapping[str, str]) -> str | None:
        if self.rate is None:
            return None
        with self._lock:
            count, seconds = self.rate
            now = self.clock()
            self._calls = [at for at in self._calls if now - at < seconds]
            if len(self._calls) >= count:
                return self.limited
            self._calls.append(now)
        return None

    def _features(self, recorded: Recorded, query: Mapping[str, str]) -> str | None:
        if urlsplit(recorded.target).path.endswith(":segment"):
            return None if query.keys() == {"api-version", "mode"} and query["mode"] in MODES else "400_mode"
        if "model-name" in query:
            return None if query["model-name"] in (self.models or {}) else "404"
        features = query.get("features", "")
        if not features:
            return "400_no_features"
        known = [feature.lower() for feature in FEATURES]
        asked = features.lower().split(",")
        return "400_feature" if len(set(asked)) < len(asked) or not set(asked) <= set(known) else None

    def _words(self, recorded: Recorded, query: Mapping[str, str]) -> str | None:
        return _language(query, strict=self.strict_language)

    def _region(self, recorded: Recorded, query: Mapping[str, str]) -> str | None:
        asked = [f for f in ("caption", "denseCaptions") if f in query.get("features", "").split(",")]
        return f"400_region_{asked[0]}" if asked and not self.captions_in_region else None

    def _image(self, recorded: Recorded, body: bytes) -> tuple[bytes, int, int] | str:
        if recorded.headers["content-type"].startswith("application/json"):
            found = self.pictures.get(_address(body))
            if found is None:
                return "400_url_not_accessible"
            body = found
        if not 0 < len(body) <= self.most_bytes:
            return "400_size"
        size = image_size(body)
        if size is None:
            return "400_image_format"
        return (body, *size) if all(50 <= side < 16_000 for side in size) else "400_image_dimension"

    def _results(self, query: Mapping[str, str], image: bytes, width: int, height: int) -> dict[str, Any]:
        results: dict[str, Any] = {"metadata": {"width": width, "height": height}}
        if "model-name" in query:
            return {**results, "customModelResult": (self.models or {})[query["model-name"]]}
        caption = self.captions.get(hashlib.sha256(image).hexdigest(), "a close-up of a computer screen")
        if query.get("gender-neutral-caption") == "true":
            caption = " ".join(NEUTRAL.get(word, word) for word in caption.split())
        for feature in query["features"].split(","):
            results[f"{feature}Result"] = _result(feature, query, caption, width, height)
        return results


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height; None: no image that the service knows."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO")) as image:
            return image.size
    except (OSError, ValueError, SyntaxError):
        return None


def _address(body: bytes) -> str:
    try:
        value = json.loads(body)
    except ValueError:
        return ""
    return value["url"] if isinstance(value, dict) and isinstance(value.get("url"), str) else ""


def _content_type(recorded: Recorded, query: Mapping[str, str]) -> str | None:
    kind = recorded.headers.get("content-type", "").partition(";")[0].strip()
    known = {"application/json", "application/octet-stream", "multipart/form-data"}
    return None if kind in known else "400_content_type"


def _language(query: Mapping[str, str], *, strict: bool) -> str | None:
    try:
        ratios = [float(ratio) for ratio in query.get("smartcrops-aspect-ratios", "1").split(",")]
    except ValueError:
        return "400_ratio"
    if not all(0.75 <= ratio <= 1.8 for ratio in ratios):
        return "400_ratio"
    language = query.get("language", "en")
    english_only = ENGLISH_ONLY & set(query.get("features", "").split(","))
    return "400_language" if language not in TAG_WORDS or (strict and language != "en" and english_only) else None


def cut_out(mode: str, image: bytes, width: int, height: int) -> bytes:
    """A PNG of the same size: four channels without the background, one of the matte."""
    out = io.BytesIO()
    Image.new("RGBA" if mode == "backgroundRemoval" else "L", (width, height)).save(out, "PNG")
    return out.getvalue()


def _result(feature: str, query: Mapping[str, str], caption: str, width: int, height: int) -> dict[str, Any]:
    whole, half = box(0, 0, width, height), box(0, 0, width // 2, height // 2)
    if feature == "caption":
        return {"text": caption, "confidence": 0.8503}
    if feature == "read":
        corners = [{"x": 5, "y": 5}, {"x": 45, "y": 5}, {"x": 45, "y": 20}, {"x": 5, "y": 20}]
        word = {"text": "Save", "boundingPolygon": corners, "confidence": 0.993}
        return {"blocks": [{"lines": [{"text": "Save", "boundingPolygon": corners, "words": [word]}]}]}
    words = TAG_WORDS[query.get("language", "en")]
    ratios = [float(ratio) for ratio in query.get("smartcrops-aspect-ratios", "1.5").split(",")]
    values: dict[str, list[dict[str, Any]]] = {
        "denseCaptions": [
            {"text": caption, "confidence": 0.8498, "boundingBox": whole},
            {"text": "a button", "confidence": 0.7, "boundingBox": half},
        ],
        "tags": [{"name": word, "confidence": 0.99 - 0.01 * index} for index, word in enumerate(words)],
        "objects": [{"boundingBox": half, "tags": [{"name": "Laptop", "confidence": 0.744}]}],
        "people": [{"boundingBox": half, "confidence": 0.94}, {"boundingBox": whole, "confidence": 0.0012}],
        "smartCrops": [{"aspectRatio": ratio, "boundingBox": crop(ratio, width, height)} for ratio in ratios],
    }
    return {"values": values[feature]}


def box(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": width, "h": height}


def crop(ratio: float, width: int, height: int) -> dict[str, int]:
    """The largest cut of that ratio, in the middle."""
    wide = min(width, round(height * ratio))
    high = min(height, round(wide / ratio))
    return box((width - wide) // 2, (height - high) // 2, wide, high)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    fake: FakeAzure

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.fake.connections += 1
        return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.fake.failures.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        recorded = Recorded(self.path, headers, hashlib.sha256(body).hexdigest(), len(body))
        step = self.server.fake.next_step(recorded)
        if step is None:
            self._send(self.server.fake.answer(recorded, body))
        elif isinstance(step, Answer):
            self._send(step)
        elif isinstance(step, int):
            self._send(refusal(step, "ServiceError", "The service is not well."))
        elif step in ERRORS:
            self._send(ERRORS[step])
        else:
            self.close_connection = True
            FAULTS[step](self)

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.fake.next_step(Recorded(self.path, headers, "", 0))
        self._send(ERRORS["404"])

    def _send(self, answer: Answer) -> None:
        body = answer.encoded()
        headers = {"Content-Type": "application/json", "apim-request-id": REQUEST_ID, **answer.headers}
        self.head(answer.status, {**headers, "Content-Length": str(len(body))}, answer.reason)
        self.wfile.write(body)

    def head(self, status: int, headers: Mapping[str, str], reason: str | None = None) -> None:
        self.send_response(status, reason or HTTPStatus(status).phrase)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name of the base class)
        """Say nothing."""


def _hang(handler: _Handler) -> None:
    handler.server.fake.over.wait()


def _reset(handler: _Handler) -> None:
    """End the connection in the middle of an answer by a reset instead of in peace."""
    handler.head(200, {"Content-Length": "1000"})
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _close(handler: _Handler) -> None:
    """Close without a word."""


def _redirect(handler: _Handler) -> None:
    handler.head(307, {"Location": handler.server.fake.redirect_to, "Content-Length": "0"})


def _truncated(handler: _Handler) -> None:
    """JSON that ends in the middle, in an answer that is complete."""
    handler.head(200, {"Content-Length": "16"})
    handler.wfile.write(b'{"captionResult"')


def _cut(handler: _Handler) -> None:
    """An answer whose connection ends in the middle."""
    handler.head(200, {"Content-Length": "1000"})
    handler.wfile.write(b'{"captionResult"')


def _slow(handler: _Handler) -> None:
    handler.head(200, {"Content-Length": str(LONGEST_DRIP)})
    _drip(handler, b" ")


def _slow_header(handler: _Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    _drip(handler, b"x")


def _drip(handler: _Handler, piece: bytes) -> None:
    for _ in range(LONGEST_DRIP):
        handler.wfile.write(piece)
        if handler.server.fake.over.wait(0.02):
            return


def gigabyte() -> Iterator[bytes]:
    """A gzip stream of one gibibyte of blanks, in about a thousandth of that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    yield b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    for _ in range(1024):
        yield block


def _gzip_bomb(handler: _Handler) -> None:
    handler.head(200, {"Content-Encoding": "gzip", "Connection": "close"})
    for piece in gigabyte():
        handler.wfile.write(piece)


def _endless(handler: _Handler) -> None:
    """Up to 64 MiB of blanks."""
    handler.head(200, {"Connection": "close"})
    for _ in range(64):
        handler.wfile.write(b" " * MIB)


FAULTS: dict[str, Callable[[_Handler], None]] = {
    "hang": _hang,
    "close": _close,
    "reset": _reset,
    "redirect": _redirect,
    "truncated": _truncated,
    "cut": _cut,
    "slow": _slow,
    "slow_header": _slow_header,
    "gzip_bomb": _gzip_bomb,
    "endless": _endless,
}
