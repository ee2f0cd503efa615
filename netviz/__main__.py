"""`python -m netviz` is the command `netviz`."""

import sys

from netviz.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
