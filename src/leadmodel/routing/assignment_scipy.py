"""Large batches by `scipy.optimize.linear_sum_assignment` (extra `assign`): one column for each place of a rep."""

from collections.abc import Mapping, Sequence

from ..errors import InputError, LeadModelError

__all__ = ["cheapest_by_scipy"]

#: Up to here every whole number is a float of its own.
EXACT = 2**53


def cheapest_by_scipy(rows: Sequence[Mapping[int, int]], steps: Sequence[Sequence[int]]) -> list[int]:
    """The rep of each lead in one of the cheapest assignments; the last rep is nobody.

    Raises `LeadModelError` where SciPy is not installed, `InputError` for costs whose sums are not exact in floats.
    """
    try:
        import numpy as np
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise LeadModelError("SciPy is needed for this solver: pip install 'leadmodel[assign]'") from error
    nobody = len(steps) - 1
    where = [nobody] * len(rows)
    places = [rep for rep in range(nobody) for _ in steps[rep]]
    more = [step for rep in range(nobody) for step in steps[rep]]
    allowed = [cost for row in rows for rep, cost in row.items() if rep != nobody]
    if not places or not allowed:
        return where
    # From zero on, so that what is forbidden can be dearer than all the rest together.
    base, least = min(allowed), min(more)
    forbidden = (max(allowed) - base + max(more) - least) * len(rows) + 1
    if forbidden * (len(rows) + 1) >= EXACT:
        largest = max(map(abs, allowed))
        raise InputError(
            "costs", largest, "is too large to be added up exactly by scipy, take solver='python'"
        )
    own = np.full((len(rows), nobody), float(forbidden))
    for lead, row in enumerate(rows):
        for rep, cost in row.items():
            if rep != nobody:
                own[lead, rep] = cost - base
    matrix = own[:, places]
    # A place that is taken by nobody's lead costs no step, or it would matter which.
    matrix += np.where(matrix < forbidden, np.array([step - least for step in more], dtype=float), 0)
    leads, columns = linear_sum_assignment(matrix)
    for lead, column in zip(leads.tolist(), columns.tolist(), strict=True):
        rep = places[column]
        if rep in rows[lead]:
            where[lead] = rep
    return where
