"""What is public in `netviz/` is used in `netviz/`: what tests alone call is code that nobody needs."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = sorted((ROOT / "netviz").rglob("*.py"))

BY_NAME: Final = re.compile(
    # Called by Qt, by the window for each widget that has one, by the command line for each subcommand.
    r"\.boundingRect$|\.initialize$|\.text_resized$|\.fold$|^netviz\.cli\.[\w.]+\.(add_arguments|run)$"
)
SEEN: Final = {
    # What stands on the screen, and what it is there: tests read and click it, as eyes and hands do.
    "netviz.app.program.process.crash.CrashReporter.dialog",
    "netviz.app.run.runs.Runs.dialog",
    "netviz.app.window.banner.Banner.cards",
    "netviz.panels.explain.label_question.LabelQuestion.asks",
    "netviz.panels.hand.dialog.CollectDialog.said",
    "netviz.panels.hand.dialog.CollectDialog.wanted",
    "netviz.panels.hand.drawings.Drawings.place_of",
    "netviz.panels.lesson.asking.Asking.progress",
    "netviz.panels.lesson.asking.Asking.said",
    "netviz.panels.lesson.card.LessonCard.text",
    "netviz.panels.nearest.panel.NearestPanel.note",
    "netviz.panels.kit.nothing.Nothing.text",
    "netviz.panels.kit.pages.Pages.now",
    "netviz.panels.kit.tabs.Tabs.middle",
    "netviz.panels.kit.tabs.Tabs.now",
    "netviz.panels.pad.pad.Pad.erasing",
    "netviz.panels.plots.sheet.Sheet.pointed",
    "netviz.panels.points.field.PointField.cross",
    "netviz.panels.points.field.PointField.place_of",
    "netviz.panels.run.past_bar.PastBar.asks",
    "netviz.panels.run.timeline.LiveButton.live",
    "netviz.panels.settings.digit_row.DigitRow.digits",
    "netviz.panels.settings.form.SettingsForm.config",
    "netviz.panels.settings.form.SettingsForm.dialog",
    "netviz.panels.settings.schedule_sketch.ScheduleSketch.length",
    "netviz.panels.test.charts.confusion.ConfusionMatrix.cell_rect",
    "netviz.panels.test.charts.figure.Figure.note",
    "netviz.panels.test.charts.figure.Figure.value",
    "netviz.panels.test.charts.scatter.DigitScatter.position",
    "netviz.panels.test.choice.Choice.button",
    "netviz.panels.test.choice.Choice.now",
    "netviz.panels.test.labels.LabelsPage.case",
    "netviz.panels.test.page.ExamPage.sentence",
    "netviz.panels.train.foot.Foot.wanted",
    "netviz.panels.watch.batch_sheet.BatchSheet.batch",
    "netviz.panels.watch.controls.Controls.pace",
    "netviz.panels.watch.path_card.PathCard.text",
    "netviz.panels.watch.sentence_bar.SentenceBar.text",
    # The rooms of a program, as a person finds them, and whether it is at rest.
    "netviz.app.explain.source.StorySource.ready",
    "netviz.app.program.composition.Program.exam",
    "netviz.app.program.composition.Program.own_data",
    "netviz.app.program.composition.Program.plots",
    "netviz.app.program.loading.Loading.digits",
    "netviz.app.train.compare.Comparison.side",
    "netviz.panels.plots.board.Plots.settled",
    "netviz.training.jobs.thread.JobThread.busy",
    "netviz.training.recording.reader.Recording.last_step",
    "netviz.viewmodels.playing.clock.FrameClock.ticking",
    # Asked for by what it can do: `app.window.free_place.HasWords`.
    "netviz.panels.plots.view.ChartView.words_at",
    # Called by the line of Python that begins a process of its own: `app.page.live.apart`.
    "netviz.app.page.live.child.main",
    # What a test begins and ends with.
    "netviz.app.window.banner.Banner.clear",
    # For who uses netviz without its window: other data, a whole work at once, the window given back.
    "netviz.tasks.curve.points.make",
    "netviz.tasks.plane.points.Shape.make",
    "netviz.tasks.recipe.Recipe.with_own",
    "netviz.app.program.giving_back.give_back",
    "netviz.training.jobs.work.finish",
}
"""What no module of netviz asks for, and why that is right."""


def names_used(tree: ast.Module) -> Iterator[str]:
    """Every name that is read somewhere in it, also where it stands in quotes."""
    for node in ast.walk(tree):
        kind = type(node)  # there are millions of them
        if kind is ast.Name:
            if isinstance(node.ctx, ast.Load):
                yield node.id
        elif kind is ast.Attribute:
            if isinstance(node.ctx, ast.Load):
                yield node.attr
        elif kind is ast.Constant and isinstance(node.value, str):
            yield node.value


def public(tree: ast.Module) -> Iterator[str]:
    """Each public function and method in it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.{part.name}"


def on_demand() -> set[str]:
    """What an `OnDemand` names."""
    named = re.compile(r'\bOnDemand\(\s*"([\w.]+)",\s*"(\w+)"\s*\)')
    found = {
        ".".join(match.groups()) for path in SOURCES for match in named.finditer(path.read_text("utf-8"))
    }
    assert len(found) > 8
    return found


def test_what_is_loaded_on_demand_is_there() -> None:
    for full in on_demand():
        module, _, name = full.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))


