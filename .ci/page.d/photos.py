#!/usr/bin/python3
"""Makes pictures of the shapes that photographs have: .ci/page.d/photos.py FOLDER. Needs Debian's python3-pil and libheif-examples.

They look like a photo to an encoder: soft areas, edges, and a sensor's noise. Each has a red square in its upper left corner and a
green one in its upper right, as it is to be looked at.
"""
import os
import subprocess
import sys

from PIL import Image, ImageDraw, ImageFilter

FOLDER = sys.argv[1]
EXIF_ORIENTATION = 0x0112
# How a camera stores what a viewer is to turn back, by the orientation that it writes down.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def photo(width, height, marked=True):
    picture = Image.new("RGB", (width, height), (128, 148, 166))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.2, height * 0.75, width * 0.8, height * 1.6), fill=(64, 72, 104))
    draw.ellipse((width * 0.33, height * 0.2, width * 0.67, height * 0.8), fill=(196, 152, 120))
    for eye in (0.42, 0.58):
        draw.ellipse((width * (eye - 0.03), height * 0.42, width * (eye + 0.03), height * 0.46), fill=(30, 24, 20))
    draw.arc((width * 0.42, height * 0.55, width * 0.58, height * 0.68), 20, 160, fill=(140, 60, 60), width=width // 100 + 1)
    picture = picture.filter(ImageFilter.GaussianBlur(width / 400))
    noise = Image.merge("RGB", [Image.effect_noise((width, height), 40) for _ in "RGB"])
    picture = Image.blend(picture, noise, 0.12)
    coarse = Image.effect_noise((width // 4, height // 4), 40).resize((width, height)).convert("RGB")
    picture = Image.blend(picture, coarse, 0.12)
    if marked:
        side = min(width, height) // 8
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 0, side, side), fill=(230, 20, 20))
        draw.rectangle((width - side, 0, width, side), fill=(20, 200, 20))
    return picture


def save(picture, name, **options):
    picture.save(os.path.join(FOLDER, name), **options)


def exif(orientation):
    tags = Image.Exif()
    tags[EXIF_ORIENTATION] = orientation
    return tags


os.makedirs(FOLDER, exist_ok=True)
large = photo(4000, 3000)
save(large, "large.jpg", quality=92, exif=exif(1))
save(large, "progressive.jpg", quality=85, progressive=True)
save(large.convert("CMYK"), "cmyk.jpg", quality=80)
middle = large.resize((1600, 1200))
for orientation, stored in STORED.items():
    picture = middle.transpose(stored) if stored is not None else middle
    save(picture, f"exif-{orientation}.jpg", quality=90, exif=exif(orientation))
save(middle, "large.png")
save(photo(2400, 1800, marked=False), "face.jpg", quality=92)
small = large.resize((480, 360))
save(small, "small.jpg", quality=80)
save(small, "small-exif.jpg", quality=80, exif=exif(1))
save(small.convert("CMYK"), "small-cmyk.jpg", quality=60)
save(large.resize((4000, 300)), "wide.jpg", quality=90)
save(Image.new("RGB", (1, 1), "white"), "dot.png")
clear = small.convert("RGBA")
clear.putalpha(Image.linear_gradient("L").resize(small.size))
clear.putpixel((240, 0), (0, 0, 0, 0))
save(clear, "alpha.png")
save(middle, "photo.webp", quality=90)
with open(os.path.join(FOLDER, "large.jpg"), "rb") as whole, open(os.path.join(FOLDER, "cut-off.jpg"), "wb") as part:
    part.write(whole.read(100_000))
for name, content in {
    "empty.jpg": b"",
    "text.jpg": b"This is no picture.",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}.items():
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(content)
subprocess.run(["heif-enc", "-o", os.path.join(FOLDER, "photo.heic"), os.path.join(FOLDER, "small.jpg")], check=True)
