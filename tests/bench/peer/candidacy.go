// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"net/http"
	"strconv"

	"github.com/jackc/pgx/v4"
)

type candidacy struct {
	ID                    string  `json:"id"`
	Reference             string  `json:"reference"`
	CandidateID           string  `json:"candidate_id"`
	ReferentialCode       string  `json:"referential_code"`
	ReferentialVersion    *string `json:"referential_version"`
	State                 string  `json:"state"`
	OwnerOrgID            string  `json:"owner_org_id"`
	OpenedOn              string  `json:"opened_on"`
	InformationOn         *string `json:"information_on"`
	CounsellorID          *string `json:"counsellor_id"`
	CounsellorName        *string `json:"counsellor_name"`
	ConsentOn             *string `json:"consent_on"`
	CycleStartDate        *string `json:"cycle_start_date"`
	DeadlineDate          *string `json:"deadline_date"`
	AnswerByDate          *string `json:"answer_by_date"`
	PreviousState         *string `json:"previous_state"`
	CancelReason          *string `json:"cancel_reason"`
	PreviousCandidacyID   *string `json:"previous_candidacy_id"`
	IsCertificateAnnulled bool    `json:"is_certificate_annulled"`
	LastActivityOn        string  `json:"last_activity_on"`
	EndReason             *string `json:"end_reason"`
	Version               int     `json:"version"`
	CreatedAt             string  `json:"created_at"`
}

const candidacyColumns = `c.id::text, c.reference, c.candidate_id::text, c.referential_code, v.version, c.state, c.owner_org_id::text,
	c.opened_on::text, c.information_on::text, c.counsellor_id::text,
	(select p.first_name || ' ' || p.last_name from person p where p.id = c.counsellor_id), c.consent_on::text, c.cycle_start_date::text, c.deadline_date::text,
	c.answer_by_date::text, c.previous_state, c.cancel_reason, c.previous_candidacy_id::text, c.is_certificate_annulled,
	c.last_activity_on::text,
	case when c.state in ('WITHDRAWN', 'ABANDONED') then (select t.texts ->> 'reason' from candidacy_event e
		join event_text t on t.event_id = e.id where e.candidacy_id = c.id and e.event in ('WITHDRAW', 'ABANDON')
		order by e.sequence desc limit 1) end,
	c.version, to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

func (c *candidacy) fields() []interface{} {
	return []interface{}{&c.ID, &c.Reference, &c.CandidateID, &c.ReferentialCode, &c.ReferentialVersion, &c.State, &c.OwnerOrgID,
		&c.OpenedOn, &c.InformationOn, &c.CounsellorID, &c.CounsellorName, &c.ConsentOn, &c.CycleStartDate, &c.DeadlineDate, &c.AnswerByDate,
		&c.PreviousState, &c.CancelReason, &c.PreviousCandidacyID, &c.IsCertificateAnnulled, &c.LastActivityOn, &c.EndReason,
		&c.Version, &c.CreatedAt}
}

// The line of the access log is written by the statement that reads, of the rows that it shows.
const logColumns = `insert into access_log (scope, scope_id, id, credential_id, person_id, roles, action, object_kind, request_id, status,
	candidate_ids, person_ids, object_ids, loose_ids)`

const getCandidacy = `with seen as materialized (
		select c.*, v.version as label from candidacy c left join referential_version v on v.id = c.referential_version_id where c.id = $1
	), logged as (` + logColumns + `
		select current_scope(), current_scope_id(), $2, $3, $4, $5, 'getCandidacy', 'Candidacies', $6, 200, array[s.candidate_id],
		       array_remove(array[s.counsellor_id], null), array_remove(array[s.id, s.previous_candidacy_id], null), '{}' from seen s
	)
	select ` + candidacyColumns + ` from seen c cross join lateral (select c.label as version) v`

// From the version alone: nothing that the answer shows changes without it.
const knowCandidacy = `with seen as materialized (
		select c.id, c.candidate_id, c.counsellor_id, c.previous_candidacy_id, c.version from candidacy c where c.id = $1
	), logged as (` + logColumns + `
		select current_scope(), current_scope_id(), $2, $3, $4, $5, 'getCandidacy', 'Candidacies', $6, 304, array[s.candidate_id],
		       array_remove(array[s.counsellor_id], null), array_remove(array[s.id, s.previous_candidacy_id], null), '{}'
		from seen s where s.version = $7
	)
	select version from seen`

func etagOf(version int) string { return `"` + strconv.Itoa(version) + `.g"` }

// The version that a tag of ours names; -1 when there is none.
func versionOf(tag string) int {
	if len(tag) < 5 || tag[0] != '"' || tag[len(tag)-3:] != `.g"` {
		return -1
	}
	version, err := strconv.Atoi(tag[1 : len(tag)-3])
	if err != nil {
		return -1
	}
	return version
}

