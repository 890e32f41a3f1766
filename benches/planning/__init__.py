"""What the benches of grid planning share: instances, a scorer of its own, other planners, bars."""
