/** Makes the OpenAPI 3.1 document of endpoints from the schemas that validate them. */
import { z } from 'zod';
import { reasons } from '#policy/reasons.ts';
import { fullPath, type Endpoint } from './endpoint.ts';

export type Json = Record<string, unknown>;

const refusal = z.object({
  errcode: z.string().regex(/^M_/),
  error: z.string().describe('日本語 / English'),
  reason: z.enum(Object.keys(reasons) as [string, ...string[]]),
});

export function documentOf(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) (paths[fullPath(endpoint)] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint);
  return {
    openapi: '3.1.0',
    info: {
      title: '関所 管理 REST / Sekisho admin REST',
      version: '1',
      description: '時刻は RFC 3339。一覧は items と、続きがあれば next。拒否には理由の語（reason）が付きます。 / Times are RFC 3339. Lists have items and, if there is more, next. A refusal says its reason.',
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: '管理者のログインのトークン、またはサービスキー / The token of an administrator\'s session, or a service key' },
      },
      schemas: { Refusal: schema(refusal, 'output') },
      responses: { Refusal: { description: '拒否。理由は reason / Refused; why is in reason', content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } } },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const { method, path, summary, scope, params, query, body, answers, produces } = endpoint;
  return {
    operationId: `${method.toLowerCase()} ${path}`.replace(/[^a-zA-Z]+([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase()).replace(/[^a-zA-Z]/g, ''),
    summary,
    ...(scope === null ? { security: [] } : { description: `サービスキーの権限 / Scope of a service key: \`${scope}\`` }),
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query'), ...(endpoint.purpose === true ? [purpose] : [])],
    ...(body !== undefined && { requestBody: { required: !body.safeParse({}).success, content: { 'application/json': { schema: schema(body, 'input') } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, {
        description: status === '503' ? '足りないものがある / Something is missing' : 'できました / Done',
        content: { [produces ?? 'application/json']: { schema: schema(answer, 'output') } },
      }])),
      default: { $ref: '#/components/responses/Refusal' },
    },
  };
}

const purpose: Json = {
  name: 'Sekisho-Purpose', in: 'header', required: true, schema: { type: 'string' },
  description: '見る理由。UTF-8 をパーセント符号化 / Why; UTF-8, percent-encoded',
};

function parameters(of: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (of === undefined) return [];
  const { properties = {}, required = [] } = schema(of, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name, in: place, required: place === 'path' || required.includes(name), ...(description !== undefined && { description }), schema: rest,
  }));
}

function schema(of: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(of, { io, target: 'draft-2020-12' });
  return rest;
}
