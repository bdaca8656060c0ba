"""The decoding child from the outside: what it may do, how it ends, and what is believed of its answers."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from altproof.errors import ImageError
from altproof.images.identify import ImageFacts, identify
from altproof.images.supervisor import IMAGES_PER_CHILD
from altproof.images.workshop import Limits, Prepared, Workshop, needs_preparation
from tests.unit.images import samples

SMALL = Limits(max_side=60)
PROC = Path("/proc")

PRELUDE = """
import os, struct, sys, json, signal, time
def send(header, data=b""):
    head = json.dumps(header).encode()
    os.write(1, struct.pack(">II", len(head), len(data)) + head + data)
def receive():
    lengths = sys.stdin.buffer.read(8)
    if len(lengths) < 8: sys.exit(0)
    return sys.stdin.buffer.read(sum(struct.unpack(">II", lengths)))
"""


def prepare(workshop: Workshop, data: bytes, limits: Limits = SMALL) -> Prepared:
    return workshop.prepare(data, identify(data), limits)


def impostor(folder: Path, code: str) -> Path:
    """A child's program that does not do its work."""
    program = folder / "impostor.py"
    program.write_text(PRELUDE + code)
    return program


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def status(pid: int) -> dict[str, str]:
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_a_fit_image_is_sent_as_it_is_and_starts_no_child():
    with Workshop() as workshop:
        data = samples.plain()
        assert prepare(workshop, data, Limits()) == Prepared(data, "image/png", 96, 64, 96, 64, changed=False)
        assert workshop.pid is None


@pytest.mark.parametrize("size", [(49, 200), (200, 49)])
def test_an_image_below_the_services_size_is_refused_in_words(size):
    with Workshop() as workshop, pytest.raises(ImageError, match="smaller than 50 x 50 pixels, which the service"):
        prepare(workshop, samples.plain(size=size))
    assert workshop.pid is None


@pytest.mark.parametrize(
    ("facts", "byte_count", "expected"),
    [
        pytest.param(ImageFacts("image/png", 1600, 50), 20_971_520, False, id="at-the-limits"),
        pytest.param(ImageFacts("image/png", 1601, 50), 1, True, id="long"),
        pytest.param(ImageFacts("image/png", 1600, 49), 1, True, id="small"),
        pytest.param(ImageFacts("image/png", 100, 100), 20_971_521, True, id="heavy"),
        pytest.param(ImageFacts("image/png", 100, 100, has_metadata=True), 1, True, id="metadata"),
        pytest.param(ImageFacts("image/png", 100, 100, frames=2), 1, True, id="animated"),
        pytest.param(ImageFacts("image/png", 100, 100, orientation=3), 1, True, id="turned"),
        pytest.param(ImageFacts("image/avif", 100, 100), 1, True, id="format"),
        pytest.param(ImageFacts("image/svg+xml", None, None), 1, True, id="no-size"),
    ],
)
def test_needs_preparation(facts, byte_count, expected):
    assert needs_preparation(facts, byte_count, Limits()) is expected


@pytest.mark.parametrize(
    "data", [pytest.param(data, id=f"{kind}-{mode}") for kind, mode, data in samples.writable((240, 160))]
)
def test_every_format_and_mode_is_prepared_by_the_confined_child(data, workshop):
    result = prepare(workshop, data, Limits(max_side=90, media_types=frozenset()))
    facts = identify(result.data)
    assert max(result.width, result.height) <= 90
    assert (facts.media_type, facts.width, facts.height) == (result.media_type, result.width, result.height)
    assert (result.original_width, result.original_height) == (identify(data).width, identify(data).height)
    assert result.changed


@pytest.fixture(scope="module")
def workshop():
    with Workshop() as shared:
        yield shared


def test_heic_is_decoded_upright_where_its_decoder_is_installed(workshop):
    pillow_heif = pytest.importorskip("pillow_heif", reason="the extra heic is not installed")
    pillow_heif.register_heif_opener(thumbnails=False)
    data = samples.saved(samples.corner((96, 64)).resize((200, 120)), "HEIF", exif=samples.exif(1, place=True))
    made = prepare(workshop, data, Limits())
    assert (made.media_type, made.width, made.height) == ("image/png", 200, 120)
    assert not identify(made.data).has_metadata


