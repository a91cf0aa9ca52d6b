import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("hub", "adapters", "schemas", "handlers", "portal_api")
MADE = ("__pycache__", "*.pyc", "*.egg-info")


def built(folder):
    """The names in a wheel of this tree, built from a copy so that the tree stays as it is."""
    source = folder / "source"
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns(*MADE))
    for name in ("pyproject.toml", "README.md", "requirements.in"):
        shutil.copy(ROOT / name, source / name)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist()), source


def test_a_wheel_carries_every_file_of_the_rooms(tmp_path):
    names, source = built(tmp_path)
    missing = [
        name
        for room in ROOMS
        for path in (source / room).rglob("*")
        if path.is_file() and (name := path.relative_to(source).as_posix()) not in names
    ]
    assert missing == []
    assert "schemas/hdn/24.0/AX.xsd" in names
    assert "hub/migrations/script.py.mako" in names
