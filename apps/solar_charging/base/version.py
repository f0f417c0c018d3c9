"""Holds the version of the app, which pyproject.toml repeats."""

VERSION = "0.1.0"
