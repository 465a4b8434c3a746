"""Who may open accounts and who may grant: never the same person."""

from django.core.exceptions import PermissionDenied

from xinqiao.kernel.accounts import dual, duties
from xinqiao.kernel.accounts.models import Proposal, StaffSession, User


def require(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def can_open_accounts(user: User) -> bool:
    """The system administrator opens accounts and keeps their particulars; he grants nothing."""
    return duties.SYSTEM_ADMIN in user.duty_codes


def can_disable(user: User, person: User) -> bool:
    """The system administrator, but not himself."""
    return can_open_accounts(user) and user.pk != person.pk


def can_reveal_phone(user: User, person: User) -> bool:
    """One's own; the system administrator everybody's; who leads a unit those of its people."""
    if user.pk == person.pk or can_open_accounts(user):
        return True
    return person.organisation_id in user.organisations_with(*duties.leading_codes())


def can_see_colleagues(user: User) -> bool:
    """Who has a hand in a unit's work: no administrator as such, no vendor, no supervisor."""
    return bool(user.duty_codes & (duties.with_unit_files() - duties.ADMINISTRATOR_CODES))


def units_to_keep(user: User) -> frozenset[int]:
    """The units whose registers of officers this person keeps: those he leads."""
    return user.organisations_with(*duties.leading_codes())


def can_keep_officers(user: User, organisation_id: int) -> bool:
    """Who leads the unit."""
    return organisation_id in units_to_keep(user)


def can_see_officers(user: User) -> bool:
    """The unit's people see theirs; the system administrator which units lack one, and no rows."""
    return can_see_colleagues(user) or can_open_accounts(user)


def can_secure(user: User) -> bool:
    """The security administrator keeps duties, locks and sessions; he opens nothing."""
    return duties.SECURITY_ADMIN in user.duty_codes


def can_grant_duties(user: User, receiver: User) -> bool:
    """The security administrator grants and takes back, but never his own."""
    return can_secure(user) and user.pk != receiver.pk


def can_propose_passwords(user: User, payload: dual.Payload) -> bool:
    """The security administrator, for other people."""
    return can_secure(user) and user.pk not in payload["users"]


def can_confirm_passwords(user: User, payload: dual.Payload) -> bool:
    """Another administrator who keeps accounts, or who leads the unit of all these people."""
    if user.pk in payload["users"]:
        return False
    return can_look(user) or _leads_all(user, payload["users"])


def may_be_asked_to_confirm(user: User) -> bool:
    """Whether acts of the administrators may wait for this person's word."""
    return can_look(user) or bool(units_to_keep(user))


def _leads_all(user: User, user_ids: list[int]) -> bool:
    units = User.objects.filter(pk__in=user_ids).values_list("organisation_id", flat=True)
    return set(units) <= units_to_keep(user)


def can_end_session(user: User, session: StaffSession) -> bool:
    """One's own, and for the security administrator everybody's."""
    return user.pk == session.user_id or can_secure(user)


def can_propose(user: User, kind: str, payload: dual.Payload) -> bool:
    """Who may begin an act of this kind. Raises dual.UnknownAct."""
    return dual.find(kind).may_propose(user, payload)


def can_decide_proposal(user: User, proposal: Proposal) -> bool:
    """Another person than the proposer, whom the kind of the act lets. Raises dual.UnknownAct."""
    is_other = user.pk != proposal.proposed_by_id
    return is_other and dual.find(proposal.kind).may_confirm(user, proposal.payload)


def can_see_proposal(user: User, proposal: Proposal) -> bool:
    """Who proposed it, who decided it, and who may decide it. Raises dual.UnknownAct."""
    concerned = {proposal.proposed_by_id, proposal.decided_by_id}
    return user.pk in concerned or can_decide_proposal(user, proposal)


def can_propose_reset(user: User, payload: dual.Payload) -> bool:
    """The security administrator; for his own kind, who cannot help themselves, the other one."""
    if user.pk == payload["user"]:
        return False
    return can_secure(user) or (can_open_accounts(user) and _keeps_security(payload["user"]))


def can_confirm_reset(user: User, payload: dual.Payload) -> bool:
    """Another administrator who keeps accounts; never the person himself."""
    return user.pk != payload["user"] and can_look(user)


def _keeps_security(user_id: int) -> bool:
    return can_secure(User.objects.get(pk=user_id))


def can_look(user: User) -> bool:
    """The two administrators who keep accounts read all of them."""
    return can_open_accounts(user) or can_secure(user)


def can_see_vendors(user: User) -> bool:
    """The auditor, and the security administrator who granted it."""
    return can_read_audit(user) or can_secure(user)


def can_read_audit(user: User) -> bool:
    """The auditor."""
    return duties.AUDITOR in user.duty_codes
