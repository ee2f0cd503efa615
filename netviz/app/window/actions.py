"""One table of what one can do here: menus, keys, tool tips and the shortcuts page come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from netviz.app.window.action_words import words_for
from netviz.panels.watch.view_bar import VIEWS
from netviz.tasks.all_tasks import TASKS, USUAL, task_named
from netviz.tasks.task import AnyTask


@dataclass(frozen=True)
class ActionSpec:
    """One thing to do.

    Title and tip, one sentence, are whole, with the gaps of `Task.filled`; `menu` is one of MENUS or
    SUBMENUS; of all with the same `choice` one is checked; `separated` draws a line above it in its menu. Key
    names are Qt's portable ones.
    """

    id: str
    title: str
    menu: str
    _: KW_ONLY
    tip: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    choice: str | None = None
    separated: bool = False


# A view has one name, in the list beside the network and in the menu.
_SHOWN: Final = dict(VIEWS)

# fmt: off
ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("file.new", "New network…", "file", keys=("Ctrl+N",),
               tip="Choose layers and settings, and begin with random weights."),
    *(ActionSpec(f"file.new.{task}", task_named(task).label, "file/new",
                 tip=task_named(task).about) for task in TASKS),
    ActionSpec("file.open", "Open…", "file", keys=("Ctrl+O",),
               tip="Open a saved network or run, or a picture to read."),
    ActionSpec("file.open_data", "Open data…", "file", keys=("Ctrl+Shift+O",),
               tip="Learn from pictures of your own: a folder of them for each class. An .npz is dropped."),
    ActionSpec("file.open_table", "Open table…", "file",
               tip="Learn from a table of your own, which is looked at first: CSV, TSV or Parquet."),
    ActionSpec("file.open_recipe", "Open recipe…", "file",
               tip="Make a run from its recipe, a line of text that begins with netviz:1: and names a task."),
    ActionSpec("file.collect", "Collect handwriting…", "file", keys=("Ctrl+H",),
               tip="Draw figures, letters or shapes that you name, and learn from your own hand."),
    ActionSpec("file.read_page", "Read a page…", "file", keys=("Ctrl+Shift+P",),
               tip="Read all {examples} on a photo, a scan or a screenshot of a page."),
    ActionSpec("file.runs", "Runs…", "file", keys=("Ctrl+Shift+R",),
               tip="All recorded runs and their branches, to open, find and delete."),
    ActionSpec("file.save", "Save", "file", keys=("Ctrl+S",), separated=True,
               tip="Save the network with its settings and its place in training."),
    ActionSpec("file.save_as", "Save as…", "file", keys=("Ctrl+Shift+S",),
               tip="Save the network under another name."),
    ActionSpec("file.revert", "Revert to saved", "file",
               tip="Go back to the run as it was saved; undo brings this one back."),
    ActionSpec("file.save_picture", "Save picture…", "file", keys=("Ctrl+E",),
               tip="Save the picture of the network, as PNG or SVG, at any size."),
    ActionSpec("file.export_story", "Export the story…", "file", keys=("Ctrl+Shift+E",),
               tip="Save the story of this network and this {example}, as a film or a folder of pictures."),
    ActionSpec("file.sheet", "Save a hand-out or worksheet…", "file",
               tip="The story of this network and this {example} on paper, as PDF; a worksheet has blanks."),
    ActionSpec("file.export_run", "Export training as a film…", "file", keys=("Ctrl+Alt+E",),
               tip="Save any stretch of the run as a film, or as a folder of pictures."),
    ActionSpec("file.quit", "Quit", "file", keys=("Ctrl+Q",), separated=True,
               tip="Close netviz."),
    ActionSpec("edit.undo", "Undo", "edit", keys=("Ctrl+Z",),
               tip="Take back the last change of the network, or of what lies before it where that is seen."),
    ActionSpec("edit.redo", "Redo", "edit", keys=("Ctrl+Shift+Z", "Ctrl+Y"),
               tip="Do again what was taken back."),
    ActionSpec("edit.copy_digit", "Copy {example}", "edit", keys=("Ctrl+C",), separated=True,
               tip="Put the {example} before the network on the clipboard, as a picture."),
    ActionSpec("edit.paste", "Paste {example}", "edit", keys=("Ctrl+V",),
               tip="Read the picture that is on the clipboard."),
    ActionSpec("edit.copy_recipe", "Copy recipe", "edit", keys=("Ctrl+Alt+C",),
               tip="Put the run on screen on the clipboard as one line, from which anybody makes it again."),
    ActionSpec("edit.clear", "Clear pad", "edit", keys=("Del",), separated=True,
               tip="Wipe the pad."),
    ActionSpec("edit.copy_picture", "Copy picture", "edit", keys=("Ctrl+Shift+C",),
               tip="Put the picture of the network on the clipboard."),
    ActionSpec("edit.random", "Random {example}", "edit", keys=("D",),
               tip="Put a random test {example} before the network."),
    ActionSpec("edit.mistake", "Next mistake", "edit", keys=("M",),
               tip="Put the next test {example} before the network that it misreads."),
    ActionSpec("room.watch", "Watch", "view", keys=("Ctrl+1",), choice="room",
               tip="Draw {examples}, train, and see what the network makes of them."),
    ActionSpec("room.train", "Train", "view", keys=("Ctrl+2",), choice="room",
               tip="Change the network and its training while it learns, and see what that does."),
    ActionSpec("room.explain", "Explain a step", "view", keys=("Ctrl+3",), choice="room",
               tip="See why each weight moves: the backward pass on one {example}, stage by stage."),
    ActionSpec("room.test", "Test", "view", keys=("Ctrl+4",), choice="room",
               tip="See how it reads {examples} never seen before, and where it, or the label, is wrong."),
    ActionSpec("view.page", "Page", "view", keys=("Ctrl+5",),
               tip="See {examples} read on a photo of a page, or live before a camera."),
    ActionSpec("view.theme.system", "Like the system", "view/theme", choice="theme", separated=True,
               tip="Light or dark, as the desktop is."),
    ActionSpec("view.theme.light", "Light", "view/theme", choice="theme",
               tip="Dark lines on a light page; high activation is dark."),
    ActionSpec("view.theme.dark", "Dark", "view/theme", choice="theme",
               tip="Light lines on a dark page; high activation is bright."),
    ActionSpec("view.theme.colour_blind", "Colours for colour-blind eyes", "view/theme", checkable=True,
               separated=True,
               tip="Hues that every eye tells apart, in any theme; negative weights dashed, rings doubled or "
                   "tripled."),
    ActionSpec("view.text.100", "100\u00a0%", "view/text", choice="text",
               tip="Words, plots and the network at their usual size."),
    ActionSpec("view.text.125", "125\u00a0%", "view/text", choice="text",
               tip="Everything a quarter larger."),
    ActionSpec("view.text.150", "150\u00a0%", "view/text", choice="text",
               tip="Everything half as large again."),
    ActionSpec("view.text.200", "200\u00a0%", "view/text", choice="text",
               tip="Everything twice as large: to be read from the back of a hall."),
    ActionSpec("view.text.larger", "Larger", "view/text", keys=("Ctrl++", "Ctrl+="), separated=True,
               tip="The next larger text size."),
    ActionSpec("view.text.smaller", "Smaller", "view/text", keys=("Ctrl+-",),
               tip="The next smaller text size."),
    ActionSpec("view.edges.auto", _SHOWN["auto"], "view/lines", choice="edges",
               tip="Show weights while training runs or nothing is there, and contributions a·w once a "
                   "{example} is."),
    ActionSpec("view.edges.weight", _SHOWN["weight"], "view/lines", choice="edges",
               tip="Always show the weights themselves."),
    ActionSpec("view.edges.contribution", _SHOWN["contribution"], "view/lines", choice="edges",
               tip="Always show activation times weight, a·w: what each edge adds for this {example}."),
    ActionSpec("view.edges.change", _SHOWN["change"], "view/lines", choice="edges",
               tip="Show how much each weight has changed since the run's first step."),
    ActionSpec("view.edges.marked", _SHOWN["marked"], "view/lines", choice="edges",
               tip="Show how much each weight has changed since the step that was marked."),
    ActionSpec("view.mark", "Mark this step", "view/lines", keys=("Ctrl+M",), separated=True,
               tip="Count changes from this step on, and show them."),
    ActionSpec("view.more_edges", "More lines", "view/lines", keys=("Ctrl+Up",), separated=True,
               tip="Draw more of the edges: in the end all of them."),
    ActionSpec("view.fewer_edges", "Fewer lines", "view/lines", keys=("Ctrl+Down",),
               tip="Draw only the strongest edges of each layer."),
    ActionSpec("view.full", "Full: show everything", "view", keys=("F",), checkable=True, separated=True,
               tip="In Watch, numbers, formulas, all plots and the whole run; off, what one needs first."),
    ActionSpec("view.live_edges", "Edges move while training", "view", keys=("Ctrl+L",), checkable=True,
               tip="Redraw every edge while training; off, they are redrawn when it pauses, and "
                   "training gets the time."),
    ActionSpec("view.pulses", "Backward pulses while training", "view", checkable=True,
               tip="Show what each step changes, from the outputs back to the inputs."),
    ActionSpec("view.single", "Only one neuron in each layer", "view", keys=("N",), checkable=True,
               tip="Draw only the edges to a single neuron in each layer; click another to see its."),
    ActionSpec("view.fit", "Fit the network", "view", keys=("Ctrl+0",), separated=True,
               tip="Show the whole network."),
    ActionSpec("view.let_go", "Let go of the neuron", "view", keys=("Esc",),
               tip="Let go of the chosen neuron or edge."),
    ActionSpec("view.reduced_motion", "Reduced motion", "view", checkable=True,
               tip="Nothing flows and nothing slides: pictures change at once."),
    ActionSpec("view.legend", "Legend", "view", keys=("L",), checkable=True,
               tip="Say what the colours and shades mean."),
    ActionSpec("view.left", "Input panel", "view", keys=("F6",), checkable=True, separated=True,
               tip="Show or hide the panel with what is read and the answer."),
    ActionSpec("view.right", "Neuron panel", "view", keys=("F7",), checkable=True,
               tip="Show or hide the panel about the chosen neuron."),
    ActionSpec("view.curves", "Curves", "view", keys=("F8",), checkable=True,
               tip="Show or hide loss and accuracy."),
    ActionSpec("view.nearest", "Nearest examples", "view", keys=("Ctrl+F",), checkable=True,
               tip="Show which training {examples} a layer takes for most like this one, as one draws."),
    ActionSpec("view.inside", "Look inside", "view", keys=("I",), checkable=True,
               tip="Show every number of the chosen neuron or edge beside the network."),
    ActionSpec("view.full_screen", "Full screen", "view", keys=("F11",), checkable=True, separated=True,
               tip="Give the network the whole screen."),
    ActionSpec("view.message", "Go to the message", "view", keys=("F9",),
               tip="Bring the keys to the newest message; Esc puts it away."),
    ActionSpec("training.toggle", "Train", "training", keys=("Space",),
               tip="Train until paused: small steps down the slope of the loss, one mini-batch each."),
    ActionSpec("training.step", "Step", "training", keys=("S",),
               tip="Train on one mini-batch, then wait."),
    ActionSpec("training.replay", "Show the last step again", "training", keys=("Shift+S",),
               tip="Its sweep once more, at leisure: which weights it moved, and how far."),
    ActionSpec("training.reset", "Reset", "training", keys=("Ctrl+R",),
               tip="New random weights, the same settings; undo brings this network back."),
    ActionSpec("training.faster", "Faster", "training", keys=("]",), separated=True,
               tip="More steps per second."),
    ActionSpec("training.slower", "Slower", "training", keys=("[",),
               tip="Fewer steps per second, down to one in eight seconds."),
    ActionSpec("training.landscape", "Loss landscape", "training", keys=("G",), separated=True,
               tip="A map of the loss around this run’s way, with the network as a ball on it; again, back."),
    ActionSpec("training.two_networks", "Two networks", "training", keys=("Shift+G",),
               tip="Compare any two, steps, runs or files: edge by edge, and what they answer; again, back."),
    ActionSpec("run.branch", "Branch from here", "timeline", keys=("Ctrl+B",),
               tip="Begin a new run from exactly the step on screen; the present one is kept."),
    ActionSpec("run.branch_with", "Branch with other settings…", "timeline", keys=("Ctrl+Shift+B",),
               tip="Begin a new run from exactly the step on screen, and change what it trains with."),
    ActionSpec("run.mark", "Flag this step", "timeline", keys=("K",),
               tip="Put a flag on the step on screen, or take it away: flagged steps stay in the recording."),
    ActionSpec("time.live", "Live", "timeline", keys=("J", "Ctrl+J"), separated=True,
               tip="Show the newest step again."),
    ActionSpec("time.play", "Play", "timeline", keys=("Ctrl+Right",), separated=True,
               tip="Play the run from the step on screen, or pause; from the newest step, all of it."),
    ActionSpec("time.play_back", "Play backwards", "timeline", keys=("Ctrl+Left",),
               tip="Play the run backwards from the step on screen, or pause."),
    ActionSpec("time.later", "Next kept step", "timeline", keys=(".",),
               tip="Show the next step of which the recording keeps a snapshot."),
    ActionSpec("time.earlier", "Kept step before", "timeline", keys=(",",),
               tip="Show the step before of which the recording keeps a snapshot."),
    ActionSpec("time.first", "First step", "timeline", keys=("Shift+J",),
               tip="Show the network as it began."),
    ActionSpec("story.next", "Next", "story", keys=("Right", "PgDown"),
               tip="Finish this stage, or go on to the next; Space does the same."),
    ActionSpec("story.back", "Back", "story", keys=("Left", "PgUp"),
               tip="To the end of the stage before."),
    ActionSpec("story.replay", "Replay", "story", keys=("R",),
               tip="This stage once more."),
    ActionSpec("story.play", "Play or pause", "story", keys=("P",),
               tip="Go on from stage to stage, with time to read."),
    ActionSpec("story.apply", "Apply", "story", keys=("A",), separated=True,
               tip="Make the told step for real: weights and biases move as told."),
    ActionSpec("story.apply_many", "Apply 100 times", "story", keys=("Shift+A",),
               tip="Make 100 such steps on this one {example}, each with its own gradient."),
    ActionSpec("lecture.present", "Presentation", "lecture", keys=("F5",),
               tip="For a hall: larger, no panels, the story’s sentence in the picture; Esc ends it."),
    ActionSpec("lecture.black", "Black screen", "lecture", keys=("B",),
               tip="In a presentation: nothing to be seen, until a key is pressed."),
    ActionSpec("lecture.scenes", "Scenes…", "lecture", separated=True,
               tip="Prepare a lecture: networks, drawings, rooms and stages in their order, to go through."),
    ActionSpec("lecture.next", "Next scene", "lecture",
               tip="Show the scene after this one; in a presentation Page Down or a clicker does so too."),
    ActionSpec("lecture.previous", "Scene before", "lecture",
               tip="Show the scene before this one; in a presentation Page Up does the same."),
    ActionSpec("help.seeing", "What am I seeing?", "help", keys=("F1",),
               tip="One page about neurons, weights, colours, loss."),
    ActionSpec("help.what_is_this", "What is this?", "help", keys=("F4",),
               tip="The concept that belongs to what you point at, or what has the keys."),
    ActionSpec("help.concepts", "Concepts", "help", keys=("Ctrl+F1",),
               tip="Every word of the field, with a formula, a small picture to try, and its place here."),
    ActionSpec("help.first_steps", "Show the first steps", "help",
               tip="Four gestures that show what a network is: draw, train, explain, doubt."),
    ActionSpec("help.lessons", "Lessons…", "help", keys=("F2",),
               tip="Ten lessons on a living network, a few minutes each; yours stays as it is meanwhile."),
    ActionSpec("help.challenges", "Challenges…", "help",
               tip="Four things to try on your network, each with its rule, and a table of who has done it."),
    ActionSpec("help.shortcuts", "Shortcuts", "help", keys=("Ctrl+?", "Shift+F1"),
               tip="All keys on one page."),
    ActionSpec("help.about", "About netviz", "help", separated=True,
               tip="Versions and licences."),
)
# fmt: on

MENUS: Final = {
    "file": "File",
    "edit": "Edit",
    "view": "View",
    "training": "Training",
    "timeline": "Timeline",
    "story": "Story",
    "lecture": "Lecture",
    "help": "Help",
}
"""Their titles, by id, as they stand in the bar."""

SUBMENUS: Final = {
    "file/new": "New",
    "view/theme": "Theme",
    "view/text": "Text size",
    "view/lines": "Lines show",
}
"""The same of submenus, each behind the id of its menu."""


def _called(spec: ActionSpec, task: AnyTask) -> ActionSpec:
    title, tip = words_for(task, spec.id, spec.title, spec.tip)
    return spec if (title, tip) == (spec.title, spec.tip) else replace(spec, title=title, tip=tip)


class ActionSet(QObject):
    """The table come alive: a QAction for every row with a handler. A row without one appears nowhere."""

    def __init__(
        self, handlers: Mapping[str, Callable[..., object]], parent: QObject, task: AnyTask | None = None
    ) -> None:
        """`task`: the one that stands in the window, the usual one without."""
        super().__init__(parent)
        unknown = set(handlers) - {spec.id for spec in ACTIONS}
        if unknown:
            raise KeyError(f"no row in the table of actions for {sorted(unknown)}")
        called = task or task_named(USUAL)
        self.specs = tuple(_called(spec, called) for spec in ACTIONS if spec.id in handlers)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._tips: dict[str, str] = {}
        for spec in self.specs:
            self._actions[spec.id] = self._build(spec, handlers[spec.id])

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def title(self, name: str) -> str:
        """What this one is called in its menu, whatever stands there now."""
        return next(spec.title for spec in self.specs if spec.id == name)

    def allow(self, name: str, reason: str = "") -> None:
        """Let it be done, or say in a sentence why it can't be done now."""
        action, tip = self._actions[name], self._tips[name]
        action.setEnabled(not reason)
        action.setToolTip(f"{tip}\n{reason}" if reason else tip)
        action.setStatusTip(reason or tip)

    def all(self) -> list[QAction]:
        """Every action, in the table's order."""
        return list(self._actions.values())

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by id."""
        menus: dict[str, QMenu] = {}
        for name, title in MENUS.items():
            if any(spec.menu.split("/")[0] == name for spec in self.specs):
                menus[name] = bar.addMenu(f"&{title}")
        for spec in self.specs:
            top, _, sub = spec.menu.partition("/")
            menu = menus[top]
            if spec.separated:
                # The first of a submenu is set off with the whole submenu.
                menus.get(spec.menu, menu).addSeparator()
            if sub:
                if spec.menu not in menus:
                    menus[spec.menu] = menu.addMenu(SUBMENUS[spec.menu])
                menu = menus[spec.menu]
            menu.addAction(self._actions[spec.id])
        return menus

    def _build(self, spec: ActionSpec, handler: Callable[..., object]) -> QAction:
        action = QAction(spec.title, self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        keys = (
            f"  ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if spec.keys else ""
        )
        self._tips[spec.id] = f"{spec.tip}{keys}"
        action.setToolTip(self._tips[spec.id])
        action.setStatusTip(spec.tip)
        action.setCheckable(spec.checkable or spec.choice is not None)
        if spec.choice is not None:
            group = self._groups.setdefault(spec.choice, QActionGroup(self))
            group.addAction(action)
        # A checkable action's handler is given its new state; the others' take nothing.
        if spec.checkable:
            action.toggled.connect(handler)
        else:
            action.triggered.connect(lambda _checked=False: handler())
        return action
