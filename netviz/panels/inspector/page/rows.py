"""The tabs of the page, in their order: each is a folder beside this one and a row here."""

from __future__ import annotations

from typing import Final

from netviz.panels.inspector.layer.tab import LayerTab
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.inspector.page.tab import Row
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.panels.inspector.sum.tab import SumTab
from netviz.panels.inspector.why.tab import WhyTab

PAGES: Final[tuple[Row, ...]] = (
    Row("sum", "Sum", "Every term of the neuron’s sum, and what becomes of it.", SumTab),
    Row("layer", "Layer", "All weights of a layer as coloured cells, and what they add.", LayerTab),
    Row(
        "seeks",
        "Looks for",
        "What excites the neuron most and least, and what was made to excite it.",
        SeeksTab,
    ),
    Row("why", "Why", "What each input did to the answer, and what would change it.", WhyTab),
    Row("operate", "Operate", "Change weights, neurons and layers by hand, and see what breaks.", OperateTab),
)
