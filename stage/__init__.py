"""Runs a real Home Assistant and a real AppDaemon with the app, for the demo and the stories in the tests."""
