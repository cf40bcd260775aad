// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"github.com/jackc/pgx/v4"
)

// RECORD_ATTENDANCE, the event that is timed, with the guards of its row of the machine (T10):
//
//	INVALID_STATE             the candidacy is IN_TRAINING
//	DATE_IN_FUTURE            the day is today or before
//	BEFORE_CONTACT            … and on or after the first contact
//	DATE_BEFORE_PREVIOUS_ACT  … and on or after the day on which the path was accepted
//	MODULE_NOT_IN_PATH        the module is one of the last path
//	MODULE_CLOSED             … and open
//	TRAINER_IS_EVALUATOR      … and its trainer evaluates nobody in this cycle
//	ATTENDANCE_ALREADY_RECORDED  as much of it is not recorded for that day yet, or these are stated to be others
//	HOURS_BEYOND_MODULE       the minutes are those of the module at most, 2,000 hours with a reason
//	HOURS_BEYOND_DAY          those of a day, in all modules and as last corrected, are 24 hours at most
//
// Optimistic: what was read is claimed by the version of the candidacy, and read again when somebody was faster.
type attendanceBody struct {
	Event      string  `json:"event"`
	OccurredOn *string `json:"occurred_on"`
	Data       struct {
		ModuleID      string  `json:"module_id"`
		Minutes       int     `json:"attended_minutes"`
		OverrunReason *string `json:"overrun_reason"`
		IsDistinct    *bool   `json:"is_distinct"`
	} `json:"data"`
}

type event struct {
	ID          string          `json:"id"`
	CandidacyID string          `json:"candidacy_id"`
	Sequence    int             `json:"sequence"`
	Event       string          `json:"event"`
	FromState   string          `json:"from_state"`
	ToState     string          `json:"to_state"`
	OccurredOn  string          `json:"occurred_on"`
	RecordedAt  string          `json:"recorded_at"`
	ActingOrgID *string         `json:"acting_org_id"`
	PersonID    *string         `json:"person_id"`
	RecordedBy  *string         `json:"recorded_by"` // nobody else than who acts
	Reason      *string         `json:"reason"`
	Data        json.RawMessage `json:"data"`
	Texts       json.RawMessage `json:"texts"`
	Resource    *candidacy      `json:"resource,omitempty"`
}

// What was loaded for the decision.
type training struct {
	isOurs                                  bool
	storedStatus                            *int
	storedPrint                             []byte
	storedETag, storedBody                  *string
	state                                   string
	version                                 int
	day                                     string
	isFuture, isBeforeContact, isBeforePath bool
	isTwin                                  bool
	moduleStatus, trainerRole               *string
	plannedMinutes, attendedMinutes         *int
	dayMinutes                              int
	candidateID                             string
}

const lockKey = `select pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', $1::text, 'recordCandidacyEvent', $2::text, $3::text), 0)),
	r.status, r.fingerprint, r.etag, r.body
	from (values (1)) one(n) left join idempotency_record r
	on (r.principal_key, r.method, r.path, r.key) = ($1, 'recordCandidacyEvent', $2, $3)`

const loadTraining = `select c.state, c.version, c.candidate_id::text, day.asked::text, day.asked > day.today, day.asked < c.opened_on,
	coalesce(day.asked < p.answered_on, false), m.status, m.planned_minutes, m.attended_minutes, cycle_role(c.id, m.trainer_human_id),
	not coalesce($4::boolean, false) and exists (select from candidacy_event e where e.candidacy_id = c.id and e.event = 'RECORD_ATTENDANCE'
		and e.occurred_on = day.asked and e.data ->> 'module_id' = m.id::text and e.data ->> 'attended_minutes' = $5::text),
	(select coalesce(sum(coalesce((select (k.data ->> 'attended_minutes')::int from candidacy_event k
		where k.candidacy_id = e.candidacy_id and k.event = 'CORRECT_ATTENDANCE' and k.data ->> 'attendance_id' = e.id::text
		order by k.sequence desc limit 1), (e.data ->> 'attended_minutes')::int)), 0) from candidacy_event e
		where e.candidacy_id = c.id and e.event = 'RECORD_ATTENDANCE' and e.occurred_on = day.asked)
	from candidacy c
	cross join lateral (select t.today, coalesce($3::date, t.today) as asked
		from (select (clock_timestamp() at time zone 'Europe/Paris')::date as today) t) day
	left join lateral (select p.id, p.answered_on from path p where p.candidacy_id = c.id order by p.ordinal desc limit 1) p on true
	left join path_module m on m.path_id = p.id and m.id = $2
	where c.id = $1`

