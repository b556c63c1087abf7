import test from 'ava';
import { hasEncryptedFile, redactsEvents } from '#gateway/facts/content.ts';

const file = { url: 'mxc://kasumi.example/abc', key: { k: 'x' }, iv: 'x', hashes: { sha256: 'x' }, v: 'v2' };

test('an encrypted attachment is found wherever it stands', (t) => {
  for (const content of [
    { msgtype: 'm.file', file },
    { msgtype: 'm.image', url: 'mxc://a/b', info: { thumbnail_file: file } },
    { 'm.new_content': { msgtype: 'm.file', file }, 'm.relates_to': {} },
    { items: [{ msgtype: 'm.text' }, { file: { iv: 'x' } }] },
  ]) t.true(hasEncryptedFile(content));
});

test('what is no encrypted attachment passes', (t) => {
  for (const content of [
    { msgtype: 'm.file', url: 'mxc://a/b', filename: '起案.docx', info: { size: 3 } },
    { msgtype: 'm.text', body: 'file', file: 'a word' },
    { file: { name: 'no key' } },
    'text', null, 3, [],
  ]) t.false(hasEncryptedFile(content));
});

test('a membership change that deletes messages is told by its key, under any name', (t) => {
  t.true(redactsEvents({ membership: 'ban', redact_events: true }));
  t.true(redactsEvents({ membership: 'ban', 'org.matrix.msc4293.redact_events': false }));
  t.false(redactsEvents({ membership: 'ban', reason: 'redact_events' }));
});
