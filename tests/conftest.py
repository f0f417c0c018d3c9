"""How property-based tests are run: on the same examples everywhere, or in search of new ones.

Or on thousands of them, where a test's own number is a share of the profile's.
"""

from hypothesis import HealthCheck, Phase, settings

# How long an example takes says how busy the machine is; what hangs, the time-out of tests ends.
# Tracing every line to explain a failure takes most of the time, and in a busy moment more than a test may.
patient = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
# Half as many as usual, so that all tests take a quarter of an hour; a search takes them all.
settings.register_profile("same", patient, derandomize=True, max_examples=settings.default.max_examples // 2)
settings.register_profile("search", patient)
settings.register_profile("thousands", patient, max_examples=100 * settings.default.max_examples)
settings.load_profile("same")
