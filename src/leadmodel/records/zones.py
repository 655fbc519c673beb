"""Time zones by name."""

from zoneinfo import ZoneInfo

from ..errors import TimeError, hint

__all__ = ["zone_named"]


def zone_named(name: str) -> ZoneInfo:
    """The zone of that IANA name.

    >>> zone_named("Europe/Zurch")
    Traceback (most recent call last):
        ...
    leadmodel.errors.TimeError: zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?

    Raises `TimeError` with the nearest name that exists.
    """
    if not isinstance(name, str):
        raise TimeError("zone", name, "is not the name of a time zone, give one such as 'America/New_York'")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # An unknown name, a path out of the database, and a folder of it ("America") fail each in their own way.
        from zoneinfo import available_timezones

        raise TimeError("zone", name, f"is not a time zone{hint(name, available_timezones())}") from None
