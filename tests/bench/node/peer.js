// SPDX-License-Identifier: EUPL-1.2
// A peer of the bench: Fastify and postgres.js, as one would write them, with the duties of the Go peer (../peer/main.go) for a
// candidacy, a list, the event and the public verification. The guards of the event are those at the head of ../peer/event.go.
'use strict';
const crypto = require('crypto');
const fastify = require('fastify')();
const postgres = require('postgres');
const say = require('./statements');

const size = Number(process.env.PEER_POOL || 8);
const connect = (username, max, more = {}) => postgres({
    host: process.env.PGHOST, port: 5432, database: process.env.PGDATABASE, username, max, idle_timeout: 0, fetch_types: false,
    connection: { plan_cache_mode: 'force_generic_plan', application_name: 'peer', ...more },
});
const tenants = connect('clea_app', size);
const readers = connect('clea_read', size, { synchronous_commit: 'off' });
const national = connect('clea_national_read', Math.ceil(size / 2), { synchronous_commit: 'off' });

const ask = (sql, text, ...values) => sql.unsafe(text, values, { prepare: true });
const enter = (sql, who) => ask(sql, say.setScope, who.scope, who.scope_id);

// A UUIDv7.
function newId() {
    const bytes = crypto.randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const isId = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest();
const etagOf = (version) => `"${version}.n"`;
const candidacyOf = (row) => Object.fromEntries(say.candidacyMembers.map((name, at) => [name, row[at]]));

class Refusal extends Error {
    constructor(status, code) {
        super(code);
        this.statusCode = status;
        this.code = code;
    }
}

fastify.setErrorHandler((error, request, reply) => {
    const status = error instanceof Refusal || error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) console.error(error);
    reply.code(status).type('application/problem+json').send(JSON.stringify({ status, code: error.code || 'INTERNAL_ERROR' }));
});

// Who comes with a key, from a cache of digests that the database empties.
let holders = new Map();
postgres({ host: process.env.PGHOST, port: 5432, database: process.env.PGDATABASE, username: 'clea_app', max: 1 })
    .listen('clea_principal', () => { holders = new Map(); }, () => { holders = new Map(); });

async function holderOf(request) {
    const token = (request.headers.authorization || '').replace(/^Bearer /, '');
    const digest = sha256(token);
    const key = digest.toString('base64');
    const known = holders.get(key);
    if (known && known.until > Date.now()) return known;
    const rows = await readers`select credential_id::text, scope, coalesce(scope_id::text, '') as scope_id, person_id::text, roles
        from holder_of(array[${digest}::bytea]) where function_id is null and refusal is null and is_held`;
    if (!rows.length) throw new Refusal(401, 'UNAUTHENTICATED');
    const who = { ...rows[0], until: Date.now() + 60000 };
    holders.set(key, who);
    return who;
}

function answer(reply, status, etag, body) {
    reply.code(status).header('Cache-Control', 'no-store').header('X-Request-Id', newId()).type('application/json');
    if (etag) reply.header('ETag', etag);
    return reply.send(body);
}

// Two statements in one transaction, both sent at once.
async function shown(who, text, ...values) {
    const [, rows] = await readers.begin((sql) => [enter(sql, who), ask(sql, text, ...values).values()]);
    return rows;
}

fastify.get('/readyz', (request, reply) => answer(reply, 200, null, '{}'));

fastify.get('/v1/candidacies/:id', async (request, reply) => {
    const who = await holderOf(request);
    if (!isId(request.params.id)) throw new Refusal(404, 'NOT_FOUND');
    const rows = await shown(who, say.getCandidacy, request.params.id, newId(), who.credential_id, who.person_id, who.roles, newId());
    if (!rows.length) throw new Refusal(404, 'NOT_FOUND');
    const it = candidacyOf(rows[0]);
    return answer(reply, 200, etagOf(it.version), JSON.stringify(it));
});

fastify.get('/v1/candidacies', async (request, reply) => {
    const who = await holderOf(request);
    if (who.scope !== 'ORGANISM') throw new Refusal(403, 'ROLE_REQUIRED');
    const limit = Math.min(Math.max(Number(request.query.limit) || 50, 1), 200);
    const cursor = isId(request.query.cursor || '') ? request.query.cursor : null;
    const rows = await shown(who, say.listCandidacies, who.scope_id, newId(), who.credential_id, who.person_id, who.roles, newId(),
        'listCandidacies', cursor, limit + 1);
    const data = rows.slice(0, limit).map(candidacyOf);
    const page = { limit, next_cursor: rows.length > limit ? data[limit - 1].id : null };
    return answer(reply, 200, null, JSON.stringify({ data, page }));
});

