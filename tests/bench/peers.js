// The peers, each doing the app's work as its own documentation says: Dexie and plain IndexedDB keep the tickets;
// MiniSearch, FlexSearch, Orama and a plain indexOf search them, Chinese cut into bigrams. Milliseconds throughout.
const now = () => performance.now();
const from = (name, file) => import(`./node_modules/${name}/${file}`);
const fetched = (name) => fetch(name).then((answer) => answer.json());

/** The tickets, read once a page; never part of what is measured. */
let read;
const tickets = () => (read ??= fetched('tickets.json'));

/** What is searched in a ticket. */
const words = ({ number, subject, text, note, customer, phone, room }) =>
  [number, subject, text, note, customer, phone, room].join('\n');

const han = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
/** Every two Chinese characters that stand together; other words whole. */
function bigrams(text) {
  const found = [];
  for (const [run] of text.toLowerCase().matchAll(han)) {
    if (run.length < 2 || run.charCodeAt(0) < 0x3400) found.push(run);
    else for (let at = 0; at + 1 < run.length; at += 1) found.push(run.slice(at, at + 2));
  }
  return found;
}

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
});

async function dexie(name, stores) {
  const { Dexie } = await from('dexie', 'dist/dexie.mjs');
  const database = new Dexie(name);
  database.version(1).stores(stores);
  return database.open();
}
const dexieTickets = (name) => dexie(name, { tickets: 'id, opened, phone' });

async function raw(name, packed) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    const store = opening.result.createObjectStore('tickets', packed ? undefined : { keyPath: 'id' });
    if (packed) return;
    store.createIndex('opened', 'opened');
    store.createIndex('phone', 'phone');
  };
  return answer(opening);
}

const CHUNK = 1000;
const everyNth = (all, count) => Array.from({ length: count }, (_, at) => all[Math.floor(at * all.length / count)]);

/** How each keeps tickets: open, write them all, read them all, the newest fifty, one by id, one more. */
const keepers = {
  dexie: {
    open: dexieTickets,
    write: (database, all) => database.tickets.bulkAdd(all),
    read: (database) => database.tickets.toArray(),
    newest: (database) => database.tickets.orderBy('opened').reverse().limit(50).toArray(),
    get: (database, { id }) => database.tickets.get(id),
    add: (database, ticket) => database.tickets.add(ticket),
  },
  single: {
    open: (name) => raw(name, false),
    write(database, all) {
      const transaction = database.transaction('tickets', 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore('tickets');
      for (const ticket of all) store.add(ticket);
      transaction.commit();
      return finished(transaction);
    },
    read: (database) => answer(database.transaction('tickets').objectStore('tickets').getAll()),
    newest: (database) => new Promise((resolve, reject) => {
      const rows = [];
      const walk = database.transaction('tickets').objectStore('tickets').index('opened').openCursor(null, 'prev');
      walk.onerror = () => reject(walk.error);
      walk.onsuccess = () => {
        if (walk.result) rows.push(walk.result.value);
        if (walk.result && rows.length < 50) walk.result.continue(); else resolve(rows);
      };
    }),
    get: (database, { id }) => answer(database.transaction('tickets').objectStore('tickets').get(id)),
    add: (database, ticket) => keepers.single.write(database, [ticket]),
  },
  packed: {
    open: (name) => raw(name, true),
    write(database, all) {
      const transaction = database.transaction('tickets', 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore('tickets');
      for (let at = 0; at < all.length; at += CHUNK) store.add(all.slice(at, at + CHUNK), all[at].id);
      transaction.commit();
      return finished(transaction);
    },
    read: async (database) => (await answer(database.transaction('tickets').objectStore('tickets').getAll())).flat(),
    async newest(database) {
      const store = database.transaction('tickets').objectStore('tickets');
      return (await answer(store.openCursor(null, 'prev'))).value.slice(-50).reverse();
    },
    async get(database, { id }) {
      const store = database.transaction('tickets').objectStore('tickets');
      const chunk = (await answer(store.openCursor(IDBKeyRange.upperBound(id), 'prev'))).value;
      return chunk.find((ticket) => ticket.id === id);
    },
    add: (database, ticket) => keepers.packed.write(database, [ticket]),
  },
};

async function timed(work) {
  const start = now();
  const value = await work();
  return [now() - start, value];
}

async function samples(count, work) {
  const all = [];
  for (let at = 0; at < count; at += 1) all.push((await timed(() => work(at)))[0]);
  return all;
}

/** Writes all tickets into an empty database of that keeper, and reads them back in every way. */
export async function keep(name, place) {
  const all = await tickets();
  const keeper = keepers[name];
  const database = await keeper.open(place);
  const [write] = await timed(() => keeper.write(database, all));
  const [reading, found] = await timed(() => keeper.read(database));
  if (found.length !== all.length) throw new Error(`${name} keeps ${found.length} of ${all.length}`);
  const newest = await samples(20, () => keeper.newest(database));
  const some = everyNth(all, 200);
  const get = await samples(some.length, async (at) => {
    if ((await keeper.get(database, some[at]))?.id !== some[at].id) throw new Error(`${name} lost a ticket`);
  });
  // Opened once more, at a later time, under another id.
  const add = await samples(100, (at) => keeper.add(database, { ...some[at], id: `ticket-zz-${at}-${now()}` }));
  database.close();
  return { write, read: reading, newest, get, add };
}

/** A cold start: everything from opening the database to having all tickets, counted from the navigation. */
export async function start(name, place) {
  const database = await keepers[name].open(place);
  const newest = await keepers[name].newest(database);
  const list = document.createElement('ol');
  list.replaceChildren(...newest.map(({ subject }) => Object.assign(document.createElement('li'), { textContent: subject })));
  document.body.append(list);
  await painted();
  const first = now();
  const all = await keepers[name].read(database);
  return { first, all: now(), count: all.length };
}

const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = resolve;
  after.port2.postMessage(0);
}));