def is_allowed(full: str) -> bool:
    return full in SEEN or full in ON_DEMAND or BY_NAME.search(full) is not None


ON_DEMAND: Final = on_demand()


def test_no_public_name_is_for_tests_alone() -> None:
    used, defined = qt_names(), []
    for path in SOURCES:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used.update(names_used(tree))
        defined += [f"{module}.{name}" for name in public(tree)]
    found = []
    for full in defined:
        last = full.rpartition(".")[2]
        if not last.startswith("_") and last not in used and not is_allowed(full):
            found.append(full)
    assert not found, "\n".join(found)


def qt_names() -> set[str]:
    """What Qt calls where a class of ours has it."""
    from PySide6 import QtCore, QtGui, QtWidgets

    modules = QtCore, QtGui, QtWidgets
    kinds = (getattr(module, name) for module in modules for name in dir(module))
    return {name for kind in kinds if isinstance(kind, type) for name in dir(kind)}


@pytest.mark.long  # mypy reads all of netviz
def test_no_function_or_method_is_for_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same by types: `clear` of one class is not used because another's is."""
    monkeypatch.chdir(ROOT)
    found = {full for full in _unused() if not is_allowed(full)}
    assert not found, "\n".join(sorted(found))


def _unused() -> set[str]:
    from mypy import build, nodes
    from mypy.config_parser import parse_config_file
    from mypy.find_sources import create_source_list
    from mypy.options import Options

    options = Options()
    parse_config_file(options, lambda: None, "pyproject.toml")
    options.export_types = options.preserve_asts = True
    options.incremental = False
    result = build.build(create_source_list(["netviz"], options), options)
    assert not result.errors
    trees = {name: tree for name, tree in result.files.items() if name.startswith("netviz")}
    reading = _Reading(result.types)
    for tree in trees.values():
        reading.read(tree.defs)
    own = {
        entry.node.fullname: entry.node
        for name, tree in trees.items()
        for entry in tree.names.values()
        if isinstance(entry.node, nodes.TypeInfo) and entry.node.fullname.startswith(name)
    }
    # Whoever fulfils a protocol is asked through it.
    asked = {name for kind, name in reading.of if kind in own and own[kind].is_protocol}
    functions = nodes.FuncDef | nodes.Decorator | nodes.OverloadedFuncDef
    found = set()
    for kind, info in own.items():
        for name, entry in info.names.items():
            known = name.startswith("_") or name in reading.untyped or name in asked
            over = any(name in base.names for base in info.mro[1:])
            if isinstance(entry.node, functions) and not known and not over:
                found.add(f"{kind}.{name}")
    for module, tree in trees.items():
        for name, entry in tree.names.items():
            here = getattr(entry.node, "fullname", "") == f"{module}.{name}"
            if isinstance(entry.node, functions) and here and not name.startswith("_"):
                found.add(f"{module}.{name}")
    return found - reading.used


class _Reading:
    """Follows every name of a tree to what it stands for. mypy's own visitors can't be extended: they are
    compiled.
    """

    def __init__(self, types: dict[Any, Any]) -> None:
        self._types = types
        self._parts: dict[type, list[str]] = {}
        self._read: set[int] = set()
        self.used: set[str] = set()
        self.of: set[tuple[str, str]] = set()  # class and name of each attribute that is read
        self.untyped: set[str] = set()  # names of attributes of nobody knows what

    def read(self, root: object) -> None:
        from mypy import nodes

        waiting: list[object] = [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, list | tuple):
                waiting.extend(node)
            elif isinstance(node, nodes.Node) and id(node) not in self._read:
                self._read.add(id(node))
                if isinstance(node, nodes.RefExpr) and node.node is not None:
                    self.used.add(node.node.fullname)
                if isinstance(node, nodes.MemberExpr):
                    self._member(node)
                if not isinstance(node, nodes.TypeInfo | nodes.Var):
                    waiting.extend(getattr(node, part, None) for part in self._parts_of(type(node)))

    def _parts_of(self, kind: type) -> list[str]:
        leads_away = {"node", "info", "type", "definition", "analyzed_node", "original_def", "setter"}
        if kind not in self._parts:
            names = (name for name in dir(kind) if not name.startswith("_") and name not in leads_away)
            self._parts[kind] = [name for name in names if not callable(getattr(kind, name))]
        return self._parts[kind]

    def _member(self, node: Any) -> None:
        kinds = list(_classes(self._types.get(node.expr)))
        if not kinds:
            self.untyped.add(node.name)
        for info in kinds:
            self.of.add((info.fullname, node.name))
            self.used |= {f"{base.fullname}.{node.name}" for base in info.mro if node.name in base.names}


def _classes(kind: Any) -> Iterator[Any]:
    from mypy import types

    if kind is None:
        return
    match types.get_proper_type(kind):
        case types.Instance() as one:
            yield one.type
        case types.UnionType() as several:
            for one in several.items:
                yield from _classes(one)
        case types.TypeVarType() as variable:
            yield from _classes(variable.upper_bound)
        case types.TypeType() as of:
            yield from _classes(of.item)
        case types.TupleType() as row:
            yield from _classes(row.partial_fallback)
        case types.CallableType() | types.Overloaded() as maker if maker.is_type_obj():
            yield maker.type_object()
