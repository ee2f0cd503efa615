"""The pages of plots, in the order of their tabs: each is a file here and a name in this row."""

from typing import Final

from netviz.panels.plots.pages.curves import CURVES
from netviz.panels.plots.pages.first_layer import FIRST_LAYER
from netviz.panels.plots.pages.gradients import GRADIENTS
from netviz.panels.plots.pages.histograms import HISTOGRAMS
from netviz.panels.plots.pages.neurons import NEURONS
from netviz.panels.plots.pages.page import Page

PAGES: Final[tuple[Page, ...]] = (CURVES, GRADIENTS, NEURONS, HISTOGRAMS, FIRST_LAYER)
