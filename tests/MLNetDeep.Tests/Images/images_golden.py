#!/usr/bin/env python3
"""Writes images_golden.json: PNG files of every kind that we read, with Pillow's pixels, and Pillow's grey and resized images.

The files are put together here, row filters and Adam7 included, since Pillow does not write them all.
Run with Pillow 9.4 or later:  python3 images_golden.py > images_golden.json
"""
import base64
import io
import json
import random
import struct
import zlib

from PIL import Image

random.seed(11)
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
NAMES = {0: "grey", 2: "rgb", 3: "palette", 4: "greyAlpha", 6: "rgba"}


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, distance):
    above = bytes(len(rows[0]))
    out = b""
    for number, row in enumerate(rows):
        kind = number % 5
        out += bytes([kind])
        for i, value in enumerate(row):
            a, b, c = (row[i - distance] if i >= distance else 0), above[i], (above[i - distance] if i >= distance else 0)
            out += bytes([(value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256])
        above = row
    return out


def packed(samples, depth):
    bits = "".join(format(s, f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def png(width, height, kind, depth, interlaced, colors=0, alphas=0):
    count = SAMPLES[kind]
    limit = colors if kind == 3 else 2 ** depth
    pixels = [[[random.randrange(limit) for _ in range(count)] for _ in range(width)] for _ in range(height)]
    data = b""
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        rows = [packed([s for x in range(x0, width, dx) for s in pixels[y][x]], depth) for y in range(y0, height, dy)]
        if rows and rows[0]:
            data += filtered(rows, max(1, count * depth // 8))
    squeezed = zlib.compress(data)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced)))
    if kind == 3:
        out += chunk(b"PLTE", bytes(random.randrange(256) for _ in range(3 * colors)))
    if alphas:
        out += chunk(b"tRNS", bytes(random.randrange(256) for _ in range(alphas)))
    half = len(squeezed) // 2
    return out + chunk(b"tEXt", b"Comment\0made") + chunk(b"IDAT", squeezed[:half]) + chunk(b"IDAT", squeezed[half:]) + chunk(b"IEND", b"")


def text(data):
    return base64.b64encode(data).decode()


files = []
for kind, depths in {0: [1, 2, 4, 8], 2: [8], 3: [1, 2, 4, 8], 4: [8], 6: [8]}.items():
    for depth in depths:
        for interlaced in [False, True]:
            for alphas in [0, 1] if kind == 3 else [0]:
                colors = min(2 ** depth, 11)
                file = png(11, 9, kind, depth, interlaced, colors, alphas)
                image = Image.open(io.BytesIO(file))
                mode = {0: "L", 2: "RGB", 3: "RGBA" if alphas else "RGB", 4: "LA", 6: "RGBA"}[kind]
                image = image.convert(mode)
                name = f"{NAMES[kind]}{depth}{'Alpha' if alphas else ''}{'Interlaced' if interlaced else ''}"
                files.append({"name": name, "png": text(file), "channels": len(mode), "pixels": text(image.tobytes())})
for width, height in [(1, 1), (3, 2), (1, 7)]:
    file = png(width, height, 2, 8, True)
    image = Image.open(io.BytesIO(file)).convert("RGB")
    files.append({"name": f"small{width}x{height}Interlaced", "png": text(file), "channels": 3, "pixels": text(image.tobytes())})

source = Image.frombytes("RGB", (13, 10), bytes(random.randrange(256) for _ in range(390)))
sizes = [(26, 20), (5, 4), (13, 3), (2, 10), (20, 7), (1, 1)]
print(json.dumps({
    "files": files,
    "source": {"width": 13, "height": 10, "pixels": text(source.tobytes()), "grey": text(source.convert("L").tobytes())},
    "resized": [{"width": w, "height": h, "pixels": text(source.resize((w, h), Image.BILINEAR).tobytes())} for w, h in sizes],
}, indent=1))
