"""Doubles of the Florence-2 model: one inside the test's own process, and programs in place of the one that loads it."""

import json
from collections.abc import Mapping
from pathlib import Path

from altproof.engines.florence_files import Manifest, ModelFile
from altproof.engines.florence_wire import Answer, Task, Words
from altproof.errors import EngineError

LIST = Manifest("https://models.invalid/", "0" * 40, (ModelFile("model.safetensors", 1, "0" * 64),)), b"{}"
ANSWERS: Mapping[Task, Answer] = {
    Task.CAPTION: Answer((Words("a lighthouse beside a harbour", 0.25),), finished=True),
    Task.DENSE_CAPTIONS: Answer((Words("white lighthouse", 0.5), 100, 200, 300, 400), finished=True),
    Task.OBJECTS: Answer((Words("person", 0.75), 0, 0, 500, 999, Words("boat", 0.5), 1, 2, 3, 999), finished=True),
    Task.READ: Answer((Words("High tide", 0.9), 0, 0, 500, 0, 500, 100, 0, 100), finished=True),
}


class FakeModel:
    """Answers from a table; a task that is not in it is a failure of the model."""

    identity = "fake"
    revision = "0" * 40

    def __init__(self, answers: Mapping[Task, Answer] = ANSWERS) -> None:
        self._answers = answers
        self.asked: list[tuple[Task, bytes]] = []
        self.closed = 0

    async def say(self, task: Task, picture: bytes, /) -> Answer:
        self.asked.append((task, picture))
        if task not in self._answers:
            raise EngineError("the model could not look at the picture")
        return self._answers[task]

    async def aclose(self) -> None:
        self.closed += 1


PROGRAM = """
import json, os, struct, sys, time
LENGTHS = struct.Struct(">II")

def request():
    lengths = sys.stdin.buffer.read(8)
    if len(lengths) < 8:
        sys.exit()
    head, size = LENGTHS.unpack(lengths)
    return json.loads(sys.stdin.buffer.read(head)), sys.stdin.buffer.read(size)

def reply(header, data=b""):
    head = json.dumps(header).encode()
    os.write(1, LENGTHS.pack(len(head), len(data)) + head + data)

def answer(value):
    reply({"status": "done"}, json.dumps(value).encode())

header, data = request()
"""
READY = 'reply({"status": "ready"})\n'
ECHO = """
while True:
    header, data = request()
    answer({"parts": [[f"{header['task']} of {len(data)} bytes by {os.getpid()}", 0.5]], "finished": True})
"""


def program(folder: Path, *steps: str) -> Path:
    """A program that reads the first request, and then does these steps."""
    path = folder / "worker.py"
    path.write_text(PROGRAM + "".join(steps), "utf-8")
    return path


def body(*parts: object, finished: object = True) -> bytes:
    """An answer as the model's process sends it."""
    return json.dumps({"parts": parts, "finished": finished}).encode()
