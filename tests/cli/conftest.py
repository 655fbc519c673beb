"""The files of a small house, in a folder of their own for each test."""

from pathlib import Path

import pytest

from tests.cli.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)
