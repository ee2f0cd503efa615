"""`netviz train`: what it prints, saves and refuses, and how it stops."""

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from netviz.cli.training import course
from netviz.network.forward import evaluate
from netviz.network.optimisers import OPTIMISERS
from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION, Augmentation
from netviz.training.config import default_rate, default_schedule
from netviz.training.recording.reader import Recording
from netviz.training.recording.run_file import read_run
from netviz.training.schedules import Schedule
from netviz.training.session import Session, StepResult


@pytest.fixture
def train(netviz, folder):
    """Calls `netviz train` on the small folder of digits."""
    return lambda *arguments: netviz("train", "--data", folder, *arguments)


@pytest.fixture
def clock(monkeypatch):
    """A hundredth of a second passes whenever the clock is read, which is once a step."""
    ticks = iter(range(10**9))
    monkeypatch.setattr(course, "perf_counter", lambda: next(ticks) / 100)


def test_a_line_for_every_epoch_and_what_came_out(train, tmp_path):
    told = train("--epochs", 3, "--batch", 20, "--save", tmp_path / "saved")
    assert told.status == 0
    assert told.err == ""
    heading, settings, _, columns, *rest = told.out.splitlines()
    assert heading == "784-16-16-10 · ReLU · softmax · 13,002 parameters"
    assert settings == (
        "SGD with momentum 0.9 · learning rate 0.013 · one-cycle over 33 steps · batch 20 · seed 0 · "
        "220 training digits"
    )
    assert columns.split() == ["epoch", "loss", "validation", "samples/s"]
    assert [line.split()[0] for line in rest[:3]] == ["1", "2", "3"]
    assert len({len(line) for line in [columns, *rest[:3]]}) == 1  # aligned
    assert "50 test digits right (95\u00a0% confidence:" in rest[4]
    assert rest[5].startswith("33 steps in ")
    assert rest[6:] == [f"Saved as {tmp_path / 'saved'}"]


def test_json_is_all_that_stands_on_stdout(train):
    told = train("--steps", 15, "--batch", 20, "--json", "--optimizer", "adam", "--seed", 4)
    assert told.status == 0
    assert "784-16-16-10" in told.err
    assert told.out.count("\n") == 1
    result = json.loads(told.out)
    assert result["steps"] == 15
    assert result["epochs"] == pytest.approx(15 / 11, abs=1e-3)
    assert result["seconds"] > 0
    assert result["samples_per_second"] > 0
    assert 0 <= result["test_accuracy"] <= 1
    assert 0 <= result["validation_accuracy"] <= 1
    assert result["train_loss"] > 0
    assert result["layers"] == "784-16-16-10"
    assert result["parameters"] == 13_002
    assert (result["batch"], result["seed"], result["optimizer"]) == (20, 4, "adam")
    assert result["lr"] == default_rate("adam", 20, "cosine")
    assert (result["interrupted"], result["diverged_at_step"]) == (False, None)


def test_the_accuracies_are_those_of_the_saved_network(train, folder, tmp_path):
    from netviz.tasks.digits.digits import load_digits_from

    result = json.loads(train("--epochs", 2, "--json", "--save", tmp_path / "saved").out)
    model, data = read_run(tmp_path / "saved"), load_digits_from(folder)
    for name, digits in (("test", data.test), ("validation", data.validation)):
        accuracy = evaluate(model.spec, model.parameters, digits.images, digits.labels).accuracy
        assert result[f"{name}_accuracy"] == pytest.approx(accuracy)
    assert model.validation is not None
    assert model.validation.accuracy == result["validation_accuracy"]
    assert model.validation.step == model.session_state().step == result["steps"]
    assert model.data.sha256 == data.sha256


def test_the_digits_of_the_program_are_learned(netviz):
    result = json.loads(netviz("train", "--epochs", 1, "--json").out)
    assert result["test_accuracy"] > 0.9
    assert result["steps"] == 1719


def test_the_same_seed_gives_the_same_weights(train, tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        assert train("--steps", 30, "--seed", seed, "--save", tmp_path / name).status == 0
    a, b, c = (read_run(tmp_path / name).parameters for name in "abc")
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)


def test_every_argument_arrives_in_the_saved_configuration(train, tmp_path):
    told = train(
        *("--layers", "784-12-9-10", "--activation", "leaky_relu", "--loss", "sigmoid_squared_error"),
        *(
            "--init",
            "xavier",
            "--optimizer",
            "momentum",
            "--lr",
            "0.03",
            "--momentum",
            "0.7",
            "--l2",
            "0.001",
        ),
        *("--batch", "50", "--seed", "11", "--steps", "4", "--save", tmp_path / "saved"),
    )
    assert told.status == 0
    config = read_run(tmp_path / "saved").session_state().config
    assert config.spec.sizes == (784, 12, 9, 10)
    assert config.spec.activations == ("leaky_relu", "leaky_relu")
    assert (config.spec.loss, config.spec.initialiser) == ("sigmoid_squared_error", "xavier")
    assert (config.optimiser, config.learning_rate, config.momentum) == ("momentum", 0.03, 0.7)
    assert (config.l2, config.batch_size, config.seed) == (0.001, 50, 11)


