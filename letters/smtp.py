"""Django's way to a mail server, which also tells when a letter may have gone after all."""

from smtplib import SMTP, SMTP_SSL, SMTPServerDisconnected

from django.core.mail.backends import smtp


class HandedOver(Exception):  # noqa: N818 - it may have gone well
    """The connection broke when the letter was with the mail server and no answer had come."""


class TellsWhenHandedOver:
    """For clients of smtplib: losing the line before the letter and after it are two things."""

    def data(self, msg):
        try:
            return super().data(msg)
        except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            raise HandedOver(str(error)) from error


class Plain(TellsWhenHandedOver, SMTP):
    pass


class Encrypted(TellsWhenHandedOver, SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self):
        return Encrypted if self.use_ssl else Plain
