"""A real Home Assistant and a real AppDaemon with the app, for the demo and the stories among the tests."""
