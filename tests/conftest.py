"""How property-based tests are run: on the same examples everywhere, or in search of new ones."""

from hypothesis import Phase, settings

# Tracing every line to explain a failure takes most of the time, and in a busy moment more than a test may.
untraced = settings(phases=[phase for phase in Phase if phase is not Phase.explain])
settings.register_profile("same", untraced, derandomize=True)
settings.register_profile("search", untraced)
settings.load_profile("same")
