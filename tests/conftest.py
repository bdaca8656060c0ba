"""What holds for every test: nothing but loopback is reached, HOME is an empty folder, and no clock decides."""

import ipaddress
import sys
from collections.abc import Iterator

import hypothesis
import pytest

PROFILES = {"usual": 300, "long": 10_000}
"""How many examples each property is tried on; `pytest --hypothesis-profile long` chooses."""


class NetworkError(RuntimeError):
    """A test tried to reach something else than this machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden again; review the difference")


def pytest_configure() -> None:
    sys.addaudithook(_loopback_only)
    for name, examples in PROFILES.items():
        hypothesis.settings.register_profile(name, max_examples=examples, deadline=None)  # a busy machine is no failure
    hypothesis.settings.load_profile("usual")


def _loopback_only(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path of a local socket, or already connected
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        raise NetworkError(f"{event}: {host!r} is not this machine; hand a fake in instead")


def _is_here(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not name or not isinstance(name, str):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


@pytest.fixture(scope="session", autouse=True)
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
