#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The stories of the domain, over HTTP and the clock, against a sandbox instance. Ends with `N passed, N failed`.

    tests/scenario/run.py                     all of them, in two shares, each on an instance of its own
    tests/scenario/run.py [--dry] [PART…]     only stories whose name contains one of these, on one instance;
                                              --dry: every write is run dry first and must answer the same

After some stories the invariants are asked of the database: those that leave it broken have failed."""

import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.rehearsal import Rehearsal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
from seen import refusals, shown  # noqa: E402
import drawable  # noqa: E402
import invariants  # noqa: E402
import shares  # noqa: E402
from story import expect_equal, suite  # noqa: E402
import evaluation_stories  # noqa: E402,F401
import sitting_stories  # noqa: E402,F401
import sitting_day_stories  # noqa: E402,F401
import pair_stories  # noqa: E402,F401
import correction_stories  # noqa: E402,F401
import deadline_stories  # noqa: E402,F401
import day_stories  # noqa: E402,F401
import order_stories  # noqa: E402,F401
import zone_stories  # noqa: E402,F401
import person_stories  # noqa: E402,F401
import naming_stories  # noqa: E402,F401
import key_stories  # noqa: E402,F401
import told_stories  # noqa: E402,F401
import door_stories  # noqa: E402,F401
import giving_stories  # noqa: E402,F401
import function_stories  # noqa: E402,F401
import exercise_stories  # noqa: E402,F401
import candidate_stories  # noqa: E402,F401
import identity_stories  # noqa: E402,F401
import evaluated_stories  # noqa: E402,F401
import path_stories  # noqa: E402,F401
import attendance_stories  # noqa: E402,F401
import reach_stories  # noqa: E402,F401
import rules_stories  # noqa: E402,F401
import sweep_stories  # noqa: E402,F401
import invariant_stories  # noqa: E402,F401
import history_stories  # noqa: E402,F401
import allowed_event_stories  # noqa: E402,F401
import resolution_stories  # noqa: E402,F401
import deadline_ledger_stories  # noqa: E402,F401
import work_stories  # noqa: E402,F401
import step1_stories  # noqa: E402,F401
import site_stories  # noqa: E402,F401
import dry_run_stories  # noqa: E402,F401
import commission_stories  # noqa: E402,F401
import vote_stories  # noqa: E402,F401
import recusal_stories  # noqa: E402,F401
import competence_stories  # noqa: E402,F401
import agenda_stories  # noqa: E402,F401
import pack_stories  # noqa: E402,F401
import verdict_stories  # noqa: E402,F401
import simulation_stories  # noqa: E402,F401
import access_stories  # noqa: E402,F401
import training_elsewhere_stories  # noqa: E402,F401
import session_day_stories  # noqa: E402,F401
import decision_stories  # noqa: E402,F401
import referential_stories  # noqa: E402,F401
import acceptance_stories  # noqa: E402,F401
import certificate_stories  # noqa: E402,F401
import annulment_stories  # noqa: E402,F401
import hands_stories  # noqa: E402,F401
import identity_statement_stories  # noqa: E402,F401
import identity_history_stories  # noqa: E402,F401
import certificate_batch_stories  # noqa: E402,F401
import confirming_stories  # noqa: E402,F401
import presidency_stories  # noqa: E402,F401
import appeal_stories  # noqa: E402,F401
import notification_stories  # noqa: E402,F401
import rectification_stories  # noqa: E402,F401
import told_again_stories  # noqa: E402,F401
import patch_stories  # noqa: E402,F401
import closing_stories  # noqa: E402,F401
import search_stories  # noqa: E402,F401
import sight_stories  # noqa: E402,F401
import opening_stories  # noqa: E402,F401
import transfer_request_stories  # noqa: E402,F401
import quality_certificate_stories  # noqa: E402,F401
import bound_stories  # noqa: E402,F401
import race_stories  # noqa: E402,F401
import reader_stories  # noqa: E402,F401
import staff_name_stories  # noqa: E402,F401
import consent_stories  # noqa: E402,F401
import consent_race_stories  # noqa: E402,F401
import funder_stories  # noqa: E402,F401
import staff_link_stories  # noqa: E402,F401
import evidence_stories  # noqa: E402,F401
import word_stories  # noqa: E402,F401
import form_stories  # noqa: E402,F401
import document_stories  # noqa: E402,F401
import act_day_stories  # noqa: E402,F401


BLIND = {"every invariant can be seen broken": invariants.blind, "the server sees every invariant broken": invariants.blind_server}


def tell(parts, blind_at=None):
    """The stories of these names, or all of this share. blind_at: file for the invariants whose tampering nobody saw, by who looked."""
    # The clock of these stories jumps to and fro: the sweep runs when a story says so.
    # The invariants are asked of everything behind some stories, on whatever machine: they get the time they need.
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0", "CLEA_DATABASE_DEADLINE_MS": "60000",
                                           "CLEA_LIMITS_REQUEST_MS": "30000", "CLEA_DATABASE_STATEMENT_TIMEOUT_MS": "30000"})
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        if "--dry" in parts:
            parts.remove("--dry")
            Client.rehearsal = Rehearsal(instance, contract)
        watch = invariants.Watch(instance)

        def sound(stories, world, **_):
            """By our own queries, and by those of the server. Both look at all that is there: what some stories broke is still broken
            behind the last of them, and to ask after each costs a third of the time of the stories themselves."""
            watch.ask(stories)
            invariants.ask(world)

        suite.run(parts, after_some=sound, instance=instance, world=world)
        suite.one("invariants hold at the end", watch.wait)
        suite.one("what papers have to say is drawn", lambda: drawable.every_waiting_shape_is_drawn(instance))
        if blind_at:
            blind_at.write_text(json.dumps({title: look(instance) for title, look in BLIND.items()}))
        elif not parts:  # needs what all the stories left behind
            for title, look in BLIND.items():
                suite.one(title, lambda look=look: expect_equal(look(instance), []))
        if Client.rehearsal:
            print(f"# {Client.rehearsal.count} writes run dry first, the whole database compared around {Client.rehearsal.digests};"
                  f" {len(Client.rehearsal.acts)} acts")
            if not parts:
                suite.one("every write was run dry", lambda: expect_equal(Client.rehearsal.never_dry(), []))
        print(f"# {len(contract.seen)} kinds of answers seen, {len(contract.unseen())} declared ones not yet")
        suite.one("words of details stand in a vocabulary", lambda: refusals.check_words(world.public, contract.reasons))
        suite.one("what was shown and refused is in the logs", lambda: shown.check(instance, contract))
    finally:
        suite.one("the server ends well", instance.stop)


def main():
    parts = sys.argv[1:]
    if parts[:1] == [shares.OPTION]:
        suite.take_share(*map(int, parts[1].split("/")))
        tell([], pathlib.Path(parts[2]))
    elif parts:
        tell(parts)
    else:
        with tempfile.TemporaryDirectory() as folder:
            blind = [json.loads(path.read_text()) for path in shares.run(suite, __file__, pathlib.Path(folder)) if path.exists()]
        for title in BLIND:  # of what some of all the stories left behind
            suite.one(title, lambda title=title: expect_equal(sorted(set.intersection(*(set(one[title]) for one in blind))), []))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
