import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def files_named_in_templates():
    templates = ROOT.glob("templates/**/*.html")
    return sorted({name for path in templates for name in NAMED.findall(path.read_text())})


@pytest.mark.parametrize("name", files_named_in_templates())
def test_a_static_file_that_a_template_names_exists(name):
    """Where files are hashed, a name without a file ends in an error page."""
    assert finders.find(name)
