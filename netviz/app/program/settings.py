"""What the program remembers from one time to the next, in one INI file."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from netviz.app.program.ini_file import readable_ini
from netviz.app.window.theme import Theme
from netviz.files.paths import home_folder, is_folder
from netviz.rendering.fonts import TEXT_SIZES
from netviz.tasks.all_tasks import DEFAULT, TASKS, USUAL
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.finding import load
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.config import TrainingConfig, new_config
from netviz.training.config_table import from_table, to_table
from netviz.training.recording.recovery import runs_folder
from netviz.training.stopping import StopConditions
from netviz.training.trainer.pace import SLOWEST_PACE

MOST_RECENT: Final = 8
# Steps per second: the first training takes some twenty seconds, so that one sees the loss fall.
FIRST_PACE: Final = 100.0
BUDGETS: Final = (16, 16_384)  # megabytes that a recording may take: from, to
USUAL_BUDGET: Final = 256
FIRST_STEPS: Final = 5  # cards; so many shown, they are over
PANELS: Final = ("left", "right", "curves")


def settings_file() -> Path:
    """Where the settings lie: `netviz/netviz.ini` in the user's configuration folder."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "netviz" / "netviz.ini"


def _config_key(task: str) -> str:
    """Those of the usual task stand where they always have."""
    return "training/config" if task == USUAL else f"training/config_{task}"


