# SPDX-License-Identifier: EUPL-1.2
"""Votes, decisions and minutes: illegal writes, and the legal ones beside them (decision 35). The sittings are those of setup.py."""

COMMISSION = "select scope_set('COMMISSION', '$commission');"
COMMISSION_2 = "select scope_set('COMMISSION', '$commission_2');"
OWNER = "select scope_set('ORGANISM', '$owner');"
NOBODY = ""


def a_vote(member, standing="OWN", cast_by="null", recorded_by="null", item="$undecided", session="$open_session", choice="FOR"):
    return ("insert into vote (agenda_item_id, member_id, session_id, commission_id, choice, standing, cast_by, recorded_by) values"
            f" ('{item}', '{member}', '{session}', '$commission', '{choice}', '{standing}', {cast_by}, {recorded_by})")


def changed(member, assignments, item="$undecided"):
    return f"update vote set {assignments} where agenda_item_id = '{item}' and member_id = '{member}'"


def reversal(decision="$decision_open", minutes="null", session="$open_session", item="$decided", member="$m2", person="$p2"):
    return ("insert into vote_reversal (decision_id, minutes_id, session_id, commission_id, agenda_item_id, member_id, person_id, reversed_on) values"
            f" ('{decision}', {minutes}, '{session}', '$commission', '{item}', '{member}', '{person}', current_day())")


def a_decision(columns="", values="", outcome="CERTIFIED", counts="3, 3, 0, 0", item="$undecided"):
    return ("insert into decision (id, agenda_item_id, session_id, commission_id, candidacy_id, file_id, outcome, decided_on, edition, voter_count,"
            f" for_count, against_count, abstain_count{columns}) select gen_random_uuid(), i.id, i.session_id, i.commission_id, i.candidacy_id,"
            f" i.file_id, '{outcome}', current_day(), 9, {counts}{values} from agenda_item i where i.id = '{item}'")


def a_draft(session="$signed", minutes="(select m.id from minutes m where m.session_id = '$signed')", state="DRAFTED", rectifies="null"):
    return ("insert into rectification (id, session_id, commission_id, minutes_id, rectifies_id, ordinal, state, content, sha256, drafted_on) values"
            f" (gen_random_uuid(), '{session}', '$commission', {minutes}, {rectifies}, 3, '{state}', '{{}}', sha256('x'), current_day())")


def signed_draft(member, digest="draft", draft="$draft"):
    return ("insert into rectification_signature (rectification_id, session_id, commission_id, member_id, college, person_id, sha256, signed_on)"
            f" select '{draft}', '$signed', '$commission', m.id, m.college, m.person_id, sha256('{digest}'), current_day()"
            f" from commission_member m where m.id = '{member}'")


def settled(state, draft="$draft", reason="null"):
    return (f"update rectification set state = '{state}', settled_on = current_day(), withdraw_reason = {reason},"
            f" reference = case when '{state}' = 'SIGNED' then next_reference('PV', 2026) end where id = '{draft}'")


CLOSED_REVERSAL = reversal("$decision_closed", "'$minutes_closed'", "$closed_session", "$closed_item")