const moveCandidacy = `update candidacy set version = version + 1, last_activity_on = greatest(last_activity_on, $3),
	entered_on = greatest(entered_on, current_day()) where id = $1 and version = $2 returning version`

const addMinutes = `update path_module set attended_minutes = attended_minutes + $2, overrun_reason = coalesce($3, overrun_reason) where id = $1`

const insertEvent = `insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on, acting_org_id, person_id,
	credential_id, data, state_after)
	select $2, c.id, 'RECORD_ATTENDANCE', c.state, c.state, $3, current_scope_id(), $4, $5, $6,
		jsonb_build_object('state', c.state, 'version', c.version, 'owner_org_id', c.owner_org_id,
			'referential_version_id', c.referential_version_id, 'information_on', c.information_on, 'counsellor_id', c.counsellor_id,
			'consent_on', c.consent_on, 'cycle_start_date', c.cycle_start_date, 'deadline_date', c.deadline_date,
			'answer_by_date', c.answer_by_date, 'is_certificate_annulled', c.is_certificate_annulled,
			'previous_state', c.previous_state, 'cancel_reason', c.cancel_reason)
	from candidacy c where c.id = $1
	returning sequence, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const insertTexts = `insert into event_text (event_id, candidacy_id, texts) values ($1, $2, jsonb_build_object('overrun_reason', $3::text))`

const readLive = `select ` + candidacyColumns + ` from candidacy c left join referential_version v on v.id = c.referential_version_id
	where c.id = $1`

const insertAudit = `insert into audit (scope, scope_id, credential_id, person_id, roles, action, object_kind, request_id, object_id, outcome,
	idempotency_digest) values (current_scope(), current_scope_id(), $1, $2, $3, 'recordCandidacyEvent', 'Candidacies', $4, $5,
	'ACCEPTED', $6)`

const storeAnswer = `insert into idempotency_record (principal_key, method, path, key, fingerprint, status, etag, body, candidate_ids, person_ids,
	scope, scope_id) values ($1, 'recordCandidacyEvent', $2, $3, $4, 201, $5, $6, array[$7::uuid], array_remove(array[$8::uuid], null),
	current_scope(), current_scope_id())`

// What the answer shows is logged like a read, here in the transaction of the act.
const logAnswer = logColumns + ` values (current_scope(), current_scope_id(), $1, $2, $3, $4, 'recordCandidacyEvent', 'Candidacies', $5, 201,
	array[$6::uuid], array_remove(array[$7::uuid, $8::uuid], null), array[$9::uuid, $10::uuid], '{}')`

// As the history keeps it.
type attendanceData struct {
	Minutes    int    `json:"attended_minutes"`
	ModuleID   string `json:"module_id"`
	IsDistinct *bool  `json:"is_distinct,omitempty"`
}

type attendance struct {
	server               *server
	who                  *holder
	id, path, key, owner string
	print                [32]byte
	body                 attendanceBody
}

func (a *attendance) load(ctx context.Context, conn *pgxpoolConn) (*training, error) {
	var t training
	batch := &pgx.Batch{}
	batch.Queue("begin")
	beginScope(batch, a.who)
	batch.Queue(lockKey, a.owner, a.path, a.key)
	batch.Queue(loadTraining, a.id, a.body.Data.ModuleID, a.body.OccurredOn, a.body.Data.IsDistinct, strconv.Itoa(a.body.Data.Minutes))
	results := conn.SendBatch(ctx, batch)
	defer results.Close()
	if err := skip(results); err != nil {
		return nil, err
	}
	if err := skip(results); err != nil {
		return nil, err
	}
	if err := results.QueryRow().Scan(&t.isOurs, &t.storedStatus, &t.storedPrint, &t.storedETag, &t.storedBody); err != nil {
		return nil, err
	}
	err := results.QueryRow().Scan(&t.state, &t.version, &t.candidateID, &t.day, &t.isFuture, &t.isBeforeContact, &t.isBeforePath,
		&t.moduleStatus, &t.plannedMinutes, &t.attendedMinutes, &t.trainerRole, &t.isTwin, &t.dayMinutes)
	return &t, err
}

func (a *attendance) refusal(t *training) string {
	limit := 120000
	switch {
	case t.state != "IN_TRAINING":
		return "INVALID_STATE"
	case t.isFuture:
		return "DATE_IN_FUTURE"
	case t.isBeforeContact:
		return "BEFORE_CONTACT"
	case t.isBeforePath:
		return "DATE_BEFORE_PREVIOUS_ACT"
	case t.moduleStatus == nil:
		return "MODULE_NOT_IN_PATH"
	case *t.moduleStatus != "OPEN":
		return "MODULE_CLOSED"
	case t.trainerRole != nil && *t.trainerRole == "EVALUATOR":
		return "TRAINER_IS_EVALUATOR"
	case t.isTwin:
		return "ATTENDANCE_ALREADY_RECORDED"
	}
	if a.body.Data.OverrunReason == nil {
		limit = *t.plannedMinutes
	}
	if *t.attendedMinutes+a.body.Data.Minutes > limit {
		return "HOURS_BEYOND_MODULE"
	}
	if t.dayMinutes+a.body.Data.Minutes > 24*60 {
		return "HOURS_BEYOND_DAY"
	}
	return ""
}

// False: somebody else moved the candidacy first.
func (a *attendance) write(ctx context.Context, conn *pgxpoolConn, t *training, made *event) (bool, error) {
	var version int
	batch := &pgx.Batch{}
	batch.Queue(moveCandidacy, a.id, t.version, t.day)
	batch.Queue(addMinutes, a.body.Data.ModuleID, a.body.Data.Minutes, a.body.Data.OverrunReason)
	batch.Queue(insertEvent, a.id, made.ID, t.day, a.who.personID, a.who.credentialID, string(made.Data))
	batch.Queue(readLive, a.id)
	if a.body.Data.OverrunReason != nil {
		batch.Queue(insertTexts, made.ID, a.id, a.body.Data.OverrunReason)
	}
	results := conn.SendBatch(ctx, batch)
	defer results.Close()
	if err := results.QueryRow().Scan(&version); err == pgx.ErrNoRows {
		return false, nil
	} else if err != nil {
		return false, err
	}
	if err := skip(results); err != nil {
		return false, err
	}
	if err := results.QueryRow().Scan(&made.Sequence, &made.RecordedAt); err != nil {
		return false, err
	}
	made.Resource = &candidacy{}
	return true, results.QueryRow().Scan(made.Resource.fields()...)
}

func (a *attendance) keep(ctx context.Context, conn *pgxpoolConn, t *training, made *event, etag string, body []byte) error {
	digest := sha256.Sum256([]byte(a.key))
	batch := &pgx.Batch{}
	batch.Queue(insertAudit, a.who.credentialID, a.who.personID, a.who.roles, newID(), a.id, digest[:])
	batch.Queue(storeAnswer, a.owner, a.path, a.key, a.print[:], etag, string(body), t.candidateID, a.who.personID)
	batch.Queue(logAnswer, newID(), a.who.credentialID, a.who.personID, a.who.roles, newID(), t.candidateID, a.who.personID,
		made.Resource.CounsellorID, a.id, a.body.Data.ModuleID)
	batch.Queue("commit")
	return conn.SendBatch(ctx, batch).Close()
}

func (s *server) recordAttendance(w http.ResponseWriter, r *http.Request, who *holder, id string) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 65536))
	a := &attendance{server: s, who: who, id: id, path: r.URL.Path, key: r.Header.Get("Idempotency-Key")}
	if err != nil || json.Unmarshal(text, &a.body) != nil || a.body.Event != "RECORD_ATTENDANCE" || !isID(a.body.Data.ModuleID) ||
		a.body.Data.Minutes < 1 || a.body.Data.Minutes > 120000 || a.key == "" || len(a.key) > 255 {
		problem(w, http.StatusUnprocessableEntity, "VALIDATION_FAILED")
		return
	}
	if who.scope != "ORGANISM" || !who.has("REFERENT") {
		problem(w, http.StatusForbidden, "ROLE_REQUIRED")
		return
	}
	a.print = sha256.Sum256(append([]byte(r.Header.Get("Content-Type")+"\n"), text...))
	a.owner = who.scope + ":" + who.scopeID
	if who.personID != nil {
		a.owner += ":" + *who.personID
	}
	a.run(w, r)
}
