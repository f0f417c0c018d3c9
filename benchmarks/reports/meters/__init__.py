"""Measures how the app copes with the ways in which real meters report."""
