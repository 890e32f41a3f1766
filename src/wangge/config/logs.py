"""What no log may hold: the secrets by which reporters follow their cases."""

import logging
import re

SECRET = re.compile(r"(/r/[^/\s]+/)[^/\s?\"']+")


class WithoutSecrets(logging.Filter):
    """Puts dots where an address in a message has a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; let it through."""
        told = record.getMessage()
        if "/r/" in told:
            record.msg, record.args = SECRET.sub(r"\1…", told), ()
        return True
