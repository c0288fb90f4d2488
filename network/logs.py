"""What must not reach the logs: the secrets in addresses that open something without a password."""

import logging
import re


class WithoutSecrets(logging.Filter):
    """Writes `…` for every part of an address that a view takes as its `token`."""

    def filter(self, record: logging.LogRecord) -> bool:
        if secret := _secret(getattr(record, "request", None)):
            record.msg = record.getMessage().replace(secret, "…")
            record.args = ()
            # The traceback is written from the message that is cached here, too.
            if record.exc_info and not record.exc_text:
                record.exc_text = logging.Formatter().formatException(record.exc_info)
            if record.exc_text:
                record.exc_text = record.exc_text.replace(secret, "…")
        return True


# Of what no view took, such as an address with a slip of the pen in it.
LONG = re.compile(r"(?<=/)[\w.:=-]{24,}(?=/|$)")


def _secret(request) -> str:
    match = getattr(request, "resolver_match", None)
    return match.kwargs.get("token", "") if match else ""