@pytest.mark.parametrize("name", samples.with_metadata())
def test_metadata_does_not_leave_the_child(name, workshop):
    result = prepare(workshop, samples.with_metadata()[name], Limits())
    assert result.changed
    assert samples.SECRET.encode() not in result.data
    assert not identify(result.data).has_metadata


@pytest.mark.parametrize("frames", [1, 2])
def test_a_portrait_is_a_plain_picture_and_what_its_pixels_say(frames, workshop):
    pictures = [Image.new("RGB", (90, 60), colour) for colour in ("#102030", "#ffffff")][:frames]
    data = samples.saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:])
    plain, looks = workshop.portray(data, identify(data), Limits(max_side=45, min_side=1))
    assert (plain.width, plain.height, plain.original_width, plain.changed) == (45, 30, 90, True)
    assert (looks.dark, looks.blank, looks.colour, looks.frames) == (True, True, "#102030", frames)
    assert (looks.kind, looks.highlights, len(looks.perceptual_hash)) == (None, (), 16)


def test_a_portrait_says_of_the_original_that_the_page_shows_through_though_the_plain_picture_does_not(workshop):
    data = samples.plain(mode="RGBA")
    plain, looks = workshop.portray(data, identify(data), Limits())
    assert looks.transparent
    assert Image.open(io.BytesIO(plain.data)).mode == "RGB"


@pytest.mark.parametrize("fields", ["", '"dark": 7', '"colour": "red"'])
def test_a_portrait_that_makes_no_sense_is_not_believed(tmp_path, fields):
    more = f'"dark": 0, "blank": 0, "transparent": 0, "colour": "#000000", "hash": "{"0" * 16}", {fields}'
    program = impostor(
        tmp_path,
        f"""
send({{"status": "ready"}})
while True:
    receive()
    send({{"status": "done", "original_width": 96, "original_height": 64, {more if fields else ""}}}, {samples.plain()!r})
""",
    )
    with Workshop(program=program) as workshop, pytest.raises(ImageError, match="makes no sense"):
        workshop.portray(samples.plain(), identify(samples.plain()), Limits())


