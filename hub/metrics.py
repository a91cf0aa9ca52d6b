"""The counters and clocks that operations watch. Labels are bounded: never a dossier, a message or a person.

Gauges over state (in flight, parked, waiting) are read from the database by the relay, so that they are true with any
number of workers; counters are per process and Prometheus adds them up.
"""

from dataclasses import dataclass, field

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_UNITS = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Metrics:
    """All metrics of the hub, made once per registry."""

    registry: CollectorRegistry = field(default=REGISTRY, repr=False)
    received: Counter = field(init=False)
    received_bytes: Counter = field(init=False)
    refused: Counter = field(init=False)
    copies: Counter = field(init=False)
    looks: Counter = field(init=False)
    intake_seconds: Histogram = field(init=False)
    handled: Counter = field(init=False)
    critical_time: Histogram = field(init=False)
    batch_units: Histogram = field(init=False)
    batch_seconds: Histogram = field(init=False)
    busy: Counter = field(init=False)
    parked: Counter = field(init=False)
    published: Counter = field(init=False)
    commands: Counter = field(init=False)
    flagged: Counter = field(init=False)
    deliveries: Counter = field(init=False)
    delivery_seconds: Histogram = field(init=False)
    partner_receipts: Counter = field(init=False)
    state: Gauge = field(init=False)
    in_flight: Gauge = field(init=False)
    oldest_in_flight: Gauge = field(init=False)
    blocked_lanes: Gauge = field(init=False)
    imbalance: Gauge = field(init=False)
    outgoing: Gauge = field(init=False)
    oldest_outgoing: Gauge = field(init=False)
    late_answers: Gauge = field(init=False)
    open_breakers: Gauge = field(init=False)
    paused_partners: Gauge = field(init=False)
    folder_files_cleared: Counter = field(init=False)
    files_scanned: Counter = field(init=False)
    documents_made: Counter = field(init=False)
    files_waiting: Gauge = field(init=False)
    help_opinions: Counter = field(init=False)
    without_plain_words: Counter = field(init=False)
    notifications: Gauge = field(init=False)
    notifications_tried: Counter = field(init=False)
    oldest_notification: Gauge = field(init=False)
    rate_limited: Counter = field(init=False)

    def __post_init__(self) -> None:
        made = {
            "received": self._counter("ingress_messages", "Messages handed in", "channel", "message_type", "outcome"),
            "received_bytes": self._counter("ingress_bytes", "Bytes handed in", "channel"),
            "refused": self._counter("refused_messages", "Messages refused at intake", "slug"),
            "looks": self._counter("looks", "Answers that showed somebody's data, by kind", "kind"),
            "copies": self._counter("copies", "Repeated arrivals of a known message", "channel"),
            "intake_seconds": self._histogram("intake_seconds", "From bytes in hand to receipt, per batch", _SECONDS),
            "handled": self._counter("handled", "Units with an outcome", "outcome"),
            "critical_time": self._histogram("critical_time_seconds", "From receipt to committed state", _SECONDS),
            "batch_units": self._histogram("batch_units", "Units in a worker's transaction", _UNITS),
            "batch_seconds": self._histogram("batch_seconds", "Duration of a worker's transaction", _SECONDS),
            "busy": self._counter("busy", "Waits for a dependency", "dependency"),
            "parked": self._counter("parked", "Units parked", "command"),
            "published": self._counter("published", "Bells rung", "result"),
            "commands": self._counter("commands", "Commands of people and timers", "command", "outcome"),
            "flagged": self._counter("flagged_messages", "Messages accepted with a flag", "flag"),
            "deliveries": self._counter("deliveries", "Tries to deliver a message", "channel", "result"),
            "delivery_seconds": self._histogram("delivery_seconds", "One call of a channel out, per batch", _SECONDS),
            "partner_receipts": self._counter("partner_receipts", "Receipts of partners for what went out", "result"),
            "state": self._gauge("messages", "Messages by state", "state"),
            "in_flight": self._gauge("in_flight_messages", "Messages accepted and without an outcome"),
            "oldest_in_flight": self._gauge("oldest_in_flight_seconds", "Age of the oldest message in flight"),
            "blocked_lanes": self._gauge("blocked_lanes", "Lanes that a parked message blocks"),
            "imbalance": self._gauge("ledger_imbalance", "Ids that the ledger cannot account for"),
            "outgoing": self._gauge("outgoing_messages", "Messages that go out, by state", "state"),
            "oldest_outgoing": self._gauge("oldest_outgoing_seconds", "Age of the oldest queued message nobody paused"),
            "late_answers": self._gauge(
                "late_answers", "Applications that a partner has and said nothing about in time"
            ),
            "open_breakers": self._gauge("open_breakers", "Partners that are left alone after failures in a row"),
            "paused_partners": self._gauge("paused_partners", "Partners that a person paused", "direction"),
            "folder_files_cleared": self._counter(
                "folder_files_cleared", "Messages and envelopes removed from done/ and refused/ of partners", "place"
            ),
            "files_scanned": self._counter("files_scanned", "Files of people that were scanned", "verdict"),
            "documents_made": self._counter("documents_made", "Documents made of the files of people", "outcome"),
            "help_opinions": self._counter(
                "help_opinions", "Answers to whether a help text was useful", "page", "useful"
            ),
            "without_plain_words": self._counter(
                "without_plain_words",
                "Documents that were read in the words of the lender, once each",
                "document",
            ),
            "files_waiting": self._gauge("files_waiting_seconds", "Age of the oldest file that waits for the scanner"),
            "notifications": self._gauge("notifications", "E-mail and SMS by state", "channel", "state"),
            "notifications_tried": self._counter(
                "notifications_tried", "Tries to hand over an e-mail or SMS", "channel", "result"
            ),
            "oldest_notification": self._gauge(
                "oldest_notification_seconds", "Time since the oldest waiting e-mail or SMS might leave", "channel"
            ),
            "rate_limited": self._counter("rate_limited", "Requests refused because there were too many", "kind"),
        }
        for name, metric in made.items():
            object.__setattr__(self, name, metric)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"hub_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"hub_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"hub_{name}", text, registry=self.registry, buckets=buckets)


METRICS = Metrics()
