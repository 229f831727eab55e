// A CouchDB-compatible server for tests: node .make/couch.mjs PORT. All of it is in memory; it prints a line once it listens.
// Its manager is `admin` with the password `admin`.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tools = process.env.SHOUWEN_TOOLS ?? join(process.env.HOME, '.cache/shouwen/tools');
const require = createRequire(join(tools, 'sync', 'node_modules', 'x'));
const express = require('express');
const PouchDB = require('pouchdb-core').plugin(require('pouchdb-adapter-memory'));
const folder = mkdtempSync(join(tmpdir(), 'couch-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
process.chdir(folder); // where it keeps its log
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started it is gone

const couch = require('express-pouchdb')(PouchDB.defaults({ adapter: 'memory' }), {
  mode: 'fullCouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt'),
});
couch.couchConfig.set('admins', 'admin', 'admin', () => {
  const server = express().use('/', couch).listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
    console.log(`listening ${server.address().port}`);
  });
});
