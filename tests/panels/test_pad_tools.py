"""The buttons beside the pad: a grey one says why."""

from pytestqt.qtbot import QtBot

from netviz.panels.pad.pad_tools import FORGOTTEN, LATER, NO_STROKE, PadTools


def test_a_grey_undo_says_why(qtbot: QtBot) -> None:
    tools = PadTools()
    qtbot.addWidget(tools)
    plain = tools._undo.toolTip()
    for why in (NO_STROKE, LATER, FORGOTTEN):
        tools.set_enabled_tools(undo=False, clear=True, why=why)
        assert tools._undo.toolTip().endswith(f"\n{why}")
    tools.set_enabled_tools(undo=True, clear=True)
    assert tools._undo.toolTip() == plain
