"""Who may have a lead, as the cells of a session; and whose turn it is among them."""

from datetime import datetime

from .cells import Cell

__all__ = ["Pool"]


class Pool:
    """A question that is asked again and again: who has all of some attributes, and none of others.

    Made by `Session.pool`. Its cells and their shares are kept until somebody changes cells.
    """

    __slots__ = ("division", "groups", "moved", "needs", "total", "unit", "without")

    def __init__(self, needs: int, without: int) -> None:
        self.needs = needs
        self.without = without
        #: By weight: what one member is entitled to of a lead of cost one, and the cells.
        self.groups: list[tuple[int, int, list[Cell]]] = []
        self.total = 0
        self.division = -1
        self.moved = -1
        self.unit = 0

    def first(self, lead: int) -> Cell | None:
        """The cell whose first member is next in turn for a lead of so many parts; the rule is that of `pick`."""
        best: Cell | None = None
        best_lag = best_weight = 0
        for weight, _, cells in self.groups:
            # At one weight the largest lag is owed if anybody is, and is over first.
            lags = [cell.lag for cell in cells]
            lag = max(lags)
            if best is not None:
                if (lag < 0) != (best_lag < 0):
                    if lag < 0:
                        continue
                # Heavier groups come first, and win a tie.
                elif (lead - lag) * best_weight >= (lead - best_lag) * weight:
                    continue
            best, best_lag, best_weight = cells[lags.index(lag)], lag, weight
            if lags.count(lag) > 1:
                best = min((cell for cell in cells if cell.lag == lag), key=_waiting)
        return best

    def entitle(self, cost: int) -> None:
        """Divide a lead among all."""
        for _, step, cells in self.groups:
            part = step * cost
            for cell in cells:
                cell.lag += part


def _waiting(cell: Cell) -> tuple[datetime, int]:
    """The last turn and the place of whoever is first in a cell."""
    return cell.heap[0][1:]
