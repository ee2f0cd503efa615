"""Shaders are compiled from the sources beside them, and what numpy uploads is what they declare."""

import hashlib
import re

import numpy as np
import pytest

from netviz.rendering.arrows import data as arrows
from netviz.rendering.arrows.pipeline import RECORDS as OF_ARROWS
from netviz.rendering.blit import pipeline as blit
from netviz.rendering.edges import data as edges
from netviz.rendering.image import data as image
from netviz.rendering.mist import pipeline as mist
from netviz.rendering.nodes import data as nodes
from netviz.rendering.nodes.pipeline import RECORDS as OF_NODES
from netviz.rendering.shaders import FOLDER, shader

SOURCES = sorted(
    p.relative_to(FOLDER).as_posix() for kind in ("*.vert", "*.frag") for p in FOLDER.rglob(kind)
)
# std140: bytes of a member and what its place is a multiple of.
STD140 = {"vec4": (np.float32, 4), "ivec4": (np.int32, 4), "mat4": (np.float32, 16)}


def noted() -> dict[str, str]:
    lines = (FOLDER / "shaders.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


@pytest.mark.parametrize("name", [name for source in SOURCES for name in (source, f"{source}.qsb")])
def test_compiled_from_this_very_source(name: str) -> None:
    assert noted()[name] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest(), (
        f"{name} changed since shaders were compiled: run packaging/bake_shaders.py"
    )


def test_every_shader_is_noted_and_loads() -> None:
    assert sorted(noted()) == sorted([*SOURCES, *(f"{source}.qsb" for source in SOURCES)])
    for source in SOURCES:
        compiled = shader(source)
        assert compiled.isValid()
        targets = {key.source().name for key in compiled.availableShaders()}
        assert {"SpirvShader", "GlslShader", "HlslShader", "MslShader"} <= targets


def uniforms(source: str) -> list[tuple[str, np.dtype, tuple[int, ...], int]]:
    """(name, type, shape, offset) of the members of the shader's uniform block."""
    block = re.search(r"uniform\s+\w+\s*\{(.*?)\};", (FOLDER / source).read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None, source
    members, offset = [], 0
    text = re.sub(r"//.*", "", block.group(1))
    for kind, name, array in re.findall(r"(\w+)\s+(\w+)(?:\[(\d+)\])?\s*;", text):
        scalar, n = STD140[kind]
        shape = (int(array), n) if array else (n,)
        members.append((name, np.dtype(scalar), shape, offset))
        offset += 4 * int(np.prod(shape))
    return members


@pytest.mark.parametrize(
    ("source", "dtype"),
    [
        ("arrows/arrow.vert", arrows.UNIFORMS),
        ("arrows/arrow.frag", arrows.UNIFORMS),
        ("edges/edge.vert", edges.UNIFORMS),
        ("nodes/node.vert", nodes.UNIFORMS),
        ("nodes/node.frag", nodes.UNIFORMS),
        ("image/image.vert", image.UNIFORMS),
        ("image/image.frag", image.UNIFORMS),
        ("mist/mist.vert", mist.UNIFORMS),
        ("blit/blit.frag", blit.UNIFORMS),
    ],
)
def test_uniforms_are_the_numpy_type(source: str, dtype: np.dtype) -> None:
    fields = [
        (name, field[0].base, field[0].shape, field[1])
        for name, field in ((name, dtype.fields[name]) for name in dtype.names)
    ]
    assert fields == uniforms(source)
    assert dtype.itemsize % 16 == 0


@pytest.mark.parametrize(
    ("source", "dtypes"),
    [
        ("arrows/arrow.vert", [*OF_ARROWS.values()]),
        ("edges/edge.vert", [edges.INSTANCE]),
        ("nodes/node.vert", [*OF_NODES.values()]),
    ],
)
def test_inputs_are_the_numpy_types(source: str, dtypes: list[np.dtype]) -> None:
    text = (FOLDER / source).read_text(encoding="utf-8")
    declared = re.findall(r"layout\(location = (\d+)\) in (\w+) (\w+);", text)
    kinds = {
        "uint": (np.dtype(np.uint32), ()),
        "vec2": (np.dtype(np.float32), (2,)),
        "vec3": (np.dtype(np.float32), (3,)),
        "vec4": (np.dtype(np.float32), (4,)),
    }
    expected = []
    for location, dtype in enumerate(dtypes):
        (name,) = dtype.names
        expected.append((str(location), (dtype[name].base, dtype[name].shape), name))
    assert [(location, kinds[kind], name) for location, kind, name in declared] == expected


def test_the_fold_is_the_shader_s() -> None:
    from netviz.rendering.gpu import FOLD

    text = (FOLDER / "edges/edge.vert").read_text(encoding="utf-8")
    assert f"i & {FOLD - 1}, i >> {FOLD.bit_length() - 1}" in text
    assert f"layer[{edges.MOST_LAYERS}]" in text
    assert f"style[{edges.MOST_LAYERS}]" in text