def test_broken_pixels_are_an_image_error_and_the_child_lives_on():
    data = samples.saved(samples.photo((200, 200)), "PNG")
    with Workshop() as workshop:
        with pytest.raises(ImageError, match="damaged or cut off"):
            prepare(workshop, data[: len(data) // 2])
        pid = workshop.pid
        assert prepare(workshop, data).width == 60
        assert workshop.pid == pid


def test_the_child_has_given_up_all_it_does_not_need():
    with Workshop() as workshop:
        prepare(workshop, samples.plain())
        pid = workshop.pid
        assert pid is not None
        about = status(pid)
        assert about["NoNewPrivs"] == "1"
        assert about["Threads"] == "1"
        assert int(about["CapEff"], 16) == 0 or os.geteuid() != 0
        limits = (PROC / str(pid) / "limits").read_text()
        rows = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()}
        assert rows["Max address space"] == [str(1 << 30)] * 2
        assert rows["Max file size"] == rows["Max core file size"] == ["0", "0"]
        # one more than it has where the fonts are: what can still be opened and started, test_sealing.py tells
        assert rows["Max open files"] in (["4", "4"], ["5", "5"])
        assert rows["Max processes"] == ["0", "0"] or find_spec("pillow_heif")
        assert int(rows["Max cpu time"][0]) <= 12
        assert os.getpgid(pid) == pid
        assert (PROC / str(pid) / "environ").read_bytes() == b""
        assert (PROC / str(pid) / "cwd").readlink() == Path("/")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can drop its user")
def test_the_child_is_nobody_when_started_by_root():
    with Workshop() as workshop:
        prepare(workshop, samples.plain())
        assert workshop.pid is not None
        about = status(workshop.pid)
        assert about["Uid"].split() == about["Gid"].split() == ["65534"] * 4
        assert about["Groups"] == ""


def test_no_child_is_left_after_closing():
    with Workshop() as workshop:
        prepare(workshop, samples.plain())
        pid = workshop.pid
        assert pid is not None
    assert gone(pid)
    assert workshop.pid is None
    with pytest.raises(ImageError, match="run is ending"):
        prepare(workshop, samples.plain())
    workshop.close()


def test_a_child_killed_between_two_images_is_replaced():
    with Workshop() as workshop:
        prepare(workshop, samples.plain())
        first = workshop.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert prepare(workshop, samples.plain()).width == 75
        assert workshop.pid not in {None, first}


def test_a_child_retires_after_its_share():
    with Workshop() as workshop:
        data = samples.plain()
        prepare(workshop, data)
        first = workshop.pid
        for _ in range(IMAGES_PER_CHILD - 1):
            prepare(workshop, data)
        assert workshop.pid == first
        prepare(workshop, data)
        assert workshop.pid not in {None, first}


def test_images_wanted_at_once_are_served_one_after_the_other():
    async def run(workshop: Workshop) -> list[Prepared]:
        images = [samples.plain(size=(100 + i, 80)) for i in range(8)]
        return await asyncio.gather(*(asyncio.to_thread(prepare, workshop, data) for data in images))

    with Workshop() as workshop:
        assert [result.original_width for result in asyncio.run(run(workshop))] == list(range(100, 108))


def test_a_folder_of_other_modules_is_not_imported(tmp_path, monkeypatch):
    for name in ("PIL", "json", "struct", "altproof"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Workshop() as workshop:
        assert prepare(workshop, samples.plain()).changed


def test_a_decoder_that_takes_too_long_is_stopped(tmp_path):
    program = impostor(tmp_path, "send({'status': 'ready'}); receive(); time.sleep(600)")
    with Workshop(seconds=0.3, program=program) as workshop:
        with pytest.raises(ImageError, match=r"longer than 0.3 seconds"):
            prepare(workshop, samples.plain())
        assert workshop.pid is None


def test_a_decoder_that_reads_nothing_is_stopped(tmp_path):
    program = impostor(tmp_path, "send({'status': 'ready'}); time.sleep(600)")
    data = samples.plain() + bytes(2_000_000)
    with Workshop(seconds=0.3, program=program) as workshop, pytest.raises(ImageError, match="longer than"):
        prepare(workshop, data)


def test_a_crash_is_told_with_its_signal(tmp_path):
    program = impostor(tmp_path, "send({'status': 'ready'}); receive(); os.kill(os.getpid(), signal.SIGSEGV)")
    with Workshop(program=program) as workshop, pytest.raises(ImageError, match="signal 11, SIGSEGV"):
        prepare(workshop, samples.plain())


def test_a_decoder_that_ends_before_it_has_read_all_is_a_crash(tmp_path):
    program = impostor(tmp_path, "send({'status': 'ready'}); time.sleep(0.2); sys.exit(5)")
    data = samples.plain() + bytes(2_000_000)
    with Workshop(program=program) as workshop, pytest.raises(ImageError, match="exit status 5"):
        prepare(workshop, data)


def test_a_decoder_that_falls_silent_is_a_crash(tmp_path):
    program = impostor(tmp_path, "send({'status': 'ready'}); receive(); os.close(1); time.sleep(600)")
    with Workshop(program=program) as workshop, pytest.raises(ImageError, match="closed its output"):
        prepare(workshop, samples.plain())
    assert workshop.pid is None


def test_a_crash_in_a_used_child_is_tried_once_more_in_a_fresh_one(tmp_path):
    refuse = "receive(); send({'status': 'failed', 'reason': 'broken'})"
    program = impostor(tmp_path, f"send({{'status': 'ready'}}); {refuse}; receive(); sys.exit(7)")
    with Workshop(program=program) as workshop:
        for _ in range(3):
            with pytest.raises(ImageError, match="damaged or cut off"):
                prepare(workshop, samples.plain())


def test_a_second_try_has_only_the_time_that_the_first_has_left(tmp_path):
    mark = tmp_path / "begun"
    refuse = "receive(); {}; send({{'status': 'failed', 'reason': 'broken'}})"
    code = f"""
send({{'status': 'ready'}})
if os.path.exists({str(mark)!r}):
    {refuse.format("time.sleep(2)")}
open({str(mark)!r}, 'w').close()
{refuse.format("pass")}
receive(); time.sleep(2); sys.exit(7)
"""
    with Workshop(seconds=3, program=impostor(tmp_path, code)) as workshop:
        with pytest.raises(ImageError, match="damaged or cut off"):
            prepare(workshop, samples.plain())
        with pytest.raises(ImageError, match="longer than 3 seconds"):
            prepare(workshop, samples.plain())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("sys.exit(3)", "could not be started", id="exits"),
        pytest.param("os.write(1, b'x' * 50)", "could not be started", id="rubbish"),
        pytest.param("send([1])", "could not be started", id="no-object"),
        pytest.param("send({'status': 'failed', 'reason': 'not-confined'})", "give up its rights", id="not-confined"),
    ],
)
def test_a_child_that_does_not_get_ready_is_an_image_error(code, words, tmp_path):
    with Workshop(program=impostor(tmp_path, code)) as workshop, pytest.raises(ImageError, match=words):
        prepare(workshop, samples.plain())
    assert workshop.pid is None


