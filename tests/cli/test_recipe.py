"""`netviz 'netviz:1:…'`: the window with that run, or a sentence."""

from typing import Any

import pytest


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    windows: list[dict[str, Any]] = []

    def open_window(*_: object, **how: Any) -> int:
        windows.append(how)
        return 0

    monkeypatch.setattr("netviz.cli.process.display.explain_display_problem", lambda: None)
    monkeypatch.setattr("netviz.app.program.start.run", open_window)
    return windows


@pytest.mark.parametrize("words", [(), ("run",)])
def test_a_recipe_opens_the_window(words: tuple[str, ...], netviz, opened: list[dict[str, Any]]) -> None:
    line = "netviz:1:moons 2-8-2 tanh seed=7 step=500"
    assert netviz(*words, line).status == 0
    assert [(how["recipe"], how["task"].id) for how in opened] == [(line, "moons")]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("netviz:2:digits", "a newer netviz reads it"),
        ("netviz:1:digits sed=7", "did you mean seed?"),
        ("netviz:1:nothing", "“nothing”"),
    ],
)
def test_what_is_wrong_with_it_is_a_sentence(
    line: str, sentence: str, netviz, opened: list[dict[str, Any]]
) -> None:
    told = netviz(line)
    assert told.status == 2
    assert sentence in told.sentence()
    assert not opened
