"""For those who embed the library: what their own store has to stand."""

__all__: list[str] = []
