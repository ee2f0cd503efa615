"""The task of spam: 57 numbers of an e-mail are read, and whether it is spam is answered."""

from __future__ import annotations

from typing import Final

from netviz.network import optimisers
from netviz.tasks.answer import Classes
from netviz.tasks.hues import Hue
from netviz.tasks.spam.mail import Mail
from netviz.tasks.spam.scales import SCALES
from netviz.tasks.task import Task

# Teal and orange: every eye tells them apart, and neither is the colour of an edge.
_HUES: Final = (
    Hue("#0B8A78", "#3FD0B8", "#1B7FA8", "#7CC4F2"),
    Hue("#C2560A", "#FF9A4D", "#B08B00", "#F2D43A"),
)

SPAM: Final = Task(
    id="spam",
    input=Mail("words and signs", SCALES),
    answer=Classes("kinds of mail", ("no spam", "spam"), _HUES),
    example="mail",
    examples="mails",
    hidden=(16,),
    label="Spam",
    about="From how often 48 words and 6 signs stand in an e-mail, and from its capitals, the network finds "
    "whether it is spam; the mails are of one firm and of 1998–99.",
    optimiser=optimisers.ADAPTIVE,
    rate=0.003,
    l2=0.005,
    validate_every=200,
    epochs=60,
)
