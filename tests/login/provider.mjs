// SPDX-License-Identifier: EUPL-1.2
// A real identity provider for tests: oidc-provider, on 127.0.0.1. It signs people in by name (any name, any password) with the
// authorization code flow and PKCE, gives systems tokens for a signed assertion (private_key_jwt), and can be told, on a second port, to
// change its keys, to be slow or broken, and to sign whatever a test wants signed, with its keys or others.
//
//   node provider.mjs PORT CONTROL_PORT AUDIENCE
import crypto from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';

const [port, controlPort, audience] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const MAKE = {
  RS256: () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => crypto.generateKeyPairSync('ed25519'),
};
const state = { generation: 0, keys: {}, retired: {}, algorithm: 'ES256', mode: 'well', asked: {} };
// The key with which the system called "network-system" proves who it is.
const machine = MAKE.ES256();

function makeKeys() {
  state.generation += 1;
  state.retired = state.keys;
  state.keys = Object.fromEntries(ALGORITHMS.map((algorithm) => {
    const { privateKey, publicKey } = MAKE[algorithm]();
    return [algorithm, { kid: `${algorithm}-${state.generation}`, privateKey, publicKey }];
  }));
}

function jwk(key, algorithm, isPrivate) {
  const exported = (isPrivate ? key.privateKey : key.publicKey).export({ format: 'jwk' });
  return { ...exported, kid: key.kid, alg: algorithm, use: 'sig' };
}

function makeProvider() {
  const provider = new Provider(issuer, {
    jwks: { keys: ALGORITHMS.map((algorithm) => jwk(state.keys[algorithm], algorithm, true)) },
    clients: [
      { client_id: 'front-end', token_endpoint_auth_method: 'none', redirect_uris: ['http://127.0.0.1/back'], application_type: 'native',
        grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: 'ES256' },
      { client_id: 'network-system', token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [{ ...machine.publicKey.export({ format: 'jwk' }), kid: 'machine', alg: 'ES256', use: 'sig' }] },
        grant_types: ['client_credentials'], redirect_uris: [], response_types: [], id_token_signed_response_alg: 'ES256' },
    ],
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { idTokenSigningAlgValues: ALGORITHMS, clientAuthSigningAlgValues: ['ES256'] },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'clea:read clea:write clea:keys', audience, accessTokenTTL: 300, accessTokenFormat: 'jwt',
          jwt: { sign: { alg: state.algorithm } },
        }),
      },
    },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    cookies: { keys: ['only for tests'] },
    ttl: { Session: 600, Grant: 600, Interaction: 600, AuthorizationCode: 60 },
  });
  return provider.callback();
}

makeKeys();
let handle = makeProvider();

const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// What a test wants signed. `header` and `claims` are objects, or text that is taken as it is; `key` names an algorithm and says whose:
// "ES256", "retired:ES256", "stranger:ES256", "hmac:RS256" (the public key as a shared secret), "" (no signature).
function sign({ header, claims, key }) {
  const text = `${encode(header)}.${encode(claims)}`;
  const [whose, name] = key.includes(':') ? key.split(':') : ['own', key];
  let signature = Buffer.alloc(0);
  if (whose === 'hmac') {
    const pem = state.keys[name].publicKey.export({ format: 'pem', type: 'spki' });
    signature = crypto.createHmac('sha256', pem).update(text).digest();
  } else if (key) {
    const privateKey = { own: state.keys, retired: state.retired, stranger: null }[whose]?.[name].privateKey ?? MAKE[name]().privateKey;
    signature = name === 'EdDSA' ? crypto.sign(null, Buffer.from(text), privateKey)
      : crypto.sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  }
  return { token: `${text}.${signature.toString('base64url')}` };
}

function assertion() {
  const now = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: 'ES256', kid: 'machine' })}.${encode({
    iss: 'network-system', sub: 'network-system', aud: issuer, iat: now, exp: now + 60, jti: crypto.randomUUID() })}`;
  const signature = crypto.sign('sha256', Buffer.from(text), { key: machine.privateKey, dsaEncoding: 'ieee-p1363' });
  return { assertion: `${text}.${signature.toString('base64url')}` };
}

const CONTROLS = {
  '/sign': sign,
  '/assertion': assertion,
  '/rotate': () => { makeKeys(); handle = makeProvider(); return {}; },
  '/algorithm': ({ algorithm }) => { state.algorithm = algorithm; return {}; },
  '/mode': ({ mode, at }) => { state.mode = mode; state.at = at ?? ''; return {}; },
  '/state': () => ({
    issuer, generation: state.generation, asked: state.asked,
    keys: Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, jwk(state.keys[algorithm], algorithm, false)])),
  }),
};

// How a provider may fail. Each is asked of its keys and metadata alone.
const MODES = {
  away: (request, response) => response.writeHead(503).end('away'),
  redirect: (request, response) => response.writeHead(302, { Location: `http://127.0.0.1:${state.at}/jwks` }).end(),
  large: (request, response) => { response.writeHead(200); response.write('{"keys":['); response.end(' '.repeat(1 << 20)); },
  nonsense: (request, response) => response.writeHead(200).end('<html>sign in</html>'),
  empty: (request, response) => response.writeHead(200).end('{"keys":[]}'),
  silent: () => {},
};

http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  const isKeys = path === '/jwks' || path.startsWith('/.well-known/');
  state.asked[path] = (state.asked[path] ?? 0) + 1;
  if (isKeys && MODES[state.mode]) MODES[state.mode](request, response);
  else handle(request, response);
}).listen(Number(port), '127.0.0.1');

http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  try {
    const answer = CONTROLS[request.url](body ? JSON.parse(body) : {});
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  } catch (error) {
    response.writeHead(500).end(String(error.stack));
  }
}).listen(Number(controlPort), '127.0.0.1', () => console.log('ready'));
