import proxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { measured, upstream } from './measured.ts';

const app = fastify();
await app.register(proxy, { upstream, undici: { connections: 1024, pipelining: 1 } });
measured({ url: await app.listen({ host: '127.0.0.1', port: 0 }) });
