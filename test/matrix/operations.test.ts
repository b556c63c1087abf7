import test from 'ava';
import { furtherOperations } from '#matrix/further-operations.ts';
import { operations, type OperationForm } from '#matrix/operations.ts';

const specified = Object.entries<OperationForm>(operations);
const further = Object.entries<OperationForm>(furtherOperations);
const all = [...specified, ...further];

/** Two paths that differ in the names of their parameters only are one form. */
const formOf = ({ method, path }: OperationForm) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`;

test('every operation of the specification 1.19 is there', (t) => {
  t.is(specified.length + specified.flatMap(([, form]) => form.also ?? []).length, 235);
  t.is(specified.filter(([key]) => !key.includes('/')).length, 164);
});

test('paths are clean: absolute, without a space, each parameter a whole segment, one trailing slash in all', (t) => {
  for (const [key, { path }] of all) t.regex(path, /^(\/([\w.-]+|\{\w+\}))+\/?$/, key);
  t.deepEqual(all.filter(([, { path }]) => path.endsWith('/')).map(([key]) => key), ['getPushRules', 'getPushRulesGlobal']);
});

test('no two operations of one listener share a form', (t) => {
  const forms = all.filter(([key]) => !/^(server-server|application-service|identity|push-gateway)\//.test(key)).map(([, form]) => formOf(form));
  t.deepEqual(forms.filter((form, at) => forms.indexOf(form) !== at), []);
});

test('what we added is not in the specification already, under its name or form', (t) => {
  const forms = new Set(specified.map(([, form]) => formOf(form)));
  for (const [key, form] of further) t.false(key in operations || forms.has(formOf(form)), key);
});

test('a parameter has one name in a path', (t) => {
  for (const [key, { path }] of all) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
    t.is(new Set(names).size, names.length, key);
  }
});
