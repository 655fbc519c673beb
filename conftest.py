"""Every Python example of the README, the docs pages and the docstrings is a test.

A Markdown block marked `python` is executed; when it starts with `>>>` its output is compared too.
Each document starts with a fresh namespace, and its blocks run in order.
"""

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

pages = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    name="page",
)

docstrings = Sybil(
    parsers=[DocTestParser()],
    path="src/leadmodel",
    pattern="*.py",
    name="docstring",
)

pytest_collect_file = (pages + docstrings).pytest()
