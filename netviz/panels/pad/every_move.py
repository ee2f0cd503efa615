"""Every move of a pen that draws reaches the pad, however busy the window is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt

_COMPRESS: Final = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents


class EveryMove:
    """Under X11 a window that was busy gets only the last of the moves that waited: a line would lose its
    bends. Asked for while the pointer is over the pad: from the press on would be too late, as it comes
    together with the moves that waited.
    """

    def __init__(self) -> None:
        self._before: bool | None = None

    def ask(self) -> None:
        """From now on all of them come."""
        if self._before is None:
            self._before = QCoreApplication.testAttribute(_COMPRESS)
            QCoreApplication.setAttribute(_COMPRESS, False)

    def let_go(self) -> None:
        """As it was before."""
        if self._before is not None:
            QCoreApplication.setAttribute(_COMPRESS, self._before)
            self._before = None
