"""How well tables are learnt, over five splits, beside scikit-learn's MLPClassifier on the same rows.

python tests/benchmarks/bench_tables.py [--splits 5] [--steps 20000]

scikit-learn is no part of netviz: `pip install scikit-learn` first. Both read the numbers that netviz
prepares, and MLPClassifier also the raw ones scaled by its own StandardScaler, gaps filled with its
SimpleImputer's medians.
"""

import argparse
import csv
import gzip
import io
import warnings
from dataclasses import replace

import numpy as np

from netviz.network.forward import evaluate
from netviz.tasks.all_tasks import task_named
from netviz.tasks.columns import Columns, Numeric
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.resources import resource
from netviz.tasks.penguins import rows as penguins
from netviz.tasks.spam import rows as spam
from netviz.tasks.tabular.data import TableData, table_data
from netviz.tasks.tabular.preparing import fitted
from netviz.tasks.tabular.split import stratified
from netviz.training.config import new_config
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.session import Session

TABLES = {
    "spam": (spam.taken, ("spam", "spambase.csv.gz")),
    "penguins": (penguins.taken, ("penguins", "penguins.csv")),
}


def raw_of(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Raw rows and labels."""
    taken, parts = TABLES[name]
    data = resource(*parts).read_bytes()
    text = (gzip.decompress(data) if parts[-1].endswith(".gz") else data).decode()
    head, *rows = csv.reader(io.StringIO(text))
    return taken(dict(zip(head, map(list, zip(*rows, strict=True)), strict=True)))


def data_of(name: str, raw: np.ndarray, labels: np.ndarray, seed: int) -> TableData:
    """The rows split with this seed, scaled by their training rows."""
    task = task_named(name)
    assert isinstance(task.input, Columns)
    split = stratified(labels, seed)
    columns = tuple(
        fitted(column.name, raw[split.training, place], column.unit, logarithmic=column.logarithmic)
        if isinstance(column, Numeric)
        else column
        for place, column in enumerate(task.input.columns)
    )
    own = replace(task, input=replace(task.input, columns=columns))
    return table_data(own, own.input, raw, labels, split, DataName(task=name))


def ours(data: TableData, steps: int, seed: int) -> float:
    """Test accuracy of a network with the task's own settings, after so many steps."""
    config = replace(new_config(len(data.training), data.task), seed=seed)
    session = Session(config, data.training)
    for _ in range(steps):
        session.step()
    test = data.test
    return float(evaluate(config.spec, session.network.parameters, test.inputs(), test.answers).accuracy)


def main() -> None:
    """Print a line for each table and kind."""
    try:
        from sklearn.impute import SimpleImputer
        from sklearn.neural_network import MLPClassifier
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
    except ImportError:
        raise SystemExit(
            "This compares with scikit-learn; pip install scikit-learn would be right."
        ) from None
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20_000)
    arguments = parser.parse_args()
    one_blas_thread()
    warnings.simplefilter("ignore")  # that 200 epochs were not enough is scikit-learn's own default
    for name in TABLES:
        raw, labels = raw_of(name)
        found: dict[str, list[float]] = {}
        for seed in range(arguments.splits):
            data, split = data_of(name, raw, labels, seed), stratified(labels, seed)
            learn, test = data.training, data.test
            found.setdefault("netviz", []).append(ours(data, arguments.steps, seed))
            hidden = data.task.hidden
            for kind, shape in (("its defaults", (100,)), (f"the same {hidden} hidden", hidden)):
                network = MLPClassifier(shape, random_state=seed)
                network.fit(learn.stored, learn.answers)
                found.setdefault(f"MLPClassifier, {kind}", []).append(
                    network.score(test.stored, test.answers)
                )
            plain = make_pipeline(
                SimpleImputer(strategy="median"), StandardScaler(), MLPClassifier(random_state=seed)
            )
            plain.fit(raw[split.training], labels[split.training])
            score = plain.score(raw[split.test], labels[split.test])
            found.setdefault("MLPClassifier, StandardScaler", []).append(score)
        for kind, scores in found.items():
            each = ", ".join(f"{100 * score:.2f}" for score in scores)
            print(f"{name:<9} {kind:<40} mean {100 * np.mean(scores):.2f} %  ({each})", flush=True)


if __name__ == "__main__":
    main()