class Settings:
    """Typed access to the file. A value that is missing or makes no sense reads as its default."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(readable_ini(path or settings_file())), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Theme:
        """The chosen theme."""
        try:
            return Theme(self._text("look/theme"))
        except ValueError:
            return Theme.SYSTEM

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.setValue("look/theme", str(theme))

    @property
    def colour_blind(self) -> bool:
        """Whether the hues are those that every eye tells apart."""
        return self._text("look/colour_blind") == "on"

    @colour_blind.setter
    def colour_blind(self, chosen: bool) -> None:
        self._store.setValue("look/colour_blind", "on" if chosen else "off")

    @property
    def text_size(self) -> int:
        """How large words are, in percent."""
        text = self._text("look/text_size")
        percent = int(text) if text.isdecimal() and len(text) < 4 else 100
        return percent if percent in TEXT_SIZES else 100

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._store.setValue("look/text_size", str(percent))

    @property
    def geometry(self) -> QByteArray | None:
        """Place and size of the window, as Qt saves them."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    def panel_shown(self, name: str) -> bool:
        """Whether this one of PANELS is visible."""
        return self._text(f"window/{name}") != "hidden"

    def set_panel_shown(self, name: str, shown: bool) -> None:
        """Remember it."""
        self._store.setValue(f"window/{name}", "shown" if shown else "hidden")

    @property
    def live_edges(self) -> bool:
        """Whether the edges are redrawn while training runs."""
        return self._text("look/live_edges") != "off"

    @live_edges.setter
    def live_edges(self, live: bool) -> None:
        self._store.setValue("look/live_edges", "on" if live else "off")

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing moves but what must."""
        return self._text("look/reduced_motion") == "on"

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._store.setValue("look/reduced_motion", "on" if reduced else "off")

    @property
    def full(self) -> bool:
        """Whether Watch shows everything there is; at a first start it is simple."""
        return self._text("look/detail") == "full"

    @full.setter
    def full(self, full: bool) -> None:
        self._store.setValue("look/detail", "full" if full else "simple")

    @property
    def first_steps(self) -> int:
        """How many cards of the first steps are behind one, FIRST_STEPS when all are."""
        text = self._text("look/first_steps")
        return min(int(text), FIRST_STEPS) if text.isdecimal() and len(text) < 3 else 0

    @first_steps.setter
    def first_steps(self, behind: int) -> None:
        self._store.setValue("look/first_steps", str(behind))

    @property
    def lesson_places(self) -> dict[str, int]:
        """Of lessons that were begun, by name: the step that was reached, from 0; -1 where it is over."""
        try:
            table = json.loads(self._text("lessons/places") or "{}")
        except ValueError:
            return {}
        if not isinstance(table, dict):
            return {}
        return {name: at for name, at in table.items() if isinstance(at, int) and -1 <= at < 1000}

    @lesson_places.setter
    def lesson_places(self, places: dict[str, int]) -> None:
        self._store.setValue("lessons/places", json.dumps(places))

    @property
    def challenge_results(self) -> str:
        """The table of challenges, as text."""
        return self._text("challenges/results")

    @challenge_results.setter
    def challenge_results(self, text: str) -> None:
        self._store.setValue("challenges/results", text)

    @property
    def first_reads(self) -> list[bool]:
        """Of the drawings that the last card of the first steps asks for: whether each was read rightly."""
        return [each == "1" for each in self._text("look/first_reads")[:9]]

    @first_reads.setter
    def first_reads(self, reads: list[bool]) -> None:
        self._store.setValue("look/first_reads", "".join("1" if right else "0" for right in reads))

    @property
    def pulses(self) -> bool:
        """Whether training is seen as backward pulses."""
        return self._text("look/pulses") != "off"

    @pulses.setter
    def pulses(self, shown: bool) -> None:
        self._store.setValue("look/pulses", "on" if shown else "off")

    @property
    def legend(self) -> bool:
        """Whether the legend is shown."""
        return self._text("look/legend") != "hidden"

    @legend.setter
    def legend(self, shown: bool) -> None:
        self._store.setValue("look/legend", "shown" if shown else "hidden")

    @property
    def pace(self) -> float | None:
        """Steps per second; None is full speed."""
        text = self._text("training/pace")
        if text == "full":
            return None
        try:
            pace = float(text)
        except ValueError:
            return FIRST_PACE
        return pace if SLOWEST_PACE <= pace < math.inf else FIRST_PACE

    @pace.setter
    def pace(self, pace: float | None) -> None:
        self._store.setValue("training/pace", "full" if pace is None else repr(pace))

    @property
    def recording_budget(self) -> int:
        """How many bytes the recording of a run may take; old snapshots go before it takes more."""
        text = self._text("files/recording_megabytes")
        megabytes = int(text) if text.isdecimal() and len(text) < 9 else 0
        return 1_000_000 * (megabytes if BUDGETS[0] <= megabytes <= BUDGETS[1] else USUAL_BUDGET)

    @recording_budget.setter
    def recording_budget(self, n_bytes: int) -> None:
        self._store.setValue("files/recording_megabytes", str(round(n_bytes / 1_000_000)))

    def config(self, task: AnyTask = DEFAULT, n_training: int | None = None) -> TrainingConfig:
        """The training settings used last for this task, which has so many training examples."""
        try:
            config = from_table(json.loads(self._text(_config_key(task.id))))
        except (ValueError, RecursionError):
            config = None
        if config is not None and config.task == task:
            return config
        if n_training is not None:
            return new_config(n_training, task)
        made = task.id in TASKS and not isinstance(task.input, Picture)
        return new_config(len(load(task.id).training), task) if made else new_config(task=task)

    def set_config(self, config: TrainingConfig) -> None:
        """Remember it."""
        self._store.setValue(_config_key(config.task.id), json.dumps(to_table(config)))

    def stop_conditions(self) -> StopConditions:
        """When training was to pause by itself."""
        try:
            table = json.loads(self._text("training/stop"))
            conditions = StopConditions(**table)
            conditions.check()
        except (TypeError, ValueError, RecursionError):
            return StopConditions()
        return conditions

    def set_stop_conditions(self, conditions: StopConditions) -> None:
        """Remember them."""
        self._store.setValue("training/stop", json.dumps(asdict(conditions)))

    def votes(self, data: str) -> dict[int, int]:
        """What the person read in questionable digits of these data: by index, a digit or -1 for none."""
        try:
            table = json.loads(self._text(f"votes/{data}"))
            return {int(index): vote for index, vote in table.items() if vote in range(-1, DIGITS.answer.n)}
        except (AttributeError, TypeError, ValueError, RecursionError):
            return {}

    def set_votes(self, data: str, votes: dict[int, int]) -> None:
        """Remember them."""
        self._store.setValue(f"votes/{data}", json.dumps(votes))

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files opened or saved last, the newest first."""
        lines = self._text("files/recent").splitlines()
        return tuple(Path(line) for line in lines if line)[:MOST_RECENT]

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the top of the list."""
        newest = path.resolve()
        others = [p for p in self.recent_files if p != newest]
        self._store.setValue("files/recent", "\n".join(str(p) for p in [newest, *others][:MOST_RECENT]))

    def forget_recent_file(self, path: Path) -> None:
        """Take a file that is gone off the list."""
        self._store.setValue("files/recent", "\n".join(str(p) for p in self.recent_files if p != path))

    @property
    def last_run(self) -> Path | None:
        """The file of the run that was on screen when the program ended; None where there is none."""
        text = self._text("files/last_run")
        if text:
            return Path(text)
        runs = [path for path in self.recent_files if path.suffix == ".netviz"]
        return runs[0] if runs else None

    @last_run.setter
    def last_run(self, path: Path) -> None:
        self._store.setValue("files/last_run", str(path.resolve()))

    @property
    def folder(self) -> Path:
        """Where the last file lay. What the program records by itself lies where nobody looks for files."""
        runs = runs_folder().resolve()
        folders = [path.parent for path in self.recent_files if path.parent != runs]
        return folders[0] if folders and is_folder(folders[0]) else home_folder()

    def flush(self) -> None:
        """Write the file now."""
        self._store.sync()

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""
