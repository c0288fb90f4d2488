from mail.models import Email

MODELS_ON_NO_PUBLIC_PAGE = [Email]
