"""What can go wrong while a child process decodes a file."""


class SandboxError(Exception):
    """A file could not be processed. The message is for the log."""


class ChildDiedError(SandboxError):
    """The child crashed, reached a limit of memory or CPU time, or raised an exception that it did
    not catch."""


class ChildTimeoutError(SandboxError):
    """The child did not end in time and was killed."""


class BusyError(SandboxError):
    """No child could be started for a minute, as too many others were running."""
