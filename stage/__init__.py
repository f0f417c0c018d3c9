"""The stage: a real Home Assistant and a real AppDaemon with the app, for the demo and for the stories among the tests."""