def test_so_do_those_against_overfitting(train, tmp_path):
    told = train(
        *("--layers", "12,9", "--activation", "tanh,relu", "--optimizer", "adamw", "--l2", "0.1"),
        *("--l1", "0.002", "--dropout", "0.25", "--label-smoothing", "0.1", "--clip", "2.5"),
        *("--augment", "rotation=5, noise=0.1", "--schedule", "step", "--schedule-steps", "7"),
        *("--drop", "0.3", "--validate-every", "3", "--steps", "4", "--save", tmp_path / "saved"),
    )
    assert told.status == 0
    settings = told.out.splitlines()[1]
    for part in ("AdamW", "step over 7 steps", "L1 0.002", "dropout 0.25", "clipped to 2.5", "augmented"):
        assert part in settings
    config = read_run(tmp_path / "saved").session_state().config
    assert config.spec.activations == ("tanh", "relu")
    assert (config.optimiser, config.l2, config.l1) == ("adamw", 0.1, 0.002)
    assert (config.dropout, config.label_smoothing, config.clip_norm) == (0.25, 0.1, 2.5)
    assert config.augmentation == Augmentation(rotation=5, noise=0.1)
    assert config.schedule == Schedule("step", 7, 0.3)
    assert config.validate_every == 3


def test_augment_alone_is_what_is_usual(train):
    result = json.loads(train("--steps", 2, "--augment", "--json").out)
    assert Augmentation(**result["augment"]) == DEFAULT_AUGMENTATION


@pytest.mark.parametrize(
    ("schedule", "length", "steps"),
    [
        ("cosine", ["--epochs", 3], 33),
        ("one-cycle", ["--steps", 50], 50),
        ("step", ["--epochs", 3], 11),
        ("warm-up", ["--epochs", 3], 4),
        ("cosine", ["--epochs", 3, "--schedule-steps", 5], 5),
        ("constant", ["--epochs", 3], None),
        ("cosine", ["--seconds", 0.1], 110),  # nobody knows the end: ten epochs
        ("cosine", ["--patience", 1], 110),
    ],
)
def test_a_schedule_is_as_long_as_the_training(train, schedule, length, steps):
    result = json.loads(train("--schedule", schedule, *length, "--batch", 20, "--json").out)
    assert (result["schedule"], result["schedule_steps"]) == (schedule, steps)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_each_optimiser_has_its_usual_learning_rate(train, optimiser):
    result = json.loads(train("--optimizer", optimiser, "--steps", 1, "--json").out)
    assert result["lr"] == default_rate(optimiser, 32, default_schedule(optimiser))


def test_a_run_that_goes_on_says_that_its_schedule_has_ended(train, tmp_path):
    assert train("--epochs", 1, "--save", tmp_path / "run").status == 0
    told = train("--resume", tmp_path / "run", "--epochs", 1)
    assert told.status == 0
    assert "ended at step" in told.out
    assert "stays at 0.0002" in told.out


def test_a_network_without_hidden_layers(train):
    result = json.loads(train("--layers", "", "--steps", 2, "--json").out)
    assert result["layers"] == "784-10"
    assert result["activation"] is None


# How long


@pytest.mark.usefixtures("clock")
def test_seconds_are_seconds_of_training(train):
    result = json.loads(train("--seconds", 0.3, "--batch", 20, "--json").out)
    # Three epochs of 11 steps would be 0.33 s.
    assert result["steps"] == 30
    assert result["seconds"] == pytest.approx(0.3)
    assert result["samples_per_second"] == pytest.approx(30 * 20 / 0.3, rel=1e-3)


@pytest.mark.usefixtures("clock")
def test_loading_and_validation_take_none_of_the_time(train):
    result = json.loads(train("--epochs", 3, "--batch", 100, "--json").out)
    assert (result["steps"], result["epochs"]) == (9, 3)
    assert result["seconds"] == pytest.approx(0.09)
    assert result["samples_per_second"] == pytest.approx(660 / 0.09, rel=1e-3)


def test_a_part_of_an_epoch_has_a_line_too(train):
    lines = train("--steps", 16, "--batch", 20).out.splitlines()
    assert [line.split()[0] for line in lines[4:6]] == ["1", "1.45"]


