// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/jackc/pgx/v4/pgxpool"
)

type pgxpoolConn = pgxpool.Conn

const attempts = 20

// The event, from the load to the commit, until nobody was faster.
func (a *attendance) run(w http.ResponseWriter, r *http.Request) {
	conn, err := a.server.tenants.Acquire(r.Context())
	if err != nil {
		failed(w, err)
		return
	}
	defer conn.Release()
	for i := 0; i < attempts; i++ {
		isDone, err := a.attempt(w, r, conn)
		if err != nil {
			_, _ = conn.Exec(context.Background(), "rollback")
			failed(w, err)
			return
		}
		if isDone {
			return
		}
		if _, err := conn.Exec(r.Context(), "rollback"); err != nil {
			failed(w, err)
			return
		}
	}
	problem(w, http.StatusServiceUnavailable, "CONFLICT_TRY_AGAIN")
}

func rollBack(conn *pgxpoolConn) { _, _ = conn.Exec(context.Background(), "rollback") }

func (a *attendance) attempt(w http.ResponseWriter, r *http.Request, conn *pgxpoolConn) (bool, error) {
	t, err := a.load(r.Context(), conn)
	if err != nil {
		return false, err
	}
	switch {
	case !t.isOurs:
		rollBack(conn)
		problem(w, http.StatusConflict, "IDEMPOTENCY_IN_PROGRESS")
		return true, nil
	case t.storedStatus != nil && !bytes.Equal(t.storedPrint, a.print[:]):
		rollBack(conn)
		problem(w, http.StatusUnprocessableEntity, "IDEMPOTENCY_KEY_REUSED")
		return true, nil
	case t.storedStatus != nil:
		rollBack(conn)
		w.Header().Set("Idempotency-Replayed", "true")
		answer(w, *t.storedStatus, *t.storedETag, []byte(*t.storedBody))
		return true, nil
	}
	if reason := a.refusal(t); reason != "" {
		rollBack(conn) // and a line of the audit, which is not timed
		problem(w, http.StatusConflict, reason)
		return true, nil
	}
	data, err := json.Marshal(attendanceData{a.body.Data.Minutes, a.body.Data.ModuleID, a.body.Data.IsDistinct})
	if err != nil {
		return false, err
	}
	made := &event{ID: newID(), CandidacyID: a.id, Event: a.body.Event, FromState: t.state, ToState: t.state, OccurredOn: t.day,
		ActingOrgID: &a.who.scopeID, PersonID: a.who.personID, Data: data, Texts: json.RawMessage("null")}
	isWritten, err := a.write(r.Context(), conn, t, made)
	if err != nil || !isWritten {
		return false, err
	}
	body, err := encode(made)
	if err != nil {
		return false, err
	}
	etag := etagOf(made.Resource.Version)
	if err := a.keep(r.Context(), conn, t, made, etag, body); err != nil {
		return false, err
	}
	w.Header().Set("Location", a.path)
	answer(w, http.StatusCreated, etag, body)
	return true, nil
}
