"""`netviz tasks`: what a network can learn here, a line each."""

from __future__ import annotations

import argparse
import json

from netviz.cli.main import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz tasks`."""
    parser.add_argument("--json", action="store_true", help="print them as a JSON list")


def run(args: argparse.Namespace) -> int:
    """Print the table of tasks."""
    from netviz.tasks.all_tasks import TASKS, task_named

    tasks = [task_named(name) for name in TASKS]
    if args.json:
        table = [
            {
                "task": task.id,
                "label": task.label,
                "about": task.about,
                "inputs": task.input.n,
                "input": task.input.called,
                "outputs": task.answer.n,
                "answer": task.answer.called,
                "kind": task.answer.kind,
                "layers": str(task.network),
            }
            for task in tasks
        ]
        print(json.dumps(table))
        return DONE
    width = max(len(task.id) for task in tasks)
    for task in tasks:
        print(f"{task.id:<{width}}  {task.label}: {task.about} ({task.network})")
    return DONE
