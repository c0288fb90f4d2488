from network.models import Network


def is_required() -> bool:
    return Network.objects.filter(needs_second_reader=True).exists()
