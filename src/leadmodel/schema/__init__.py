"""The door: documents in and out, every fault at once. The only room of the core that imports pydantic."""

from .door import dump_model, load_model, model_schema, parse_model

__all__ = ["dump_model", "load_model", "model_schema", "parse_model"]
