"""Landscapes of a county that does not exist: ridges, river, sun, drawn by Pillow."""

import io
import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from xinqiao.config.demo.world import World

SIZE = (1200, 675)
PICTURES = 28
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Sky from top to horizon, the farthest and the nearest ridge, the sun."""

    top: Colour
    horizon: Colour
    far: Colour
    near: Colour
    sun: Colour


PALETTES = (
    Palette((92, 148, 196), (236, 242, 240), (150, 184, 196), (30, 78, 72), (255, 250, 230)),
    Palette((244, 160, 96), (255, 232, 196), (214, 150, 126), (84, 48, 60), (255, 246, 214)),
    Palette((46, 84, 128), (212, 196, 206), (120, 134, 168), (24, 40, 66), (250, 226, 206)),
    Palette((150, 196, 178), (244, 246, 226), (150, 190, 160), (36, 92, 60), (255, 252, 236)),
    Palette((116, 164, 206), (250, 226, 196), (172, 176, 186), (62, 84, 74), (255, 238, 200)),
    Palette((186, 206, 222), (246, 248, 250), (184, 198, 210), (70, 96, 112), (255, 255, 255)),
    Palette((226, 150, 130), (252, 226, 206), (196, 140, 144), (72, 52, 84), (255, 236, 190)),
)


def draw(world: World, number: int) -> bytes:
    """One landscape as JPEG; the same number gives the same picture."""
    random = world.random("picture", number)
    palette = PALETTES[number % len(PALETTES)]
    image = _sky(palette)
    _sun(image, random, palette)
    layers = random.randint(4, 6)
    for layer in range(layers):
        _ridge(image, random, layer / (layers - 1), palette)
    _foreground(image, random, palette)
    return _encode(image)


def _sky(palette: Palette) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(SIZE)
    top, bottom = (Image.new("RGB", SIZE, colour) for colour in (palette.horizon, palette.top))
    return Image.composite(top, bottom, ramp)


def _sun(image: Image.Image, random: Random, palette: Palette) -> None:
    x, y = random.randint(200, 1000), random.randint(120, 300)
    radius = random.randint(34, 58)
    glow = Image.new("L", SIZE, 0)
    ImageDraw.Draw(glow).ellipse((x - 150, y - 150, x + 150, y + 150), fill=120)
    glow = glow.resize((300, 169)).filter(ImageFilter.GaussianBlur(18)).resize(SIZE)
    image.paste(palette.sun, mask=glow)
    ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), palette.sun)


def _ridge(image: Image.Image, random: Random, depth: float, palette: Palette) -> None:
    """A ridge line of five waves; nearer ones are lower, darker and rougher."""
    width, height = SIZE
    base = height * (0.46 + 0.36 * depth)
    waves = [
        (random.uniform(40, 90) / (order + 1), random.uniform(0.6, 1.4) * 2**order, random.random())
        for order in range(5)
    ]
    line = [
        (x, base - sum(a * math.sin(f * x / 190 + 7 * p) for a, f, p in waves) * (1 - 0.4 * depth))
        for x in range(0, width + 8, 8)
    ]
    colour = _between(palette.far, palette.near, depth)
    ImageDraw.Draw(image).polygon([*line, (width, height), (0, height)], fill=colour)


def _foreground(image: Image.Image, random: Random, palette: Palette) -> None:
    """A river, a bridge or a row of trees before the hills."""
    random.choice((_river, _bridge, _trees, _terraces))(ImageDraw.Draw(image), random, palette)


def _river(pen: ImageDraw.ImageDraw, random: Random, palette: Palette) -> None:
    water = _between(palette.horizon, palette.far, 0.35)
    middle, swing = random.randint(400, 800), random.randint(60, 160)
    left, right = [], []
    for step in range(21):
        y = 540 + step * 7
        x = middle + swing * math.sin(step / 4)
        left.append((x - 8 - step * 9, y))
        right.append((x + 8 + step * 9, y))
    pen.polygon([*left, *reversed(right)], fill=water)


def _bridge(pen: ImageDraw.ImageDraw, random: Random, palette: Palette) -> None:
    """A covered bridge over three arches, as at the old ferry."""
    _river(pen, random, palette)
    dark = _between(palette.near, (0, 0, 0), 0.35)
    left = random.randint(240, 480)
    pen.rectangle((left, 556, left + 460, 588), fill=dark)
    for arch in range(3):
        x = left + 30 + arch * 140
        pen.pieslice(
            (x, 566, x + 120, 668), 180, 360, fill=_between(palette.far, palette.near, 0.4)
        )
    for bay in range(9):
        pen.rectangle((left + 14 + bay * 54, 520, left + 20 + bay * 54, 558), fill=dark)
    pen.polygon(
        [(left - 24, 524), (left + 60, 490), (left + 400, 490), (left + 484, 524)], fill=dark
    )


def _trees(pen: ImageDraw.ImageDraw, random: Random, palette: Palette) -> None:
    dark = _between(palette.near, (0, 0, 0), 0.25)
    for _ in range(34):
        x, y = random.randint(0, 1200), random.randint(600, 690)
        tall, wide = random.randint(50, 120), random.randint(14, 28)
        pen.polygon([(x - wide, y), (x, y - tall), (x + wide, y)], fill=dark)


def _terraces(pen: ImageDraw.ImageDraw, random: Random, palette: Palette) -> None:
    """Terraced fields: bands that follow the slope."""
    for band in range(9):
        y = 560 + band * 15
        line = [
            (x, y + 10 * math.sin(x / 130 + band / 2 + random.random() / 4))
            for x in range(0, 1216, 16)
        ]
        shade = _between(palette.near, palette.sun, 0.12 + 0.05 * (band % 3))
        pen.line(line, fill=shade, width=5)


def _between(start: Colour, end: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue


def _encode(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80, optimize=True, progressive=True)
    return target.getvalue()
