// An OpenID provider for the tests, on loopback: `oidc-provider`, as a hospital's identity team would set it up for SMART Backend
// Services (client credentials with `private_key_jwt`, JWT access tokens of RFC 9068), with keys that a test rotates.
//
// Commands on standard input, answers on standard output, a line of JSON each:
//   first   {"audience", "client": a public JWK, "publish": ["a"], "sign": "a"}  ->  {"issuer"}
//   later   {"publish": ["a", "b"], "sign": "b"}                                 ->  {}

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

// Its notices must not stand among the answers.
console.info = console.error;

const library = join(process.env.ANTEROOM_NODE_PACKAGES, 'node_modules', 'oidc-provider', 'lib', 'index.js');
const { default: Provider } = await import(pathToFileURL(library));

const SCOPES = ['system/DocumentReference.rs', 'system/Patient.rs'];
const LIFETIME = 3600;

const pairs = new Map();
function key(kid) {
  if (!pairs.has(kid)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    pairs.set(kid, { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' });
  }
  return pairs.get(kid);
}

let issuer;
let first;
let answer;

/** The provider with these keys in its key set. It keeps nothing that the next one needs. */
function provider({ publish, sign }) {
  return new Provider(issuer, {
    jwks: { keys: publish.map(key) },
    scopes: SCOPES,
    // SMART wants ES384 or RS384 of its clients.
    enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS384'] },
    clients: [{
      client_id: 'ward-7-app',
      client_name: 'Ward 7',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES384',
      scope: SCOPES.join(' '),
      jwks: { keys: [first.client] },
    }],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://anteroom.example/',
        getResourceServerInfo: () => ({
          scope: SCOPES.join(' '),
          audience: first.audience,
          accessTokenTTL: LIFETIME,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256', kid: sign } },
        }),
      },
    },
  }).callback();
}

const server = createServer((request, response) => answer(request, response));
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
issuer = `http://127.0.0.1:${server.address().port}`;

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const reply = first ? {} : { issuer };
  first ??= command;
  answer = provider(command);
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit(0);
