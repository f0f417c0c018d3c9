"""Measures what comes of it when something breaks around the app."""
