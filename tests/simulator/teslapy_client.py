"""The real TeslaPy, pointed at the simulator."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import teslapy

from simulator.tesla_api import TeslaApi


class Client(teslapy.Tesla):  # type: ignore[misc]
    """TeslaPy pointed at the simulator, its tokens in memory."""

    def __init__(self, api: TeslaApi) -> None:
        self.cache: dict[str, Any] = {}
        self.api_url = api.api_url
        super().__init__(
            "simulated",
            sso_base_url=api.auth_url,
            cache_loader=lambda: self.cache,
            cache_dumper=self.cache.update,
            timeout=30,
            verify=str(api.ca_file) if api.ca_file else True,
        )
        self.vehicle = {"vehicle_id": api.world.car.settings.vin}

    def request(self, method: str, url: str, serialize: bool = True, **kwargs: Any) -> Any:
        kwargs.setdefault("verify", self.verify)  # the environment's own certificates would win otherwise
        return super().request(method, urljoin(self.api_url, url), serialize, **kwargs)

    def ask(self, name: str, **arguments: Any) -> Any:
        return self.api(name, self.vehicle, **arguments)["response"]