fastify.get('/v1/verifications/:code', async (request, reply) => {
    const code = request.params.code.toUpperCase().replace(/[ -]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
    const [, rows] = await national.begin((sql) => [enter(sql, { scope: 'PUBLIC', scope_id: '' }), ask(sql, say.verifyCertificate, code).values()]);
    if (!rows.length) throw new Refusal(404, 'NOT_FOUND');
    const [number, status, title, referential_code, decision_on, annulled_on, firstName, birthName] = rows[0];
    const initial = (name) => `${[...name.replace(/^[ .'’`-]+/, '')][0]}.`;
    const holder_initials = `${initial(firstName)} ${initial(birthName)}`;
    return answer(reply, 200, null, JSON.stringify({ number, status, title, referential_code, decision_on, annulled_on, holder_initials }));
});

// The row of the machine (T10).
function refusalOf(t, asked) {
    const limit = asked.overrun_reason == null ? t.planned : 120000;
    if (t.state !== 'IN_TRAINING') return 'INVALID_STATE';
    if (t.isFuture) return 'DATE_IN_FUTURE';
    if (t.isBeforeContact) return 'BEFORE_CONTACT';
    if (t.isBeforePath) return 'DATE_BEFORE_PREVIOUS_ACT';
    if (t.status == null) return 'MODULE_NOT_IN_PATH';
    if (t.status !== 'OPEN') return 'MODULE_CLOSED';
    if (t.trainerRole === 'EVALUATOR') return 'TRAINER_IS_EVALUATOR';
    if (t.isTwin) return 'ATTENDANCE_ALREADY_RECORDED';
    return t.attended + asked.attended_minutes > limit ? 'HOURS_BEYOND_MODULE' : null;
}

async function record(sql, who, a) {
    const [, [lock], [row]] = await Promise.all([enter(sql, who), ask(sql, say.lockKey, a.owner, a.path, a.key).values(),
        ask(sql, say.loadTraining, a.id, a.asked.module_id, a.on, a.asked.is_distinct ?? null, String(a.asked.attended_minutes)).values()]);
    const [isOurs, storedStatus, storedPrint, storedTag, storedBody] = lock;
    if (!isOurs) throw new Refusal(409, 'IDEMPOTENCY_IN_PROGRESS');
    if (storedStatus && !storedPrint.equals(a.print)) throw new Refusal(422, 'IDEMPOTENCY_KEY_REUSED');
    if (storedStatus) return { status: storedStatus, etag: storedTag, body: storedBody };
    if (!row) throw new Refusal(404, 'NOT_FOUND');
    const [state, version, candidateId, day, isFuture, isBeforeContact, isBeforePath, status, planned, attended, trainerRole, isTwin] = row;
    const reason = refusalOf({ state, isFuture, isBeforeContact, isBeforePath, status, planned, attended, trainerRole, isTwin }, a.asked);
    if (reason) throw new Refusal(409, reason);
    const id = newId();
    const data = { attended_minutes: a.asked.attended_minutes, module_id: a.asked.module_id, ...(a.asked.is_distinct == null ? {} : { is_distinct: a.asked.is_distinct }) };
    const written = [ask(sql, say.moveCandidacy, a.id, version, day).values(),
        ask(sql, say.addHours, a.asked.module_id, a.asked.attended_minutes, a.asked.overrun_reason ?? null),
        ask(sql, say.insertEvent, a.id, id, day, who.person_id, who.credential_id, JSON.stringify(data)).values(), ask(sql, say.readLive, a.id).values()];
    if (a.asked.overrun_reason != null) written.push(ask(sql, say.insertTexts, id, a.id, a.asked.overrun_reason));
    const [moved, , [[sequence, recorded_at]], [live]] = await Promise.all(written);
    if (!moved.length) throw new Refusal(503, 'CONFLICT_TRY_AGAIN');
    const resource = candidacyOf(live);
    const body = JSON.stringify({ id, candidacy_id: a.id, sequence, event: 'RECORD_ATTENDANCE', from_state: state, to_state: state, occurred_on: day,
        recorded_at, acting_org_id: who.scope_id, person_id: who.person_id, reason: null, data, texts: null, resource });
    const etag = etagOf(resource.version);
    await Promise.all([ask(sql, say.insertAudit, who.credential_id, who.person_id, who.roles, newId(), a.id, sha256(a.key)),
        ask(sql, say.storeAnswer, a.owner, a.path, a.key, a.print, etag, body, candidateId, who.person_id),
        ask(sql, say.logAnswer, newId(), who.credential_id, who.person_id, who.roles, newId(), candidateId, who.person_id, resource.counsellor_id,
            a.id, a.asked.module_id)]);
    return { status: 201, etag, body };
}

// The text is what the fingerprint is made of.
fastify.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: 65536 }, (request, text, done) => {
    try {
        done(null, { text, ...JSON.parse(text) });
    } catch {
        done(new Refusal(400, 'MALFORMED'));
    }
});

fastify.post('/v1/candidacies/:id/events', async (request, reply) => {
    const who = await holderOf(request);
    const { text, event, occurred_on, data } = request.body || {};
    const key = request.headers['idempotency-key'];
    if (event !== 'RECORD_ATTENDANCE' || !isId(data?.module_id ?? '') || !(data.attended_minutes >= 1 && data.attended_minutes <= 120000) || !key || !isId(request.params.id))
        throw new Refusal(422, 'VALIDATION_FAILED');
    if (who.scope !== 'ORGANISM' || !who.roles.includes('REFERENT')) throw new Refusal(403, 'ROLE_REQUIRED');
    const a = { id: request.params.id, path: request.url, key, asked: data, on: occurred_on ?? null, print: sha256(`${request.headers['content-type']}\n`, text),
        owner: [who.scope, who.scope_id, ...(who.person_id ? [who.person_id] : [])].join(':') };
    for (let attempt = 0; ; attempt++) {
        try {
            const { status, etag, body } = await tenants.begin((sql) => record(sql, who, a));
            return answer(reply.header('Location', a.path), status, etag, body);
        } catch (error) {
            if (error.code !== 'CONFLICT_TRY_AGAIN' || attempt === 19) throw error;
        }
    }
});

fastify.listen({ host: '127.0.0.1', port: Number(process.env.PEER_PORT) });
