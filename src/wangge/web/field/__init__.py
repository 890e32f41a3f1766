"""The phone of whoever works outside: what is mine now, deeds under keys, pages without network."""
