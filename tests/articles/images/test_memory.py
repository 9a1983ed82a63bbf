"""The bombs, each in a process of its own, so that its peak can be read."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from . import pictures, uploads

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[3]
LIMIT_MB = 600
MEASURED = """
import re, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_TZ=True)
from articles.images import ImageRefused, inspect, render
path, directory = Path(sys.argv[1]), Path(sys.argv[2])
try:
    with path.open("rb") as file:
        inspect(file)
    render(path, directory, "key")
    word = "rendered"
except ImageRefused:
    word = "refused"
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())  # ru_maxrss counts the parent's
print(word, int(peak[1]) // 1024)
"""


def _large(mode, kind, **options):
    return lambda: pictures.encoded(Image.linear_gradient("L").resize((7300, 5470)).convert(mode), kind, **options)


def _large_webp():
    return pictures.encoded(Image.new("RGBA", (5400, 4400), (9, 9, 9, 99)), "WEBP", method=0)


LARGE = {
    "jpeg 40 MP": _large("RGB", "JPEG"),
    "jpeg 40 MP progressive": _large("RGB", "JPEG", progressive=True),
    "jpeg 40 MP progressive in four colours": _large("CMYK", "JPEG", progressive=True),
    "png 40 MP with transparency": lambda: pictures.flat_png(7300, 5470, colour=6),
    "png 40 MP in 16 bits": lambda: pictures.flat_png(7300, 5470, depth=16, colour=6),
    "png 40 MP in black and white": lambda: pictures.flat_png(7300, 5470, depth=1, colour=0),
    "png 40 MP palette": _large("P", "PNG", transparency=0, compress_level=1),
    "webp 24 MP with transparency": _large_webp,
}
BOMBS = [
    name for name in uploads.REFUSED if "bomb" in name or "claiming" in name or "canvas" in name or "frames" in name
]


def _measured(data, directory):
    path = directory / "upload"
    path.write_bytes(data)
    command = [sys.executable, "-c", MEASURED, str(path), str(directory / "out")]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    word, peak = answer.stdout.split()
    return word, int(peak)


@pytest.mark.parametrize("name", LARGE)
def test_the_largest_allowed_pictures_stay_below_the_limit(name, tmp_path):
    word, peak = _measured(LARGE[name](), tmp_path)
    assert word == "rendered"
    assert peak < LIMIT_MB


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_decoded(name, tmp_path):
    word, peak = _measured(uploads.REFUSED[name][0], tmp_path)
    assert word == "refused"
    assert peak < 200
