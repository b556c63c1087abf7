/** Reads the cases that stand beside the rules, and makes of each the facts, the city and the time that it speaks of. */
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { prepareCity, type City } from '#policy/city.ts';
import { facts as factsSchema, type Act, type Facts } from '#policy/facts.ts';
import { reasons, type Reason } from '#policy/reasons.ts';
import { networks as networksSchema, settings as settingsSchema } from '#policy/settings.ts';
import type { Rule, Transform } from '#policy/rule.ts';
import * as bases from './bases.ts';

const folder = new URL('../../policy/', import.meta.url);

const schema = z.array(z.strictObject({
  /** A sentence. */
  name: z.string().min(5),
  /** What differs from the base of the act. */
  facts: z.looseObject({ act: z.string() }),
  /** What differs from the base of a city. */
  settings: z.record(z.string(), z.unknown()).optional(),
  networks: z.array(z.unknown()).optional(),
  at: z.iso.datetime().optional(),
  expect: z.strictObject({ reasons: z.array(z.enum(Object.keys(reasons) as [Reason, ...Reason[]])), transforms: z.array(z.string()).optional() }),
}));

export interface Case {
  name: string;
  facts: Facts;
  city: City;
  at: number;
  expect: { reasons: Reason[]; transforms: string[] };
}

export interface RuleFile {
  /** The file's name without its ending. */
  name: string;
  rule: Rule<Act>;
  /** The reasons that its text names. */
  reasons: Reason[];
  cases: Case[];
}

export async function ruleFiles(): Promise<RuleFile[]> {
  const names = readdirSync(new URL('rules/', folder)).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));
  return Promise.all(names.map(async (name) => {
    const exported = Object.values(await import(new URL(`rules/${name}.ts`, folder).href) as Record<string, Rule<Act>>);
    const [rule] = exported;
    if (exported.length !== 1 || rule === undefined) throw new Error(`${name} exports one rule and nothing else`);
    const words: string[] = readFileSync(new URL(`rules/${name}.ts`, folder), 'utf8').match(/'\w+'/g) ?? [];
    return { name, rule, reasons: Object.keys(reasons).filter((reason): reason is Reason => words.includes(`'${reason}'`)), cases: casesIn(`rules/${name}.cases.json`) };
  }));
}

export function casesIn(path: string): Case[] {
  return schema.parse(JSON.parse(readFileSync(new URL(path, folder), 'utf8'))).map((entry) => ({
    name: entry.name,
    facts: factsSchema.parse(patched(bases.facts[entry.facts.act as Act], entry.facts)),
    city: prepareCity(settingsSchema.parse(patched(bases.settings, entry.settings ?? {})), networksSchema.parse(entry.networks ?? bases.networks)),
    at: Date.parse(entry.at ?? '2027-01-15T03:00:00Z'),
    expect: { reasons: entry.expect.reasons, transforms: entry.expect.transforms ?? [] },
  }));
}

/** What one rule says, in the form of an expectation. */
export function outcomeOf(rule: Rule<Act>, { facts, city, at }: Case): { reasons: Reason[]; transforms: Transform[] } {
  const outcome = rule(facts, city, at);
  return {
    reasons: typeof outcome === 'string' ? [outcome] : [],
    transforms: outcome !== null && typeof outcome === 'object' ? [outcome.transform] : [],
  };
}

/** Objects are merged, except one of another `kind`; everything else is replaced. */
function patched(base: unknown, patch: unknown): unknown {
  if (!isRecord(base) || !isRecord(patch) || ('kind' in patch && 'scopes' in patch)) return patch;
  return { ...base, ...Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, patched(base[key], value)])) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
