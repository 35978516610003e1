import subprocess
import sys

LOOK = """
from pathlib import Path
from qwen_dictate.system.core_files import forbid_core_files
forbid_core_files()
limits = Path("/proc/self/limits").read_text().splitlines()
print([line.split()[4:6] for line in limits if line.startswith("Max core file size")][0])
print(int(Path("/proc/self/coredump_filter").read_text(), 16))
"""


def test_neither_a_core_file_nor_memory_that_was_written_to_leaves_the_process():
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['0', '0']", "0"]
