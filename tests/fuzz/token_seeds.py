# SPDX-License-Identifier: EUPL-1.2
"""Where the fuzzer of tokens begins: one input or more for each of its readers (token_fuzz.c), in the order of their numbers."""

TOKEN, KEYS, METADATA, CLEAR, ADDRESS = (bytes([number]) for number in range(5))

HEADER = b'{"typ":"at+jwt","alg":"EdDSA","kid":"k"}'
CLAIMS = (b'{"iss":"https://id.example","aud":["x","clea"],"sub":"s","exp":1800000300,"iat":1800000000,"nbf":1800000000,'
          b'"jti":"t","client_id":"c","scope":"a b"}')
# As prepare() of token_fuzz.c signs it: of the fixed key, so it is the same each time.
GENUINE_PARTS = (b'eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSIsImtpZCI6ImsifQ.'
                 b'eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUiLCJhdWQiOlsieCIsImNsZWEiXSwic3ViIjoicyIsImV4cCI6MTgwMDAwMDMwMCwiaWF0IjoxODAwMDAwMDAw'
                 b'LCJzY29wZSI6ImEgYiJ9.')
ED25519 = b'{"kty":"OKP","crv":"Ed25519","kid":"%d","use":"sig","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'
EC = (b'{"kty":"EC","crv":"P-256","kid":"e","key_ops":["verify"],"x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",'
      b'"y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}')
RSA = (b'{"kty":"RSA","kid":"r","alg":"RS256","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPM'
       b'EzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2'
       b'CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}')

SEEDS = [
    TOKEN + GENUINE_PARTS + b"A" * 86,
    TOKEN + b"YQ.YQ.YQ",
    KEYS + b'{"keys":[' + ED25519 % 1 + b"," + EC + b"," + RSA + b"]}",
    KEYS + b'{"keys":[' + ED25519 % 1 + b"," + ED25519 % 1 + b"]}",
    METADATA + b'{"issuer":"https://id.example","jwks_uri":"https://id.example/keys"}',
    CLEAR + HEADER + b"\n" + CLAIMS,
    CLEAR + HEADER.replace(b"EdDSA", b"RS256") + b"\n" + CLAIMS.replace(b'["x","clea"]', b'"clea"').replace(b'"a b"', b'["a","b"]'),
    ADDRESS + b"https://[::1]:8443/realms/clea?x=1",
]