func (s *server) getCandidacy(w http.ResponseWriter, r *http.Request, who *holder, id string) {
	if known := versionOf(r.Header.Get("If-None-Match")); known >= 0 {
		var version int
		batch := &pgx.Batch{}
		beginScope(batch, who)
		batch.Queue(knowCandidacy, id, newID(), who.credentialID, who.personID, who.roles, newID(), known)
		err := s.once(r.Context(), s.readers, batch, func(results pgx.BatchResults) error {
			if err := skip(results); err != nil {
				return err
			}
			return results.QueryRow().Scan(&version)
		})
		if err != nil {
			failed(w, err)
			return
		}
		if version == known {
			w.Header().Set("ETag", etagOf(version))
			w.Header().Set("Cache-Control", "private, no-cache")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	var it candidacy
	batch := &pgx.Batch{}
	beginScope(batch, who)
	batch.Queue(getCandidacy, id, newID(), who.credentialID, who.personID, who.roles, newID())
	err := s.once(r.Context(), s.readers, batch, func(results pgx.BatchResults) error {
		if err := skip(results); err != nil {
			return err
		}
		return results.QueryRow().Scan(it.fields()...)
	})
	if err == nil {
		var body []byte
		if body, err = encode(&it); err == nil {
			answer(w, http.StatusOK, etagOf(it.Version), body)
			return
		}
	}
	failed(w, err)
}

// An organism's candidacies, newest first, by keyset on (owner_org_id, id).
const listCandidacies = `with page as materialized (
		select c.*, v.version as label from candidacy c left join referential_version v on v.id = c.referential_version_id
		where c.owner_org_id = $1 and ($8::uuid is null or c.id < $8) order by c.id desc limit $9
	), shown as (
		select * from page order by id desc limit $9 - 1
	), logged as (` + logColumns + `
		select current_scope(), current_scope_id(), $2, $3, $4, $5, $7, 'Candidacies', $6, 200, array_agg(s.candidate_id),
		       array_remove(array_agg(distinct s.counsellor_id), null), array_agg(s.id), '{}' from shown s
	)
	select ` + candidacyColumns + ` from page c cross join lateral (select c.label as version) v order by c.id desc`

type page struct {
	Data []candidacy `json:"data"`
	Page struct {
		Limit      int     `json:"limit"`
		NextCursor *string `json:"next_cursor"`
	} `json:"page"`
}

func (s *server) listCandidacies(w http.ResponseWriter, r *http.Request, who *holder) {
	if who.scope != "ORGANISM" {
		problem(w, http.StatusForbidden, "ROLE_REQUIRED")
		return
	}
	query := r.URL.Query()
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit < 1 || limit > 200 {
		limit = 50
	}
	var cursor *string
	if text := query.Get("cursor"); isID(text) {
		cursor = &text
	}
	shown := page{Data: make([]candidacy, 0, limit+1)}
	shown.Page.Limit = limit
	batch := &pgx.Batch{}
	beginScope(batch, who)
	batch.Queue(listCandidacies, who.scopeID, newID(), who.credentialID, who.personID, who.roles, newID(), "listCandidacies", cursor, limit+1)
	err = s.once(r.Context(), s.readers, batch, func(results pgx.BatchResults) error {
		if err := skip(results); err != nil {
			return err
		}
		rows, err := results.Query()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			shown.Data = append(shown.Data, candidacy{})
			if err := rows.Scan(shown.Data[len(shown.Data)-1].fields()...); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		failed(w, err)
		return
	}
	if len(shown.Data) > limit {
		shown.Data = shown.Data[:limit]
		shown.Page.NextCursor = &shown.Data[limit-1].ID
	}
	body, err := encode(&shown)
	if err != nil {
		failed(w, err)
		return
	}
	answer(w, http.StatusOK, "", body)
}
