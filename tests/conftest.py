"""How property-based tests are run."""

from hypothesis import Phase, settings

# Tracing every line to explain a failure takes most of the time, and in a busy moment more than a test may.
settings.register_profile("untraced", phases=[phase for phase in Phase if phase is not Phase.explain])
settings.load_profile("untraced")
