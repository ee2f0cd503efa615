"""What the room in which one asks for help is for, and where on its page what stands."""

from __future__ import annotations

from netviz.tasks.answer import Numbers
from netviz.tasks.task import AnyTask


def here(room: str, task: AnyTask) -> str:
    """A few sentences of rich text about this one of ROOMS."""
    if room == "test":
        return _NUMBERS if isinstance(task.answer, Numbers) else _CLASSES
    return _WORDS[room]


_WORDS = {
    "watch": "You are in <b>Watch</b>, where the network is seen at work. What you put before it at the left "
    "runs through it at once; its answer stands at the right end of the network, and in words at the left.",
    "train": "You are in <b>Train</b>, where it learns. At the left stands what a run is set to do, with "
    "advice below it; at the right the network, the timeline of all steps made so far, and plots of what was "
    "measured.",
    "explain": "You are in <b>Explain a step</b>, where one training step on one example is told, from the "
    "outputs backwards. Next goes on to the next stage; the card at the right has its numbers, and Apply "
    "makes the step for real.",
}
_CLASSES = (
    "You are in <b>Test</b>, where the network is examined with examples that it never learned from. The "
    "table under Results has a row for each label and a column for each answer: what lies off its diagonal "
    "is misread, and a click on a cell shows it. <b>Recall</b>, at the right, is the share of a label’s "
    "examples that are read rightly; <b>precision</b>, below, the share of an answer’s uses that are right. "
    "<b>Calibration</b> asks whether of all answers given with 90\u00a0% some 90\u00a0% are right."
)
_NUMBERS = (
    "You are in <b>Test</b>, where the network is examined with examples that it never learned from. "
    "<b>R²</b> is the share of the differences between right answers that it explains; a <b>residual</b> is "
    "what was answered minus what is right, and should show no pattern."
)
