// SPDX-License-Identifier: EUPL-1.2
package main

import (
	"context"
	"crypto/sha256"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v4"
)

// Who comes with a key. The digest of the key is all that is kept of it.
type holder struct {
	credentialID, scope, scopeID string
	personID, humanID            *string
	roles                        []string
	until                        time.Time
}

type holders struct {
	lock  sync.RWMutex
	known map[[32]byte]*holder
}

func (h *holders) forget() {
	h.lock.Lock()
	h.known = make(map[[32]byte]*holder)
	h.lock.Unlock()
}

// Keys revoked and functions ended are told by the database; whoever does not hear it forgets everything.
func (h *holders) listen() {
	h.forget()
	for {
		conn, err := pgx.Connect(context.Background(), "user=clea_app")
		if err == nil {
			_, err = conn.Exec(context.Background(), "listen clea_principal")
		}
		for err == nil {
			_, err = conn.WaitForNotification(context.Background())
			h.forget()
		}
		log.Print(err)
		time.Sleep(time.Second)
	}
}

func (s *server) holderOf(r *http.Request) (*holder, error) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !strings.HasPrefix(token, "clea_") {
		return nil, nil
	}
	digest := sha256.Sum256([]byte(token))
	s.holders.lock.RLock()
	who := s.holders.known[digest]
	s.holders.lock.RUnlock()
	if who != nil && time.Now().Before(who.until) {
		return who, nil
	}
	who = &holder{until: time.Now().Add(time.Minute)}
	row := s.readers.QueryRow(r.Context(), `select credential_id::text, scope, coalesce(scope_id::text, ''), person_id::text, human_id::text, roles
		from holder_of($1) where function_id is null and refusal is null and is_held`, [][]byte{digest[:]})
	err := row.Scan(&who.credentialID, &who.scope, &who.scopeID, &who.personID, &who.humanID, &who.roles)
	if err == pgx.ErrNoRows {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.holders.lock.Lock()
	if s.holders.known == nil {
		s.holders.known = make(map[[32]byte]*holder)
	}
	s.holders.known[digest] = who
	s.holders.lock.Unlock()
	return who, nil
}

func (h *holder) has(role string) bool {
	for _, one := range h.roles {
		if one == role {
			return true
		}
	}
	return false
}
