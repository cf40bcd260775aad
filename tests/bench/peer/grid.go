// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"context"
	"net/http"

	"github.com/jackc/pgx/v4"
)

// The tree of a version of a référentiel: published ones never change, so it is read once.
type item struct {
	code        string
	isMandatory bool
}

type subdomain struct {
	code, domain string
	items        []item
	firstItem    int
}

type referential struct{ subdomains []subdomain }

type referentials struct{ known map[string]*referential }

const readReferentials = `select r.id::text, s.domain_code, s.code, s.mandatory_codes,
	array(select i.code from unnest(r.item_codes, r.item_subdomains) with ordinality i(code, subdomain, n) where i.subdomain = s.position order by n)
	from referential_version r join referential_subdomain s on s.referential_version_id = r.id
	where r.status <> 'DRAFT' order by r.id, s.position`

func (s *server) readAllReferentials() error {
	batch := &pgx.Batch{}
	beginScope(batch, &public)
	batch.Queue(readReferentials)
	return s.once(context.Background(), s.national, batch, s.referentials.read)
}

func (t *referentials) read(results pgx.BatchResults) error {
	t.known = make(map[string]*referential)
	if err := skip(results); err != nil {
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var one subdomain
		var mandatory, codes []string
		if err := rows.Scan(&id, &one.domain, &one.code, &mandatory, &codes); err != nil {
			return err
		}
		tree := t.known[id]
		if tree == nil {
			tree = &referential{}
			t.known[id] = tree
		}
		if count := len(tree.subdomains); count > 0 {
			before := tree.subdomains[count-1]
			one.firstItem = before.firstItem + len(before.items)
		}
		for _, code := range codes {
			is := false
			for _, m := range mandatory {
				is = is || m == code
			}
			one.items = append(one.items, item{code, is})
		}
		tree.subdomains = append(tree.subdomains, one)
	}
	return rows.Err()
}

var validated, notValidated, notEvaluated = "VALIDATED", "NOT_VALIDATED", "NOT_EVALUATED"

func statusOf(letter byte) *string {
	switch letter {
	case 'V':
		return &validated
	case 'N':
		return &notValidated
	case 'E':
		return &notEvaluated
	}
	return nil
}

// Of a domain: none of its sub-domains was judged, all are validated, or not.
func domainStatus(statuses string, from, to int) byte {
	isJudged, isValidated := false, true
	for _, status := range statuses[from:to] {
		isJudged = isJudged || status != '-'
		isValidated = isValidated && status == 'V'
	}
	switch {
	case !isJudged:
		return '-'
	case isValidated:
		return 'V'
	}
	return 'N'
}

// Of the sub-domains of a domain, as its grid counts them: those that a final evaluation does not take up again were validated before.
func counted(statuses string, scope int64, from, to int) string {
	letters := []byte(statuses[from:to])
	isTouched := scope>>uint(from)&(1<<uint(to-from)-1) != 0
	for n := range letters {
		if isTouched && scope>>uint(from+n)&1 == 0 {
			letters[n] = 'V'
		}
	}
	return string(letters)
}

// Calls f for each domain with the places of its sub-domains.
func (t *referential) domains(f func(code string, from, to int)) {
	for from := 0; from < len(t.subdomains); {
		to := from
		for to < len(t.subdomains) && t.subdomains[to].domain == t.subdomains[from].domain {
			to++
		}
		f(t.subdomains[from].domain, from, to)
		from = to
	}
}

type criterionResult struct {
	CriterionCode string  `json:"criterion_code"`
	IsMandatory   bool    `json:"is_mandatory"`
	Status        *string `json:"status"`
	Note          *string `json:"note"`
}

type subdomainResult struct {
	Code     string            `json:"code"`
	Status   *string           `json:"status"`
	Criteria []criterionResult `json:"criteria"`
}

type domainResult struct {
	Code       string            `json:"code"`
	Status     *string           `json:"status"`
	Subdomains []subdomainResult `json:"subdomains"`
}

type results struct {
	EvaluationID string         `json:"evaluation_id"`
	Kind         string         `json:"kind"`
	IsFrozen     bool           `json:"is_frozen"`
	ItemCount    int            `json:"item_count"`
	MissingCount int            `json:"missing_count"`
	Version      int            `json:"version"`
	Domains      []domainResult `json:"domains"`
}

const getResults = `with seen as materialized (
		select e.id, e.kind, e.scope_mask, e.results, e.subdomain_statuses, e.completed_on, c.version, c.referential_version_id, c.candidate_id,
		       c.id as candidacy_id
		from evaluation e join candidacy c on c.id = e.candidacy_id where e.id = $1
	), logged as (` + logColumns + `
		select current_scope(), current_scope_id(), $2, $3, $4, $5, 'readResults', 'Evaluations', $6, 200, array[s.candidate_id], '{}',
		       array[s.id, s.candidacy_id], '{}' from seen s
	)
	select kind, scope_mask, results, subdomain_statuses, version, referential_version_id::text from seen where completed_on is not null`

const getNotes = `select item_code, note from evidence_note where evaluation_id = $1`

// The grid of a completed evaluation, whose statuses are stored; one that is open is not among what is timed.
func (s *server) readResults(w http.ResponseWriter, r *http.Request, who *holder, id string) {
	var scope int64
	var letters, statuses, version string
	notes := map[string]string{}
	it := results{EvaluationID: id, IsFrozen: true, Domains: []domainResult{}}
	batch := &pgx.Batch{}
	beginScope(batch, who)
	batch.Queue(getResults, id, newID(), who.credentialID, who.personID, who.roles, newID())
	batch.Queue(getNotes, id)
	err := s.once(r.Context(), s.readers, batch, func(found pgx.BatchResults) error {
		if err := skip(found); err != nil {
			return err
		}
		if err := found.QueryRow().Scan(&it.Kind, &scope, &letters, &statuses, &it.Version, &version); err != nil {
			return err
		}
		rows, err := found.Query()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var code, note string
			if err := rows.Scan(&code, &note); err != nil {
				return err
			}
			notes[code] = note
		}
		return rows.Err()
	})
	if err != nil {
		failed(w, err)
		return
	}
	it.fill(s.referentials.known[version], scope, letters, statuses, notes)
	body, err := encode(&it)
	if err != nil {
		failed(w, err)
		return
	}
	answer(w, http.StatusOK, etagOf(it.Version), body)
}

func (it *results) fill(tree *referential, scope int64, letters, statuses string, notes map[string]string) {
	tree.domains(func(code string, from, to int) {
		status := domainStatus(counted(statuses, scope, from, to), 0, to-from)
		if status == '-' {
			return
		}
		domain := domainResult{Code: code, Status: statusOf(status), Subdomains: []subdomainResult{}}
		for n := from; n < to; n++ {
			if scope>>uint(n)&1 == 0 {
				continue
			}
			sub := &tree.subdomains[n]
			made := subdomainResult{Code: sub.code, Status: statusOf(statuses[n]), Criteria: make([]criterionResult, 0, len(sub.items))}
			for i, one := range sub.items {
				letter := letters[sub.firstItem+i]
				result := criterionResult{CriterionCode: one.code, IsMandatory: one.isMandatory, Status: statusOf(letter)}
				if note, has := notes[one.code]; has {
					result.Note = &note
				}
				it.ItemCount++
				if letter == '-' {
					it.MissingCount++
				}
				made.Criteria = append(made.Criteria, result)
			}
			domain.Subdomains = append(domain.Subdomains, made)
		}
		it.Domains = append(it.Domains, domain)
	})
}
