"""The sentence below the network: true of what is seen, short, and one at a time."""

import itertools

import pytest

from netviz.viewmodels.probe import Source
from netviz.viewmodels.words.sentence import Seen, sentence

LONGEST = 150  # characters: two lines


def test_an_untrained_network_says_where_to_start() -> None:
    assert sentence(Seen(0, training=False)).startswith("Start here: draw a digit")
    words = sentence(Seen(0, training=False, source="pad", answer=4, share="14.2\u00a0%"))
    assert "your drawing as a 4 (14.2\u00a0%)" in words
    assert "guess" in words
    assert "Press Train" in words


def test_weights_of_another_program_are_not_called_untrained() -> None:
    assert "no step here" in sentence(Seen(0, training=False, elsewhere=True))
    words = sentence(Seen(0, training=False, source="pad", answer=4, share="94.2\u00a0%", elsewhere=True))
    assert words == "It reads your drawing as a 4 (94.2\u00a0%)."


def test_a_misread_digit_is_not_called_right() -> None:
    words = sentence(Seen(99, training=False, source="test digit", label=3, answer=8, share="50.0\u00a0%"))
    assert words.startswith("It reads this digit as an 8 (50.0\u00a0%), and it is a 3.")
    assert "rightly" not in words


def test_a_slow_sweep_names_its_very_step() -> None:
    slow = Seen(1, training=True, sweep="sweep", told=(0, 1))
    assert sentence(slow).startswith("Step 1:")
    several = Seen(9, training=True, sweep="sweep", told=(4, 9))
    assert sentence(several).startswith("Steps 5 to 9:")


def test_a_quicker_one_names_none_that_is_past_before_it_is_read() -> None:
    words = sentence(Seen(9, training=True, sweep="pulse", told=(4, 9)))
    assert words.startswith("Strokes run back")
    assert words == sentence(Seen(14, training=True, sweep="pulse", told=(9, 14)))


def test_a_fast_one_stays_as_it_is_from_sweep_to_sweep() -> None:
    first = sentence(Seen(400, training=True, sweep="accumulated", told=(300, 340)))
    assert first == sentence(Seen(500, training=True, sweep="accumulated", told=(340, 390)))


def test_training_is_not_said_to_lower_a_loss_that_rises() -> None:
    assert "rises" not in sentence(Seen(9, training=True))
    assert "so that its loss falls" not in sentence(Seen(9, training=True))
    words = sentence(Seen(9, training=True, rises=("2.301", "880.921")))
    assert words == "It trains, but its training loss rises: from 2.301 to 880.921 in the last steps."


def test_what_was_measured_at_an_earlier_step_says_at_which() -> None:
    seen = Seen(
        1171, False, source="pad", answer=3, share="98.0\u00a0%", accuracy="90.6\u00a0%", measured_at=860
    )
    assert sentence(seen) == (
        "It reads your drawing as a 3 (98.0\u00a0%). At step 860, it read 90.6\u00a0% of the validation "
        "digits, which it never trains on."
    )
    assert "At this step, it read 90.6" in sentence(seen._replace(measured_at=1171))


@pytest.mark.parametrize("single", [False, True])
def test_none_is_longer_than_there_is_room_for(single: bool) -> None:
    for training, sweep, source, label, answer, step, accuracy in itertools.product(
        (False, True),
        ("none", "sweep", "pulse", "accumulated"),
        ("nothing", "pad", "test digit", "file"),
        (None, 3),
        (None, 3, 8),
        (0, 1, 1_234_567),
        ("", "95.1\u00a0%"),
    ):
        seen = Seen(
            step, training, sweep, (step - 1, step), source, label, answer, ">99.9\u00a0%", accuracy, single
        )
        words = sentence(seen)
        assert words.endswith(".")
        assert "  " not in words
        assert len(words) <= LONGEST + (70 if single else 0), words


@pytest.mark.parametrize("source", ["pad", "test digit", "file"])
@pytest.mark.parametrize("step", [0, 1, 1_234_567])
@pytest.mark.parametrize("label", [None, 3, 4])
@pytest.mark.parametrize("enlarged", [1.0, 11.2])
@pytest.mark.parametrize("crowded", [False, True])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_no_digit_is_never_said_to_be_read_as_one(
    source: Source, step: int, label: int | None, enlarged: float, crowded: bool, elsewhere: bool
) -> None:
    seen = Seen(
        step,
        training=False,
        source=source,
        label=label,
        answer=4,
        share=">99.9\u00a0%",
        accuracy="95.1\u00a0%",
        enlarged=enlarged,
        crowded=crowded,
        elsewhere=elsewhere,
        doubted=True,
    )
    words = sentence(seen)
    assert words.startswith("This looks like no digit; forced to choose, it says 4 (>99.9\u00a0%).")
    assert "reads" not in words
    assert len(words) <= LONGEST


def test_small_ink_is_said_to_be_scaled_up() -> None:
    words = sentence(Seen(9, training=False, source="pad", answer=1, share="35.0\u00a0%", enlarged=11.2))
    assert words.startswith("Scaled up 11 times")
    assert "your drawing as a 1 (35.0\u00a0%)" in words
    part = Seen(9, training=False, source="pad", answer=7, share="97.0\u00a0%", of_number=True)
    assert sentence(part).startswith("It reads the marked digit of your number as a 7")
    usual = Seen(9, training=False, source="pad", answer=1, share="35.0\u00a0%", enlarged=1.3)
    assert "Scaled" not in sentence(usual)


def test_what_is_pointed_at_goes_first() -> None:
    assert sentence(Seen(9, training=True, sweep="pulse", told=(1, 2), pointed="This line.")) == "This line."


def test_a_column_of_many_neurons_invites_to_its_lens() -> None:
    assert "a lens opens" in sentence(Seen(9, training=False, crowded=True))
    digit = Seen(9, training=False, source="pad", answer=1, share="35.0\u00a0%", crowded=True)
    assert "a lens opens" in sentence(digit)
