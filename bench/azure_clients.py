"""The clients that `bench/azure.py` compares: each sends a folder of pictures to one endpoint, in its own process.

    python bench/azure_clients.py NAME ENDPOINT FOLDER

prints one line of JSON: seconds from the first call to the last answer (imports not counted), and the pictures lost.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

KEY = "not-a-key"


def ours(endpoint: str, files: list[Path], cache: Path | None = None) -> tuple[float, int]:
    """What a run does from the files on: identify, hash, look."""
    from altproof.engines import ENGINES
    from altproof.engines.base import EngineOptions
    from altproof.engines.cache import AnalysisCache
    from altproof.looking import Eyes
    from altproof.model import Feature, ImageFile, Request, Status
    from altproof.pipeline import image_file

    start = time.perf_counter()
    options = EngineOptions(vision_endpoint=endpoint, vision_key=KEY)
    kept = AnalysisCache(cache) if cache else None
    eyes = Eyes(ENGINES["azure"](options), ENGINES["offline"](options), cache=kept)
    images = [image_file(str(path), path.read_bytes(), Status.ADDED) for path in files]

    def load(image: ImageFile) -> bytes:
        return Path(image.path).read_bytes()

    asyncio.run(eyes.look(images, load, Request((Feature.CAPTION, Feature.READ, Feature.TAGS))))
    lost = sum(seen.analysis is None or seen.analysis.caption is None for seen in eyes.seen.values())
    return time.perf_counter() - start, lost


def kept(endpoint: str, files: list[Path]) -> tuple[float, int]:
    """The same with a cache beside the pictures."""
    return ours(endpoint, files, files[0].parent / "cache.sqlite3")


def sdk_sync(endpoint: str, files: list[Path], threads: int = 1) -> tuple[float, int]:
    """The official client, in one thread or several."""
    from azure.ai.vision.imageanalysis import ImageAnalysisClient
    from azure.ai.vision.imageanalysis.models import VisualFeatures
    from azure.core.credentials import AzureKeyCredential
    from azure.core.exceptions import AzureError

    features = [VisualFeatures.CAPTION, VisualFeatures.READ, VisualFeatures.TAGS]
    start = time.perf_counter()
    with ImageAnalysisClient(endpoint, AzureKeyCredential(KEY)) as client, ThreadPoolExecutor(threads) as pool:

        def one(path: Path) -> bool:
            try:
                client.analyze(path.read_bytes(), features)
            except AzureError:
                return False
            return True

        lost = [*pool.map(one, files)].count(False)
    return time.perf_counter() - start, lost


def sdk_threads(endpoint: str, files: list[Path]) -> tuple[float, int]:
    return sdk_sync(endpoint, files, 8)


def sdk_aio(tasks: int) -> Callable[[str, list[Path]], tuple[float, int]]:
    """The official asynchronous client with so many calls at once."""

    async def run(endpoint: str, files: list[Path]) -> tuple[float, int]:
        from azure.ai.vision.imageanalysis.aio import ImageAnalysisClient
        from azure.ai.vision.imageanalysis.models import VisualFeatures
        from azure.core.credentials import AzureKeyCredential
        from azure.core.exceptions import AzureError

        features = [VisualFeatures.CAPTION, VisualFeatures.READ, VisualFeatures.TAGS]
        gate = asyncio.Semaphore(tasks)
        load = Path.read_bytes
        start = time.perf_counter()
        async with ImageAnalysisClient(endpoint, AzureKeyCredential(KEY)) as client:

            async def one(path: Path) -> bool:
                async with gate:
                    try:
                        await client.analyze(load(path), features)
                    except AzureError:
                        return False
                    return True

            lost = (await asyncio.gather(*map(one, files))).count(False)
        return time.perf_counter() - start, lost

    return lambda endpoint, files: asyncio.run(run(endpoint, files))


CLIENTS: dict[str, Callable[[str, list[Path]], tuple[float, int]]] = {
    "altproof": ours,
    "altproof, cache": kept,
    "SDK, one by one": sdk_sync,
    "SDK, 8 threads": sdk_threads,
    "SDK aio, 8 tasks": sdk_aio(8),
    "SDK aio, 32 tasks": sdk_aio(32),
}


def main() -> None:
    name, endpoint, folder = sys.argv[1:]
    files = sorted(Path(folder).glob("*.png"))
    imports(name)
    seconds, lost = CLIENTS[name](endpoint, files)
    print(json.dumps({"seconds": seconds, "lost": lost}))


def imports(name: str) -> None:
    """What is loaded once, so that a short run measures the work."""
    modules = {
        "SDK aio": ("azure.ai.vision.imageanalysis.aio", "aiohttp"),
        "SDK": ("azure.ai.vision.imageanalysis",),
        "altproof, cache": ("altproof.pipeline",),  # a warm one never needs httpx
        "altproof": ("altproof.pipeline", "altproof.engines.azure", "httpx"),
    }
    for module in next(modules[start] for start in modules if name.startswith(start)):
        importlib.import_module(module)


if __name__ == "__main__":
    main()
