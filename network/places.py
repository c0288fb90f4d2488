"""Where the site keeps its data. `python -m network.places` prints it, for the Makefile."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


def var_dir(env: environ.Env) -> Path:
    """`VAR_DIR`. Relative to manage.py, so that all processes have the same."""
    return BASE_DIR / Path(env.str("VAR_DIR", default="") or "var").expanduser()


if __name__ == "__main__":
    environ.Env.read_env(BASE_DIR / ".env")
    print(var_dir(environ.Env()))  # noqa: T201 - what it is for
