/** What `performance.md` lists as traps of forwarding, each met here with a stand-in for the homeserver. */
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { clientLeft, createForwarder } from '#gateway/forward.ts';
import type { Forwarder, Forwarding } from '#gateway/forward.ts';
import { answerRefusal } from '#http/answer.ts';
import { Refused } from '#http/refused.ts';
import { createLog } from '#lib/log.ts';
import { raw, statuses } from '../http/raw.ts';
import { ask, settled, stand, until } from './upstream.ts';

interface Chain {
  url: string;
  port: number;
  forwarder: Forwarder;
  /** What each `forward` came to: a status, or the error. */
  outcomes: unknown[];
}

/** A stand-in for the homeserver with a forwarder before it. */
async function chain(t: ExecutionContext, upstream: RequestListener, options: (req: IncomingMessage) => Partial<Forwarding> = () => ({})): Promise<Chain> {
  const homeserver = await stand(upstream);
  const forwarder = createForwarder({ url: homeserver.url, log: createLog('silent') });
  const outcomes: unknown[] = [];
  const front = await stand((req, res) => {
    void forwarder.forward(req, res, { target: req.url!, token: 'hs_token', address: '192.0.2.7', ...options(req) }).then(
      (status) => outcomes.push(status),
      (error: unknown) => {
        outcomes.push(error);
        if (error instanceof Refused && !res.headersSent) answerRefusal(res, error);
      },
    );
  });
  t.teardown(async () => {
    front.close();
    await forwarder.close();
    homeserver.close();
  });
  return { url: front.url, port: front.port, forwarder, outcomes };
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const json = (res: ServerResponse, status: number, body: unknown) => res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

test('the bytes that were judged, and of the headers only those on the list, reach the homeserver', async (t) => {
  const seen: { url?: string; raw?: string[]; body?: string } = {};
  const { url } = await chain(t, async (req, res) => {
    Object.assign(seen, { url: req.url, raw: req.rawHeaders, body: await read(req) });
    json(res, 200, {});
  });
  await ask(`${url}/a%2fb/%E4%BC%9A?x=%7B&y`, {
    method: 'PUT', body: 'hello',
    headers: {
      'Authorization': 'Bearer sekisho_token', 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Proto': 'ftp', 'Forwarded': 'for=127.0.0.1', 'Cookie': 'a=b', 'Content-Type': 'text/x',
      'User-Agent': 'Element', 'X-HTTP-Method-Override': 'DELETE', 'X-Synapse': 'y', 'CF-Connecting-IP': '127.0.0.1', 'Connection': 'close, Range', 'TE': 'trailers', 'Accept': 'a/b',
    },
  });
  t.is(seen.url, '/a%2fb/%E4%BC%9A?x=%7B&y');
  t.is(seen.body, 'hello');
  const names = seen.raw!.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()).toSorted();
  t.deepEqual(names, ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host', 'user-agent', 'x-forwarded-for', 'x-forwarded-proto']);
  const value = (name: string) => seen.raw![seen.raw!.findIndex((one) => one.toLowerCase() === name) + 1];
  t.is(value('authorization'), 'Bearer hs_token');
  t.is(value('x-forwarded-for'), '192.0.2.7');
  t.not(value('host'), url.slice(7));
});

test('a judged body goes on as JSON with its own length; without a token none is sent', async (t) => {
  const { url } = await chain(t, async (req, res) => json(res, 200, { body: await read(req), type: req.headers['content-type'], length: req.headers['content-length'], token: req.headers.authorization }),
    () => ({ body: Buffer.from('{"a":1}'), token: null }));
  const { text } = await ask(url, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  t.deepEqual(JSON.parse(text), { body: '{"a":1}', type: 'application/json', length: '7' });
});

test('a form body is refused: the homeserver would take its fields for query parameters', async (t) => {
  let asked = 0;
  const { url } = await chain(t, (_req, res) => (asked++, json(res, 200, {})));
  for (const type of ['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8', 'multipart/form-data; boundary=x']) {
    const { status } = await ask(url, { method: 'POST', body: 'user_id=@admin:a', headers: { 'Content-Type': type } });
    t.is(status, 400);
  }
  t.is(asked, 0);
});

test('hop-by-hop headers, those that Connection names, cookies and foreign CORS stay behind', async (t) => {
  const { url, outcomes } = await chain(t, (_req, res) => {
    res.writeHead(201, [
      'Connection', 'keep-alive, X-Private', 'X-Private', 'p', 'Keep-Alive', 'timeout=9', 'Proxy-Authenticate', 'Basic', 'Set-Cookie', 'a=b', 'Server', 'Synapse', 'Trailer', 'X-T',
      'Access-Control-Allow-Origin', 'http://evil', 'Access-Control-Allow-Credentials', 'true', 'X-Kept', 'one', 'X-Kept', 'two', 'Content-Type', 'text/plain', 'ETag', '"e"',
      'Content-Disposition', 'inline; filename=a\xe4.txt',
    ]);
    res.end('body');
  });
  const { status, headers, text } = await ask(url);
  t.is(status, 201);
  t.is(text, 'body');
  t.deepEqual(outcomes, [201]);
  t.deepEqual(Object.keys(headers).toSorted(), [
    'access-control-allow-headers', 'access-control-allow-methods', 'access-control-allow-origin', 'connection', 'content-disposition', 'content-type', 'date', 'etag',
    'keep-alive', 'transfer-encoding', 'x-kept',
  ]);
  t.is(headers.connection, 'keep-alive');
  t.is(headers['access-control-allow-origin'], '*');
  t.is(headers['x-kept'], 'one, two');
  t.is(headers['content-disposition'], 'inline; filename=a\xe4.txt');
});

test('packed answers pass as they are; 204 and 304 have no body', async (t) => {
  const packed = Buffer.from('H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==', 'base64');
  const { url } = await chain(t, (req, res) => {
    if (req.url === '/304') res.writeHead(304, { ETag: '"e"' }).end();
    else if (req.url === '/204') res.writeHead(204).end();
    else res.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed);
  });
  const { headers } = await ask(`${url}/`, { headers: { 'Accept-Encoding': 'gzip' } });
  t.is(headers['content-encoding'], 'gzip');
  t.is(headers['content-length'], String(packed.length));
  t.is((await ask(`${url}/204`)).status, 204);
  t.is((await ask(`${url}/304`)).status, 304);
});

test('500 clients that leave end their 500 polls', async (t) => {
  let open = 0;
  let most = 0;
  const { url, outcomes } = await chain(t, (_req, res) => {
    most = Math.max(most, ++open);
    res.on('close', () => open--);
  }, () => ({ poll: true }));
  const clients = Array.from({ length: 500 }, () => request(`${url}/sync`).on('error', () => undefined).end());
  t.true(await until(() => open === 500));
  for (const client of clients) client.destroy();
  t.true(await until(() => open === 0));
  t.is(most, 500);
  t.true(await until(() => outcomes.length === 500));
  t.true(outcomes.every((outcome) => outcome === clientLeft));
});

test('a client that left before its request was judged leaves nothing behind', async (t) => {
  let asked = 0;
  const homeserver = await stand(() => asked++);
  const forwarder = createForwarder({ url: homeserver.url, log: createLog('silent') });
  const outcome = Promise.withResolvers<number>();
  let arrived = false;
  const front = await stand(async (req, res) => {
    arrived = true;
    await once(res, 'close');
    outcome.resolve(forwarder.forward(req, res, { target: '/', token: null, address: '' }));
  });
  const client = request(front.url).on('error', () => undefined).end();
  t.true(await until(() => arrived));
  client.destroy();
  t.is(await outcome.promise, clientLeft);
  t.is(asked, 0);
  front.close();
  await forwarder.close();
  homeserver.close();
});

test('300 polls do not hold up an ordinary request', async (t) => {
  let open = 0;
  const { url } = await chain(t, (req, res) => {
    if (req.url === '/sync') open++;
    else json(res, 200, {});
  }, (req) => ({ poll: req.url === '/sync' }));
  const clients = Array.from({ length: 300 }, () => request(`${url}/sync`).on('error', () => undefined).end());
  t.true(await until(() => open === 300));
  const started = Date.now();
  t.is((await ask(`${url}/quick`)).status, 200);
  t.true(Date.now() - started < 500);
  for (const client of clients) client.destroy();
});

test('a client that leaves in the middle of an answer ends it upstream and harms nobody', async (t) => {
  let closed = false;
  const { url } = await chain(t, (req, res) => {
    if (req.url === '/quick') return void json(res, 200, {});
    res.on('close', () => (closed = true));
    res.writeHead(200);
    const more = () => void (!res.destroyed && res.write('x'.repeat(10_000), () => setTimeout(more, 1)));
    more();
  });
  const client = request(`${url}/endless`).on('error', () => undefined).end();
  const [res] = await once(client, 'response') as [IncomingMessage];
  await once(res, 'data');
  client.destroy();
  t.true(await until(() => closed));
  t.is((await ask(`${url}/quick`)).status, 200);
});

test('a client that leaves in the middle of its body ends the request upstream', async (t) => {
  let received = 0;
  let aborted = false;
  const { url, outcomes } = await chain(t, (req) => req.on('error', () => (aborted = true)).on('data', (chunk: Buffer) => (received += chunk.length)));
  const client = request(url, { method: 'POST', headers: { 'Content-Length': 1000 } }).on('error', () => undefined);
  client.write('half');
  t.true(await until(() => received > 0));
  client.destroy();
  t.true(await until(() => aborted));
  t.deepEqual(outcomes, [clientLeft]);
});

test('a slow reader slows the homeserver down; memory does not fill', async (t) => {
  let written = 0;
  const chunk = Buffer.alloc(64 * 1024);
  const total = 1000;
  const { port } = await chain(t, async (_req, res) => {
    res.writeHead(200, { 'Content-Length': total * chunk.length });
    for (let i = 0; i < total; i++) {
      written += chunk.length;
      if (!res.write(chunk)) await once(res, 'drain');
    }
    res.end();
  });
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
  await once(socket, 'connect');
  socket.pause();
  t.true(await until(() => written > 0));
  const held = await settled(() => written);
  t.true(held < 32 * 1024 * 1024, `${held} bytes`);
  let received = 0;
  socket.on('data', (data) => (received += data.length)).resume();
  t.true(await until(() => received > total * chunk.length));
  socket.destroy();
});

test('a slow homeserver slows a sender down', async (t) => {
  const { port } = await chain(t, (req) => void req.pause());
  const socket = connect(port, '127.0.0.1', () => socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n'));
  await once(socket, 'connect');
  let sent = 0;
  const chunk = Buffer.alloc(64 * 1024);
  const send = () => {
    while (sent < 90_000_000 && socket.write(chunk)) sent += chunk.length;
  };
  socket.on('drain', send);
  send();
  t.true(await until(() => sent > 0));
  const held = await settled(() => sent);
  t.true(held < 32 * 1024 * 1024, `${held} bytes`);
  socket.destroy();
});

test('chunks pass as they come, both ways', async (t) => {
  const { url } = await chain(t, (req, res) => {
    res.writeHead(200);
    req.on('data', (chunk: Buffer) => res.write(chunk)).on('end', () => res.end());
  });
  const client = request(url, { method: 'POST' });
  client.write('one');
  const [res] = await once(client, 'response') as [IncomingMessage];
  t.is(String((await once(res, 'data'))[0]), 'one');
  const ended = once(res, 'end');
  client.end('two');
  t.is(String((await once(res, 'data'))[0]), 'two');
  await ended;
});

test('a streamed body is counted; more than the limit never is a whole request upstream', async (t) => {
  let whole = 0;
  const { url, port, outcomes } = await chain(t, (req, res) => {
    req.resume().on('error', () => undefined).on('end', () => {
      whole++;
      json(res, 200, {});
    });
  }, () => ({ limit: 1000 }));
  t.is((await ask(url, { method: 'POST', body: 'x'.repeat(1000) })).status, 200);
  t.is((await ask(url, { method: 'POST', body: 'x'.repeat(1001) })).status, 413);
  const chunked = (size: number) => `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`;
  t.deepEqual(statuses(await raw(port, chunked(1000) + chunked(1001) + chunked(1000), 3)), [200, 413, 200]);
  t.deepEqual(statuses(await raw(port, chunked(5_000_000) + chunked(1000), 2)), [413, 200]);
  t.is(whole, 4);
  t.is(outcomes.length, 7);
});

test('many bodies over one connection: none is mixed up with another', async (t) => {
  const { port } = await chain(t, async (req, res) => json(res, 200, { body: await read(req) }));
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  for (let i = 0; i < 50; i++) {
    const body = `body-${i}`;
    socket.write(`PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    t.true(await until(() => received.includes(`"${body}"`)));
  }
  socket.destroy();
});

test('an answer before the end of the body reaches the client, who may go on with the connection', async (t) => {
  const { port } = await chain(t, (req, res) => req.method === 'GET' ? json(res, 200, {}) : json(res, 413, { errcode: 'M_TOO_LARGE' }));
  const length = 3_000_000;
  const received = await raw(port, Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`), Buffer.alloc(length), Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')]), 2);
  t.deepEqual(statuses(received), [413, 200]);
});

test('a stale connection is tried once more for GET, never for what may have been done', async (t) => {
  const asked: string[] = [];
  const { url, outcomes } = await chain(t, (req, res) => {
    asked.push(req.method!);
    if (asked.length % 2 === 0) req.socket.destroy();
    else req.resume().on('end', () => json(res, 200, {}));
  });
  t.is((await ask(url)).status, 200);
  t.is((await ask(url)).status, 200);
  t.deepEqual(asked, ['GET', 'GET', 'GET']);
  t.is((await ask(url, { method: 'POST', body: '{}' })).status, 502);
  t.is((await ask(url, { method: 'POST' })).status, 200);
  t.is((await ask(url, { method: 'POST' })).status, 502);
  t.is(asked.length, 6);
  t.true(outcomes.filter((outcome) => outcome instanceof Refused).every((error) => error.reasons[0] === 'homeserver_unavailable'));
});

test('a homeserver that is not there is a refusal, and is found again when it is', async (t) => {
  const homeserver = await stand((_req, res) => void json(res, 200, {}));
  const forwarder = createForwarder({ url: homeserver.url, log: createLog('silent') });
  const front = await stand((req, res) => void forwarder.forward(req, res, { target: '/', token: null, address: '' }).catch((error: unknown) => answerRefusal(res, error as Refused)));
  t.is((await ask(front.url)).status, 200);
  homeserver.close();
  await once(homeserver.server, 'close');
  const down = await ask(front.url);
  t.is(down.status, 502);
  t.is(JSON.parse(down.text).reason, 'homeserver_unavailable');
  await t.throwsAsync(forwarder.request('/', { method: 'GET', token: null, address: '' }), { instanceOf: Refused });
  homeserver.server.listen(homeserver.port, '127.0.0.1');
  await once(homeserver.server, 'listening');
  t.is((await ask(front.url)).status, 200);
  front.close();
  await forwarder.close();
  homeserver.close();
});

test('an answer that breaks off breaks off for the client as well', async (t) => {
  const { url, outcomes } = await chain(t, (_req, res) => {
    res.writeHead(200, { 'Content-Length': 100 });
    res.write('half', () => setTimeout(() => res.destroy(), 20));
  });
  await t.throwsAsync(ask(url));
  t.true(outcomes[0] instanceof Refused);
});

const unknownToken = { errcode: 'M_UNKNOWN_TOKEN', error: 'no' };

test('a token that the homeserver forgot is renewed, and the request asked once more', async (t) => {
  let minted = 0;
  const { url, outcomes } = await chain(t, async (req, res) => {
    const body = await read(req);
    if (req.headers.authorization === 'Bearer fresh') json(res, 200, { body });
    else json(res, 401, unknownToken);
  }, (req) => ({ ...(req.method === 'POST' && { body: Buffer.from('{"judged":1}') }), onUnauthorized: async () => (minted++, 'fresh') }));
  t.is((await ask(url)).status, 200);
  t.is(JSON.parse((await ask(url, { method: 'POST' })).text).body, '{"judged":1}');
  const streamed = await ask(url, { method: 'PUT', body: '{"gone":1}' });
  t.is(streamed.status, 502);
  t.is(minted, 3);
  t.is(outcomes.length, 3);
});

test("a homeserver's 401 never reaches a client", async (t) => {
  let minted = 0;
  const answers: Record<string, unknown> = { '/token': unknownToken, '/dialogue': { flows: [], session: 's' }, '/text': 'text' };
  const { url } = await chain(t, (req, res) => void json(res, 401, answers[req.url!]), () => ({ onUnauthorized: async () => (minted++, 'fresh') }));
  for (const path of Object.keys(answers)) t.is((await ask(url + path)).status, 502, path);
  t.is(minted, 1);
});

test('a signal before the answer began writes nothing; the caller answers', async (t) => {
  let open = 0;
  const controller = new AbortController();
  const { url, outcomes } = await chain(t, (_req, res) => {
    open++;
    res.on('close', () => open--);
  }, () => ({ poll: true, signal: controller.signal }));
  const answered = Promise.all(Array.from({ length: 50 }, () => ask(url)));
  t.true(await until(() => open === 50));
  controller.abort(new Refused('device_suspended'));
  for (const { status, text } of await answered) {
    t.is(status, 403);
    t.is(JSON.parse(text).reason, 'device_suspended');
  }
  t.true(await until(() => open === 0));
  t.is(outcomes.length, 50);
  t.is((await ask(url)).status, 403, 'a signal that was given before');
});

test('a signal in the middle of an answer cuts it off', async (t) => {
  const controller = new AbortController();
  const { url } = await chain(t, (_req, res) => void res.writeHead(200).write('half'), () => ({ signal: controller.signal }));
  const client = request(url).end();
  const [res] = await once(client, 'response') as [IncomingMessage];
  await once(res, 'data');
  controller.abort(new Refused('device_wiped'));
  const [error] = await once(res, 'error');
  t.is((error as NodeJS.ErrnoException).code, 'ECONNRESET');
});

test('informational answers are not taken for the answer', async (t) => {
  const { url } = await chain(t, (_req, res) => {
    res.writeEarlyHints({ link: '</a>; rel=preload' });
    json(res, 200, {});
  });
  t.is((await ask(url)).status, 200);
});

test('request gives the whole answer, renews a token, and lets no 401 out', async (t) => {
  const { forwarder } = await chain(t, async (req, res) => {
    const body = await read(req);
    if (req.url === '/text') res.end('no JSON');
    else if (req.headers.authorization === 'Bearer old') json(res, 401, unknownToken);
    else json(res, 404, { method: req.method, body, from: req.headers['x-forwarded-for'] });
  });
  const base = { method: 'POST', token: 'new', address: '192.0.2.7' };
  t.deepEqual(await forwarder.request('/', { ...base, body: Buffer.from('{}') }), { status: 404, body: { method: 'POST', body: '{}', from: '192.0.2.7' } });
  t.is((await forwarder.request('/', { ...base, token: 'old', onUnauthorized: async () => 'new' })).status, 404);
  await t.throwsAsync(forwarder.request('/', { ...base, token: 'old', onUnauthorized: async () => null }), { instanceOf: Refused });
  await t.throwsAsync(forwarder.request('/', { ...base, token: 'old' }), { instanceOf: Refused });
  await t.throwsAsync(forwarder.request('/text', base), { instanceOf: Refused });
  const reason = new Refused('device_suspended');
  await t.throwsAsync(forwarder.request('/', { ...base, signal: AbortSignal.abort(reason) }), { is: reason });
});
