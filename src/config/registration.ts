/** The registration of the application service, which Sekisho and the homeserver share, as it is read back at start. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** What Sekisho itself needs to know of it. */
const schema = z.object({
  id: z.string().min(1),
  url: z.string(),
  /** Sekisho's, towards the homeserver. */
  as_token: z.string().min(16),
  /** The homeserver's, towards Sekisho. */
  hs_token: z.string().min(16),
  sender_localpart: z.string().min(1),
  namespaces: z.object({ users: z.array(z.object({ exclusive: z.literal(false, 'exclusive は false でなければなりません / must be false'), regex: z.string() })).min(1) }),
  rate_limited: z.literal(false),
  receive_ephemeral: z.literal(true),
});
export type Registration = z.infer<typeof schema>;

/** @throws Error that names what is wrong and the cure. */
export function loadRegistration(file: string): Registration {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`登録ファイルを読めません。sekisho init が作ります / the registration cannot be read; sekisho init makes it: ${file}`);
  }
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`登録ファイルに誤りがあります。appservice.yaml と見比べてください / the registration is wrong; compare it with appservice.yaml: ${file}: ${wrong}`);
}
