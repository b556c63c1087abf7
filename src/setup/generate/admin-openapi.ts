/** Makes `docs/openapi.json`: the admin REST for programs, from the schemas that validate it. */
import { openapi } from '#admin/openapi.ts';
import type { GeneratedFile } from './generator.ts';

export function adminOpenapi(): GeneratedFile {
  return { path: 'docs/openapi.json', text: `${JSON.stringify(openapi(), null, 2)}\n` };
}
