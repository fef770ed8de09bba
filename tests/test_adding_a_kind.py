"""docs/adding-a-kind.md keeps its word: its code is a kind, and passes the contract of every kind."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_kind_in_the_docs_passes_the_contract(tmp_path):
    code = re.search(r"```python\n(.+?)```", (ROOT / "docs/adding-a-kind.md").read_text(), re.S)[1]
    (tmp_path / "ticket.py").write_text(code)
    command = [sys.executable, "-m", "pytest", "tests/test_every_kind.py", "-k", "ticket"]

    ran = subprocess.run(
        [*command, "--ds=tests.newkind_settings", "-p", "tests.newkind", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "EXTRA_KINDS": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert "12 passed" in ran.stdout, ran.stdout[-500:]
