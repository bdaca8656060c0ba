"""Draws the pictures of the example repository; run it again after changing one, and commit the result."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent / "tidewatch"
INK, PAPER, SEA, SAND, RED, GREY = "#1b2a38", "#f7f9fa", "#1f6f9c", "#e6c88f", "#c0392b", "#c9d3da"


def window(title: str, size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A window with a title bar and three round buttons."""
    picture = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 36), fill=INK)
    for number in range(3):
        draw.ellipse((14 + number * 22, 12, 26 + number * 22, 24), fill=(RED, SAND, SEA)[number])
    draw.text((96, 9), title, fill=PAPER, font=ImageFont.load_default(16))
    return picture, draw


def curve(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], colour: str, shift: float) -> None:
    """A tide curve in a frame."""
    from math import sin

    left, top, right, bottom = box
    draw.rectangle(box, outline=GREY, width=1)
    middle, height = (top + bottom) / 2, (bottom - top) * 0.4
    points = [(x, middle - height * sin((x - left) / 46 + shift)) for x in range(left, right, 3)]
    draw.line(points, fill=colour, width=3)


def dashboard(*, alarms: bool) -> Image.Image:
    """The dashboard: one curve at first, a second curve and a list of alarms later."""
    picture, draw = window("Tidewatch: harbour dashboard", (720, 420))
    draw.text((24, 52), "Water level, last 24 hours", fill=INK, font=ImageFont.load_default(18))
    curve(draw, (24, 86, 470 if alarms else 696, 390), SEA, 0)
    if alarms:
        curve(draw, (24, 86, 470, 390), SAND, 0.9)
        draw.text((494, 52), "Alarms", fill=INK, font=ImageFont.load_default(18))
        for number, words in enumerate(("Pier 2: level above 4.1 m", "Pump room: no signal", "Gate: open")):
            top = 88 + number * 56
            draw.rectangle((494, top, 696, top + 44), outline=RED if number < 2 else GREY, width=2)
            draw.text((506, top + 12), words, fill=INK, font=ImageFont.load_default(14))
    return picture


def alarm_settings() -> Image.Image:
    """A dialog with two fields and a highlighted button."""
    picture, draw = window("Alarm settings", (520, 300))
    font = ImageFont.load_default(16)
    for number, (label, value) in enumerate((("Warn above", "4.10 m"), ("Send to", "harbour office"))):
        top = 64 + number * 64
        draw.text((28, top + 8), label, fill=INK, font=font)
        draw.rectangle((180, top, 480, top + 38), outline=GREY, width=2, fill="white")
        draw.text((192, top + 9), value, fill=INK, font=font)
    draw.rounded_rectangle((340, 224, 480, 266), 6, fill=SEA)
    draw.text((362, 235), "Save alarm", fill="white", font=font)
    draw.rectangle((332, 216, 488, 274), outline=RED, width=3)
    return picture


def harbour() -> Image.Image:
    """Sky, sea and a pier, with the soft tones of a photograph."""
    picture = Image.effect_noise((640, 360), 18).convert("RGB")
    draw = ImageDraw.Draw(picture, "RGBA")
    for row in range(360):
        share = row / 360
        colour = (150 - int(60 * share), 190 - int(40 * share), 225 - int(70 * share), 215)
        draw.line((0, row, 640, row), fill=colour if row < 190 else (40, 95, 130, 205))
    draw.polygon([(0, 235), (420, 205), (420, 222), (0, 275)], fill=(95, 75, 55, 255))
    for post in range(30, 420, 60):
        draw.line((post, 225, post, 320), fill=(70, 55, 40, 255), width=7)
    return picture


def main() -> None:
    """Write every picture where the example shows it."""
    dashboard(alarms=False).save(HERE / "before/docs/images/dashboard.png", optimize=True)
    dashboard(alarms=True).save(HERE / "change/docs/images/dashboard.png", optimize=True)
    alarm_settings().save(HERE / "change/docs/images/alarm-settings.png", optimize=True)
    harbour().save(HERE / "before/docs/images/pier.jpg", quality=70)
    harbour().transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(
        HERE / "change/docs/images/harbour-at-low-tide.jpg", quality=70
    )


if __name__ == "__main__":
    main()
