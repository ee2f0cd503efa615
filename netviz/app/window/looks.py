"""How the window looks: theme, hues, what lines show, which panels stand there; and remembering it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtGui import QAction

from netviz.app.program.reasons import Reason
from netviz.app.program.rooms import Rooms
from netviz.app.program.settings import PANELS, Settings
from netviz.app.screen.explorer import Wish
from netviz.app.screen.presenter import Presenter
from netviz.app.window.actions import ActionSet
from netviz.app.window.main_window import MainWindow
from netviz.app.window.theme import Appearance, Theme
from netviz.rendering.fonts import TEXT_SIZES

_WHERE: Final = {
    "left": "It stands in Watch, Explain a step and Test.",
    "right": "It stands in Watch and in Explain a step.",
    "curves": "They stand in Watch and in Train.",
    "nearest": "They stand in Watch.",
    "legend": "It stands in Watch and in Explain a step.",
}


class Looks:
    """The handlers of the View menu, as far as no room owns them."""

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        rooms: Rooms,
        settings: Settings,
        appearance: Appearance,
    ) -> None:
        self._window = window
        self._presenter = presenter
        self._rooms = rooms
        self._settings = settings
        self._appearance = appearance
        self._text_actions: dict[int, QAction] = {}
        self._actions: dict[str, QAction] = {}

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        window, presenter = self._window, self._presenter
        return {
            "view.theme.system": lambda: self._choose_theme(Theme.SYSTEM),
            "view.theme.light": lambda: self._choose_theme(Theme.LIGHT),
            "view.theme.dark": lambda: self._choose_theme(Theme.DARK),
            "view.theme.colour_blind": self._choose_hues,
            **{f"view.text.{percent}": partial(self._choose_text_size, percent) for percent in TEXT_SIZES},
            "view.text.larger": lambda: self._step_text_size(1),
            "view.text.smaller": lambda: self._step_text_size(-1),
            "view.edges.auto": lambda: self._choose_view("auto"),
            "view.edges.weight": lambda: self._choose_view("weight"),
            "view.edges.contribution": lambda: self._choose_view("contribution"),
            "view.edges.change": lambda: self._choose_view("change"),
            "view.edges.marked": lambda: self._choose_view("marked"),
            "view.mark": lambda: presenter.explorer.mark(presenter.snapshot),
            "view.more_edges": window.view_bar.more,
            "view.fewer_edges": window.view_bar.fewer,
            "view.live_edges": self._set_live_edges,
            "view.fit": window.canvas.fit,
            "view.reduced_motion": self._reduce_motion,
            "view.legend": self._show_legend,
            "view.left": lambda shown: self._show_panel("left", shown=shown),
            "view.right": lambda shown: self._show_panel("right", shown=shown),
            "view.curves": lambda shown: self._show_panel("curves", shown=shown),
            "view.full_screen": self._full_screen,
            "view.message": window.banner.take_focus,
        }

    def reasons(self) -> dict[str, Reason]:
        """Why what would stand around the network can't be seen now, whether it is ticked or not."""
        return {f"view.{name}": partial(self.why_hidden, name) for name in _WHERE}

    def why_hidden(self, name: str) -> str:
        """Why this can't be seen now, ticked or not; empty where it can."""
        places = self._window.places
        panel = "right" if name == "legend" else name
        if places.presents:
            return "A presentation has no panels."
        if not places.has(panel):
            return _WHERE[name]
        if places.gives_way(panel):
            return "“Look inside” has its place; Esc closes it."
        if panel != name and not places.simple and not self._settings.panel_shown(panel):
            return "It stands in the panel at the right, which is hidden; F7 shows it."
        return ""

    def _pressed(self, name: str, shown: bool) -> None:
        """A key or the menu: where it can't be seen it stays as it was, and that is said."""
        reason = self.why_hidden(name)
        if reason:
            action = self._actions[f"view.{name}"]
            action.setChecked(not shown)
            self._window.banner.say(f"{action.text()}: {reason}", passes=True)

    def remember(self, actions: ActionSet) -> None:
        """Everything as it was left."""
        settings = self._settings
        self._presenter.explorer.view_changed.connect(
            lambda view: actions[f"view.edges.{view}"].setChecked(True)
        )
        actions[f"view.theme.{self._appearance.theme}"].setChecked(True)
        self._text_actions = {percent: actions[f"view.text.{percent}"] for percent in TEXT_SIZES}
        self._text_actions[self._appearance.text_size].setChecked(True)
        actions["view.theme.colour_blind"].setChecked(self._appearance.colour_blind)
        actions["view.edges.auto"].setChecked(True)
        for name in PANELS:
            shown = settings.panel_shown(name)
            actions[f"view.{name}"].setChecked(shown)
            self._show_panel(name, shown=shown)
        actions["view.reduced_motion"].setChecked(settings.reduced_motion)
        actions["view.legend"].setChecked(settings.legend)
        self._show_legend(settings.legend)
        actions["view.live_edges"].setChecked(settings.live_edges)
        self._set_live_edges(settings.live_edges)
        for name in _WHERE:
            self._actions[f"view.{name}"] = actions[f"view.{name}"]
            actions[f"view.{name}"].triggered.connect(lambda shown, name=name: self._pressed(name, shown))

    def _choose_theme(self, theme: Theme) -> None:
        self._settings.theme = theme
        self._appearance.choose(theme)

    def _choose_text_size(self, percent: int) -> None:
        self._settings.text_size = percent
        self._appearance.choose_text_size(percent)
        self._text_actions[percent].setChecked(True)

    def _step_text_size(self, step: int) -> None:
        at = TEXT_SIZES.index(self._appearance.text_size) + step
        if 0 <= at < len(TEXT_SIZES):
            self._choose_text_size(TEXT_SIZES[at])

    def _choose_hues(self, colour_blind: bool) -> None:
        self._settings.colour_blind = colour_blind
        self._appearance.choose_colour_blind(colour_blind)

    def _choose_view(self, view: Wish) -> None:
        self._presenter.explorer.set_view(view)

    def _set_live_edges(self, live: bool) -> None:
        self._settings.live_edges = live
        self._presenter.manner = replace(self._presenter.manner, live_edges=live)
        self._presenter.refresh_edges()

    def _reduce_motion(self, reduced: bool) -> None:
        self._settings.reduced_motion = reduced
        self._rooms.reduce_motion(reduced)
        self._presenter.manner = replace(self._presenter.manner, reduced_motion=reduced)

    def _show_legend(self, shown: bool) -> None:
        self._settings.legend = shown
        self._window.show_legend(shown)

    def _show_panel(self, name: str, *, shown: bool) -> None:
        self._settings.set_panel_shown(name, shown)
        self._window.show_panel(name, shown)

    def _full_screen(self, full: bool) -> None:
        if full:
            self._window.showFullScreen()
        else:
            self._window.showNormal()
