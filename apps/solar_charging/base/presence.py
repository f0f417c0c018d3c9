"""Knows whether Home Assistant is there, by AppDaemon's own connection to it: anybody can fire its events."""

from __future__ import annotations

from appdaemon.plugins.hass import Hass
from appdaemon.plugins.hass.hassplugin import HassPlugin

BACK, GONE = "plugin_started", "plugin_stopped"
"""The events of AppDaemon's; whoever may fire events in Home Assistant may fire these too."""


class Presence:
    """Says of an event whether Home Assistant has really gone, or come back, in `namespace`."""

    def __init__(self, app: Hass, namespace: str) -> None:
        self._app = app
        self._namespace = namespace
        self.there = True
        self._known = self._socket

    def changed(self, event: str) -> bool:
        """Says whether what an event tells is so, and is news; `there` is then up to date."""
        if event == GONE:
            news = self.there and self._lost
            self.there = self.there and not news
            return news
        plugin, socket = self._plugin, self._socket
        # One that was lost and made again unnoticed is another one. Without a plugin nothing is known better.
        news = (socket is not None or plugin is None) and (not self.there or socket is not self._known)
        if news:
            self.there, self._known = True, socket
        return news

    @property
    def back_unnoticed(self) -> bool:
        """Says whether Home Assistant is there again, and the event that tells so was lost."""
        return not self.there and self._socket is not None

    @property
    def _plugin(self) -> HassPlugin | None:
        plugin = self._app.AD.plugins.get_plugin_object(self._namespace)
        return plugin if isinstance(plugin, HassPlugin) else None

    @property
    def _socket(self) -> object | None:
        """Returns the connection that works; None without one."""
        plugin = self._plugin
        works = plugin is not None and plugin.is_ready and plugin.connect_event.is_set()
        return plugin.ws if plugin is not None and works else None

    @property
    def _lost(self) -> bool:
        """Says whether AppDaemon itself has given up the connection: it does before it tells so."""
        if self._plugin is None:
            return True
        active = self._app.AD.plugins.plugin_objs.get(self._namespace, {}).get("active", True)
        return self._socket is None or not active
