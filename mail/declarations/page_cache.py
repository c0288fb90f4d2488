from mail.models import Email

NEVER_PUBLIC = [Email]
