"""Files that are no picture of a page, whatever they are called."""

import io

from PIL import Image

from tests.pages.photo import Page


def no_pages(scanned: Page) -> dict[str, bytes]:
    """Their content by their names."""
    moving = io.BytesIO()
    scanned.picture.save(moving, "GIF", save_all=True, append_images=[Image.new("RGB", (640, 480))])
    return {
        "cut.jpg": scanned.jpeg[: len(scanned.jpeg) // 2],
        "empty.png": b"",
        "photo.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200),
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "moving.gif": moving.getvalue(),
        "film.mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(200),
    }
