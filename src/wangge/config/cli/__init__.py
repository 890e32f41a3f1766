"""The wangge command."""