ILLEGAL = [
    ("a vote in the mouth of another", COMMISSION, a_vote("$m5", cast_by="'$p3'"), "vote_cast_by_juror"),
    ("a vote that begins confirmed", COMMISSION, a_vote("$m5", "CONFIRMED", "'$p5'", "'$stranger'"), "vote_answers_record"),
    ("a vote that begins contested", COMMISSION, a_vote("$m5", "CONTESTED", recorded_by="'$stranger'"), "vote_answers_record"),
    ("a vote of nobody", COMMISSION, a_vote("$m5"), "vote_author"),
    ("a vote written down by nobody", COMMISSION, a_vote("$m5", "RECORDED"), "vote_recorder"),
    ("a vote of one's own that another wrote down", COMMISSION, a_vote("$m5", "OWN", "'$p5'", "'$stranger'"), "vote_recorder"),
    ("a second vote", COMMISSION, a_vote("$m1", cast_by="'$p1'"), "vote_one_per_member"),
    ("a vote of who is absent", COMMISSION, a_vote("$m6", cast_by="'$p6'"), "vote_member_present"),
    ("a vote of who stepped down", COMMISSION, a_vote("$m7", cast_by="'$p7'"), "vote_member_stepped_down"),
    ("a vote on a file that is decided", COMMISSION, a_vote("$m5", cast_by="'$p5'", item="$decided"), "vote_before_decision"),
    ("a vote in a session that is closed", COMMISSION, a_vote("$m5", cast_by="'$p5'", item="$closed_item", session="$closed_session"),
     "vote_session_open"),
    ("a vote in the session of another commission", COMMISSION_2, a_vote("$m5", cast_by="'$p5'"), "42501"),
    ("a vote by an organism", OWNER, a_vote("$m5", cast_by="'$p5'"), "42501"),
    ("a vote for a colleague", COMMISSION, changed("$m1", "member_id = '$m5'"), "vote_cast_by_juror"),
    ("a vote taken away", COMMISSION, "delete from vote", "42501"),
    ("a record that changes who wrote it", COMMISSION, changed("$m2", "standing = 'CONFIRMED', cast_by = '$p2', recorded_by = '$p1'"),
     "vote_answers_record"),
    ("a confirmation of something else", COMMISSION, changed("$m2", "standing = 'CONFIRMED', cast_by = '$p2', choice = 'AGAINST'"),
     "vote_answers_record"),
    ("a confirmation by another", COMMISSION, changed("$m2", "standing = 'CONFIRMED', cast_by = '$p1'"), "vote_cast_by_juror"),
    ("a word of the juror's that another writes down", COMMISSION,
     changed("$m1", "standing = 'RECORDED', cast_by = null, recorded_by = '$stranger'"), "vote_word_of_juror"),
    ("a reason to contest what is not contested", COMMISSION, changed("$m2", "contest_reason = 'x'"), "vote_contested"),
    ("somebody stepping down from what is decided", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id)"
     " values ('$decided', '$m1', '$open_session', '$commission')", "step_down_before_decision"),
    ("somebody who spoke, taken out by the secretary", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id,"
     " said_by) values ('$undecided', '$m1', '$open_session', '$commission', '$stranger')", "step_down_word_of_juror"),
    ("somebody who spoke, taken out by nobody", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id)"
     " values ('$undecided', '$m4', '$open_session', '$commission')", "step_down_word_of_juror"),
    ("a recusal that the secretary declares", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id,"
     " said_by, is_recusal, reason) values ('$undecided', '$m2', '$open_session', '$commission', '$stranger', true, 'x')", "step_down_recusal_of_juror"),
    ("a recusal without a reason", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id,"
     " said_by, is_recusal) values ('$undecided', '$m2', '$open_session', '$commission', '$p2', true)", "step_down_recusal_reason"),
    ("somebody coming back to what is decided", COMMISSION, "delete from step_down where agenda_item_id = '$decided'", "step_down_before_decision"),
    ("somebody who voted and was never there", COMMISSION, "update attendance set presence = 'ABSENT' where session_id = '$open_session'"
     " and member_id = '$m1'", "attendance_counted"),
    ("somebody who did not vote, and left before it opened", COMMISSION, "update attendance set presence = 'ABSENT' where session_id ="
     " '$open_session' and member_id = '$m5'", "attendance_counted"),
    ("presence after the end", COMMISSION, "update attendance set presence = 'ABSENT' where session_id = '$closed_session'", "attendance_session_locked"),
    ("a decision that counts what was not cast", COMMISSION, a_decision(counts="4, 4, 0, 0"), "decision_counts_votes"),
    ("a decision that counts what was contested", COMMISSION, a_decision(counts="4, 3, 0, 1"), "decision_counts_votes"),
    ("a decision without parity", COMMISSION, a_decision(), "decision_parity"),
    ("a refusal without reasons", COMMISSION, a_decision(outcome="REFUSED", counts="3, 0, 3, 0"), "decision_"),
    ("a decision in a session that is closed", COMMISSION, a_decision(item="$closed_item"), "decision_session_open"),
    ("a decision that changes its mind", COMMISSION, "update decision set outcome = 'DEFERRED', request_text = 'x' where id = '$decision_open'",
     "decision_fixed"),
    ("a decision in force that falls", COMMISSION, reversal("$decision_signed", "(select m.id from minutes m where m.session_id = '$signed')",
     "$signed", "$item_signed", "$m2", "$p2"), "vote_reversal_in_time"),
    ("a decision that falls by the secretary", COMMISSION, reversal(person="$stranger"), "vote_reversal_by_juror"),
    ("a decision that falls by who spoke in person", COMMISSION, reversal(member="$m1", person="$p1"), "vote_reversal_awaited"),
    ("a decision that falls by who confirmed", COMMISSION, reversal(member="$m3", person="$p3"), "vote_reversal_awaited"),
    ("a decision that falls twice", COMMISSION, reversal() + "; " + reversal(), "vote_reversal_"),
    ("a decision on another file", COMMISSION, reversal(item="$undecided"), "vote_reversal_of_decision"),
    ("a decision that falls without its minutes", COMMISSION, reversal("$decision_closed", "null", "$closed_session", "$closed_item"),
     "vote_reversal_of_minutes"),
    ("minutes that fall with a decision elsewhere", COMMISSION, reversal(minutes="'$minutes_closed'"), "vote_reversal_of_minutes"),
    ("a fall that is taken back", COMMISSION, reversal() + "; delete from vote_reversal", "42501"),
    ("a fall that is taken back, by the operator", NOBODY, reversal() + "; delete from vote_reversal", "vote_reversal_append_only", "postgres"),
    ("a closed session that opens again by itself", COMMISSION, "update session set state = 'OPEN' where id = '$closed_session'",
     "session_reopened_by_reversal"),
    ("minutes in force without signatures", COMMISSION, "update session set state = 'SIGNED' where id = '$closed_session'",
     "session_signed_by_both_colleges"),
    ("a session closed over a file", COMMISSION, "update session set state = 'CLOSED' where id = '$open_session'", "session_every_item_decided"),
    ("minutes signed by any juror", COMMISSION, "insert into minutes_signature (minutes_id, session_id, commission_id, member_id, college, person_id,"
     " sha256, signed_on) values ('$minutes_closed', '$closed_session', '$commission', '$m3', 'EMPLOYER', '$p3', sha256('minutes'), current_day())",
     "minutes_signature_by_chair"),
    ("another text signed", COMMISSION, "insert into minutes_signature (minutes_id, session_id, commission_id, member_id, college, person_id,"
     " sha256, signed_on) select '$minutes_closed', '$closed_session', '$commission', m.id, m.college, m.person_id, sha256('else'), current_day()"
     " from commission_member m where m.id = '$m1'", "minutes_signature_same_text"),
    ("a member convened to a session that is open", COMMISSION, "insert into convocation (session_id, member_id, commission_id, person_id, convened_on)"
     " values ('$open_session', '$m3', '$commission', '$p3', current_day())", "convocation_session_convened"),
    ("minutes rectified that nobody has signed", COMMISSION, a_draft("$closed_session", "'$minutes_closed'"), "rectification_of_signed_minutes"),
    ("a rectification that begins signed", COMMISSION, a_draft(state="SIGNED"), "rectification_builds_on_last"),
    ("a rectification that builds on a withdrawn one", COMMISSION, a_draft(rectifies="'$withdrawn'"), "rectification_builds_on_last"),
    ("two drafts at once", COMMISSION, a_draft(), "rectification_one_draft"),
    ("a draft rewritten", COMMISSION, "update rectification set content = '{}' where id = '$draft'", "42501"),
    ("a draft rewritten, by the operator", NOBODY, "update rectification set content = '[]' where id = '$draft'", "rectification_fixed", "postgres"),
    ("a draft erased", COMMISSION, "delete from rectification where id = '$draft'", "42501"),
    ("a draft erased, by the operator", NOBODY, "delete from rectification where id = '$draft'", "rectification_kept", "postgres"),
    ("a signature of a draft erased, by the operator", NOBODY, signed_draft("$m1") + "; delete from rectification_signature",
     "rectification_signature_append_only", "postgres"),
    ("a draft in force with one signature", COMMISSION, signed_draft("$m1") + "; " + settled("SIGNED"), "rectification_signed_by_both_colleges"),
    ("a draft signed by any juror", COMMISSION, signed_draft("$m3"), "rectification_signature_by_chair"),
    ("another text signed than the draft", COMMISSION, signed_draft("$m1", "else"), "rectification_signature_of_draft"),
    ("a withdrawn one signed", COMMISSION, signed_draft("$m1", draft="$withdrawn"), "rectification_signature_of_draft"),
    ("a withdrawn one that comes back", COMMISSION, settled("DRAFTED", "$withdrawn"), "rectification_settled_once"),
    ("a withdrawal without a reason", COMMISSION, settled("WITHDRAWN"), "rectification_withdrawn"),
    ("a draft of another commission signed", COMMISSION_2, signed_draft("$m1"), "42501|rectification_signature_"),
    ("a file put on an open agenda", COMMISSION, "insert into agenda_item (id, session_id, commission_id, candidacy_id, file_id, position, added_on)"
     " select gen_random_uuid(), '$open_session', i.commission_id, i.candidacy_id, i.file_id, 9, current_day() from agenda_item i"
     " where i.id = '$item_signed'", "agenda_item_session_locked"),
    ("a file that changes agendas", COMMISSION, "update agenda_item set session_id = '$closed_session' where id = '$undecided'", "agenda_item_fixed"),
]

