"""What must not reach the logs: the secrets in addresses that open something without a password."""

import logging
import re

# Secrets are long and hold a capital letter; the names of articles and members hold none.
SECRET = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w.:=-]{20,}")


def without_secrets(words: str) -> str:
    return SECRET.sub("…", words)


class WithoutSecrets(logging.Filter):
    """For handlers: every record that passes is written without secrets, its traceback too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True
