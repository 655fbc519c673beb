"""Who holds a lead, and who held it in which role: development, opportunity, customer success.

"The Measurable Lead Model" asks for a field for each role, so that a hand-off does not wipe out who came before. Here
the fields are read from the events: assignments, and the note `role_given` where a role is set by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..records import Case, Event, EventId, EventKind, Note, RepId, utc
from ..records.names import named

__all__ = ["Ownership", "Role", "RoleChange", "Tenure", "owners"]


class Role(StrEnum):
    """In what capacity a rep holds a lead; whether marketing or sales does the development makes no difference."""

    DEVELOPMENT = "development"
    """From the assignment until the lead is qualified."""
    OPPORTUNITY = "opportunity"
    """From then until it is won or lost."""
    CUSTOMER_SUCCESS = "customer_success"
    """Once it is won, whoever is given this role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A stretch of time, `[since, until)`, in which a rep held the lead in a role; the last one may last still."""

    rep: RepId
    role: Role
    cycle: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange:
    """An entry of the history of a role field: what stood there before and after, and by which event."""

    role: Role
    before: RepId | None
    after: RepId | None
    at: datetime
    cycle: int
    event: EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Who holds a lead now, in which role and since when; and for each role who holds it or held it last.

    `holder` is None where nobody owes the lead anything: raw, in nurture, unqualified. The role fields stay, also when
    the lead comes round again; `changes` are their history, over all cycles, and `tenures` that of the holders.
    """

    holder: RepId | None = None
    role: Role | None = None
    since: datetime | None = None
    development: RepId | None = None
    opportunity: RepId | None = None
    customer_success: RepId | None = None
    tenures: tuple[Tenure, ...] = ()
    changes: tuple[RoleChange, ...] = ()

    def held(self, role: Role, *, cycle: int | None = None) -> tuple[RepId, ...]:
        """Who held the lead in a role, in the order of time, in all cycles or in one; once for each time."""
        return tuple(
            tenure.rep for tenure in self.tenures if tenure.role is role and cycle in (None, tenure.cycle)
        )


def owners(case: Case, *, roles: Mapping[RepId, Role] | None = None, at: datetime | None = None) -> Ownership:
    """Who holds a lead, and who held it in which role, by all that is known or as it stood at an instant.

    `roles` says what each rep is, where that is known: a lead that goes to an account executive before it is qualified
    is then held in the opportunity role. For others the stage decides, and who had the lead in development and gets a
    qualified one back has it in that role again. Customer success begins with a note `role_given`; once the lead is
    won, it also passes the lead on. At any other time such a note edits the field and nothing else.

    >>> from datetime import UTC
    >>> from ..records import Lead
    >>> from .replay import replay
    >>> def on(day, **fields): return Event(lead="L1", at=datetime(2026, 11, day, tzinfo=UTC), **fields)
    >>> class House:
    ...     reasons = ()
    >>> case = replay(Lead(id="L1", captured_at=datetime(2026, 11, 1, tzinfo=UTC), source="form"), [
    ...     on(2, id="e1", kind=EventKind.ASSIGNED, rep="sdr"), on(3, id="e2", kind=EventKind.TOUCHED, rep="sdr"),
    ...     on(4, id="e3", kind=EventKind.QUALIFIED), on(5, id="e4", kind=EventKind.ASSIGNED, rep="ae"),
    ... ], House()).case
    >>> now = owners(case)
    >>> now.holder, now.role.value, now.development
    ('ae', 'opportunity', 'sdr')

    Raises `InputError` for a note that names no role, `TimeError` for a naive `at`.
    """
    at = None if at is None else utc(at, "at")
    fold = _Fold(roles or {})
    refused = frozenset(case.refused)
    for event in case.history:
        if at is not None and event.at > at:
            break
        if event.id not in refused:
            fold.take(event)
    return fold.answer()


class _Fold:
    """What is known while the events go by; it lives for one call."""

    def __init__(self, roles: Mapping[RepId, Role]) -> None:
        self.roles = roles
        self.fields: dict[Role, RepId | None] = dict.fromkeys(Role)
        self.tenures: list[Tenure] = []
        self.changes: list[RoleChange] = []
        self.current: tuple[RepId, Role, datetime] | None = None
        self.cycle = 0
        self.running = self.qualified = self.won = False

    def take(self, event: Event) -> None:
        match event.kind:
            case EventKind.ASSIGNED if event.rep is not None:
                self._assigned(event, event.rep)
            case EventKind.QUALIFIED:
                self.qualified = True
                if self.current is not None and self.current[0] not in self.roles:
                    self._hold(event, self.current[0], Role.OPPORTUNITY)
            case EventKind.WON:
                self.running, self.won = False, True
            case EventKind.NURTURED | EventKind.UNQUALIFIED:
                self.running = self.qualified = False
                self._let_go(event.at)
            case EventKind.NOTED if event.activity == Note.ROLE_GIVEN:
                role = named(Role, event.subject, "subject")
                if self.won and role is Role.CUSTOMER_SUCCESS and event.rep is not None:
                    self._hold(event, event.rep, role)
                else:
                    self._set(event, role, event.rep)

    def answer(self) -> Ownership:
        rep, role, since = self.current or (None, None, None)
        lasting = (
            ()
            if rep is None or role is None or since is None
            else (Tenure(rep=rep, role=role, cycle=self.cycle, since=since),)
        )
        return Ownership(
            holder=rep,
            role=role,
            since=since,
            development=self.fields[Role.DEVELOPMENT],
            opportunity=self.fields[Role.OPPORTUNITY],
            customer_success=self.fields[Role.CUSTOMER_SUCCESS],
            tenures=(*self.tenures, *lasting),
            changes=tuple(self.changes),
        )

    def _assigned(self, event: Event, rep: RepId) -> None:
        if not self.running:
            self._let_go(event.at)
            self.cycle += 1
            self.running, self.qualified, self.won = True, False, False
        elif self.current is not None and self.current[0] == rep:
            return
        back = rep == self.fields[Role.DEVELOPMENT]
        by_stage = Role.OPPORTUNITY if self.qualified and not back else Role.DEVELOPMENT
        self._hold(event, rep, self.roles.get(rep, by_stage))

    def _hold(self, event: Event, rep: RepId, role: Role) -> None:
        if self.current is None or self.current[:2] != (rep, role):
            self._let_go(event.at)
            self.current = (rep, role, event.at)
        self._set(event, role, rep)

    def _let_go(self, at: datetime) -> None:
        if self.current is not None:
            rep, role, since = self.current
            self.tenures.append(Tenure(rep=rep, role=role, cycle=self.cycle, since=since, until=at))
            self.current = None

    def _set(self, event: Event, role: Role, rep: RepId | None) -> None:
        before = self.fields[role]
        if before != rep:
            self.fields[role] = rep
            self.changes.append(
                RoleChange(role=role, before=before, after=rep, at=event.at, cycle=self.cycle, event=event.id)
            )
