"""Messages stand in the window; offers can be taken."""

import pytest
from pytestqt.qtbot import QtBot

from netviz.app.banner import Banner, Offer


def test_an_offer_is_taken_once(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    taken: list[int] = []
    banner.say("The loss is no number any more.", error=True, offer=Offer("Go back", lambda: taken.append(1)))
    assert banner.text == "The loss is no number any more."
    banner.offer_button.click()
    assert taken == [1]
    assert banner.text == ""


def test_a_note_goes_by_itself_and_an_error_stays(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.app.banner.NOTE_MS", 20)
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Saved.")
    qtbot.waitUntil(lambda: banner.text == "", timeout=2000)
    banner.say("Saved.")
    banner.say("That file is no network.", error=True)
    qtbot.wait(60)
    assert banner.text == "That file is no network."


def test_a_note_has_no_button_and_another_message_replaces_it(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Saved.", offer=Offer("Look", lambda: None))
    banner.say("Saved again.")
    assert banner.text == "Saved again."
    assert banner.offer_button.isHidden()
    assert banner.property("role") == "note"
    banner.say("That file is no network.", error=True)
    assert banner.property("role") == "banner"


def test_a_note_gives_way_to_a_room_and_an_error_does_not(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Training paused.", offer=Offer("Train on", lambda: None))
    banner.give_way()
    assert banner.text == ""
    banner.say("A run is left.", offer=Offer("Go on", lambda: None, lambda: None))
    banner.give_way()
    assert banner.text == "A run is left."
    banner.say("That file is no network.", error=True)
    banner.give_way()
    assert banner.text == "That file is no network."
