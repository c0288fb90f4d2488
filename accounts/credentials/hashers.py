from django.contrib.auth import hashers


class Argon2Hasher(hashers.Argon2PasswordHasher):
    """With the memory that OWASP recommends (19 MiB). With Django's 100 MiB, times eight threads, a
    flood of login attempts could fill the memory of a small server."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
