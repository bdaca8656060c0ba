"""Pictures are prepared beside the loop, one at a time, and what waits can be called off."""

import asyncio
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from altproof.engines.base import Picture
from altproof.engines.preparing import Preparing
from altproof.errors import ImageError
from altproof.images.workshop import Limits, Workshop
from altproof.model import ImageFile, Status
from tests.unit.images import samples

STUCK = """
import json, os, struct, sys, time
head = json.dumps({'status': 'ready'}).encode()
os.write(1, struct.pack('>II', len(head), 0) + head)
sys.stdin.buffer.read(8)
time.sleep(600)
"""
SMALL = Limits(max_side=60)


class Counting(Workshop):
    """Counts the pictures that reach it."""

    def __init__(self, program: Path) -> None:
        super().__init__(seconds=600, program=program)
        self.begun = threading.Event()
        self.asked = 0

    def prepare(self, *arguments, **named):
        self.asked += 1
        self.begun.set()
        return super().prepare(*arguments, **named)


def picture(data: bytes | None = None) -> Picture:
    data = samples.plain() if data is None else data
    return Picture(ImageFile("a.png", "0" * 64, "image/png", 96, 64, len(data), Status.ADDED), data)


def test_a_picture_is_made_fit() -> None:
    async def work():
        prepare = Preparing(SMALL)
        try:
            return await prepare(picture())
        finally:
            await prepare.aclose()

    made = asyncio.run(work())
    assert (made.width, made.height, made.original_width, made.original_height) == (75, 50, 96, 64)


def test_a_picture_that_was_too_large_is_made_with_half_the_bytes_at_most() -> None:
    data = samples.plain(size=(900, 600))

    async def work():
        prepare = Preparing()
        try:
            first = await prepare(picture(data))
            return first, await prepare.smaller(picture(data), first)
        finally:
            await prepare.aclose()

    first, second = asyncio.run(work())
    assert first.data == data
    assert len(second.data) <= len(data) // 2
    assert (second.width, second.height) == (450, 300)
    assert (second.original_width, second.original_height) == (900, 600)


def test_a_picture_that_cannot_be_made_smaller_is_an_image_error() -> None:
    async def work() -> None:
        prepare = Preparing()
        try:
            first = await prepare(picture(samples.plain(size=(50, 50))))
            await prepare.smaller(picture(samples.plain(size=(50, 50))), replace(first, data=b"xx"))
        finally:
            await prepare.aclose()

    with pytest.raises(ImageError):
        asyncio.run(work())


def test_what_is_no_picture_is_an_image_error() -> None:
    async def work() -> None:
        prepare = Preparing(SMALL)
        try:
            await prepare(picture(b"no image"))
        finally:
            await prepare.aclose()

    with pytest.raises(ImageError):
        asyncio.run(work())


def test_closing_does_not_wait_for_a_decoder_that_is_stuck_nor_for_those_behind_it(tmp_path: Path) -> None:
    program = tmp_path / "stuck.py"
    program.write_text(STUCK)
    workshop = Counting(program)

    async def work() -> None:
        prepare = Preparing(SMALL, workshop)
        tasks = [asyncio.create_task(prepare(picture())) for _ in range(40)]  # more than the loop has threads
        await asyncio.sleep(0)
        await asyncio.to_thread(workshop.begun.wait)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await prepare.aclose()
        await prepare.aclose()
        assert all(task.cancelled() for task in tasks)

    asyncio.run(work())
    assert workshop.asked == 1
    assert workshop.pid is None
