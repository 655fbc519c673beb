"""The demo gives the same answers on every Python and platform, and after every change that does not say otherwise."""

import hashlib

from tests.examples.bundled import report, shown

#: Of the whole JSON document. A change here is a changed answer: say which under "Changed answers" in CHANGELOG.md.
DIGEST = "e586ab3d6569fe17e32108f6ee68010d51eac91210370d46832879a74d66bd34"


def test_the_demo_gives_the_answers_that_it_gave() -> None:
    assert hashlib.sha256(shown(report()).encode()).hexdigest() == DIGEST