def test_the_training_loss_is_the_mean_of_the_last_epoch(train, monkeypatch):
    count = 0
    step = Session.step

    def counted(self: Session) -> StepResult:
        nonlocal count
        count += 1
        return step(self)._replace(loss=float(count))

    monkeypatch.setattr(Session, "step", counted)
    result = json.loads(train("--epochs", 2, "--batch", 20, "--json").out)
    assert result["train_loss"] == pytest.approx(np.mean(range(12, 23)))


def test_validations_at_the_steps_that_were_asked_for(train):
    lines = train("--steps", 24, "--batch", 20, "--validate-every", 10).out.splitlines()
    assert [line.split()[0] for line in lines[4:8]] == ["0.91", "1", "1.82", "2"]


def test_it_ends_where_the_goal_is_reached(train):
    told = train("--accuracy", 0.3, "--batch", 20, "--json")
    result = json.loads(told.out)
    assert told.status == 0
    assert result["validation_accuracy"] >= 0.3
    assert result["epochs"] == int(result["epochs"]) < 100
    assert result["ended"].startswith("Training ended: ")
    assert result["ended"] in told.err


def test_it_ends_where_patience_does(train):
    result = json.loads(train("--patience", 2, "--lr", 1e-9, "--batch", 20, "--json").out)
    assert result["epochs"] == 3
    assert "2 validations in a row" in result["ended"]


# What can't be used


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--lr", "nan"], "Learning rate"),
        (["--lr", "0"], "Learning rate"),
        (["--lr", "-1"], "Learning rate"),
        (["--lr", "1e400"], "Learning rate"),
        (["--lr", "fast"], "--lr"),
        (["--l2", "nan"], "L2"),
        (["--momentum", "1"], "Momentum"),
        (["--momentum", "0.5", "--optimizer", "adam"], "Momentum"),
        (["--batch", "0"], "Batch size"),
        (["--batch", "221"], "Batch size"),
        (["--batch", "1.5"], "--batch"),
        (["--seed", "-1"], "Seed"),
        (["--epochs", "0"], "Epochs"),
        (["--steps", "-3"], "Steps"),
        (["--seconds", "0"], "Seconds"),
        (["--seconds", "nan"], "Seconds"),
        (["--seconds", "inf"], "Seconds"),
        (["--steps", "3", "--epochs", "3"], "--epochs"),
        (["--layers", "0"], "Layers"),
        (["--layers", "1000000"], "Layers"),
        (["--layers", "99999,99999"], "Layers"),
        (["--layers", "sixteen"], "Layers"),
        (["--layers", "28-16-10"], "Layers"),
        (["--layers", ",".join(["5"] * 100)], "Layers"),
        (["--activation", "swish"], "Activation"),
        (["--activation", "relu,tanh,relu"], "Activations"),
        (["--activation", "relu,"], "Activation"),
        (["--schedule", "sawtooth"], "--schedule"),
        (["--schedule", "cosine", "--schedule-steps", "0"], "Schedule's steps"),
        (["--schedule", "constant", "--schedule-steps", "9"], "Schedule"),
        (["--schedule", "step", "--drop", "0"], "Schedule's drop"),
        (["--schedule", "cosine", "--drop", "0.5"], "Schedule"),
        (["--l1", "-1"], "L1"),
        (["--dropout", "1"], "Dropout"),
        (["--label-smoothing", "0.9"], "Label smoothing"),
        (["--clip", "0"], "Gradient clipping"),
        (["--augment", "colour=1"], "Augmentation"),
        (["--augment", "shift"], "Augmentation"),
        (["--augment", "shift=nan"], "Augmentation"),
        (["--augment", "shift=1,shift=2"], "Augmentation"),
        (["--augment", "shift=1000"], "Augmentation's shift"),
        (["--accuracy", "97"], "Validation accuracy"),
        (["--patience", "0"], "Patience"),
        (["--validate-every", "0"], "Validate every"),
        (["--loss", "hinge"], "--loss"),
        (["--optimizer", "lion"], "--optimizer"),
        (["--init", "random"], "--init"),
    ],
    ids=" ".join,
)
def test_what_can_not_be_trained_is_refused_in_a_sentence(train, tmp_path, arguments, named):
    told = train(*arguments, "--save", tmp_path / "saved")
    assert told.status == 2
    assert named in told.sentence()
    assert told.out == ""
    assert not (tmp_path / "saved").exists()


def test_a_folder_without_digits(netviz, tmp_path):
    told = netviz("train", "--data", tmp_path)
    assert told.status == 2
    assert str(tmp_path) in told.sentence()


def test_a_place_where_nothing_can_be_saved_is_told_before_the_training(train, tmp_path, monkeypatch):
    def unexpected(_self: Session) -> StepResult:
        raise AssertionError

    monkeypatch.setattr(Session, "step", unexpected)
    for place in (tmp_path, tmp_path / "none" / "saved"):
        told = train("--save", place)
        assert told.status == 2
        assert str(place) in told.sentence()
        assert told.out == ""


