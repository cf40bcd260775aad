// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"net/http"

	"github.com/jackc/pgx/v4"
)

type subdomainStatus struct {
	Code   string  `json:"code"`
	Status *string `json:"status"`
}

type domainStatuses struct {
	Code       string            `json:"code"`
	Status     *string           `json:"status"`
	Subdomains []subdomainStatus `json:"subdomains"`
}

type summary struct {
	CandidacyID        string           `json:"candidacy_id"`
	Reference          string           `json:"reference"`
	State              string           `json:"state"`
	Version            int              `json:"version"`
	DeadlineDate       *string          `json:"deadline_date"`
	IsDirectRoute      *bool            `json:"is_direct_route"`
	EvaluationCount    int              `json:"evaluation_count"`
	MissingDomainCodes []string         `json:"missing_domain_codes"`
	Domains            []domainStatuses `json:"domains"`
}

const getSummary = `with seen as materialized (
		select c.id, c.reference, c.state, c.version, c.deadline_date, c.referential_version_id, c.candidate_id from candidacy c where c.id = $1
	), logged as (` + logColumns + `
		select current_scope(), current_scope_id(), $2, $3, $4, $5, 'readCandidacySummary', 'Candidacies', $6, 200, array[s.candidate_id], '{}',
		       array[s.id], '{}' from seen s
	)
	select reference, state, version, deadline_date::text, referential_version_id::text from seen`

const getJudged = `select e.ordinal, e.kind, e.subdomain_statuses, e.completed_on is not null and e.annulled_on is null
	from evaluation e where e.candidacy_id = $1 order by e.ordinal`

const getVoidings = `select v.after_evaluation_ordinal, v.subdomain_mask from subdomain_voiding v
	where v.candidacy_id = $1 and not exists (select from subdomain_voiding_lift l where l.voiding_id = v.id)`

type judged struct {
	ordinal  int
	kind     string
	statuses *string
	counts   bool
}

type voided struct {
	after int
	mask  int64
}

func (s *server) readSummary(w http.ResponseWriter, r *http.Request, who *holder, id string) {
	var version *string
	var evaluations []judged
	var voidings []voided
	it := summary{CandidacyID: id, Domains: []domainStatuses{}}
	batch := &pgx.Batch{}
	beginScope(batch, who)
	batch.Queue(getSummary, id, newID(), who.credentialID, who.personID, who.roles, newID())
	batch.Queue(getJudged, id)
	batch.Queue(getVoidings, id)
	err := s.once(r.Context(), s.readers, batch, func(found pgx.BatchResults) error {
		if err := skip(found); err != nil {
			return err
		}
		if err := found.QueryRow().Scan(&it.Reference, &it.State, &it.Version, &it.DeadlineDate, &version); err != nil {
			return err
		}
		rows, err := found.Query()
		if err != nil {
			return err
		}
		for rows.Next() {
			var one judged
			if err := rows.Scan(&one.ordinal, &one.kind, &one.statuses, &one.counts); err != nil {
				return err
			}
			evaluations = append(evaluations, one)
		}
		rows.Close()
		if rows, err = found.Query(); err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one voided
			if err := rows.Scan(&one.after, &one.mask); err != nil {
				return err
			}
			voidings = append(voidings, one)
		}
		return rows.Err()
	})
	if err != nil {
		failed(w, err)
		return
	}
	it.EvaluationCount = len(evaluations)
	isDirect := true
	for _, e := range evaluations {
		isDirect = isDirect && !(e.kind == "FINAL" && e.counts)
	}
	if version != nil {
		it.IsDirectRoute, it.MissingDomainCodes = &isDirect, []string{}
		it.fill(s.referentials.known[*version], evaluations, voidings)
	}
	body, err := encode(&it)
	if err != nil {
		failed(w, err)
		return
	}
	answer(w, http.StatusOK, etagOf(it.Version), body)
}

// Validated by an evaluation that counts, and not voided by a refusal after it.
func effective(count int, evaluations []judged, voidings []voided) string {
	statuses := make([]byte, count)
	for n := range statuses {
		statuses[n] = '-'
		for _, e := range evaluations {
			if !e.counts || e.statuses == nil || (*e.statuses)[n] == '-' {
				continue
			}
			isVoided := false
			for _, v := range voidings {
				isVoided = isVoided || (v.mask>>uint(n)&1 == 1 && v.after >= e.ordinal)
			}
			if (*e.statuses)[n] == 'V' && !isVoided {
				statuses[n] = 'V'
			} else if statuses[n] == '-' {
				statuses[n] = 'N'
			}
		}
	}
	return string(statuses)
}

func (it *summary) fill(tree *referential, evaluations []judged, voidings []voided) {
	statuses := effective(len(tree.subdomains), evaluations, voidings)
	tree.domains(func(code string, from, to int) {
		domain := domainStatuses{Code: code, Status: statusOf(domainStatus(statuses, from, to)), Subdomains: []subdomainStatus{}}
		isMissing := false
		for n := from; n < to; n++ {
			isMissing = isMissing || statuses[n] != 'V'
			domain.Subdomains = append(domain.Subdomains, subdomainStatus{tree.subdomains[n].code, statusOf(statuses[n])})
		}
		if isMissing {
			it.MissingDomainCodes = append(it.MissingDomainCodes, code)
		}
		it.Domains = append(it.Domains, domain)
	})
}
