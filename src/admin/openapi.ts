/** The OpenAPI document of the whole admin REST; `npm run generate` writes it to docs/openapi.json. */
import { documentOf, type Json } from './document.ts';
import { endpoints } from './endpoints.ts';

export function openapi(): Json {
  return documentOf(endpoints);
}
