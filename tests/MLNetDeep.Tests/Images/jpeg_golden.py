#!/usr/bin/env python3
"""Writes jpeg_golden.json: JPEG files of many kinds from libjpeg-turbo's cjpeg, with Pillow's pixels.

Run with Pillow 9.4 or later and libjpeg-turbo-progs 2.1:  python3 jpeg_golden.py > jpeg_golden.json
"""
import base64
import io
import json
import math
import random
import subprocess

from PIL import Image

random.seed(3)
WIDTH, HEIGHT = 27, 21
KINDS = {
    "grey": ["-grayscale"],
    "full": ["-sample", "1x1"],
    "halfAcross": ["-sample", "2x1"],
    "halfBoth": ["-sample", "2x2"],
    "halfDown": ["-sample", "1x2"],
    "quarterAcross": ["-sample", "4x1"],
    "quarterBoth": ["-sample", "4x2"],
    "rgb": ["-rgb"],
    "coarse": ["-sample", "2x2", "-quality", "10"],
    "fine": ["-sample", "1x1", "-quality", "100"],
    "restart": ["-sample", "2x2", "-restart", "1B"],
    "optimized": ["-sample", "2x1", "-optimize"],
    "progressive": ["-sample", "2x2", "-progressive"],
    "progressiveRestart": ["-sample", "1x1", "-progressive", "-restart", "2B"],
    "progressiveGrey": ["-grayscale", "-progressive"],
}


def pixel(x, y, c):
    value = 128 + 90 * math.sin(x / (3 + c) + c) * math.cos(y / (5 - c)) + random.randrange(-25, 26)
    return max(0, min(255, int(value)))


def encode(arguments):
    ppm = b"P6\n%d %d\n255\n" % (WIDTH, HEIGHT) + SOURCE
    return subprocess.run(["cjpeg", "-quality", "85", *arguments], input=ppm, stdout=subprocess.PIPE, check=True).stdout


def text(data):
    return base64.b64encode(data).decode()


SOURCE = bytes(pixel(x, y, c) for y in range(HEIGHT) for x in range(WIDTH) for c in range(3))
files = []
for name, arguments in KINDS.items():
    file = encode(arguments)
    image = Image.open(io.BytesIO(file))
    files.append({"name": name, "jpeg": text(file), "channels": len(image.getbands()), "pixels": text(image.tobytes())})
cmyk = io.BytesIO()
Image.new("CMYK", (8, 8)).save(cmyk, "JPEG")
print(json.dumps({
    "width": WIDTH, "height": HEIGHT, "files": files, "arithmetic": text(encode(["-arithmetic"])), "cmyk": text(cmyk.getvalue()),
}, indent=1))
