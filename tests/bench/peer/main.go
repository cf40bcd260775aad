// SPDX-License-Identifier: EUPL-1.2
// The peer of the bench: net/http and pgx, as one would write them, with the duties of the server that it is compared with.
//
// Duties of every request: the holder of the key from a cache of digests (emptied by the database's notification), tenancy by
// the scope of the transaction under the same row-level security and the same login roles, the access log of what is shown, and
// for the event the audit, the stored answer of the Idempotency-Key and the history, in one durable transaction. Every statement
// is its own, on the same tables; several of them travel in one batch wherever the next does not depend on the one before.
//
// Not done, and therefore in its favour: problem details in two languages, rate limits, the third wall, compression, CORS, the
// rows of a former owner, the days of other time zones than Paris, a pretended clock.
//
// PEER_USER and PEER_TABLES make it another peer: one whom row-level security does not bind, and one with tables of its own.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

type server struct {
	tenants, readers, national *pgxpool.Pool
	holders                    holders
	referentials               referentials
}

func openPool(user string, size int, isDurable bool) *pgxpool.Pool {
	if free := os.Getenv("PEER_USER"); free != "" {
		user = free
	}
	config, err := pgxpool.ParseConfig("user=" + user + " pool_max_conns=" + strconv.Itoa(size))
	if err != nil {
		log.Fatal(err)
	}
	config.MinConns = int32(size)
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.ConnConfig.RuntimeParams["application_name"] = "peer"
	if tables := os.Getenv("PEER_TABLES"); tables != "" {
		config.ConnConfig.RuntimeParams["search_path"] = tables + ", public"
	}
	if !isDurable { // the single exception: the log of plain reads
		config.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	}
	pool, err := pgxpool.ConnectConfig(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	return pool
}

func poolSize() int {
	size, err := strconv.Atoi(os.Getenv("PEER_POOL"))
	if err != nil || size < 1 {
		size = 8
	}
	return size
}

// One batch, one round trip, one transaction.
func (s *server) once(ctx context.Context, pool *pgxpool.Pool, batch *pgx.Batch, read func(pgx.BatchResults) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	results := conn.SendBatch(ctx, batch)
	err = read(results)
	if closing := results.Close(); err == nil {
		err = closing
	}
	return err
}

const setScope = `select set_config('app.scope', $1, true), set_config('app.scope_id', $2, true), set_config('app.reach', '', true),
	set_config('app.instant', '', true), set_config('app.today', '', true)`

func beginScope(batch *pgx.Batch, who *holder) {
	batch.Queue(setScope, who.scope, who.scopeID)
}

func skip(results pgx.BatchResults) error {
	_, err := results.Exec()
	return err
}

// A UUIDv7, as text.
func newID() string {
	var b [16]byte
	if _, err := rand.Read(b[6:]); err != nil {
		panic(err)
	}
	ms := uint64(time.Now().UnixMilli())
	for i := 0; i < 6; i++ {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = 0x70 | b[6]&0x0f
	b[8] = 0x80 | b[8]&0x3f
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func isID(text string) bool {
	return len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
}

func problem(w http.ResponseWriter, status int, code string) {
	body := `{"type":"https://clea.example/problems/` + code + `","status":` + strconv.Itoa(status) + `,"code":"` + code + `"}`
	header := w.Header()
	header.Set("Content-Type", "application/problem+json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func failed(w http.ResponseWriter, err error) {
	if err == pgx.ErrNoRows {
		problem(w, http.StatusNotFound, "NOT_FOUND")
		return
	}
	log.Print(err)
	problem(w, http.StatusInternalServerError, "INTERNAL_ERROR")
}

func encode(value interface{}) ([]byte, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return []byte(strings.TrimSuffix(text.String(), "\n")), err
}

func answer(w http.ResponseWriter, status int, etag string, body []byte) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Request-Id", newID())
	if etag != "" {
		header.Set("ETag", etag)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func (s *server) route(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) == 3 && parts[1] == "verifications" {
		s.verify(w, r, parts[2])
		return
	}
	if len(parts) == 1 && parts[0] == "readyz" {
		answer(w, http.StatusOK, "", []byte(`{}`))
		return
	}
	who, err := s.holderOf(r)
	if err != nil {
		failed(w, err)
		return
	}
	if who == nil {
		problem(w, http.StatusUnauthorized, "UNAUTHENTICATED")
		return
	}
	switch {
	case len(parts) == 2 && parts[1] == "candidacies" && r.Method == http.MethodGet:
		s.listCandidacies(w, r, who)
	case len(parts) < 3 || !isID(parts[2]):
		problem(w, http.StatusNotFound, "NOT_FOUND")
	case len(parts) == 3 && parts[1] == "candidacies" && r.Method == http.MethodGet:
		s.getCandidacy(w, r, who, parts[2])
	case len(parts) == 4 && parts[1] == "candidacies" && parts[3] == "events" && r.Method == http.MethodPost:
		s.recordAttendance(w, r, who, parts[2])
	case len(parts) == 4 && parts[1] == "candidacies" && parts[3] == "summary" && r.Method == http.MethodGet:
		s.readSummary(w, r, who, parts[2])
	case len(parts) == 4 && parts[1] == "evaluations" && parts[3] == "results" && r.Method == http.MethodGet:
		s.readResults(w, r, who, parts[2])
	default:
		problem(w, http.StatusNotFound, "NOT_FOUND")
	}
}

func main() {
	size := poolSize()
	s := &server{
		tenants:  openPool("clea_app", size, true),
		readers:  openPool("clea_read", size, false),
		national: openPool("clea_national_read", (size+1)/2, false),
	}
	if err := s.readAllReferentials(); err != nil {
		log.Fatal(err)
	}
	go s.holders.listen()
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PEER_PORT"), http.HandlerFunc(s.route)))
}
