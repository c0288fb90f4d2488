from django.apps import AppConfig


class ErasureLogConfig(AppConfig):
    name = "erasure_log"
