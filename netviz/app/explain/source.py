"""Which story there is to tell: on what lies on the pad, with the label that it has or is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from netviz.app.explain.first_weights import FirstWeights, first_weights
from netviz.app.screen.paper import Paper, Sheet
from netviz.app.screen.presenter import Presenter
from netviz.app.window.main_window import MainWindow
from netviz.tasks.answer import Numbers
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Examples
from netviz.tasks.task import AnyTask
from netviz.training.config import TrainingConfig
from netviz.training.experiments.backprop import STORY_RATE, TraceError
from netviz.training.jobs.thread import Progress
from netviz.training.snapshot import Snapshot, is_untrained
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.probe import Example, Right
from netviz.viewmodels.references import SHADE_DIGITS, shade_references
from netviz.viewmodels.scene import Layout, Scene
from netviz.viewmodels.story.player import Overview, overview
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.story import Story

PAGE: Final = (1000.0, 650.0)  # of a story that stands on no screen, before it is laid out for its film


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a story is to be told on."""

    snapshot: Snapshot
    example: Example
    label: Right
    rate: float
    config: TrainingConfig  # of the run: how many digits a step takes, and what its seed began with
    first: FirstWeights | None = None  # told on these instead of the network on screen

    @property
    def key(self) -> tuple[object, ...]:
        """Equal where the same story would be told."""
        config = self.config
        return (
            self.snapshot.identity,
            self.example.id,
            self.label,
            self.rate,
            config.batch_size,
            config.seed,
        )

    def same_digit(self, other: Wanted) -> bool:
        """Whether both are about one digit with one label, and told on weights of one kind."""
        kinds = (self.first is None, other.first is None)
        return (self.example.id, self.label) == (other.example.id, other.label) and kinds[0] == kinds[1]


@dataclass(frozen=True, eq=False)
class Prepared:
    """A story, its overview, and what it was wanted for."""

    wanted: Wanted
    story: Story
    overview: Overview

    def is_about(self, snapshot: Snapshot | None) -> bool:
        """Whether it tells of this network."""
        return snapshot is not None and snapshot.identity == self.wanted.snapshot.identity

    def same_digit(self, other: Prepared | None) -> bool:
        """Whether both tell of one digit with one label."""
        return other is not None and self.wanted.same_digit(other.wanted)


