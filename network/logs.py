"""What must not reach the logs: the secrets in addresses that open something without a password,
and the rows that the database quotes when it refuses them."""

import logging
import re

# Secrets are long and hold a capital letter; the names of articles and members hold none.
# The shortest is the code of a concern, with or without its hyphens.
SECRET = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w.:=-]{16,}")
# "Failing row contains (Han, han@example.org, …)": a value may have any number of lines.
QUOTED_ROW = re.compile(
    r"^DETAIL: .*?(?=\n\n(?:The above|During handling of the above) exception|\Z)",
    re.MULTILINE | re.DOTALL,
)


def without_secrets(words: str) -> str:
    return QUOTED_ROW.sub("DETAIL: …", SECRET.sub("…", words))


class WithoutSecrets(logging.Filter):
    """For handlers: every record that passes is written without secrets, its traceback too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True
