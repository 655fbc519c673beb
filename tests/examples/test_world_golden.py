"""The demo gives the same answers on every Python and platform, and after every change that does not say otherwise."""

import hashlib

from tests.examples.bundled import report, shown

#: Of the whole JSON document. A change here is a changed answer: say which under "Changed answers" in CHANGELOG.md.
DIGEST = "14317f851ed5f657d4976bb4f3fa12eb7605c4abaaf2b79baa26def1c2558b7b"


def test_the_demo_gives_the_answers_that_it_gave() -> None:
    assert hashlib.sha256(shown(report()).encode()).hexdigest() == DIGEST