class StorySource(QObject):
    """Prepares stories on the job thread; the newest wish wins. Asks for a label where nobody knows one."""

    paper_changed = Signal()
    arrived = Signal(object)  # Prepared
    lost = Signal()  # there is nothing to tell

    def __init__(
        self,
        task: AnyTask,
        window: MainWindow,
        presenter: Presenter,
        trainer: Trainer,
        paper: Paper,
        bridge: JobBridge,
        recording: Callable[[], Path | None],
    ) -> None:
        super().__init__()
        self._task = task
        self._window = window
        self._presenter = presenter
        self._trainer = trainer
        self._paper = paper
        self._bridge = bridge
        self._digits: Examples | None = None
        self._missing: DataName | None = None
        self._recording = recording
        self._first: tuple[FirstWeights, Sheet, tuple[str, int, int]] | None = None
        self._rate = STORY_RATE
        paper.changed.connect(self.paper_changed)
        self._asked: tuple[object, ...] | None = None
        self._ready: Prepared | None = None
        window.question.label_chosen.connect(self._label_chosen)
        window.story_panel.label_chosen.connect(self._label_chosen)
        window.story_panel.rate_chosen.connect(self._rate_chosen)
        window.story_panel.rate_chosen.connect(lambda _rate: window.banner.withdraw("rate"))
        window.story_panel.rate_refused.connect(
            lambda words: window.banner.say(words, error=True, about="rate")
        )
        window.story_panel.rate_done.connect(window.canvas.setFocus)
        window.story_panel.untrained_clicked.connect(self.tell_untrained)
        window.story_panel.back_clicked.connect(self.tell_own)

    @property
    def ready(self) -> Prepared | None:
        """The newest story; None where none can be told."""
        return self._ready

    def on_paper(self, prepared: Prepared) -> bool:
        """Whether a story tells of what lies on the pad, as what it is said to be."""
        wanted = prepared.wanted
        return (wanted.example.id, wanted.label) == (self._paper.example().id, self._paper.label)

    def provide(self, training: Examples) -> None:
        """The training digits are there: mini-batches are drawn from them."""
        self._digits = training
        self._presenter.touch()

    def miss(self, data: DataName | None) -> None:
        """The run's own digits are not there: no mini-batch is drawn from others."""
        self._missing = data
        self._presenter.touch()

    def follow(self, scene: Scene) -> None:
        """Ask for the story of what is there now, or say what is missing. `scene`: the network on screen."""
        wanted = self._what_is_there(scene)
        if wanted is None:
            if self._asked is not None:
                self._asked = None
                self._lose()
        elif wanted.key != self._asked and not self._presenter.training:
            if self._ready is not None and not wanted.same_digit(self._ready.wanted):
                # Not for a moment is another digit's story told on this one.
                self._lose()
            self._asked = wanted.key
            if self._ready is None:
                self._say("", "The story is being prepared …")
            self._prepare(wanted, scene.layout)

    @property
    def here(self) -> Wanted | None:
        """What a story of what is on screen would be told on; None without a digit that has a label."""
        snapshot, example, label = self._presenter.snapshot, self._paper.example(), self._paper.label
        if snapshot is None or example.empty or label is None or self._digits is None:
            return None
        return self._wanted(snapshot, example, label)

    def maker(self, wanted: Wanted, layout: Layout | None = None) -> Callable[[], Story]:
        """Makes that story, on any thread: of the network as it is now, whatever is done to it meanwhile."""
        digits = self._digits
        assert digits is not None
        spec = wanted.snapshot.spec
        shades = self._presenter.shades_of(spec)
        return lambda: _told(wanted, layout or make_layout(spec, *PAGE, wanted.snapshot.task), shades, digits)

    def forget(self) -> None:
        """What was told is past: it is told anew on what is there now."""
        if self._asked is not None:
            self._asked = None
            self._lose()

    @property
    def label(self) -> Right | None:
        """What the digit on the pad is, where somebody has said."""
        return self._paper.label

    @property
    def pad_is_empty(self) -> bool:
        """Whether there is no digit."""
        return self._paper.example().empty

    @property
    def sheet(self) -> Sheet:
        """The drawing on the pad."""
        return self._paper.sheet

    # ---- what the person says

    def give_label(self, label: Right) -> None:
        """What the digit on the pad is."""
        self._paper.give_label(label)
        self._presenter.touch()

    def _label_chosen(self, label: int) -> None:
        self.give_label(label)
        self._window.canvas.setFocus()

    def _rate_chosen(self, rate: float) -> None:
        self._rate = rate
        self._presenter.touch()

    # ---- on untrained weights

    def tell_untrained(self) -> None:
        """Tell this digit on weights that have learned nothing yet."""
        snapshot, sheet = self._presenter.snapshot, self._paper.sheet
        if snapshot is None:
            return
        config, recording = self._trainer.status.config, self._recording()

        def done(first: FirstWeights) -> None:
            self._first = first, sheet, snapshot.identity
            self._presenter.touch()

        self._bridge.submit("first", lambda _: first_weights(snapshot, config, recording), done)

    def tell_own(self) -> None:
        """Tell it on the network on screen."""
        if self._first is not None:
            self._first = None
            self._presenter.touch()

    # ---- inside

    def _wanted(self, snapshot: Snapshot, example: Example, label: Right) -> Wanted:
        config, first = self._trainer.status.config, None
        if self._first is not None:
            first, sheet, identity = self._first
            if (sheet, identity) == (self._paper.sheet, snapshot.identity):
                return Wanted(first.snapshot, example, label, self._rate, config, first)
            self._first = None  # it was about another digit, or beside another network
        return Wanted(snapshot, example, label, self._rate, config)

    def _what_is_there(self, scene: Scene) -> Wanted | None:
        snapshot, example = self._presenter.snapshot, self._paper.example()
        label = self._paper.label
        self._window.story_panel.show_label(label)
        if snapshot is None or self._digits is None:
            self._say("One moment", "The examples are still being read.")
        elif self._missing is not None:
            self._say(
                "The examples of this run are not there",
                f"It was trained with {self._missing}, and no step of it is told with others.",
            )
        elif example.empty:
            asks = self._task.input.sentences
            self._say(
                # While the first steps are shown, their card stands where digits are picked.
                self._task.filled(asks.begin if self._window.path_shown else asks.begin_or_pick),
                "Then see what one step of training on it does to the weights.",
            )
        elif label is None and isinstance(self._task.answer, Numbers):
            self._say(
                "Nobody has said what is right here",
                "“An example” brings one with its answer; then one step of training on it can be told.",
            )
        elif label is None:
            self._window.question.ask(scene.output_labels, doubted=self._presenter.doubted)
            self._window.story.ask(True)
        elif snapshot.spec.sizes == scene.spec.sizes:
            return self._wanted(snapshot, example, label)
        return None

    def _say(self, title: str, words: str) -> None:
        self._window.question.say(title, words)
        self._window.story.ask(True)

    def _prepare(self, wanted: Wanted, layout: Layout) -> None:
        make = self.maker(wanted, layout)

        def work(_progress: Progress) -> Prepared:
            story = make()
            return Prepared(wanted, story, overview(story))

        def done(prepared: Prepared) -> None:
            if wanted.key == self._asked:
                self._ready = prepared
                self._window.story.ask(False)
                self.arrived.emit(self._ready)

        self._bridge.submit("story", work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, TraceError):
            raise error
        self._say("No story can be told here", str(error))
        self._lose()

    def _lose(self) -> None:
        self._ready = None
        self.lost.emit()


def _told(wanted: Wanted, layout: Layout, shades: tuple[float, ...] | None, digits: Examples) -> Story:
    snapshot = wanted.snapshot
    if wanted.first is not None:
        # Untrained sums are far smaller: on the trained network's scale all neurons would look silent.
        shades = tuple(map(float, shade_references(snapshot, digits.inputs(slice(SHADE_DIGITS)))))
    step: int | None = snapshot.step
    if step == 0 and wanted.first is None and not is_untrained(snapshot, wanted.config.seed):
        step = None
    return prepare(
        snapshot,
        wanted.example.pixels,
        wanted.label,
        layout,
        shades,
        reads=digits.task.input,
        images=digits.stored,
        labels=digits.answers,
        seed=snapshot.step,
        rate=wanted.rate,
        step=step,
        batch_size=wanted.config.batch_size,
        known=wanted.example.label,
    )
