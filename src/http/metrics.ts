/** 4.3.5: what Prometheus reads. Label values come from closed lists only, so that no client can make new series. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Decision } from '#policy/decide.ts';

export interface Metrics {
  /** One decision: each refusal counts for its rule and reason, none as `allowed`. */
  decided(decision: Decision): void;
  /** One request that was answered. */
  answered(operation: string, seconds: number): void;
  pollOpened(): void;
  pollClosed(): void;
  upstreamFailed(): void;
  /** The text format of Prometheus, and its content type. */
  render(): Promise<{ type: string; text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'sekisho_' });
  const decisions = new Counter({ name: 'sekisho_decisions_total', help: 'Decisions by rule and reason', labelNames: ['rule', 'reason'], registers: [registry] });
  const latency = new Histogram({
    name: 'sekisho_request_seconds', help: 'Time to answer, by operation', labelNames: ['operation'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60], registers: [registry],
  });
  const polls = new Gauge({ name: 'sekisho_open_syncs', help: 'Long polls that are open', registers: [registry] });
  const failures = new Counter({ name: 'sekisho_upstream_errors_total', help: 'Requests that the homeserver did not answer', registers: [registry] });

  // Finding a series by its labels costs more than counting in it, so each is looked up once.
  const counted = new Map<string, Counter.Internal>();
  function count(rule: string, reason: string): void {
    const key = `${rule} ${reason}`;
    let series = counted.get(key);
    if (series === undefined) counted.set(key, (series = decisions.labels(rule, reason)));
    series.inc();
  }
  const timed = new Map<string, Histogram.Internal<'operation'>>();
  return {
    decided({ refusals }) {
      if (refusals.length === 0) count('none', 'allowed');
      else for (const { rule, reason } of refusals) count(rule, reason);
    },
    answered(operation, seconds) {
      let series = timed.get(operation);
      if (series === undefined) timed.set(operation, (series = latency.labels(operation)));
      series.observe(seconds);
    },
    pollOpened: () => polls.inc(),
    pollClosed: () => polls.dec(),
    upstreamFailed: () => failures.inc(),
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
