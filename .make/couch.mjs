// A CouchDB-compatible server for tests: node .make/couch.mjs PORT. All of it is in memory; it prints a line once it listens.
// Its manager is `admin` with the password `admin`.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tools = process.env.SHOUWEN_TOOLS ?? join(process.env.HOME, '.cache/shouwen/tools');
const require = createRequire(join(tools, 'sync', 'node_modules', 'x'));
const express = require('express');
const plugins = ['pouchdb-adapter-memory', 'pouchdb-mapreduce', 'pouchdb-replication'];
const PouchDB = plugins.reduce((made, plugin) => made.plugin(require(plugin)), require('pouchdb-core'));
const folder = mkdtempSync(join(tmpdir(), 'couch-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
process.chdir(folder); // where it keeps its log
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started it is gone

const couch = require('express-pouchdb')(PouchDB.defaults({ adapter: 'memory' }), {
  mode: 'fullCouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt'),
});
// What a CouchDB with CORS switched on answers to pages of other sites: these headers and no more.
const cors = (request, response, next) => {
  if (!request.headers.origin) return next();
  response.set('Access-Control-Allow-Origin', request.headers.origin);
  if (request.method !== 'OPTIONS') return next();
  response.set('Access-Control-Allow-Methods', 'GET, PUT, POST, HEAD');
  response.set('Access-Control-Allow-Headers', 'accept, authorization, content-type');
  response.status(204).end();
};
const server = express().use(cors).use('/', couch).listen(Number(process.argv[2] ?? 0), '127.0.0.1', async () => {
  const { port } = server.address();
  const own = `http://127.0.0.1:${port}/`;
  await fetch(own);
  await fetch(`${own}_config/admins/admin`, { method: 'PUT', body: '"admin"' });
  console.log(`listening ${port}`);
});
