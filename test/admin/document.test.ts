import test from 'ava';
import { fullPath } from '#admin/endpoint.ts';
import { endpoints } from '#admin/endpoints.ts';
import { openapi } from '#admin/openapi.ts';
import { reasons } from '#policy/reasons.ts';
import { known, type Schema } from './json-schema.ts';
import { openAdmin } from './harness.ts';

const document = openapi() as any;

test('every endpoint stands in it, and nothing else', (t) => {
  const listed = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`));
  t.deepEqual(listed.toSorted(), endpoints.map((endpoint) => `${endpoint.method} ${fullPath(endpoint)}`).toSorted());
  t.is(new Set(listed).size, endpoints.length);
});

test('each operation has an id of its own, both languages, its parameters and its answers', (t) => {
  const ids = new Set<string>();
  for (const [path, methods] of Object.entries<Record<string, any>>(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      ids.add(operation.operationId);
      t.regex(operation.summary, /[ぁ-んァ-ヶ一-龠].* \/ .*[A-Za-z]/, operation.operationId);
      t.deepEqual(operation.parameters.filter((parameter: any) => parameter.in === 'path').map((parameter: any) => `{${parameter.name}}`), path.match(/\{\w+\}/g) ?? []);
      for (const parameter of operation.parameters) if (parameter.in === 'path') t.true(parameter.required);
      t.deepEqual(operation.responses.default, { $ref: '#/components/responses/Refusal' });
      t.true(Object.keys(operation.responses).some((status) => /^20[01]$/.test(status)));
      if (method === 'get') t.is(operation.requestBody, undefined);
    }
  }
  t.is(ids.size, endpoints.length);
});

test('it is OpenAPI 3.1, whole in itself, and speaks the closed list of reasons', (t) => {
  t.is(document.openapi, '3.1.0');
  t.deepEqual(document.security, [{ bearer: [] }]);
  t.deepEqual(document.components.schemas.Refusal.properties.reason.enum, Object.keys(reasons));
  for (const [, ref] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    t.truthy(ref!.split('/').reduce((part, name) => part?.[name], document), ref);
  }
});

test('its schemas use no more of JSON Schema than the tests read', (t) => {
  for (const methods of Object.values<Record<string, any>>(document.paths)) {
    for (const operation of Object.values(methods)) {
      for (const parameter of operation.parameters) walk(parameter.schema);
      for (const { schema } of Object.values<any>(operation.requestBody?.content ?? {})) walk(schema);
    }
  }
  function walk(schema: Schema): void {
    for (const key of Object.keys(schema)) t.true(known.has(key), key);
    for (const inner of [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items === undefined ? [] : [schema.items])]) walk(inner);
  }
});

test('it is served as it is generated', async (t) => {
  const { ask } = await openAdmin(t);
  t.deepEqual((await ask('GET', 'openapi.json', { token: null })).body, JSON.parse(JSON.stringify(document)));
});
