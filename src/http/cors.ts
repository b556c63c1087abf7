/** CORS as the client-server specification asks of every answer ("Web Browser Clients"), so that browsers may call from any origin. */

/** Names and values in turn, as `writeHead` takes them. */
export const corsHeaders: readonly string[] = [
  'Access-Control-Allow-Origin', '*',
  'Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers', 'X-Requested-With, Content-Type, Authorization',
];

/** For answers to `OPTIONS`: browsers need not ask again for a day. */
export const preflightHeaders: readonly string[] = [...corsHeaders, 'Access-Control-Max-Age', '86400'];
