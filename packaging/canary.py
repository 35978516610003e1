"""Asks the real service to recognise recordings whose words are known, as the program would.

Usage: canary.py, with DASHSCOPE_API_KEY in the environment. Ends with 1 where more than a fifth of
the words differ, or where the service does not answer. The key is printed nowhere.
"""

import difflib
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.recordings import recording

COMMAND = Path(__file__).parents[1] / ".venv" / "bin" / "qwen-dictate"
NAMES = ("en_jfk", "en_goforward", "zh_aishell_0121")
LIKENESS_WANTED = 0.8
LIMIT_S = 120


def main() -> None:
    """Recognise each, compare."""
    failed = False
    for name in NAMES:
        spoken = recording(name)
        done = subprocess.run(
            [str(COMMAND), "transcribe", str(spoken.path), "--format", "txt"],
            capture_output=True, encoding="utf-8", timeout=LIMIT_S, check=False,
        )  # fmt: skip
        likeness = _likeness(done.stdout, spoken.transcript)
        print(f"{name}: status {done.returncode}, likeness {likeness:.2f}: {done.stdout.strip()}")
        if done.returncode or likeness < LIKENESS_WANTED:
            print(f"::error::{name}: {done.stderr.strip() or 'the words differ'}")
            failed = True
    sys.exit(failed)


def _likeness(heard: str, said: str) -> float:
    """Of what was said, how much was heard: by words, Chinese by characters."""
    return difflib.SequenceMatcher(None, _units(heard), _units(said), autojunk=False).ratio()


def _units(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text).lower()
    return re.findall(r"[\u4e00-\u9fff]|[a-z0-9']+", text)


if __name__ == "__main__":
    main()
