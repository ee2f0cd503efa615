"""One thread for matrix products."""

import os
import subprocess
import sys


def test_blas_uses_one_thread_afterwards() -> None:
    # In a process of its own, for the setting is the whole process's.
    code = (
        "import numpy, threadpoolctl\n"
        "from netviz.training.jobs.mathematics import one_blas_thread\n"
        "one_blas_thread()\n"
        "numpy.ones((200, 200)) @ numpy.ones((200, 200))\n"
        "print([i['num_threads'] for i in threadpoolctl.threadpool_info() if i['user_api'] == 'blas'])\n"
    )
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert set(done.stdout.strip("[]\n").split(", ")) == {"1"}
