"""Runs and branches as a tree: who stands under whom, and what can be done with the chosen one."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from netviz.app.window.theme import Appearance, Theme
from netviz.panels.run.runs_dialog import LEFT, OPEN, RunRow, RunsDialog
from netviz.rendering.contrast import contrast

FIRST = RunRow(Path("/runs/first.netviz"), "a", "784-16-16-10", 5000, 1e9, 2_400_000, 0.931)
BRANCH = replace(FIRST, path=Path("/runs/second.netviz"), run="b", parent="a", parent_step=1200, created=2e9)
TWIG = replace(FIRST, path=Path("/runs/third.netviz"), run="c", parent="b", parent_step=1300, created=3e9)
OTHER = replace(FIRST, path=Path("/home/mine.netviz"), run="d", saved=True, accuracy=None, created=4e9)


@pytest.fixture
def dialog(qtbot: QtBot) -> RunsDialog:
    dialog = RunsDialog()
    qtbot.addWidget(dialog)
    return dialog


def texts(item: QTreeWidgetItem) -> list[str]:
    return [item.text(column) for column in range(5)]


def tree(dialog: RunsDialog) -> list[object]:
    def below(item: QTreeWidgetItem) -> list[object]:
        return [item.text(0), *[below(item.child(k)) for k in range(item.childCount())]]

    return [below(dialog.tree.topLevelItem(k)) for k in range(dialog.tree.topLevelItemCount())]  # type: ignore[arg-type]


def test_branches_stand_under_the_run_that_they_left(dialog: RunsDialog) -> None:
    dialog.show_rows([TWIG, FIRST, OTHER, BRANCH], "words")
    assert tree(dialog) == [
        ["mine"],
        [
            "784-16-16-10",
            ["784-16-16-10, from step 1,200", ["784-16-16-10, from step 1,300"]],
        ],
    ]
    first = dialog.tree.topLevelItem(1)
    assert first is not None
    assert texts(first)[1:3] == ["5,000", "93.1\u00a0%"]
    assert texts(first)[4] == "2.4 MB"
    mine = dialog.tree.topLevelItem(0)
    assert mine is not None
    assert mine.text(2) == "–"


def test_a_branch_whose_run_is_gone_stands_by_itself(dialog: RunsDialog) -> None:
    dialog.show_rows([BRANCH], "words")
    assert tree(dialog) == [["784-16-16-10, from step 1,200"]]


def test_runs_that_call_each_other_parent_are_shown_all_the_same(dialog: RunsDialog) -> None:
    dialog.show_rows([replace(FIRST, parent="b"), BRANCH, replace(TWIG, parent="c")], "words")
    assert str(tree(dialog)).count("784") == 3


def test_what_is_in_the_window_can_be_neither_opened_nor_deleted(dialog: RunsDialog) -> None:
    dialog.show_rows([replace(FIRST, present=True), BRANCH], "words")
    assert dialog.chosen == FIRST.path
    assert not dialog.open_button.isEnabled()
    assert not dialog.delete_button.isEnabled()
    assert dialog._why.text() == OPEN
    assert dialog.folder_button.isEnabled()


def test_the_run_that_a_branch_without_steps_has_left_is_not_the_one_in_the_window(
    dialog: RunsDialog,
) -> None:
    dialog.show_rows([replace(FIRST, left=True)], "words")
    assert dialog.chosen == FIRST.path
    assert dialog.open_button.isEnabled()
    assert not dialog.delete_button.isEnabled()
    assert dialog._why.text() == LEFT
    item = dialog.tree.topLevelItem(0)
    assert item is not None
    assert item.toolTip(0).startswith("A branch of it is in the window now. ")


def test_the_chosen_run_is_said_and_stays_chosen(dialog: RunsDialog, qtbot: QtBot) -> None:
    dialog.show_rows([FIRST, BRANCH], "words")
    assert dialog.chosen is None
    assert not dialog.folder_button.isEnabled()
    item = dialog.tree.topLevelItem(0)
    assert item is not None
    dialog.tree.setCurrentItem(item.child(0))
    for button, signal in (
        (dialog.open_button, dialog.open_wanted),
        (dialog.folder_button, dialog.folder_wanted),
        (dialog.delete_button, dialog.delete_wanted),
    ):
        with qtbot.waitSignal(signal) as said:
            button.click()
        assert said.args == [BRANCH.path]
    dialog.show_rows([FIRST, BRANCH, OTHER], "words")
    assert dialog.chosen == BRANCH.path


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_arrow_of_a_chosen_row_is_seen(dialog: RunsDialog, qapp: QApplication, theme: Theme) -> None:
    appearance = Appearance(qapp, theme)
    try:
        dialog.show_rows([FIRST, BRANCH], "words")
        dialog.resize(900, 500)
        dialog.show()
        first = dialog.tree.topLevelItem(0)
        assert first is not None
        dialog.tree.setCurrentItem(first)
        row = dialog.tree.visualItemRect(first)
        before = QRect(2, row.top() + 2, row.left() - 4, row.height() - 4)
        image = dialog.tree.viewport().grab(before).toImage()
        inks = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert max(contrast(one, other) for one in inks for other in inks) >= 3, inks
    finally:
        appearance.choose(Theme.SYSTEM)
        appearance.close()
        qapp.setStyleSheet("")
