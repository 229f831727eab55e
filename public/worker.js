// Keeps the app on this device, so that it opens without a network. It holds exactly the files of one release, each
// checked against its SHA-256 before it is kept; nothing else is ever answered from here. A release that cannot be had
// whole is not installed: the one before lives on. A new one waits until somebody agrees to it or no page is open.
'use strict';

// Both are put here by the build (.make/list.mjs). Without files, as in a draft, the worker removes itself.
const release = '';
const files = {}; // path: [SHA-256, bytes]

const { scope } = registration;
const ours = `shouwen:${new URL(scope).pathname}|`; // two apps on one origin do not touch each other's
const current = ours + release;
const hashed = /-[0-9a-f]{8,16}(_bg)?\.\w+$/;
const types = {
  css: 'text/css; charset=utf-8', csv: 'text/csv; charset=utf-8', html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8', json: 'application/json', png: 'image/png', svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8', wasm: 'application/wasm', webmanifest: 'application/manifest+json',
};

/** Where a file lies. Hosts may send people from index.html to its folder, so the page is always asked for by that. */
const address = (path) => new URL(path === 'index.html' ? './' : path, scope).href;

const names = async () => (await caches.keys()).filter((name) => name.startsWith(ours));

async function isWhole(path, bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === files[path][0];
}

/** A file as it is kept: the host's headers, such as its policy, but the type that it has. */
function answer(path, headers, bytes) {
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'vary']) kept.delete(name);
  kept.set('content-type', types[path.split('.').pop()] ?? 'application/octet-stream');
  return new Response(bytes, { headers: kept });
}

/** A file of this release: one that is here already and has not changed, else the host's. */
async function verified(path, before) {
  for (const cache of before) {
    const known = await cache.match(address(path));
    if (known) {
      const bytes = await known.arrayBuffer();
      if (await isWhole(path, bytes)) return answer(path, known.headers, bytes);
    }
  }
  let why;
  // What the browser has already is taken; should that be stale, the host is asked once more.
  for (const cache of [hashed.test(path) ? 'default' : 'no-cache', 'reload']) {
    const found = await fetch(address(path), { cache });
    const bytes = await found.arrayBuffer();
    if (found.ok && await isWhole(path, bytes)) return answer(path, found.headers, bytes);
    why = found.ok ? 'is not the file of this release' : `came with status ${found.status}`;
  }
  throw new Error(`${path} ${why}`);
}

async function install() {
  if (!release) return skipWaiting();
  const before = await Promise.all((await names()).map((name) => caches.open(name)));
  const cache = await caches.open(current);
  const left = Object.keys(files);
  const fetchSome = async () => {
    for (let path = left.pop(); path; path = left.pop()) await cache.put(address(path), await verified(path, before));
  };
  try {
    await Promise.all([1, 2, 3, 4].map(fetchSome));
  } catch (error) {
    left.length = 0;
    await caches.delete(current);
    for (const page of await pages()) page.postMessage({ shouwen: 'failed', why: String(error.message) });
    throw error;
  }
}

/** The open pages of this app. */
async function pages() {
  const all = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter((page) => page.url.startsWith(scope));
}

async function activate() {
  if (!release) {
    for (const name of await names()) await caches.delete(name);
    await registration.unregister();
    return;
  }
  // Pages of an older release are noted beside its files, which stay while one of them lives.
  const open = JSON.stringify((await pages()).map((page) => page.id));
  for (const name of await names()) {
    if (name !== current) await (await caches.open(name)).put(`${scope}?pages`, new Response(open));
  }
  await tidy();
  await clients.claim();
}

/** Removes older releases of which no page is open any more. */
async function tidy() {
  for (const name of await names()) {
    const noted = name !== current && await (await caches.open(name)).match(`${scope}?pages`);
    if (!noted) continue;
    const open = await Promise.all((await noted.json()).map((id) => clients.get(id)));
    if (!open.some(Boolean)) await caches.delete(name);
  }
}

async function answered(request, path) {
  try {
    const cache = await caches.open(current);
    const kept = await cache.match(address(path));
    if (kept) return kept;
    if (request.mode !== 'navigate') {
      // Somebody has cleared what was kept: it is put back as long as the host still has it.
      const again = await verified(path, []);
      await cache.put(address(path), again.clone());
      return again;
    }
  } catch { /* nothing kept, and another release at the host: it answers for itself */ }
  return fetch(request);
}

/** A file of an older release, for a page that was open before this one was agreed to. */
async function older(request) {
  for (const name of await names()) {
    const kept = await (await caches.open(name)).match(request.url);
    if (kept) return kept;
  }
  return fetch(request);
}

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const [url] = request.url.split(/[?#]/);
  if (!release || request.method !== 'GET' || !url.startsWith(scope) || request.headers.has('range')) return;
  const path = url.slice(scope.length);
  if (request.mode === 'navigate') {
    if (path !== '' && path !== 'index.html') return;
    event.respondWith(answered(request, 'index.html'));
    event.waitUntil(tidy());
  } else if (path !== 'index.html' && Object.hasOwn(files, path)) {
    event.respondWith(answered(request, path));
  } else if (hashed.test(path)) {
    event.respondWith(older(request));
  }
});

addEventListener('message', (event) => {
  if (event.data === 'update') event.waitUntil(skipWaiting());
  if (event.data === 'about') {
    const bytes = Object.values(files).reduce((sum, [, size]) => sum + size, 0);
    event.ports[0]?.postMessage({ release, bytes });
  }
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(pages().then(([page]) => (page ? page.focus() : clients.openWindow(scope))));
});
