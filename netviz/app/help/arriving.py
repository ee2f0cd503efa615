"""“See it happen”: from a concept to its place in the program, in words and in deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from netviz.app.help.fields import NAMES, editor_of, fields
from netviz.panels.inspector.page.rows import PAGES as INSIDE
from netviz.panels.plots.pages import PAGES
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP
from netviz.panels.test.page import PARTS
from netviz.panels.train.card import STOP
from netviz.tasks.digits.task import can_be_augmented
from netviz.tasks.input import Picture
from netviz.training.settings import MOMENTUM
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.story.place import StoryPlace
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.words.concepts.concept import Spot

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

_ROOMS: Final = {"watch": "Watch", "train": "Train", "explain": "Explain a step", "test": "Test"}
_SHEETS: Final = {
    NETWORK: "Network", STEP: "Step", REGULARISE: "Regularise", DATA: "Data", STOP: "Stop",
}  # fmt: skip
_PLOTS: Final = {page.key: page.name for page in PAGES}
_INSIDE: Final = {row.id: row.title for row in INSIDE}
_PAGES: Final = {"landscape": "Loss landscape", "compare": "Compare runs", "finder": "Find a rate"}
_STAGES: Final = {
    "look": "the way there",
    "output": "what the outputs should be",
    "weights": "how weights move",
    "wish": "what comes back",
    "step": "the step",
}
_WITH_CHOICE: Final = "It is seen where one of several classes is answered; this network answers a number."


class Arriving:
    """Goes there; all else stays as it is."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def where(self, spot: Spot) -> str:
        """In which place of the program, as a phrase."""
        match spot.kind:
            case "room":
                return f"In {_ROOMS[spot.key]}."
            case "inside":
                return f"In Watch, in Look inside: {_INSIDE[spot.key]}."
            case "sheet":
                return f"In Train, on the sheet {_SHEETS[spot.key]}."
            case "setting":
                sheet, words = NAMES[spot.key]
                return f"In Train, on the sheet {_SHEETS[sheet]}: {words}."
            case "plots":
                return f"In Train, among the plots: {_PLOTS[spot.key]}."
            case "part":
                return f"In Test: {PARTS[spot.key][0]}."
            case "stage":
                return f"In Explain a step: {_STAGES[spot.key]}."
            case "page":
                return f"In Train: {_PAGES[spot.key]}."
            case "action":
                return f"In the menus: {self._program.actions.title(spot.key).rstrip('…')}."
        told = {"neuron": "a neuron", "output": "an output", "weight": "a weight", "input": "an input"}
        return f"In Watch: {told[spot.kind]}."

    def why_not(self, spot: Spot) -> str:
        """A sentence where this task has no such place, or where it can't be gone to now; or ''."""
        program = self._program
        if program.others is None:
            return "It is being loaded."
        reads, numbers = program.task.input, program.task.answer.kind == "numbers"
        if spot.kind == "part" and spot.key not in self._parts:
            return _WITH_CHOICE if numbers else "It is for pictures; this network reads none."
        if spot == Spot("sheet", DATA) and not can_be_augmented(reads):
            return "Only pictures are changed before they are read; this network reads none."
        if spot == Spot("setting", "label_smoothing") and numbers:
            return _WITH_CHOICE
        if spot == Spot("setting", "momentum") and not MOMENTUM.applies(program.intents.config):
            return (
                "This run’s optimiser has no momentum; in Train, on the sheet Step, there are some that have."
            )
        if spot.kind == "plots" and spot.key == PAGES[-1].key and not isinstance(reads, Picture):
            return "Only weights from a picture can be drawn as one; this network reads none."
        if spot == Spot("stage", "wish") and len(self._sizes) < 3:
            return "Nothing is passed back where there is no hidden layer; this network has none."
        if spot.kind == "action" and not program.actions[spot.key].isEnabled():
            return program.actions[spot.key].statusTip()
        return ""

    def go(self, spot: Spot) -> None:
        """Open it. What is told there may need a moment."""
        way: Callable[[str], None] = getattr(self, f"_to_{spot.kind}")
        way(spot.key)

    # ---- the ways

    @property
    def _parts(self) -> tuple[str, ...]:
        page = self._program.exam.page
        some = {
            "mistakes": page.mistakes,
            "labels": page.labels,
            "robustness": page.robustness,
            "map": page.map,
        }
        return ("results", "data", *(name for name, part in some.items() if part is not None))

    def _to_room(self, name: str) -> None:
        program = self._program
        program.rooms.open(name)
        if name == "train":
            program.training.stop_comparing()
            program.training.stop_looking_around()

    def _focus(self, focus: Focus) -> None:
        program = self._program
        program.rooms.open("watch")
        program.actions["view.full"].setChecked(True)
        program.presenter.explorer.pick(focus)
        program.presenter.touch()

    @property
    def _sizes(self) -> tuple[int, ...]:
        return self._program.spec_on_screen().sizes

    def _to_neuron(self, _key: str) -> None:
        self._focus(Focus(1, 0))

    def _to_output(self, _key: str) -> None:
        self._focus(Focus(len(self._sizes) - 1, 0))

    def _to_weight(self, _key: str) -> None:
        self._focus(Focus(1, 0, source=self._sizes[0] // 2))

    def _to_input(self, _key: str) -> None:
        self._focus(Focus(0, self._sizes[0] // 2))

    def _to_inside(self, tab: str) -> None:
        self._to_neuron("")
        assert self._program.others is not None
        self._program.others.inside.open(tab)

    def _to_sheet(self, name: str) -> None:
        self._to_room("train")
        self._program.training.card.pages.open(name)

    def _to_setting(self, name: str) -> None:
        sheets = self._program.training.card.pages
        self._to_sheet(NAMES[name][0])
        editor_of(fields(sheets)[name]).setFocus(Qt.FocusReason.TabFocusReason)

    def _to_plots(self, key: str) -> None:
        self._to_room("train")
        self._program.actions["view.curves"].setChecked(True)
        plots = self._program.plots.plots
        assert plots is not None
        plots.open(key)

    def _to_part(self, name: str) -> None:
        self._to_room("test")
        self._program.exam.page.open_part(name)

    def _to_page(self, name: str) -> None:
        training = self._program.training
        self._to_room("train")
        if name == "landscape":
            training.look_around()
        elif name == "compare":
            training.compare()
        else:
            training.card.find_rate_clicked.emit()

    def _to_stage(self, kind: str) -> None:
        """The first of this kind, on what lies before the network; a test example where that is nothing."""
        program = self._program
        if program.paper.example().empty:
            program.actions["edit.random"].trigger()
        stage = self._stage(kind)
        program.story.go_to(StoryPlace(program.paper.label, stage, is_open=True))
        program.rooms.open("explain")
        if program.story.player is not None:
            program.window.story_bar.scrubbed.emit(stage + REST)

    def _stage(self, kind: str) -> int:
        """Its number: the outputs come first, then two for each hidden layer, or one for the first."""
        hidden = len(self._sizes) - 2
        back = 2 * hidden - (1 if hidden > 1 else 0)
        return {"look": 0, "output": 1, "weights": 2, "wish": 3, "step": 3 + back}[kind]

    def _to_action(self, name: str) -> None:
        if name in self._program.looks.reasons() and self._program.looks.why_hidden(name.partition(".")[2]):
            self._to_room("watch")
            if self._program.others is not None:
                self._program.others.inside.close()
        action = self._program.actions[name]
        if action.isCheckable():
            action.setChecked(True)
        else:
            action.trigger()
