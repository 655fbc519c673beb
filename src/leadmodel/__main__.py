"""`python -m leadmodel`: the command line, for those who installed the extra `cli`."""

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; where its libraries are missing, say in one line how to get them."""
    try:
        from .cli import app
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in ("click", "rich"):
            raise
        print(f"the command line needs {library}: pip install 'leadmodel[cli]'", file=sys.stderr)
        raise SystemExit(2) from None
    # One run and the process is over; looking for garbage among values that all live to the end only takes time.
    gc.disable()
    app()


if __name__ == "__main__":
    main()
