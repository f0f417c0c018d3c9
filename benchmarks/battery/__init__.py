"""Measures the laws in a house with a battery: `python -m benchmarks.battery`."""
