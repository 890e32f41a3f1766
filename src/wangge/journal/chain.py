"""How an entry's hash is reckoned: pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def digest(previous: str, sequence: int, fact: Mapping[str, object]) -> str:
    """SHA-256 in hex over the previous hash, the sequence and the fact as canonical JSON.

    `fact` holds id, at, actor_id, actor_label, verb, subject_kind, subject_id and payload.
    """
    plain = {k: _plain(v) for k, v in fact.items()}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{sequence}\n{text}".encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
