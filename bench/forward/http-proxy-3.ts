/** A usual proxy: the successor of http-proxy. */
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProxyServer } from 'http-proxy-3';
import { ready, upstream } from './ready.ts';

const proxy = createProxyServer({ target: upstream, agent: new Agent({ keepAlive: true }) });
const server = createServer((req, res) => proxy.web(req, res)).listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
