"""A light load: several connections driven from one thread, each sending as soon as it is answered."""

import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

Message = Callable[[], bytes]
Talk = Callable[[], Generator[tuple[str, bytes], bytes, None]]


@dataclass
class Round:
    """What came of one round: answers by status, seconds, and each answer's latency."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    refused: bytes = b""

    @property
    def rate(self) -> float:
        """Requests accepted per second."""
        return self.statuses[201] / self.seconds

    def percentile(self, percent: int) -> float:
        """Latency in milliseconds."""
        return 1000 * statistics.quantiles(self.latencies, n=100)[percent - 1]


class _Client:
    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.since = 0.0
        self._heard = b""

    def send(self, message: bytes) -> None:
        self._heard, self.since = b"", time.perf_counter()
        self.socket.sendall(message)

    def hear(self) -> bytes | None:
        """The whole answer, once it is there."""
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection")
        self._heard += more
        head, _, body = self._heard.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0].strip()
        return self._heard if length and len(body) >= int(length) else None


def drive(host: str, port: int, *, clients: int, seconds: float, message: Message) -> Round:
    """Send from so many clients for so long; every answer is counted."""
    done, waiting = Round(), selectors.DefaultSelector()
    for _ in range(clients):
        client = _Client(host, port)
        waiting.register(client.socket, selectors.EVENT_READ, client)
        client.send(message())
    begun = time.perf_counter()
    end = begun + seconds
    while waiting.get_map():
        for key, _ in waiting.select():
            client = key.data
            answer = client.hear()
            if answer is None:
                continue
            now = time.perf_counter()
            status = int(answer[9:12])
            done.statuses[status] += 1
            done.latencies.append(now - client.since)
            if status >= 400:
                done.refused = answer
            if now < end:
                client.send(message())
            else:
                waiting.unregister(client.socket)
                client.socket.close()
    done.seconds = time.perf_counter() - begun
    return done


@dataclass
class Talks:
    """What came of one round of conversations: those that were ended, and each step's latencies."""

    seconds: float = 0.0
    ended: int = 0
    latencies: dict[str, list[float]] = field(default_factory=dict)
    refused: bytes = b""

    @property
    def rate(self) -> float:
        """Conversations that came to their end per second."""
        return self.ended / self.seconds


class _Talker(_Client):
    """A client in the middle of a conversation: it says the next thing once it is answered."""

    def __init__(self, host: str, port: int, talk: Talk) -> None:
        super().__init__(host, port)
        self._talk = talk
        self.begin()

    def begin(self) -> None:
        """Begin a conversation."""
        self._said = self._talk()
        self.step, message = next(self._said)
        self.send(message)

    def go_on(self, answer: bytes) -> bool:
        """Say the next thing; whether there was one."""
        try:
            self.step, message = self._said.send(answer)
        except StopIteration:
            return False
        self.send(message)
        return True


def converse(host: str, port: int, *, clients: int, seconds: float, talk: Talk) -> Talks:
    """Hold conversations of several steps from so many clients for so long; those under way are finished."""
    done, waiting = Talks(), selectors.DefaultSelector()
    begun = time.perf_counter()
    for _ in range(clients):
        client = _Talker(host, port, talk)
        waiting.register(client.socket, selectors.EVENT_READ, client)
    while waiting.get_map():
        for key, _ in waiting.select():
            client = key.data
            answer = client.hear()
            if answer is None:
                continue
            now = time.perf_counter()
            done.latencies.setdefault(client.step, []).append(now - client.since)
            failed = int(answer[9:12]) >= 400
            if failed:
                done.refused = answer
            if not failed and client.go_on(answer):
                continue
            done.ended += not failed
            if now < begun + seconds and not failed:
                client.begin()
            else:
                waiting.unregister(client.socket)
                client.socket.close()
    done.seconds = time.perf_counter() - begun
    return done