# How it stops


def explode(train, *arguments):
    return train("--lr", "1e6", "--layers", "64,64,64,64", "--activation", "linear", *arguments)


def test_a_loss_that_is_no_number_stops_the_training(train, tmp_path):
    told = explode(train, "--save", tmp_path / "saved")
    assert told.status == 1
    assert "since step" in told.err
    assert "lower learning rate" in told.err
    state = read_run(tmp_path / "saved").session_state()  # whose numbers are finite, or it would not load
    assert f"Saved the last good network, of step {state.step:,}" in told.out


def test_and_its_json_has_no_nan(train):
    told = explode(train, "--json")
    assert told.status == 1

    def refuse(name: str) -> None:
        raise AssertionError(name)

    result = json.loads(told.out, parse_constant=refuse)
    assert result["diverged_at_step"] == result["steps"]
    assert result["test_accuracy"] is result["train_loss"] is None


def interrupt_at(monkeypatch, *steps: int) -> None:
    step = Session.step

    def interrupted(self: Session) -> StepResult:
        result = step(self)
        if result.step in steps:
            signal.raise_signal(signal.SIGINT)
        return result

    monkeypatch.setattr(Session, "step", interrupted)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Whoever runs the tests in the background has shut SIGINT out; here it is heard."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_the_step_and_saves(ctrl_c, train, tmp_path, monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    interrupt_at(monkeypatch, 5)
    told = train("--epochs", 1000, "--save", tmp_path / "saved", "--json")
    assert told.status == 130
    assert "Ctrl-C stopped the training at step 5." in told.err
    assert read_run(tmp_path / "saved").session_state().step == 5
    result = json.loads(told.out)
    assert (result["interrupted"], result["steps"]) == (True, 5)
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_twice_ends_at_once(ctrl_c, train, tmp_path, monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(course.Course, "validate", lambda *_: signal.raise_signal(signal.SIGINT))
    interrupt_at(monkeypatch, 5)
    told = train("--save", tmp_path / "saved")
    assert told.status == 130
    with Recording(tmp_path / "saved") as recording:
        assert not recording.info.finished
        assert recording.last_step >= 5
    assert signal.getsignal(signal.SIGINT) is before


# The progress bar


def test_there_is_no_bar_where_there_is_no_terminal(train):
    assert train("--seconds", 0.5).err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other terminals")
def test_a_terminal_sees_progress_and_is_left_clean(folder, tmp_path):
    import fcntl
    import pty
    import termios

    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "netviz", "train", "--data", str(folder), "--seconds", "1"]
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=terminal)
    os.close(terminal)
    seen = b""
    while True:
        try:
            part = os.read(main_end, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(main_end)
    assert process.wait() == 0
    assert b"left" in seen
    assert b"left" not in (tmp_path / "out").read_bytes()
    *_, wiped, end = seen.decode().split("\r")
    assert wiped.strip() == end == ""


@pytest.mark.parametrize("name", ["x.csv", "x.onnx", "x.pt", "x.png"])
def test_a_run_is_not_saved_under_a_name_of_another_kind(train, tmp_path, name):
    told = train("--steps", 1, "--save", tmp_path / name)
    assert (told.status, told.out) == (2, "")
    assert "x.netviz" in told.sentence()
    assert not list(tmp_path.iterdir())


def test_a_file_is_a_table_and_no_folder_of_digits(netviz, tmp_path):
    file = tmp_path / "digits.csv"
    file.write_text("7,0,0\n")
    told = netviz("train", "--data", file).sentence()
    assert "holds one row that can be read; 10 or more would be right" in told
    told = netviz("train", "--task", "digits", "--data", file).sentence()
    assert "is a file; a folder with four IDX files" in told


@pytest.mark.parametrize("n", [1, 2, 6, 11, 12])
def test_few_digits_are_enough_or_said_to_be_too_few(netviz, tmp_path, n):
    for name, count in (("train", n), ("test", 2)):
        images, labels = np.zeros((count, 784), np.uint8), np.arange(count, dtype=np.uint8) % 10
        (tmp_path / f"{name}-images").write_bytes(
            struct.pack(">IIII", 0x803, count, 28, 28) + images.tobytes()
        )
        (tmp_path / f"{name}-labels").write_bytes(struct.pack(">II", 0x801, count) + labels.tobytes())
    told = netviz("train", "--data", tmp_path, "--batch", 1, "--steps", 7, "--save", tmp_path / "run.netviz")
    if n < 2:
        assert told.status == 2
        assert "train-images holds 1 digit to learn from" in told.sentence()
        return
    assert (told.status, told.err) == (0, "")
    assert netviz("train", "--resume", tmp_path / "run.netviz", "--batch", 1, "--epochs", 1).status == 0
    assert netviz("test", tmp_path / "run.netviz").status == 0
