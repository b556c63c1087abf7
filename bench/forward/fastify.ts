/** A usual proxy: fastify with its own plug-in. */
import proxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { ready, upstream } from './ready.ts';

const app = fastify();
await app.register(proxy, { upstream, undici: { connections: 1024, pipelining: 1 } });
ready(await app.listen({ host: '127.0.0.1', port: 0 }));
