"""The look of a second window: that of the first one, and what is chosen in it holds for both."""

from __future__ import annotations

from weakref import ref

from PySide6.QtCore import QObject

from netviz.app.window.theme import Appearance, Theme
from netviz.viewmodels.palette import Palette


class SharedLook(Appearance):
    """Ends with its window; the application stays dressed."""

    def __init__(self, owner: Appearance) -> None:
        QObject.__init__(self)
        # What hangs on a program is deleted with it; the owner stays.
        self._owner_of = ref(owner)
        owner.changed.connect(self._tell_changed)
        owner.text_resized.connect(self._tell_resized)

    @property
    def _owner(self) -> Appearance:
        owner = self._owner_of()
        assert owner is not None
        return owner

    @property
    def theme(self) -> Theme:
        """What was chosen."""
        return self._owner.theme

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return self._owner.palette

    def choose(self, theme: Theme) -> None:
        """Change the theme of all windows."""
        self._owner.choose(theme)

    @property
    def colour_blind(self) -> bool:
        """Whether the hues are those that every eye tells apart."""
        return self._owner.colour_blind

    def choose_colour_blind(self, chosen: bool) -> None:
        """Change the hues of all windows."""
        self._owner.choose_colour_blind(chosen)

    def choose_text_size(self, percent: int) -> None:
        """Change it in all windows."""
        self._owner.choose_text_size(percent)

    def close(self) -> None:
        """Follow no more."""
        self._owner.changed.disconnect(self._tell_changed)
        self._owner.text_resized.disconnect(self._tell_resized)

    def _tell_changed(self, palette: Palette) -> None:
        self.changed.emit(palette)

    def _tell_resized(self) -> None:
        self.text_resized.emit()
