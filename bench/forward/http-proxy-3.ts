import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProxyServer } from 'http-proxy-3';
import { measured, upstream } from './measured.ts';

const proxy = createProxyServer({ target: upstream, agent: new Agent({ keepAlive: true }) });
const server = createServer((req, res) => proxy.web(req, res)).listen(0, '127.0.0.1', () => measured({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
