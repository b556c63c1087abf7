/** Sekisho's own answers: JSON of a known length with the CORS headers, written by hand in one piece. */
import type { ServerResponse } from 'node:http';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { refusal } from './refusal.ts';
import type { Refused } from './refused.ts';
import { isDoubtful } from './request-form.ts';

/** Answers `body` as JSON. */
export function answer(res: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, [
    ...corsHeaders, 'Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'no-store', 'Content-Length', String(bytes.length),
    ...Object.entries(headers).flat(),
  ]);
  res.end(bytes);
}

/** Answers a refusal. What the client still sends of its body is read and thrown away, or it would never see the answer. */
export function answerRefusal(res: ServerResponse, error: Refused): void {
  const { status, headers, body } = refusal(error);
  answer(res, status, body, isDoubtful(res.req) ? { ...headers, Connection: 'close' } : headers);
}

/** Answers a CORS preflight (`OPTIONS`), which is the same for every path. */
export function answerPreflight(res: ServerResponse): void {
  res.writeHead(204, [...preflightHeaders]);
  res.end();
}
