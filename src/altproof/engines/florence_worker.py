"""The program of the process that holds the Florence-2 model: checks the files, loads them, then answers tasks.

Run as a file by `florence_model.py` with `python -I`, an empty environment but for the switches that keep the libraries
off the network, and the frames of `images/protocol.py`. It sees no image but the small plain ones that the decoding
child has made, and once the model is loaded it gives up what it no longer needs.
"""

from __future__ import annotations

import io
import json
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

if not __package__:  # run as a file: -I keeps the package's own folder off the path; last, so that it hides nothing
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from altproof.engines.florence_files import ModelFilesError, check_folder, manifest
from altproof.engines.florence_wire import STEPS
from altproof.errors import UsageError
from altproof.images import confinement, protocol, serving
from altproof.images.protocol import Header, Refused

WRONG_FILES, NO_PACKAGES, NOT_LOADED = "wrong-files", "no-packages", "not-loaded"
FAILED, SLOW = "failed", "slow"
"""Why something could not be done; the program has words for each."""
FORMATS = ("PNG", "JPEG")
LARGEST_PICTURE = 16 << 20
"""Pixels; a long thin picture may have so many."""


class Speaker(Protocol):
    """A loaded model."""

    def say(self, task: str, picture: bytes, most_tokens: int, seconds: int) -> dict[str, object]:
        """The answer to a task, as `florence_wire.Answer.from_json` reads it. Raises TimeoutError."""


class Florence:
    """The model by transformers' own classes: no code of the model's repository is ever run, and no pickle loaded."""

    def __init__(self, folder: str, threads: int) -> None:
        """`threads` 0: one for each processor. Raises ImportError, and whatever transformers raises for bad files."""
        import torch
        from transformers import AutoProcessor, Florence2ForConditionalGeneration

        torch.set_num_threads(threads or len(os.sched_getaffinity(0)))
        self._torch: Any = torch
        self._processor: Any = AutoProcessor.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        self._model: Any = Florence2ForConditionalGeneration.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
        ).eval()
        tokenizer = self._processor.tokenizer
        names = [f"<loc_{step}>" for step in range(STEPS)]
        self._places = dict(zip(tokenizer.convert_tokens_to_ids(names), range(STEPS), strict=True))
        self._silent = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values()} - self._places.keys()
        ends = self._model.generation_config.eos_token_id
        self._ends = {tokenizer.eos_token_id, *(ends if isinstance(ends, list) else [ends])}

    def say(self, task: str, picture: bytes, most_tokens: int, seconds: int) -> dict[str, object]:
        """The likeliest next token each time, so that the same picture gets the same answer.

        Raises TimeoutError after `seconds`: an answer that was cut off by the clock would be another one next time.
        """
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = LARGEST_PICTURE
        with Image.open(io.BytesIO(picture), formats=FORMATS) as opened, self._torch.inference_mode():
            inputs = self._processor(text=task, images=opened.convert("RGB"), return_tensors="pt")
            made = self._model.generate(
                **inputs,
                max_new_tokens=most_tokens,
                max_time=float(seconds),
                num_beams=1,
                do_sample=False,
                early_stopping=False,
                return_dict_in_generate=True,
                output_scores=True,
            )
            sure = self._model.compute_transition_scores(made.sequences, made.scores, normalize_logits=True)
        scores = sure[0].tolist()
        tokens = made.sequences[0].tolist()[-len(scores) :]
        # The last token of an answer that becomes too long is made an end as well.
        finished = tokens[-1] in self._ends and len(tokens) < most_tokens
        if not finished and len(tokens) < most_tokens:
            raise TimeoutError
        return {"parts": [*self.parts(tokens, scores)], "finished": finished}

    def parts(self, tokens: list[int], scores: list[float]) -> Iterator[list[str | float] | int]:
        """Words with the probability of all their tokens, and places; `scores` are logarithms."""
        run: list[int] = []
        score = 0.0
        for token, one in zip(tokens, scores, strict=True):
            if token in self._silent:
                continue
            if token not in self._places:
                run, score = [*run, token], score + one
                continue
            if run:
                yield self._words(run, score)
            run, score = [], 0.0
            yield self._places[token]
        if run:
            yield self._words(run, score)

    def _words(self, run: list[int], score: float) -> list[str | float]:
        text = self._processor.tokenizer.decode(run, clean_up_tokenization_spaces=False)
        return [text, math.exp(min(0.0, score))]


def load(header: Header, data: bytes) -> Speaker:
    """The model in a folder, once its files are those of the manifest in `data`. Raises Refused."""
    folder = protocol.text(header, "folder")
    try:
        check_folder(Path(folder), manifest(data, "manifest"))
    except (ModelFilesError, UsageError) as error:
        raise Refused(WRONG_FILES) from error
    try:
        speaker = Florence(folder, protocol.integer(header, "threads"))
        # What libraries load with the first picture cannot be loaded afterwards.
        speaker.say("<CAPTION>", _blank(), 2, protocol.integer(header, "seconds"))
    except ImportError as error:
        raise Refused(NO_PACKAGES) from error
    except Exception as error:
        raise Refused(NOT_LOADED) from error
    return speaker


def _blank() -> bytes:
    from PIL import Image

    made = b""
    for kind in FORMATS:  # each once, since its decoder is loaded with its first picture
        out = io.BytesIO()
        Image.new("RGB", (32, 32), "white").save(out, kind)
        made = out.getvalue()
        Image.open(io.BytesIO(made), formats=FORMATS).load()
    return made


def said(speaker: Speaker, header: Header, picture: bytes) -> bytes:
    """The reply to one task; whatever goes wrong is a reply too."""
    try:
        limits = protocol.integer(header, "most_tokens"), protocol.integer(header, "seconds")
        answer = speaker.say(protocol.text(header, "task"), picture, *limits)
        return protocol.frame({"status": protocol.DONE}, json.dumps(answer).encode("ascii"))
    except TimeoutError:
        reason = SLOW
    except Exception:  # noqa: BLE001  (any library below may raise anything for a picture)
        reason = FAILED
    return protocol.frame({"status": protocol.FAILED, "reason": reason})


def main() -> None:
    """Run the process: the first request loads, all others ask."""
    replies = serving.own_output()
    incoming = serving.requests(sys.stdin.buffer)
    try:
        confinement.forbid_new_privileges()  # of every thread that a library starts while it loads
        speaker = load(*next(incoming))
        confinement.give_up_rights(open_files=replies.fileno() + 1)
    except (Refused, OSError) as error:
        reason = error.reason if isinstance(error, Refused) else NOT_LOADED
        replies.write(protocol.frame({"status": protocol.FAILED, "reason": reason}))
        replies.flush()
        return
    replies.write(protocol.frame({"status": protocol.READY}))
    replies.flush()
    for header, picture in incoming:
        replies.write(said(speaker, header, picture))
        replies.flush()


if __name__ == "__main__":
    main()
