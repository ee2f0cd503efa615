"""Why the told step can't be applied, where that is so."""

from __future__ import annotations

from typing import Final

from netviz.app.explain.source import Prepared
from netviz.app.screen.presenter import Presenter

PAST: Final = "You see a step that is past. Go to the newest one to apply this."
UNTRAINED: Final = "This is told on untrained weights. Go back to your network to apply a step to it."
NO_STORY: Final = "Say what is right, and a step on it can be applied."


def why_not(presenter: Presenter, prepared: Prepared | None) -> str:
    """A sentence; empty where nothing stands in the way."""
    if presenter.playback.travelling:
        return PAST
    if prepared is None:
        return NO_STORY
    return UNTRAINED if prepared.wanted.first is not None else ""
