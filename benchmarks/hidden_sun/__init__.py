"""Measures the laws in houses whose inverter throws sun away: `python -m benchmarks.hidden_sun`."""
