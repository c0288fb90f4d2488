"""How passwords are kept."""

from django.contrib.auth import hashers


class Argon2(hashers.Argon2PasswordHasher):
    """With the memory that OWASP asks for (19 MiB). Django's 100 MiB, times eight threads, would
    let anybody who sends many passwords at once fill a small server."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
