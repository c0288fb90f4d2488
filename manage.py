#!/usr/bin/env python
"""Run a management command of the network's site."""

import sys

from django.core.management import execute_from_command_line

from website import startup

if __name__ == "__main__":
    startup.prepare()
    execute_from_command_line(sys.argv)
