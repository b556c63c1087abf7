import test from 'ava';
import { createMetrics } from '#http/metrics.ts';

test('what happened is in the text that Prometheus reads', async (t) => {
  const metrics = createMetrics();
  metrics.decided({ refusals: [{ rule: 'device-admission', reason: 'address_not_listed' }], transforms: [] });
  metrics.decided({ refusals: [{ rule: 'device-admission', reason: 'address_not_listed' }], transforms: [] });
  metrics.decided({ refusals: [], transforms: [] });
  metrics.answered('sync', 0.02);
  metrics.pollOpened();
  metrics.pollOpened();
  metrics.pollClosed();
  metrics.upstreamFailed();
  const { type, text } = await metrics.render();
  t.true(type.startsWith('text/plain'));
  for (const line of [
    'sekisho_decisions_total{rule="device-admission",reason="address_not_listed"} 2',
    'sekisho_request_seconds_bucket{le="0.03",operation="sync"} 1',
    'sekisho_decisions_total{rule="none",reason="allowed"} 1',
    'sekisho_open_syncs 1',
    'sekisho_upstream_errors_total 1',
  ]) t.true(text.includes(line), line);
});
