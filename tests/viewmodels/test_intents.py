"""Wishes become commands, in order."""

from dataclasses import replace

from netviz.training.config import TrainingConfig
from netviz.training.schedules import Schedule
from netviz.training.trainer.commands import Command, Configure, Pause, Reset, SetPace, Start, StepOnce
from netviz.viewmodels.intents import PACES, Intents


def recorded(pace: float | None = None) -> tuple[Intents, list[Command]]:
    sent: list[Command] = []
    return Intents(sent.append, TrainingConfig(), pace), sent


def test_commands_in_order() -> None:
    intents, sent = recorded()
    intents.train()
    intents.pause()
    intents.step()
    assert sent == [Start(), Pause(), StepOnce()]


def test_settings_are_remembered() -> None:
    intents, sent = recorded()
    slower = replace(TrainingConfig(), learning_rate=0.001)
    intents.configure(slower)
    assert intents.config is slower
    other = replace(slower, seed=3)
    intents.reset(other)
    assert intents.config == other
    assert sent == [Configure(slower), Reset(other)]
    intents.reset(replace(other, schedule=Schedule("cosine", 500, start=1_280)))
    assert intents.config.schedule.start == 0


def test_faster_and_slower_go_through_every_pace_and_stop_at_the_ends() -> None:
    intents, sent = recorded()
    for _ in range(len(PACES) + 3):
        intents.slower()
    assert intents.pace == PACES[0]
    down = [c.steps_per_second for c in sent if isinstance(c, SetPace)]
    assert down == list(reversed(PACES[:-1]))
    sent.clear()
    for _ in range(len(PACES) + 3):
        intents.faster()
    assert [c.steps_per_second for c in sent if isinstance(c, SetPace)] == list(PACES[1:])


def test_between_two_paces_the_next_one_is_taken() -> None:
    intents, _ = recorded(pace=7.0)
    intents.faster()
    assert intents.pace == 10
    intents.set_pace(7.0)
    intents.slower()
    assert intents.pace == 5


def test_the_same_pace_is_not_sent_twice() -> None:
    intents, sent = recorded(pace=5.0)
    intents.set_pace(5.0)
    assert sent == []
