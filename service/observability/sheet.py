"""Gauges that are read at the moment of a scrape, for all machines from the one database."""

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily


class Sheet:
    """The gauges of one scrape. Parts write theirs by `add_metrics`.

    Nothing of it outlives the scrape: a gauge of the client library would, in a file.
    """

    def __init__(self) -> None:
        self._families: dict[str, GaugeMetricFamily] = {}

    def gauge(self, name: str, told: str, value: float, **labels: str) -> None:
        """One value; the same name has the same words and labels everywhere."""
        family = self._families.get(name)
        if family is None:
            family = self._families[name] = GaugeMetricFamily(name, told, labels=list(labels))
        family.add_metric(list(labels.values()), value)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """What a Prometheus registry asks for."""
        return self._families.values()