/** Single puts of a ticket-sized record, nothing else. */
export async function puts(durability, count) {
  const database = await raw('puts', false);
  const [ticket] = await tickets();
  const all = await samples(count, () => {
    const transaction = database.transaction('tickets', 'readwrite', { durability });
    transaction.objectStore('tickets').put({ ...ticket, id: crypto.randomUUID() });
    transaction.commit();
    return finished(transaction);
  });
  database.close();
  return all;
}

/** Ten log entries of each ticket, one record each. */
export async function entries() {
  const all = await tickets();
  const database = await dexie('entries', { entries: 'stamp, ticket' });
  const fields = ['number', 'state', 'owner', 'subject', 'customer', 'channel', 'room', 'text', 'note', 'phone'];
  let write = 0;
  for (let at = 0; at < all.length; at += 10_000) {
    const log = all.slice(at, at + 10_000).flatMap((ticket) => fields.map((field, nth) => ({
      stamp: `${ticket.id}-${nth}`, ticket: ticket.id, by: ticket.owner, at: ticket.opened + nth,
      change: { set: { field, value: ticket[field] } },
    })));
    write += (await timed(() => database.entries.bulkAdd(log)))[0];
  }
  let count = 0;
  const [reading] = await timed(async () => {
    for (let from = ''; ;) { // all at once is more than a page may hold
      const some = await database.entries.where('stamp').above(from).limit(100_000).toArray();
      if (some.length === 0) break;
      count += some.length;
      from = some.at(-1).stamp;
    }
  });
  database.close();
  return { write, read: reading, count };
}

/** How each searches: `build` answers a way to search that tells how many it found, and how to save and restore it. */
const searchers = {
  async minisearch(all) {
    const { default: MiniSearch } = await from('minisearch', 'dist/es/index.js');
    const how = { fields: ['words'], tokenize: bigrams, searchOptions: { combineWith: 'AND', tokenize: bigrams } };
    return async () => {
      let index = new MiniSearch(how);
      index.addAll(all.map((ticket, id) => ({ id, words: words(ticket) })));
      return {
        search: (text) => index.search(text).length,
        save: () => JSON.stringify(index),
        restore: (saved) => { index = MiniSearch.loadJSON(saved, how); },
      };
    };
  },
  async flexsearch(all) {
    const { Index } = await from('flexsearch', 'dist/flexsearch.bundle.module.min.mjs');
    const how = { tokenize: 'strict', encode: bigrams };
    return async () => {
      let index = new Index(how);
      all.forEach((ticket, id) => index.add(id, words(ticket)));
      return {
        search: (text) => index.search(text).length,
        async save() {
          const parts = [];
          await index.export((key, data) => { parts.push([key, data]); });
          return JSON.stringify(parts);
        },
        async restore(saved) {
          index = new Index(how);
          for (const [key, data] of JSON.parse(saved)) await index.import(key, data);
        },
      };
    };
  },
  async orama(all) {
    const { create, insertMultiple, search, save, load } = await from('@orama/orama', 'dist/browser/index.js');
    const how = () => create({
      schema: { words: 'string' },
      components: { tokenizer: { language: 'chinese', normalizationCache: new Map(), tokenize: bigrams } },
    });
    return async () => {
      let database = how();
      await insertMultiple(database, all.map((ticket, id) => ({ id: `${id}`, words: words(ticket) })), 1000);
      return {
        search: async (term) => (await search(database, { term, threshold: 0, limit: 100 })).count,
        save: () => JSON.stringify(save(database)),
        restore: (saved) => { database = how(); load(database, JSON.parse(saved)); },
      };
    };
  },
  async indexof(all) {
    return async () => {
      let text = all.map(words).join('\0').toLowerCase();
      return {
        search(wanted) {
          let found = 0;
          for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at)) {
            found += 1;
            at = text.indexOf('\0', at);
            if (at < 0) break;
          }
          return found;
        },
        save: () => text,
        restore: (saved) => { text = saved; },
      };
    };
  },
};

