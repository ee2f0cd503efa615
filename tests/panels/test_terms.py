"""Terms on screen: a click or a key tells what they mean."""

from html import escape

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.window.theme import qt_palette
from netviz.panels.kit.terms import TermCard, TermLabel
from netviz.viewmodels.palette import DARK
from netviz.viewmodels.words.glossary import term

WORDS = "This way back is called backpropagation; what comes back is a gradient."


class Window(QWidget):
    term_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.label = TermLabel(WORDS, ("gradient", "backpropagation", "epoch"), self)
        self.label.setWordWrap(True)
        QVBoxLayout(self).addWidget(self.label)
        self.resize(300, 160)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)  # without it no label has the keys
    window.label.grab()  # laid out as it will be painted
    return window


def cards(window: QWidget) -> list[TermCard]:
    return [card for card in window.findChildren(TermCard) if card.isVisible()]


def card(window: QWidget) -> TermCard:
    (only,) = cards(window)
    return only


@pytest.mark.parametrize("name", ["gradient", "backpropagation"])
def test_a_click_on_a_term_tells_it(qtbot: QtBot, window: Window, name: str) -> None:
    place = window.label.place_of(name)
    qtbot.mouseClick(window.label, Qt.MouseButton.LeftButton, pos=place.center())
    said = [label.text() for label in card(window).findChildren(QLabel)]
    assert term(name).sentence in said
    assert term(name).sentence in card(window).accessibleName()
    qtbot.keyClick(card(window), Qt.Key.Key_Escape)
    assert not cards(window)


def test_a_click_beside_the_terms_tells_nothing(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(window.label, Qt.MouseButton.LeftButton, pos=QPoint(3, 8))
    assert not cards(window)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keys_reach_every_term(qtbot: QtBot, window: Window, key: Qt.Key) -> None:
    window.label.setFocus(Qt.FocusReason.TabFocusReason)
    told = []
    for _ in range(2):
        qtbot.keyClick(window.label, key)
        told.append(card(window).term)
        qtbot.keyClick(card(window), Qt.Key.Key_Escape)
        assert window.label.hasFocus()
        assert window.label.selectedText() == told[-1]
        qtbot.keyClick(window.label, Qt.Key.Key_Tab)
    assert told == ["backpropagation", "gradient"]


def test_the_card_leads_to_the_glossary(qtbot: QtBot, window: Window) -> None:
    place = window.label.place_of("gradient")
    qtbot.mouseClick(window.label, Qt.MouseButton.LeftButton, pos=place.center())
    with qtbot.waitSignal(window.term_asked) as asked:
        qtbot.mouseClick(card(window).more, Qt.MouseButton.LeftButton)
    assert asked.args == ["gradient"]
    assert not cards(window)


def test_terms_are_dotted_in_the_colour_of_the_words(window: Window) -> None:
    document = window.label.findChild(QTextDocument)
    seen = {}
    at = document.begin().begin()
    while not at.atEnd():
        format_ = at.fragment().charFormat()
        seen[at.fragment().text()] = (format_.underlineStyle(), format_.hasProperty(0x821))
        at += 1
    dotted = QTextCharFormat.UnderlineStyle.DotLine
    assert seen["gradient"][0] == dotted
    assert seen["backpropagation"][0] == dotted
    assert {style for words, (style, _) in seen.items() if words not in ("gradient", "backpropagation")} == {
        QTextCharFormat.UnderlineStyle.NoUnderline
    }
    assert not any(own_colour for _, own_colour in seen.values())


def test_words_without_a_term_take_no_keys(window: Window) -> None:
    window.label.set_words("Nothing to ask here.")
    assert window.label.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert window.label.terms == ()
    window.label.set_words("An epoch.")
    assert window.label.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert window.label.terms == ("epoch",)
    assert window.label.words == "An epoch."


def test_a_click_anywhere_else_closes_the_card(qtbot: QtBot, window: Window) -> None:
    place = window.label.place_of("gradient")
    qtbot.mouseClick(window.label, Qt.MouseButton.LeftButton, pos=place.center())
    cover = card(window).parentWidget()
    qtbot.mouseClick(cover, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not cards(window)


def test_the_card_stays_inside_the_window(qtbot: QtBot, window: Window) -> None:
    window.resize(420, 300)
    qtbot.waitUntil(lambda: window.label.width() > 350)
    window.label.grab()  # laid out as it will be painted
    for name in window.label.terms:
        place = window.label.place_of(name)
        qtbot.mouseClick(window.label, Qt.MouseButton.LeftButton, pos=place.center())
        assert window.rect().contains(card(window).geometry())
        qtbot.keyClick(card(window), Qt.Key.Key_Escape)


def test_a_term_takes_on_another_theme(qtbot: QtBot, qapp: QApplication) -> None:
    """Read by Qt once, its words kept the colour of the theme before: dark on dark."""
    before = qapp.palette()
    label = TermLabel("The loss falls.", ("loss",))
    qtbot.addWidget(label)
    label.show()
    try:
        dark = qt_palette(DARK)
        qapp.setPalette(dark)
        qtbot.wait(20)
        picture = label.grab().toImage()
        colours = {
            picture.pixelColor(x, y).lightness()
            for x in range(picture.width())
            for y in range(picture.height())
        }
        link = label.place_of("loss")
        lit = [
            picture.pixelColor(x, y).lightness()
            for x in range(link.left(), link.right())
            for y in range(link.top(), link.bottom() - 3)
        ]
        assert max(lit) > 0.8 * max(colours)
    finally:
        qapp.setPalette(before)


def test_the_tip_of_a_term_is_its_own_sentence(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    label, shown = window.label, []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _widget: shown.append(words))
    for place, words in ((label.place_of("gradient"), term("gradient").sentence), (QRect(2, 2, 3, 3), "")):
        at = place.center()
        qtbot.mouseMove(label, at)
        qtbot.waitUntil(lambda words=words: bool(label._under) == bool(words))
        QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, at, label.mapToGlobal(at)))
    (tip,) = shown
    assert escape(term("gradient").sentence) in tip
