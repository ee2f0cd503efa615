"""What a file of another program leaves out: the activations, the scale of pixels. Measured, then asked."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from netviz.app.window.dialogs import Dialogs
from netviz.panels.kit.figures import percent
from netviz.panels.settings.words import ACTIVATION
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.saved.fitting import Fit, Fits, fits
from netviz.training.saved.foreign_layers import as_named
from netviz.training.saved.model_file import Model
from netviz.training.saved.pixel_scale import PLAIN

_OTHER_PIXELS = "it may have learned from other pixels"


class LeftOut(NamedTuple):
    """Of `model`, of which something is assumed; `fits` after it was measured."""

    model: Model
    fits: Fits | None = None

    def measured(self, digits: Pictures | None) -> LeftOut:
        """With what each answer reads of `digits`; it takes seconds."""
        return self._replace(fits=fits(self.model, digits))

    @property
    def open(self) -> bool:
        """Whether the person has to say it: no activation is named, or other pixels read clearly more."""
        return self.model.assumed or (self.fits is not None and self.fits.another)

    @property
    def note(self) -> str:
        """What is assumed of it where nobody has to say it."""
        words = self.model.note
        if self.fits is not None and self.fits.poor:
            share = percent(self.fits.best.accuracy or 0.0)
            words += (
                f" Only {share} of {self.fits.count:,} validation examples are read rightly: {_OTHER_PIXELS}."
            )
        return words.strip()

    def as_said(self, file: str, dialogs: Dialogs) -> Model | None:
        """The network as the person says, with a note of it; None where they do not say it."""
        model, found = self.model, self.fits
        if found is None:
            return model
        left_out = "how the pixels that it learned from were scaled"
        if model.assumed:
            left_out = f"which activation its hidden layers have, nor {left_out}"
        choices = [(self._answer(fit), fit.accuracy) for fit in found.found]
        place = dialogs.left_out(file, left_out, choices, found.count)
        if place is None:
            return None
        fit = found.found[place]
        spec = as_named(model.spec, fit.activation)
        return replace(
            model,
            spec=spec,
            parameters=fit.pixels.put_into(spec, model.parameters),
            note=f"{self._told(fit)}, as you said; softmax is assumed."
            + (f" Hardly any examples are read rightly: {_OTHER_PIXELS}." if found.poor else ""),
            assumed=False,
            pixels_assumed=False,
        )

    def _answer(self, fit: Fit) -> str:
        if not self.model.assumed:
            return fit.pixels.words
        name = ACTIVATION.get(fit.activation, fit.activation)
        return name if fit.pixels == PLAIN else f"{name}, {fit.pixels.words}"

    def _told(self, fit: Fit) -> str:
        if not self.model.assumed:
            return fit.pixels.words.capitalize()
        layers = f"{ACTIVATION.get(fit.activation, fit.activation)} in the hidden layers"
        return layers if fit.pixels == PLAIN else f"{layers}, {fit.pixels.words}"
