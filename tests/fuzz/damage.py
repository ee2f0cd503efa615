"""Files damaged at random, the same for the same seed."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from random import Random

_VALUES = (0, 1, 0x7F, 0x80, 0xFF)
_NUMBERS = (0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def damaged(sound: bytes, random: Random) -> bytes:
    """Some bytes flipped, set, lost, doubled or put in; more often at the beginning, where headers stand."""
    data = bytearray(sound)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6, 20))):
        if not data:
            break
        near = random.random() < 0.6
        at = random.randrange(min(len(data), 256) if near else len(data))
        match random.randrange(9):
            case 0 | 1:
                data[at] ^= 1 << random.randrange(8)
            case 2:
                data[at] = random.choice(_VALUES)
            case 3:
                data[at] = random.randrange(256)
            case 4:
                number = struct.pack(random.choice("<>") + "I", random.choice(_NUMBERS))
                data[at : at + 4] = number
            case 5:
                del data[at : at + random.choice((1, 2, 4, 100))]
            case 6:
                data[at:at] = data[at : at + random.choice((1, 4, 64, 1000))]
            case 7:
                data[at:at] = random.randbytes(random.choice((1, 4, 64)))
            case 8 if random.random() < 0.4:
                del data[at:]
    return bytes(data)


def damaged_inside_gzip(sound: bytes, random: Random) -> bytes:
    """What is packed is damaged, and packed again."""
    return gzip.compress(damaged(gzip.decompress(sound), random), 1, mtime=0)


def damaged_png(sound: bytes, random: Random) -> bytes:
    """Damage within the chunks, whose check sums are right again; sometimes within the packed pixels."""
    chunks, at = [], 8
    while at + 8 <= len(sound):
        (size,) = struct.unpack(">I", sound[at : at + 4])
        chunks.append((sound[at + 4 : at + 8], sound[at + 8 : at + 8 + size]))
        at += 12 + size
    place = random.randrange(len(chunks))
    kind, content = chunks[place]
    if kind == b"IDAT" and random.random() < 0.5:
        content = zlib.compress(damaged(zlib.decompress(content), random))
    else:
        content = damaged(content, random)
    chunks[place] = (kind, content)
    if random.random() < 0.1:
        random.shuffle(chunks)
    out = sound[:8]
    for kind, content in chunks:
        check = zlib.crc32(kind + content)
        out += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
    return out


def damaged_header(sound: bytes, random: Random) -> bytes:
    """The JSON of a safetensors file with another value somewhere, and its length right again."""
    (size,) = struct.unpack("<Q", sound[:8])
    table = json.loads(sound[8 : 8 + size])
    part: object = table
    while isinstance(part, dict | list) and part:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = random.choice(keys)
        deeper = part[key]  # type: ignore[call-overload]
        if not isinstance(deeper, dict | list) or random.random() < 0.3:
            part[key] = _another(random, deeper)  # type: ignore[call-overload]
            break
        part = deeper
    text = json.dumps(table).encode()
    return struct.pack("<Q", len(text)) + text + sound[8 + size :]


def _another(random: Random, value: object) -> object:
    return random.choice(
        (
            None,
            True,
            -1,
            0,
            1,
            7,
            2**31,
            2**63,
            1e300,
            "",
            "x",
            "F32",
            "F64",
            [],
            [0],
            [2**40, 2**40],
            {},
            [value],
        )
    )
