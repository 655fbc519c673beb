"""Run the comparisons of every `bench_*.py` beside this file.

    python benchmarks/run.py --only hours --json hours.json

Each of those files has `benchmarks() -> list[Comparison]`.
"""

import argparse
import importlib
import json
import sys
from pathlib import Path

from harness import Comparison, Figures, measure, table

HERE = Path(__file__).resolve().parent


def discover(only: str) -> list[Comparison]:
    """The comparisons whose file or name starts with `only`; other files are not even imported."""
    files = {path.stem.removeprefix("bench_"): path.stem for path in sorted(HERE.glob("bench_*.py"))}
    chosen = {name: module for name, module in files.items() if name.startswith(only)}
    found: list[Comparison] = []
    for module in (chosen or files).values():
        found += importlib.import_module(module).benchmarks()
    names = [comparison.name for comparison in found]
    if len(set(names)) < len(names):
        raise SystemExit(f"two benchmarks share a name: {sorted({n for n in names if names.count(n) > 1})}")
    if not chosen:
        found = [comparison for comparison in found if comparison.name.startswith(only)]
    if not found:
        raise SystemExit(f"no benchmark starts with {only!r}; there are {', '.join(names) or 'none'}")
    return found


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Time ours against the plain way, by turns in one process.")
    parser.add_argument(
        "--only", default="", metavar="PREFIX", help="the start of a file's or a benchmark's name"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, in seconds a call")
    parser.add_argument(
        "--rounds", type=int, default=21, help="how many turns; the median counts (default 21)"
    )
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds: at least one")
    rows: list[tuple[Comparison, Figures]] = []
    for comparison in discover(options.only):
        rows.append((comparison, measure(comparison, rounds=options.rounds)))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(table(rows))
    if options.json:
        flat = {comparison.name: figures.to_dict() for comparison, figures in rows}
        options.json.write_text(json.dumps(flat, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
