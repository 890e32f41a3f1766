"""Rates from facts, exclusions and weights: what is made of the loop, every figure open to its cases."""
