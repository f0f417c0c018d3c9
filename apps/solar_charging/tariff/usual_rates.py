"""Says what electricity costs by the settings: in windows, on days of a colour, by the word of an entity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np

from ..base.economics import Values
from ..base.entity_state import EntityState
from ..base.time_grid import QUARTER_S
from ..settings.tariff import Tariff
from .day_colours import DayColours
from .off_peak_entity import OffPeakEntity
from .timetable import Rate, Timetable, wall_edges


class UsualRates:
    """Finds the settings' price of any moment.

    Whether it is the cheap one is said by `off_peak_entity` for now; for later by the windows, or by when
    the entity used to say so where there are none.
    """

    def __init__(self, tariff: Tariff, zone: ZoneInfo) -> None:
        self._tariff = tariff
        self._zone = zone
        self._timetable = Timetable(tariff, zone)
        self._colours = None if tariff.colours is None else DayColours(tariff.colours, zone)
        named, words = tariff.off_peak_entity, tariff.off_peak_states
        self.entity = None if named is None else OffPeakEntity(named, words, zone)

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities to listen to."""
        colours = () if self._colours is None else self._colours.entities
        return colours if self.entity is None else (*colours, self.entity.name)

    def update(self, entity: str, state: EntityState, at_s: float) -> None:
        """Takes in a state of one of the entities. Raises MeterError where it makes no sense."""
        if self.entity is not None and entity == self.entity.name:
            self.entity.update(state, at_s)
        elif self._colours is not None:
            self._colours.update(entity, state)

    def rate(self, at: datetime, now: datetime) -> Rate:
        """Returns the price at `at` as known at `now` (both aware)."""
        word = None if self.entity is None else self.entity.cheap(now)
        if word is None or at <= now:
            return self._rate(at, now, word)
        # The word of now counts until the next moment at which a change is usual.
        coming = min((edge for edge in self.edges(now) if edge > now), default=None)
        return self._rate(at, now, word if coming is None or at < coming else None)

    def ahead(self, at_s: Values, now: datetime) -> Values:
        """Returns the prices in quarters of an hour from that of `now` on (unix seconds); shape (n,)."""
        first = datetime.fromtimestamp(at_s[0], timezone.utc)
        edges = {edge for edge in self.edges(first) if first < edge and edge.timestamp() <= at_s[-1]}
        begins = [first, *sorted(edges)]
        if self.entity is not None:
            # The word of now is certain for the running quarter of an hour alone.
            begins = sorted({*begins, datetime.fromtimestamp(at_s[0] + QUARTER_S, timezone.utc)})
        word = None if self.entity is None else self.entity.cheap(now)
        prices = [self._rate(begin, now, word if begin == first else None) for begin in begins]
        begins_s = [begin.timestamp() for begin in begins]
        numbers = np.searchsorted(begins_s, at_s, side="right") - 1
        return np.array([each.price_per_kwh for each in prices])[numbers]

    def edges(self, after: datetime) -> Iterator[datetime]:
        """Yields the instants (UTC) of the next week at which a price may change, in no order."""
        clocks = set(self._timetable.clocks)
        if self._tariff.colours is not None:
            clocks.add(self._tariff.colours.day_start)
        yield from wall_edges(clocks, self._zone, after)
        if self.entity is not None and not self._tariff.off_peak:
            yield from self.entity.edges(after)

    def _rate(self, at: datetime, now: datetime, word: bool | None) -> Rate:
        window = self._timetable.window(at)
        cheap = word
        if cheap is None and self.entity is not None and not self._tariff.off_peak:
            cheap = self.entity.is_usually_cheap(at)
        if cheap is None:
            cheap = window is not None
        own = None if window is None else window.price
        # Against a window's own price a word counts where one is cheap and the other is not.
        if own is not None and (word is None or word == (own < self._tariff.peak_price)):
            return self._timetable.rate(window)
        if self._colours is not None:
            return self._colours.rate(at, now, cheap)
        return self._timetable.flat(cheap)
