/** What a refusal looks like on the wire: status and errcode of the Matrix specification, the text in both languages. */
import { reasons } from '#policy/reasons.ts';
import type { Reason } from '#policy/reasons.ts';
import type { Refused } from './refused.ts';

export interface RefusalBody {
  errcode: string;
  error: string;
  reason: Reason;
  retry_after_ms?: number;
  soft_logout?: boolean;
}

export interface Refusal {
  status: number;
  headers: Record<string, string>;
  body: RefusalBody;
}

/** The answer that `error` stands for; its first reason decides. */
export function refusal({ reasons: [reason], extra }: Refused): Refusal {
  const { status, errcode, ja, en } = reasons[reason];
  const { retry_after_ms, soft_logout, detail } = extra;
  return {
    status,
    headers: retry_after_ms === undefined ? {} : { 'Retry-After': String(Math.ceil(retry_after_ms / 1000)) },
    body: {
      errcode,
      error: detail === undefined ? `${ja} / ${en}` : `${ja} / ${en} (${detail})`,
      reason,
      ...(retry_after_ms !== undefined && { retry_after_ms }),
      ...(soft_logout !== undefined && { soft_logout }),
    },
  };
}
