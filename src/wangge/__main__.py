"""`python -m wangge` is the `wangge` command."""

from wangge.config.cli.main import main

main()
