/** 4.4.3 ユーザー間でファイル共有ができること: files arrive byte for byte, by routes that ask who is calling and by no others. */
import { createHash, randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import anyTest, { type TestFn } from 'ava';
import type { MatrixClient } from 'matrix-js-sdk';
import { call } from './call.ts';
import { startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The path of a file below one of the media APIs, `_matrix/client/v1/media` for instance. */
const pathBelow = (api: string, kind: 'download' | 'thumbnail', mxc: string) => `/${api}/${kind}/${mxc.slice('mxc://'.length)}`;

/** Fetches as the client does: from its gateway, with its token. */
async function fetched({ city }: Talk, client: MatrixClient, path: string) {
  const response = await city.seat({ address: '127.0.9.9' })(client.getHomeserverUrl() + path, { headers: { authorization: `Bearer ${client.getAccessToken()}` } });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

test('a file with a Japanese name goes from one zone to the other', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const bytes = randomBytes(100_000);
  const { content_uri: url } = await hanako.uploadContent(new Blob([bytes]), { name: '令和９年度 予算案（最終）.pdf', type: 'application/pdf' });
  const { event_id: eventId } = await hanako.sendMessage(roomId, { msgtype: 'm.file', body: '令和９年度 予算案（最終）.pdf', url, info: { mimetype: 'application/pdf', size: bytes.length } } as never);
  const event = await ichiro.fetchRoomEvent(roomId, eventId);
  t.is(event.content?.['body'], '令和９年度 予算案（最終）.pdf');

  const address = ichiro.mxcUrlToHttp(event.content?.['url'], undefined, undefined, undefined, false, true, true);
  t.true(address?.includes('/_matrix/client/v1/media/download/'));
  const file = await fetched(t.context, ichiro, pathBelow('_matrix/client/v1/media', 'download', url));
  t.is(file.status, 200);
  t.is(sha256(file.bytes), sha256(bytes));
  t.is(file.headers.get('content-type'), 'application/pdf');
  t.true(file.headers.get('content-disposition')?.includes(`filename*=utf-8''${encodeURIComponent('令和９年度 予算案（最終）.pdf')}`), file.headers.get('content-disposition') ?? '');
  const renamed = await fetched(t.context, ichiro, `${pathBelow('_matrix/client/v1/media', 'download', url)}/${encodeURIComponent('写し.pdf')}`);
  t.is(sha256(renamed.bytes), sha256(bytes));
  t.true(renamed.headers.get('content-disposition')?.includes(encodeURIComponent('写し.pdf')));
});

test('a reserved upload: first the address, then the bytes, once', async (t) => {
  const { city, hanako, ichiro } = t.context;
  const token = hanako.getAccessToken();
  const { status, body } = await call(city, 'POST', '/_matrix/media/v1/create', { token });
  t.is(status, 200);
  const put = () => call(city, 'PUT', `/_matrix/media/v3/upload/${body.content_uri.slice('mxc://'.length)}?filename=${encodeURIComponent('写真.txt')}`, { token, body: '現場の記録', headers: { 'content-type': 'text/plain' } });
  t.is((await put()).status, 200);
  t.is((await put()).body.errcode, 'M_CANNOT_OVERWRITE_MEDIA');
  const file = await fetched(t.context, ichiro, pathBelow('_matrix/client/v1/media', 'download', body.content_uri));
  t.is(Buffer.from(file.bytes).toString(), '現場の記録');
});

test('a picture has thumbnails', async (t) => {
  const { hanako, ichiro } = t.context;
  const { content_uri: url } = await hanako.uploadContent(new Blob([png(640, 480)]), { name: '現場.png', type: 'image/png' });
  const thumbnail = await fetched(t.context, ichiro, `${pathBelow('_matrix/client/v1/media', 'thumbnail', url)}?width=96&height=96&method=crop`);
  t.is(thumbnail.status, 200);
  t.true(thumbnail.headers.get('content-type')?.startsWith('image/'));
  t.true(thumbnail.bytes.length > 0);
});

test('a large file arrives whole', async (t) => {
  const { hanako, ichiro } = t.context;
  const bytes = randomBytes(40 * 1024 * 1024);
  const digest = sha256(bytes);
  const { content_uri: url } = await hanako.uploadContent(new Blob([bytes]), { name: '航空写真.zip', type: 'application/zip', includeFilename: true });
  const response = await t.context.city.seat({ address: '127.0.9.9' })(ichiro.getHomeserverUrl() + pathBelow('_matrix/client/v1/media', 'download', url), { headers: { authorization: `Bearer ${ichiro.getAccessToken()}` } });
  const hash = createHash('sha256');
  for await (const chunk of response.body!) hash.update(chunk);
  t.is(hash.digest('hex'), digest);
});

test('what is too large is refused, and the limit is told', async (t) => {
  const { hanako, city } = t.context;
  const config = await hanako.getMediaConfig(true);
  t.is(config['m.upload.size'], 100 * 1024 * 1024);
  t.is((await call(city, 'GET', '/_matrix/media/v3/config', { token: hanako.getAccessToken() })).body['m.upload.size'], config['m.upload.size']);
  await t.throwsAsync(hanako.uploadContent(new Blob([new Uint8Array(100 * 1024 * 1024 + 1)]), { name: 'x.bin' }), { message: /413/ });
});

test('no byte without a login: legacy routes and previews are closed, with a token as without', async (t) => {
  const { hanako, city } = t.context;
  const { content_uri: url } = await hanako.uploadContent(new Blob(['内部資料']), { name: '資料.txt', type: 'text/plain' });
  const closed = [
    ...['v1', 'v3', 'r0'].flatMap((version) => [pathBelow(`_matrix/media/${version}`, 'download', url), `${pathBelow(`_matrix/media/${version}`, 'download', url)}/a.txt`, `${pathBelow(`_matrix/media/${version}`, 'thumbnail', url)}?width=9&height=9`]),
    `/_matrix/media/v3/preview_url?url=${encodeURIComponent('http://127.0.0.1/')}`,
    `/_matrix/client/v1/media/preview_url?url=${encodeURIComponent('http://127.0.0.1/')}`,
    pathBelow('_matrix/federation/v1/media', 'download', url),
  ];
  for (const path of closed) {
    for (const token of [null, hanako.getAccessToken()]) {
      t.like(await call(city, 'GET', path, { token }), { status: 404, body: { errcode: 'M_UNRECOGNIZED', reason: 'route_not_allowed' } }, path);
    }
  }
  const open = pathBelow('_matrix/client/v1/media', 'download', url);
  t.like(await call(city, 'GET', open), { status: 401, body: { reason: 'token_missing' } });
  t.like(await call(city, 'GET', `${open}?access_token=${hanako.getAccessToken()}`), { status: 400, body: { reason: 'bad_request' } });
});

/** A picture of one grey. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits of grey
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height, 0x80))), chunk('IEND', Buffer.alloc(0)),
  ]);
}
