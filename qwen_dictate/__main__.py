"""``python -m qwen_dictate`` is ``qwen-dictate``."""

import sys

from qwen_dictate.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
