"""The demo gives the same answers on every Python and platform, and after every change that does not say otherwise."""

import hashlib

from tests.examples.bundled import report, shown

#: Of the whole JSON document. A change here is a changed answer: say which under "Changed answers" in CHANGELOG.md.
DIGEST = "db3cbc5c343dae754906be416b7fa32b0a4afa7017852c1b6e04f50159721a59"


def test_the_demo_gives_the_answers_that_it_gave() -> None:
    assert hashlib.sha256(shown(report()).encode()).hexdigest() == DIGEST
