/** The address of the admin REST, the health checks and the metrics; who may use it is settled in the policy (admin_networks). */
import { adminListener } from './listener.ts';

export const admin = adminListener(
  '管理用の入口（管理 REST、/health、/metrics）。使えるネットワークは方針の admin_networks で決める',
  'The entrance for administrators (admin REST, /health, /metrics); the policy (admin_networks) says from where',
  { port: 8443 },
);
