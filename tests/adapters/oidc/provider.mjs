// A real OpenID provider, and beside it a browser that goes through its pages.
//
//   node provider.mjs VERIFIED [REDIRECT_URI]     says "listening on http://127.0.0.1:PORT"
//
// GET /browser?url=…&as=EMAIL signs in there and answers with the URL that the provider sends the
// browser back to.  POST /rotate gives it other keys, as a new process would have.

import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// What packaging/install-packages has put beside the build.
const there = createRequire(join(process.env.DOORSTEP_SOURCE, 'build/node/')).resolve('oidc-provider');
const { default: Provider } = await import(pathToFileURL(there));

// Of a browser whose cookie "as" says who is at it, the pages of the provider ask nothing.
const verified = process.argv[2] !== 'unverified';
let handle;
const server = createServer((request, response) => handle(request, response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const root = `http://127.0.0.1:${server.address().port}`;

function newKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig' };
}

let keys = 0;
function start() {
  const provider = new Provider(root, {
    clients: [{ client_id: 'doorstep', client_secret: 'a secret: with +signs', redirect_uris: [process.argv[3] ?? 'https://join.example/console/oidc'] }],
    jwks: { keys: [newKey(`key-${++keys}`)] },
    cookies: { keys: ['for a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `id of ${id}`, email: id, email_verified: verified }) }),
  });
  const callback = provider.callback();
  handle = async (request, response) => {
    const url = new URL(request.url, root);
    if (url.pathname === '/browser') {
      response.end(await browse(url.searchParams.get('url'), url.searchParams.get('as')).catch((error) => `error: ${error}`));
    } else if (url.pathname === '/rotate') {
      start();
      response.end();
    } else if (url.pathname.startsWith('/interaction/')) {
      // The pages where a person would sign in and agree: here it has done so already.
      const { prompt, session, params } = await provider.interactionDetails(request, response);
      if (prompt.name === 'login') {
        await provider.interactionFinished(request, response, { login: { accountId: decodeURIComponent(/as=([^;]*)/.exec(request.headers.cookie)[1]) } });
      } else {
        const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
        grant.addOIDCScope('openid email');
        await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
      }
    } else {
      callback(request, response);
    }
  };
}

async function browse(url, as) {
  const jar = new Map([['as', encodeURIComponent(as)]]);
  for (let hops = 0; hops < 12; ++hops) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    const next = answer.headers.get('location');
    if (!next) return `error: ${answer.status} ${await answer.text()}`;
    url = new URL(next, root).href;
    if (!url.startsWith(root)) return url;
  }
  return 'error: no end of it';
}

start();
console.log(`listening on ${root}`);
