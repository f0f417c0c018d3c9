"""Makes the figures that prove what the documents say; run from the root of the repository."""

import sys
from pathlib import Path

# The app lives where AppDaemon looks for it, not where Python does.
sys.path.insert(0, str(Path(__file__).parents[1] / "apps"))
