"""How hard Hypothesis looks; `HYPOTHESIS_PROFILE` picks the profile.

`ci` draws the same examples on every run, so a red run is red again on the next machine; `deep` is for the night.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("fast", deadline=None, max_examples=20)
settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=150, print_blob=True, derandomize=True)
settings.register_profile(
    "deep",
    deadline=None,
    max_examples=5000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
