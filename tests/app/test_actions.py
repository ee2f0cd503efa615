"""The table is consistent, and what is made from it does what it says."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from netviz.app.window.actions import ACTIONS, MENUS, ActionSet


def test_names_and_keys_are_given_once() -> None:
    assert Counter(spec.id for spec in ACTIONS).most_common(1)[0][1] == 1
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys)
    assert keys.most_common(1)[0][1] == 1
    assert "" not in keys


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_action_explains_itself_in_one_sentence(spec) -> None:  # type: ignore[no-untyped-def]
    assert spec.tip.endswith(".")
    assert spec.menu.split("/")[0] in MENUS
    assert not (spec.checkable and spec.choice)


def test_only_what_has_a_handler_appears(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    done: list[str] = []
    actions = ActionSet({"file.open": lambda: done.append("open"), "view.theme.dark": lambda: None}, window)
    menus = actions.fill(window.menuBar())
    assert set(menus) == {"file", "view", "view/theme"}
    assert [a.text() for a in menus["file"].actions()] == ["Open…"]
    actions["file.open"].trigger()
    assert done == ["open"]
    assert "file.save" not in actions


def test_a_checkable_action_hands_over_its_state(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    states: list[bool] = []
    actions = ActionSet({"view.legend": states.append}, window)
    actions["view.legend"].trigger()
    actions["view.legend"].trigger()
    assert states == [True, False]


def test_a_handler_without_a_row_is_a_mistake(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    with pytest.raises(KeyError, match=r"file\.fly"):
        ActionSet({"file.fly": lambda: None}, window)