UNSEEN = [
    ("votes of another commission", COMMISSION_2, "select 1 from vote where session_id in ('$open_session', '$closed_session')"),
    ("votes, by an organism", OWNER, "select 1 from vote"),
    ("rectifying minutes of another commission", COMMISSION_2, "select 1 from rectification where id = '$draft'"),
    ("rectifying minutes, by an organism", OWNER, "select 1 from rectification"),
    ("files entered by a draft of another commission", COMMISSION_2, "select rectification_enter('$draft')"),
    ("files entered by a draft, by an organism", OWNER, "select rectification_enter('$draft')"),
    ("files entered by a draft that was withdrawn", COMMISSION, "select rectification_enter('$withdrawn')"),
]

LEGAL = [
    ("a vote cast", COMMISSION, a_vote("$m5", cast_by="'$p5'") + " returning 1"),
    ("a vote written down", COMMISSION, a_vote("$m5", "RECORDED", recorded_by="'$stranger'") + " returning 1"),
    ("somebody stepping down before the decision", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id, said_by)"
     " values ('$undecided', '$m1', '$open_session', '$commission', '$p1') returning 1"),
    ("somebody who said nothing yet, noted by the secretary", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id,"
     " said_by) values ('$undecided', '$m2', '$open_session', '$commission', '$stranger') returning 1"),
    ("a recusal", COMMISSION, "insert into step_down (agenda_item_id, member_id, session_id, commission_id, said_by, is_recusal, reason)"
     " values ('$undecided', '$m2', '$open_session', '$commission', '$p2', true, 'x') returning 1"),
    ("somebody who did not vote and leaves", COMMISSION, "insert into departure (session_id, member_id, commission_id, left_at, said_by)"
     " values ('$open_session', '$m5', '$commission', clock_timestamp(), '$p5') returning 1"),
    ("somebody who comes late", COMMISSION, "update attendance set presence = 'REMOTE' where session_id = '$open_session' and member_id = '$m6'"
     " returning 1"),
    ("a juror who takes a vote back, and its decision falls", COMMISSION, reversal() + "; " + changed("$m2", "standing = 'CONTESTED'", "$decided")
     + " returning 1"),
    ("a juror who votes otherwise, and decision and minutes fall", COMMISSION, CLOSED_REVERSAL + "; update session set state = 'OPEN' where id ="
     " '$closed_session'; " + changed("$m2", "standing = 'OWN', choice = 'AGAINST', cast_by = '$p2', recorded_by = null", "$closed_item")
     + " returning 1"),
    ("a juror who confirms what is decided", COMMISSION, changed("$m2", "standing = 'CONFIRMED', cast_by = '$p2'", "$closed_item") + " returning 1"),
    ("the chair who signs", COMMISSION, "insert into minutes_signature (minutes_id, session_id, commission_id, member_id, college, person_id,"
     " sha256, signed_on) select '$minutes_closed', '$closed_session', '$commission', m.id, m.college, m.person_id, sha256('minutes'), current_day()"
     " from commission_member m where m.id = '$m1' returning 1"),
    ("both who sign rectifying minutes", COMMISSION, signed_draft("$m1") + "; " + signed_draft("$m2") + "; " + settled("SIGNED") + " returning 1"),
    ("a draft withdrawn, and another one", COMMISSION, signed_draft("$m1") + "; " + settled("WITHDRAWN", reason="'x'") + "; " + a_draft() + " returning 1"),
]
