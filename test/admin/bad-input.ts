/** Bad input, made from the OpenAPI document itself: a new field is tried as soon as it stands there. Nothing is random. */
import { accepts, type Schema } from './json-schema.ts';

export interface BadBody {
  label: string;
  body: unknown;
}

const missing = Symbol('missing');

/** Tried in the place of every field. */
const values: unknown[] = [
  missing, null, '', 'x', ' ', 'x'.repeat(300), 'x'.repeat(100_000), '\0', 'a\nb', '\u001b[31m', '\ud800', '🦊', "'; drop table people; --", '../../etc/passwd', '${7*7}', '2027-02-30T00:00:00Z', '@nobody',
  true, false, 0, -0.5, -1, 1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, [], [null], [[]], ['x'], Array.from({ length: 20_000 }, () => 'x'), {}, { x: 1 }, { length: 1 }, { constructor: {} },
];

/** Texts that no field takes, whatever its schema says: no database of ours keeps them. */
const unstorable = (value: unknown) => typeof value === 'string' && (value.includes('\0') || !value.isWellFormed());

/** Every way of making one field of `base` wrong. */
export function badBodies(schema: Schema, base: unknown): BadBody[] {
  return [...badIn(schema, base, '', schema, (value) => value)];
}

function* badIn(schema: Schema, base: unknown, path: string, whole: Schema, put: (value: unknown) => unknown): Generator<BadBody> {
  for (const [i, value] of values.entries()) {
    const body = put(value);
    if (body === undefined || body === missing) continue;
    if (unstorable(value) || !accepts(whole, body)) yield { label: `${path} = ${value === missing ? 'missing' : `value ${i}`}`, body };
  }
  if (isObject(base)) {
    yield { label: `${path}.unknown`, body: put({ ...base, unknown: 1 }) };
    yield { label: `${path}.__proto__`, body: put(JSON.parse(JSON.stringify({ ...base, x: 1 }).replace('"x":1', '"__proto__":{"role":"admin"}'))) };
  }
  for (const branch of [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    if (isObject(base)) {
      for (const [name, inner] of Object.entries(branch.properties ?? {})) {
        yield* badIn(inner, base[name], `${path}.${name}`, whole, (value) => put(withMember(base, name, value)));
      }
    }
    if (Array.isArray(base) && branch.items !== undefined && base.length > 0) {
      yield* badIn(branch.items, base[0], `${path}[0]`, whole, (value) => value === missing ? missing : put([value, ...base.slice(1)]));
    }
  }
}

function withMember(base: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  const { [name]: _, ...rest } = base;
  return value === missing ? rest : { ...rest, [name]: value };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const longPath = 'x'.repeat(3000);

/** Raw path segments that name nothing. */
export const badSegments = [
  '%00', 'a%00b', '..', '.', '%2e%2e', '%2E', '%2f', '..%2f..', '%ff', '%', '%zz', '%ed%a0%80', '%F0%9F%A6%8A', '%E6%97%A5%E6%9C%AC', '%0a', '%1b', '%20', '%22', "'", '*', ';', 'x;y', 'null', 'undefined', '-1',
  '@', '@:', '%40nobody%3Acity.example.jp', '__proto__', 'constructor', longPath,
];

/** Texts for a parameter of the query, percent-encoded. */
export const queryTexts = ['', 'x', '-1', '0', '1.5', '1001', '1e3', '1e999', 'NaN', '0x10', 'null', '%00', 'a%00', '%0a', '%F0%9F%A6%8A', '%ed%a0%80', '%ff', 'x'.repeat(600), '99999999999999999999', '2027-02-30T00:00:00Z', '[]', '{}'];

/** Bodies that are no JSON object of ours at all. */
export const badRaw: { label: string; type?: string; bytes: string | Buffer }[] = [
  ...['{', '}', 'null', '[]', '[{}]', '"x"', '1', 'true', 'undefined', 'NaN', '{}{}', '{"why":"a","why":"b"}', '{"why":}', "{'why':'a'}", '{"why":"a",}', '\ufeff{}', '{"why":"\u0001"}', '{"a":1e999}',
    `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, '['.repeat(100_000)].map((bytes) => ({ label: bytes.slice(0, 30), type: 'application/json', bytes })),
  { label: 'broken UTF-8', type: 'application/json', bytes: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
  { label: 'UTF-16', type: 'application/json', bytes: Buffer.from('{}', 'utf16le') },
  ...[undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx', 'application/xml', ''].map((type) => ({ label: `type ${type}`, ...(type !== undefined && { type }), bytes: '{"why":"x"}' })),
];
