"""The demo gives the same answers on every Python and platform, and after every change that does not say otherwise."""

import hashlib

from tests.examples.bundled import report, shown

#: Of the whole JSON document. A change here is a changed answer: say which under "Changed answers" in CHANGELOG.md.
DIGEST = "c00fbe45e0c556a0a01ac3a14c3a7ad57ff46a6fe78bf1e4d9f086cf710f0d9e"


def test_the_demo_gives_the_answers_that_it_gave() -> None:
    assert hashlib.sha256(shown(report()).encode()).hexdigest() == DIGEST
