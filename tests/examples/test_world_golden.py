"""The demo gives the same answers on every Python and platform, and after every change that does not say otherwise."""

import hashlib

from tests.examples.bundled import report, shown

#: Of the whole JSON document. A change here is a changed answer: say which under "Changed answers" in CHANGELOG.md.
DIGEST = "dfc58bcdbcb6f9a1d67398cc2cce49258c2de9fda90b4a3a004cfec9f5a32168"


def test_the_demo_gives_the_answers_that_it_gave() -> None:
    assert hashlib.sha256(shown(report()).encode()).hexdigest() == DIGEST
