"""The package as files, for the tests that look at the source itself."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
PACKAGE = SRC / "leadmodel"

#: Rooms that stand outside the core: they may need pydantic, tables, click or rich, or touch the outside world.
OUTER_ROOMS = frozenset({"__main__", "cli", "frames", "interop", "plots", "schema", "stores", "testing"})
#: What a program may not pay for by importing the core.
HEAVY = frozenset(
    {
        "pydantic",
        "pydantic_core",
        "numpy",
        "pandas",
        "polars",
        "pyarrow",
        "narwhals",
        "sklearn",
        "scipy",
        "altair",
        "sqlite3",
        "psycopg",
        "click",
        "rich",
        "dateutil",
        "langcodes",
        "language_data",
        "phonenumbers",
        "tzfpy",
        "publicsuffixlist",
        "rapidfuzz",
    }
)


def sources() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room that a module belongs to; the face is a room of its own, named ``""``."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def core_sources() -> list[Path]:
    return [path for path in sources() if room_of(path) not in OUTER_ROOMS]


def module_name(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def label(path: Path) -> str:
    """How a module is called in a test's name."""
    return path.relative_to(PACKAGE).as_posix()
