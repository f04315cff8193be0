"""``python -m newsharvest``: the same as the command ``newsharvest``."""

import sys

from newsharvest.cli import main

if __name__ == "__main__":
    sys.exit(main())
