"""Which network is one of the two: of the run that stands there, of another one, or of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.kit.numbers.whole import WholeNumber
from netviz.panels.kit.terms import TermLabel
from netviz.panels.two_networks.words import TERMS
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.compare.chosen import Chosen, Listed, Source
from netviz.viewmodels.palette import Palette

_THIS: Final = "This run"
_FILE: Final = "A file…"


class Side(Themed, QWidget):
    """`changed` when a person chose another network; `file_wanted` when it is to be asked for."""

    changed = Signal()
    file_wanted = Signal()

    def __init__(self, letter: str, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._listed: list[Listed] = []
        self._files: list[Path] = []
        self.letter = QLabel(letter, self)
        self.box = ChoiceBox(self)
        self.box.setAccessibleName(f"Network {letter}")
        self.box.setToolTip(
            f"Network {letter}: a step of this run or of another recorded one, or a file with a network."
        )
        units.hold(self.box, least_width=80)
        self.label = QLabel("at step", self)
        self.label.setProperty("role", "muted")
        self.step = WholeNumber(f"Step of network {letter}", self)
        self.step.setToolTip("The kept network nearest to this step is taken; the highest is the last one.")
        self.label.setBuddy(self.step)
        self.words = TermLabel("", TERMS, self)
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.letter, 0, 0)
        grid.addWidget(self.box, 0, 1)
        grid.addWidget(self.label, 0, 2)
        grid.addWidget(self.step, 0, 3)
        grid.addWidget(self.words, 1, 1, 1, 3)
        self.box.activated.connect(self._choose)
        self.step.valueChanged.connect(self._go)
        self._fill()
        self.apply_palette(self._palette)

    @property
    def source(self) -> Source:
        """What is chosen."""
        return self._source

    def offer(self, listed: list[Listed]) -> None:
        """The recorded runs that there are."""
        self._listed = listed
        self._fill()

    def take(self, source: Source) -> None:
        """Choose this one, as a person would."""
        self.show_source(source)
        self.changed.emit()

    def show_source(self, source: Source) -> None:
        """This one is chosen; no signal."""
        known = [one.path for one in self._listed]
        if source.path is not None and source.path not in (*known, *self._files):
            self._files.append(source.path)
        self._source = source
        self._fill()

    def show_chosen(self, chosen: Chosen, words: str) -> None:
        """What it is: how far its steps go, and what is to be said of it."""
        there = chosen.last_step is not None
        for widget in (self.label, self.step):
            widget.setVisible(there)
        if chosen.last_step is not None:
            self.step.blockSignals(True)
            self.step.setRange(0, max(chosen.last_step, chosen.step))
            if not self.step.hasFocus():
                self.step.setValue(chosen.step)
            self.step.blockSignals(False)
        self.say(words)

    def say(self, words: str) -> None:
        """Of it, or why it is none."""
        self.words.set_words(words)
        self.words.setVisible(bool(words))

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        super().apply_palette(palette)
        self.letter.setStyleSheet("font-weight: 700;")

    @property
    def _paths(self) -> list[Path]:
        return [*(one.path for one in self._listed), *self._files]

    def _fill(self) -> None:
        self.box.clear()
        self.box.addItem(_THIS)
        for one in self._listed:
            self.box.addItem(f"{one.path.stem}: {one.shape}, {one.trained_with}, {one.last_step:,} steps")
        self.box.addItems([path.name for path in self._files])
        self.box.addItem(_FILE)
        paths = self._paths
        self.box.setCurrentIndex(paths.index(self._source.path) + 1 if self._source.path in paths else 0)

    def _choose(self, k: int) -> None:
        paths = self._paths
        if k > len(paths):
            self._fill()
            self.file_wanted.emit()
            return
        path = None if k == 0 else paths[k - 1]
        if path != self._source.path:
            self._source = Source(path)
            self.changed.emit()

    def _go(self, step: int) -> None:
        last = step == self.step.maximum()
        wanted = Source(self._source.path, None if last else step)
        if wanted != self._source:
            self._source = wanted
            self.changed.emit()
