"""Measurements: what the service does per second, beside the bare minimum that work needs."""

import sys
from pathlib import Path

# The client is used as it lies here; whoever measures need not install it.
sys.path.append(str(Path(__file__).parent.parent / "client"))