DONE = {"status": "done", "original_width": 96, "original_height": 64}


@pytest.mark.parametrize(
    ("header", "body", "words"),
    [
        pytest.param(DONE, samples.with_metadata()["png-text"], "makes no sense", id="metadata"),
        pytest.param(DONE, samples.plain("GIF"), "makes no sense", id="other-format"),
        pytest.param(DONE, b"<html>", "makes no sense", id="no-image"),
        pytest.param({**DONE, "original_width": 10**9}, samples.plain(), "makes no sense", id="size"),
        pytest.param({"status": "done"}, samples.plain(), "makes no sense", id="no-size"),
        pytest.param({**DONE, "original_width": True}, samples.plain(), "makes no sense", id="no-number"),
        pytest.param({**DONE, "more": 1.5}, samples.plain(), "makes no sense", id="no-flat-header"),
        pytest.param({**DONE, "more": "x" * 5000}, samples.plain(), "makes no sense", id="long-header"),
        pytest.param(DONE, bytes(70_000), "makes no sense", id="long-reply"),
        pytest.param({"status": "failed", "reason": "##[error]hello"}, b"", "damaged or cut off", id="own-words"),
        pytest.param({"status": "failed", "reason": "memory"}, b"", "more memory", id="memory"),
        pytest.param({"status": "failed", "reason": "too-small"}, b"", "smaller than 50 x 50", id="too-small"),
    ],
)
def test_a_child_that_was_taken_over_is_not_believed(header, body, words, tmp_path):
    program = impostor(tmp_path, f"send({{'status': 'ready'}}); receive(); send({header!r}, {body!r}); receive()")
    limits = Limits(max_side=60, max_bytes=65_536)
    with Workshop(program=program) as workshop, pytest.raises(ImageError, match=words) as caught:
        prepare(workshop, samples.plain(), limits)
    assert "##[" not in caught.value.message


def test_closing_ends_a_call_under_way(tmp_path):
    begun = tmp_path / "begun"
    program = impostor(tmp_path, f"send({{'status': 'ready'}}); receive(); open({str(begun)!r}, 'w'); time.sleep(600)")
    workshop = Workshop(seconds=300, program=program)
    caught: list[ImageError] = []

    def call() -> None:
        try:
            prepare(workshop, samples.plain())
        except ImageError as error:
            caught.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while not begun.exists() and thread.is_alive():
        thread.join(0.01)
    workshop.close()
    thread.join(60)
    assert len(caught) == 1
    assert workshop.pid is None


def test_a_bomb_is_refused_by_its_header():
    with Workshop() as workshop:
        facts = ImageFacts("image/png", 96, 64)  # as if the header had been read wrongly
        with pytest.raises(ImageError, match="too large"):
            workshop.prepare(samples.png(65_535, 65_535), facts, SMALL)


def test_prepared_bytes_stay_out_of_logs():
    assert "data" not in repr(Prepared(b"x", "image/png", 1, 1, 1, 1, changed=False))


def test_the_first_frame_of_an_animation_is_prepared():
    frames = [Image.new("RGB", (96, 64), colour) for colour in ("red", "lime")]
    data = samples.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with Workshop() as workshop:
        result = prepare(workshop, data, Limits())
    assert result.changed
    assert not identify(result.data).animated


def test_a_glance_tells_what_pixels_say_and_nothing_of_what_is_no_picture(workshop):
    found = workshop.appearance(samples.saved(Image.new("RGB", (640, 400), "#101010"), "PNG"))
    assert found is not None
    assert (found.dark, found.blank) == (True, True)
    drawn = workshop.appearance(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    )
    assert drawn is None or not drawn.dark
    assert workshop.appearance(b"no picture") is None
    assert workshop.appearance(samples.plain()[:60]) is None
