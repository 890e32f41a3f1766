"""The append-only, hash-chained record of every fact: audit trail and outbox in one."""
