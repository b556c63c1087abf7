import test from 'ava';
import { decide, fileOf, table } from '#policy/decide.ts';
import type { Act, Facts } from '#policy/facts.ts';
import type { Rule } from '#policy/rule.ts';
import { casesIn, outcomeOf, ruleFiles, type Case } from './cases.ts';

const files = await ruleFiles();
const together = casesIn('decide.cases.json');

/** Rules of acts that exist only to be refused: there is nothing that they allow. */
const refuseAlways = ['rate-limits', 'registration', 'routes'];

/** For each limit in the settings: the last value that passes and the first that does not, under the settings of the bases. */
const boundaries: { rule: string; value: (facts: Facts) => unknown; passes: number; fails: number }[] = [
  { rule: 'login-attempts', value: (facts) => facts.act === 'attempt' ? facts.account_failures : null, passes: 9, fails: 10 },
  { rule: 'login-attempts', value: (facts) => facts.act === 'attempt' ? facts.address_accounts : null, passes: 19, fails: 20 },
  { rule: 'device-posture', value: (facts) => 'caller' in facts ? facts.caller.device.posture?.age_hours : null, passes: 168, fails: 169 },
];
const moments = { rule: 'device-admission', just: Date.parse('2027-03-31T15:00:00.000Z') };

for (const { name, rule, cases } of files) {
  for (const one of cases) {
    test(`${name}: ${one.name}`, (t) => t.deepEqual(outcomeOf(rule, one), one.expect));
  }
}

for (const one of together) {
  test(`decide: ${one.name}`, (t) => {
    const decision = decide(one.facts, one.city, one.at);
    t.deepEqual({ reasons: decision.refusals.map(({ reason }) => reason), transforms: [...decision.transforms] }, one.expect);
  });
}

test('each rule has cases: one that it allows, one that it refuses, one for each of its reasons', (t) => {
  for (const { name, reasons, cases } of files) {
    t.is(cases.some(({ expect }) => expect.reasons.length === 0), !refuseAlways.includes(name), `${name}: allowed`);
    t.true(cases.some(({ expect }) => expect.reasons.length > 0), `${name}: refused`);
    for (const reason of reasons) t.true(cases.some(({ expect }) => expect.reasons.includes(reason)), `${name}: ${reason}`);
    t.deepEqual(cases.flatMap(({ expect }) => expect.reasons).filter((reason) => !reasons.includes(reason)), [], `${name}: reasons outside its text`);
  }
});

test('no two cases of a rule bear the same name', (t) => {
  for (const { name, cases } of files) t.is(new Set(cases.map((one) => one.name)).size, cases.length, name);
});

test('a rule is judged by cases of each act that it governs, and of no other', (t) => {
  for (const { name, rule, cases } of files) {
    const acts = new Set(actsOf(rule));
    t.deepEqual(cases.filter(({ facts }) => !acts.has(facts.act)).map((one) => one.name), [], name);
    // What holds for whatever a caller does needs no case for each of it.
    if (acts.size < 8) t.deepEqual([...acts].filter((act) => !cases.some(({ facts }) => facts.act === act)), [], name);
  }
});

test('each limit has a case on either side', (t) => {
  for (const { rule, value, passes, fails } of boundaries) {
    t.true(casesOf(rule).some(({ facts, expect }) => value(facts) === passes && expect.reasons.length === 0), `${rule} ${passes}`);
    t.true(casesOf(rule).some(({ facts, expect }) => value(facts) === fails && expect.reasons.length > 0), `${rule} ${fails}`);
  }
  for (const at of [moments.just - 1, moments.just]) {
    for (const refused of [true, false]) t.true(casesOf(moments.rule).some((one) => one.at === at && one.expect.reasons.length > 0 === refused), `${at}`);
  }
});

test('each file in rules/ stands in the table, under its own name', (t) => {
  const named = new Map(Object.values(table).flat().map((rule) => [rule as Rule<never>, fileOf(rule.name)]));
  for (const { name, rule } of files) t.is(named.get(rule), name);
  t.is(named.size, files.length);
});

test('each act has a rule', (t) => {
  for (const [act, rules] of Object.entries(table)) t.true(rules.length > 0, act);
});

test('each outcome is the same whatever was asked before: the order of the rules changes no set', (t) => {
  for (const one of allCases()) {
    const rules = (table[one.facts.act] as readonly Rule<never>[]).map((rule) => rule as Rule<Act>);
    const forwards = rules.map((rule) => outcomeOf(rule, one));
    const backwards = rules.toReversed().map((rule) => outcomeOf(rule, one)).toReversed();
    t.deepEqual(backwards, forwards, one.name);
    const decision = decide(one.facts, one.city, one.at);
    t.deepEqual(decision.refusals.map(({ reason }) => reason), forwards.flatMap(({ reasons }) => reasons), one.name);
    t.deepEqual([...decision.transforms], forwards.flatMap(({ transforms }) => transforms), one.name);
  }
});

test('deciding changes neither facts nor city', (t) => {
  for (const one of allCases()) {
    const before = JSON.stringify([one.facts, one.city]);
    decide(frozen(one.facts), frozen(one.city), one.at);
    t.is(JSON.stringify([one.facts, one.city]), before, one.name);
  }
});

test('all that is allowed as it is shares one decision', (t) => {
  const allowed = together.filter(({ expect }) => expect.reasons.length === 0 && expect.transforms.length === 0).map(({ facts, city, at }) => decide(facts, city, at));
  t.true(allowed.length > 1);
  t.is(new Set(allowed).size, 1);
  t.throws(() => (allowed[0]!.refusals as unknown[]).push('x'));
});

function allCases(): Case[] {
  return [...files.flatMap(({ cases }) => cases), ...together];
}

function casesOf(rule: string): Case[] {
  return files.find(({ name }) => name === rule)?.cases ?? [];
}

function actsOf(rule: Rule<Act>): string[] {
  return Object.entries(table).filter(([, rules]) => (rules as readonly unknown[]).includes(rule)).map(([act]) => act);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