/** Reads the tickets, so that the memory of what is built on them can be told. */
export async function ready(name) {
  const all = await tickets();
  window.build = await searchers[name](all);
}

/** Builds the index and nothing else. */
export async function build() {
  const [took, index] = await timed(window.build);
  window.index = index;
  return took;
}

/** Every search once to warm up and once measured; then saved and restored. `strayed` counts false or missing hits. */
export async function search() {
  const searches = await fetched('searches.json');
  const { index } = window;
  for (const [text] of searches) await index.search(text);
  const queries = [];
  let strayed = 0;
  for (const [text, hits] of searches) {
    const [took, found] = await timed(() => index.search(text));
    queries.push(took);
    strayed += Math.abs(found - hits);
  }
  const saved = await index.save();
  const [restore] = await timed(() => index.restore(saved));
  await index.search(searches[0][0]);
  return { queries, strayed, saved: saved.length, restore };
}

/** How one searches these texts. */
export async function texts(name, all) {
  const build = await searchers[name](all.map((subject) => ({ subject })));
  return (await build()).search;
}

/** All documents of the database `desk`: read by a bare fetch, by PouchDB, and sent by it to a database with the same rules. */
export async function sync(root, user, password) {
  const headers = { authorization: `Basic ${btoa(`${user}:${password}`)}`, accept: 'application/json' };
  const json = { headers: { ...headers, 'content-type': 'application/json' } };
  const admin = { headers: { ...json.headers, authorization: `Basic ${btoa('admin:admin')}` } };
  const ask = async (path, init = json) => (await fetch(root + path, init)).json();
  let count = 0;
  let bare = 0;
  for (let after = 'e:', more = true; more;) {
    const page = `include_docs=true&limit=2000&startkey=${encodeURIComponent(JSON.stringify(after))}&endkey=%22e%3B%22`;
    const [took, text] = await timed(async () => (await fetch(`${root}desk/_all_docs?${page}`, { headers })).text());
    bare += took;
    const { rows } = JSON.parse(text);
    if (!rows) throw new Error(text);
    more = rows.length === 2000;
    count += rows.length - (after === 'e:' ? 0 : 1);
    after = rows.at(-1)?.id;
  }
  await from('pouchdb', 'dist/pouchdb.min.js');
  const bareFetch = (url, init) => window.PouchDB.fetch(url, { ...init, credentials: 'omit' }); // as CORS without cookies wants it
  const there = (name) => new window.PouchDB(root + name, { skip_setup: true, auth: { username: user, password }, fetch: bareFetch });
  const here = new window.PouchDB(`pulled-${now()}`);
  const [pull] = await timed(() => here.replicate.from(there('desk')));
  const { _rev, ...rules } = await ask('desk/_design/shouwen');
  const put = (path, body) => ask(path, { ...admin, method: 'PUT', body: body && JSON.stringify(body) });
  await put('desk-peer');
  await put('desk-peer/_security', await ask('desk/_security'));
  await put('desk-peer/_design/shouwen', rules);
  const [push, { docs_written: written, doc_write_failures: refused }] = await timed(() => here.replicate.to(there('desk-peer')));
  if (refused > 0 || written < count) throw new Error(`PouchDB sent ${written} of ${count}; ${refused} were refused`);
  await here.destroy();
  return { bare, pull, push, count };
}

window.peers = { keep, start, puts, entries, ready, build, search, texts, sync };
if (location.hash) { // a cold start asks for its keeper and database in the address
  const [name, place] = location.hash.slice(1).split('/');
  start(name, place).then((told) => { window.told = told; }, (error) => { window.told = { error: String(error) }; });
}
