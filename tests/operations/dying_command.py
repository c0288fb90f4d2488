"""A command of manage.py that kills itself at a given step; for `test_restoring.py`.

A step is a line of the modules that restore. COUNT_STEPS names a file for their number; DIE_AT is
the step before which the process is killed, DIE_IN the module whose steps are counted.
"""

import os
import signal
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from website import startup

startup.prepare()
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

MODULES = {
    "operations.restore.restoring",
    "operations.restore.staging",
    "operations.restore.loading",
}

settings.ORIGINALS_ROOT = Path(os.environ["TRY_ORIGINALS"])
settings.MEDIA_ROOT = Path(os.environ["TRY_MEDIA"])
settings.ERASURES_ROOT = Path(os.environ["TRY_ERASURES"])

steps, last = 0, int(os.environ.get("DIE_AT", "0"))
watched = {os.environ["DIE_IN"]} if "DIE_IN" in os.environ else MODULES


def trace(frame, event, _argument):
    global steps
    if frame.f_globals.get("__name__") not in watched:
        return None
    if event == "line":
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace


sys.settrace(trace)
call_command(*sys.argv[1:])
sys.settrace(None)
if "COUNT_STEPS" in os.environ:
    Path(os.environ["COUNT_STEPS"]).write_text(str(steps))
