/** The description of the admin REST for programs. It tells nothing of the city, so it needs no token. */
import { z } from 'zod';
import { documentOf } from '../document.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';

/** The endpoint that describes the others and itself. */
export function openapiOf(others: readonly Endpoint[]): Endpoint {
  const self: Endpoint = endpoint({
    method: 'GET',
    path: 'openapi.json',
    summary: 'この REST の OpenAPI 3.1 / The OpenAPI 3.1 document of this REST',
    scope: null,
    answers: { 200: z.record(z.string(), z.unknown()) },
    handler: async () => ({ status: 200, body: documentOf([...others, self]) }),
  });
  return self;
}
