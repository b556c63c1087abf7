/** What a service key may be allowed: a closed list, one pair a resource. */
export const resources = ['policy', 'networks', 'devices', 'approval-codes', 'users', 'service-keys', 'audit'] as const;

export type Scope = `${(typeof resources)[number]}:${'read' | 'write'}`;

// The audit log is written by acts alone: nobody gets a scope to write it.
export const scopes = resources.flatMap((resource): Scope[] =>
  resource === 'audit' ? ['audit:read'] : [`${resource}:read`, `${resource}:write`]) as [Scope, ...Scope[]];
