"""Settings, addresses, reactions and the command line: where the house is put together."""
