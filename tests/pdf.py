"""What a PDF of Qt's says: its text, page by page, by the fonts' own tables, and its pages' sizes."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

UNKNOWN = "\ufffd"  # a form of a letter that has no number of its own
NEAR = 4.0  # units between two pieces of text that stand in one word


@dataclass(frozen=True)
class Pdf:
    """The pages' texts, lines parted by line ends; width and height of each in points; its fonts."""

    texts: tuple[str, ...]
    sizes: tuple[tuple[float, float], ...]
    fonts: frozenset[str]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def read_pdf(path: Path) -> Pdf:
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    found = re.finditer(rb"^(\d+) 0 obj\b(.*?)^endobj", content, re.DOTALL | re.MULTILINE)
    objects = {int(each[1]): each[2] for each in found}
    kids = next(body for body in objects.values() if b"/Type /Pages" in body)
    listed = re.search(rb"/Kids\s*\[(.*?)\]", kids, re.DOTALL)
    assert listed
    pages = [objects[int(number)] for number in re.findall(rb"(\d+) 0 R", listed[1])]
    fonts = {
        font: _letters(_stream(objects[int(table[1])]))
        for font, body in objects.items()
        if (table := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    texts, sizes = [], []
    for page in pages:
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page)
        assert box
        sizes.append((float(box[1]), float(box[2])))
        texts.append(_text(_stream(objects[_reference(page, b"Contents")]).decode("latin-1"), fonts))
    embedded = re.findall(rb"/FontName /\w+\+([\w-]+)(?=.*?/FontFile)", content, re.DOTALL)
    return Pdf(tuple(texts), tuple(sizes), frozenset(name.decode() for name in embedded))


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.DOTALL)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _letters(table: bytes) -> dict[int, str]:
    letters: dict[int, str] = {}
    text = table.decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, letter in re.findall(r"<(\w+)> <(\w+)>", block):
            letters[int(code, 16)] = _letter(letter)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, rest in re.findall(r"<(\w+)> <(\w+)> (<\w+>|\[.*?\])", block, re.DOTALL):
            each = re.findall(r"<(\w+)>", rest)
            for k in range(int(last, 16) - int(first, 16) + 1):
                own = each[k] if rest.startswith("[") else f"{int(each[0], 16) + k:0{len(each[0])}x}"
                letters[int(first, 16) + k] = _letter(own)
    return letters


def _letter(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")


_TOKEN = re.compile(
    r"(?P<cm>([-\d.]+ ){6}cm)|(?P<font>/F\d+) [\d.]+ Tf|(?P<begin>\bBT\b)"
    r"|(?P<x>[-\d.]+) (?P<y>[-\d.]+) Td|<(?P<shown>\w+)> Tj"
)


_TELLING = (" cm", " Tj", "BT")


def _text(content: str, fonts: dict[int, dict[int, str]]) -> str:
    pieces: list[str] = []
    matrix, font = "", 0
    x = y = end = 0.0
    line: tuple[str, float] | None = None
    fresh = False
    # Nearly all lines draw.
    told = (line for line in content.split("\n") if line.endswith(_TELLING) or " Tf " in line)
    for token in _TOKEN.finditer("\n".join(told)):
        if token["cm"]:
            matrix = token["cm"]
        elif token["font"]:
            font = int(token["font"][2:])
        elif token["begin"]:
            x = y = 0.0
            fresh = True
        elif token["x"]:
            x, y = x + float(token["x"]), y + float(token["y"])
        elif token["shown"]:
            if line != (matrix, y):
                pieces.append("\n")
                line = (matrix, y)
            elif fresh and x - end > NEAR:
                pieces.append(" ")
            fresh = False
            codes = [int(token["shown"][k : k + 4], 16) for k in range(0, len(token["shown"]), 4)]
            pieces += [fonts[font].get(code, UNKNOWN) for code in codes]
            end = x + 8
    return "".join(pieces).strip()
