// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v4"
)

type verification struct {
	Number          string  `json:"number"`
	Status          string  `json:"status"`
	Title           string  `json:"title"`
	ReferentialCode string  `json:"referential_code"`
	DecisionOn      string  `json:"decision_on"`
	AnnulledOn      *string `json:"annulled_on"`
	HolderInitials  string  `json:"holder_initials"`
}

var public = holder{scope: "PUBLIC"}

var codeReplacer = strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1")

const verifyCertificate = `select v.number, case v.status when 'ISSUED' then 'VALID' else v.status end, v.title, v.referential_code,
	v.decision_on::text, v.annulled_on::text, v.holder ->> 'first_name_1', v.holder ->> 'birth_name' from verify_certificates(array[$1]) v`

func initial(name string) string {
	name = strings.TrimLeft(name, " .'’`-")
	r, _ := utf8.DecodeRuneInString(name)
	return string(r) + "."
}

// Anybody may ask; the code is a secret of 128 bits.
func (s *server) verify(w http.ResponseWriter, r *http.Request, text string) {
	code := codeReplacer.Replace(strings.ToUpper(text))
	var it verification
	var firstName, birthName string
	batch := &pgx.Batch{}
	beginScope(batch, &public)
	batch.Queue(verifyCertificate, code)
	err := s.once(r.Context(), s.national, batch, func(results pgx.BatchResults) error {
		if err := skip(results); err != nil {
			return err
		}
		return results.QueryRow().Scan(&it.Number, &it.Status, &it.Title, &it.ReferentialCode, &it.DecisionOn, &it.AnnulledOn, &firstName,
			&birthName)
	})
	if err != nil {
		failed(w, err)
		return
	}
	it.HolderInitials = initial(firstName) + " " + initial(birthName)
	body, err := encode(&it)
	if err != nil {
		failed(w, err)
		return
	}
	answer(w, http.StatusOK, "", body)
}
