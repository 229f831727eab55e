// A CouchDB-compatible server for tests: node .make/couch.mjs PORT. All of it is in memory; it prints a line once it listens.
// Its manager is `admin` with the password `admin`.
// With SHOUWEN_COUCH, the address of a real one for tests alone (http://127.0.0.1:5984/, same manager, its CORS allows any
// origin), it only passes on to that: its databases `desk` and `desk-peer` and all logins are deleted first, so one test runs at a time.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createRelay } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started it is gone
const real = process.env.SHOUWEN_COUCH;
const server = real ? await passOn(new URL(real)) : await ownServer();
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', async () => {
  const { port } = server.address();
  if (!real) await furnish(`http://127.0.0.1:${port}/`);
  console.log(`listening ${port}`);
});

/** Passes every byte on to a real server, made empty first. */
async function passOn(to) {
  const login = { authorization: `Basic ${btoa('admin:admin')}` };
  const ask = async (path, method = 'GET') => (await fetch(new URL(path, to), { method, headers: login })).json();
  for (const database of ['desk', 'desk-peer']) await ask(database, 'DELETE');
  for (const { id, value } of (await ask('_users/_all_docs')).rows) {
    if (id.startsWith('org.couchdb.user:')) await ask(`_users/${encodeURIComponent(id)}?rev=${value.rev}`, 'DELETE');
  }
  return createRelay((near) => {
    const far = connect(Number(to.port || 80), to.hostname);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
}

/** A server of our own. */
async function ownServer() {
  const tools = process.env.SHOUWEN_TOOLS ?? join(process.env.HOME, '.cache/shouwen/tools');
  const require = createRequire(join(tools, 'sync', 'node_modules', 'x'));
  const express = require('express');
  const plugins = ['pouchdb-adapter-memory', 'pouchdb-mapreduce', 'pouchdb-replication'];
  const PouchDB = plugins.reduce((made, plugin) => made.plugin(require(plugin)), require('pouchdb-core'));
  const folder = mkdtempSync(join(tmpdir(), 'couch-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.chdir(folder); // where it keeps its log
  // It falls over its own feet when a database goes while somebody waits for its news: nobody waits for that answer any more.
  process.on('uncaughtException', (error) => {
    if (!error?.stack?.includes('routes/changes.js')) { console.error(error); process.exit(1); }
  });
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
  return createServer(express().use(cors).use('/', couch));
}

/** Its manager. */
async function furnish(own) {
  await fetch(own);
  await fetch(`${own}_config/admins/admin`, { method: 'PUT', body: '"admin"' });
}
