# SPDX-License-Identifier: EUPL-1.2
"""Staff functions, invitations and logins."""

import uuid

from act import Act, act


@act("giveStaffFunction")
def give_staff_function(world):
    return Act(world.certifier, "POST", f"/v1/persons/{world.person()}/staff-functions",
               {"role": "NETWORK_MANAGER", "scope_id": world.network(), "valid_from": "2026-01-01", "valid_to": "2027-12-31"},
               reads=("/v1/link-requests?limit=200",))


@act("changeStaffFunction")
def change_staff_function(world):
    made = world.make(f"/v1/persons/{world.person()}/staff-functions", {"role": "CERTIFIER", "valid_from": "2026-01-01"})
    return Act(world.certifier, "PATCH", f"/v1/staff-functions/{made['id']}", {"valid_to": "2027-12-31"}, made["version"], True)


@act("createInvitation")
def create_invitation(world):
    return Act(world.certifier, "POST", "/v1/invitations", {"person_id": world.person()})


@act("createInvitation", "of a system")
def invite_system(world):
    return Act(world.certifier, "POST", "/v1/invitations",
               {"partner_scope": "ORGANISM", "partner_id": world.organisms[0].id, "roles": ["COUNSELLOR"], "label": "Logiciel"})


@act("revokeInvitation")
def revoke_invitation(world):
    made = world.make("/v1/invitations", {"person_id": world.person()})
    return Act(world.certifier, "DELETE", f"/v1/invitations/{made['id']}", None, made["version"], True)


@act("closePerson")
def close_person(world):
    return Act(world.certifier, "POST", f"/v1/persons/{world.person()}/closures", {"reason": "A quitté ses fonctions."}, 1, True)


@act("endLogin")
def end_login(world):
    """Bound by hand: nobody signs in here (tests/login does)."""
    person, login = world.person(), uuid.uuid4()
    made = world.make("/v1/invitations", {"person_id": person})
    world.instance.sql(
        f"update invitation set status = 'ACCEPTED', settled_at = clock_timestamp() where id = '{made['id']}';"
        " insert into login (id, issuer, subject, digest, person_id, invitation_id) values"
        f" ('{login}', 'https://id.example', '{login}', sha256('{login}'), '{person}', '{made['id']}')")
    return Act(world.certifier, "DELETE", f"/v1/logins/{login}", None, 1, True)
