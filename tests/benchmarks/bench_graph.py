"""The graph: a full refresh against QPainter drawing every edge, exploring, refreshes beside training.

    xvfb-run -s "-screen 0 1920x1080x24 +extension GLX" python tests/benchmarks/bench_graph.py [SECONDS]

A refresh is the choice of the strongest, the mist of all others, the upload of all weights and the frame. The
rows of `netviz bench --only graph`, with a longer time for each (4 seconds) so that they are steadier.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from netviz.bench.parts import graph
from netviz.cli.bench import tell_graph


def main() -> None:
    tell_graph(graph(float(sys.argv[1]) if len(sys.argv) > 1 else 4.0), sys.stdout)


if __name__ == "__main__":
    main()
