from datetime import timedelta

# E-mails are personal data: the text is erased first, the e-mail is deleted later. The text of a
# sent e-mail is kept until mail servers have given up forwarding it, other texts until staff had
# time to look at them.
SENT_TEXT_RETENTION = timedelta(days=7)
TEXT_RETENTION = timedelta(days=30)
EMAIL_RETENTION = timedelta(days=365)
