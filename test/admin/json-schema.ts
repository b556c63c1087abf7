/** Reads a schema of the OpenAPI document the way its readers do: the part of JSON Schema that the document uses. */
export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  propertyNames?: Schema;
  default?: unknown;
  description?: string;
  readOnly?: boolean;
}

export const known = new Set([
  'type', 'enum', 'const', 'anyOf', 'oneOf', 'properties', 'required', 'additionalProperties', 'items', 'minLength', 'maxLength', 'pattern', 'format', 'minItems', 'maxItems',
  'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'propertyNames', 'default', 'description', 'readOnly',
]);

export function accepts(schema: Schema, value: unknown): boolean {
  if (schema.anyOf !== undefined && !schema.anyOf.some((branch) => accepts(branch, value))) return false;
  if (schema.oneOf !== undefined && schema.oneOf.filter((branch) => accepts(branch, value)).length !== 1) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.const !== undefined && schema.const !== value) return false;
  if (schema.type !== undefined && ![schema.type].flat().some((type) => hasType(type, value))) return false;
  if (typeof value === 'string') return textFits(schema, value);
  if (typeof value === 'number') return numberFits(schema, value);
  if (Array.isArray(value)) {
    return value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity) && value.every((item) => accepts(schema.items ?? {}, item));
  }
  return typeof value !== 'object' || value === null || objectFits(schema, value as Record<string, unknown>);
}

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null': return value === null;
    case 'integer': return Number.isSafeInteger(value);
    case 'array': return Array.isArray(value);
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    default: return typeof value === type;
  }
}

function textFits({ minLength = 0, maxLength = Infinity, pattern }: Schema, text: string): boolean {
  return text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
}

function numberFits({ minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity }: Schema, number: number): boolean {
  return number >= minimum && number <= maximum && (exclusiveMinimum === -Infinity || number > exclusiveMinimum) && (exclusiveMaximum === Infinity || number < exclusiveMaximum);
}

function objectFits({ properties = {}, required = [], additionalProperties = true }: Schema, value: Record<string, unknown>): boolean {
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, member]) => {
    const own = properties[name];
    if (own !== undefined) return accepts(own, member);
    return typeof additionalProperties === 'boolean' ? additionalProperties : accepts(additionalProperties, member);
  });
}
