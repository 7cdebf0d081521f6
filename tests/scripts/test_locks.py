import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
UV = Path(sys.executable).with_name("uv")


def pins(lock):
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("lock", [RUN, DEV], ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_every_package_and_names_no_host(lock):
    text = lock.read_text()
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_the_tests_run_on_the_versions_that_a_city_installs():
    assert pins(RUN).items() <= pins(DEV).items()


@pytest.mark.once
@pytest.mark.parametrize(("lock", "more"), [(RUN, []), (DEV, ["--group", "dev"])], ids=["run", "dev"])
def test_a_lock_says_what_pyproject_asks_for(lock, more, tmp_path):
    again = shutil.copy(lock, tmp_path)  # pins in it are kept: only what pyproject.toml changed differs
    command = ["pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header", "pyproject.toml"]
    outcome = subprocess.run(
        [UV, *command, *more, "-o", again], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "Failed to fetch" in outcome.stderr:
        pytest.skip("no package index within reach")
    assert outcome.returncode == 0, outcome.stderr
    assert Path(again).read_text() == lock.read_text()
