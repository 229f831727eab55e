// Faults of the browser's database, and looking at it past the store. Evaluated once: the value is the object below.
(() => {
  const real = {
    transaction: IDBDatabase.prototype.transaction,
    put: IDBObjectStore.prototype.put,
    open: IDBFactory.prototype.open,
  };
  const factory = indexedDB;
  const calm = { writes: Infinity, lost: 0, aborts: 0, mute: false, opened: [] };
  const state = { ...calm };

  IDBDatabase.prototype.transaction = function (...given) {
    if (state.lost > 0) {
      state.lost -= 1;
      this.close();
    }
    state.opened.push(`${given[1]} ${given[2]?.durability}`);
    return real.transaction.apply(this, given);
  };

  // As browsers do: the request is taken, then the transaction aborts; only the transaction's own error tells why.
  function doom(transaction, request, error) {
    if (Object.hasOwn(transaction, 'commit')) return;
    Object.defineProperty(transaction, 'error', { value: error });
    transaction.commit = () => {};
    request.addEventListener('success', () => transaction.abort());
  }
  IDBObjectStore.prototype.put = function (...given) {
    const request = real.put.apply(this, given);
    state.writes -= 1;
    if (state.writes < 0) {
      doom(this.transaction, request, new DOMException('full', 'QuotaExceededError'));
    } else if (state.aborts > 0) {
      state.aborts -= 1;
      doom(this.transaction, request, null);
    }
    return request;
  };
  IDBFactory.prototype.open = function (...given) {
    return state.mute ? new EventTarget() : real.open.apply(this, given);
  };

  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const done = (transaction) => new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const open = (name, version) => {
    const request = real.open.call(indexedDB, name, version);
    request.onupgradeneeded = () => {
      if (request.result.objectStoreNames.length > 0) return;
      const stores = version === 1 ? ['documents', 'blobs', 'drafts', 'meta'] : ['new'];
      stores.forEach((store) => request.result.createObjectStore(store));
    };
    return settled(request);
  };

  let held;
  let longest = 0;
  let watching = false;
  return {
    set: (name, value) => { state[name] = value; },
    calm: () => { Object.assign(state, calm, { opened: [] }); },
    opened: () => state.opened.join(', '),
    overwrite: async (name, store, key, value) => {
      const database = await open(name);
      const transaction = real.transaction.call(database, store, 'readwrite');
      real.put.call(transaction.objectStore(store), value, key);
      await done(transaction);
      database.close();
    },
    keys: async (name, store) => {
      const database = await open(name);
      const keys = await settled(real.transaction.call(database, store).objectStore(store).getAllKeys());
      database.close();
      return keys;
    },
    // Fills a database of the first schema: ids and texts.
    fill: async (name, ids, texts) => {
      const database = await open(name, 1);
      const transaction = real.transaction.call(database, 'documents', 'readwrite');
      ids.forEach((id, at) => real.put.call(transaction.objectStore('documents'), texts[at], id));
      await done(transaction);
      database.close();
    },
    dump: async (name) => {
      const database = await open(name);
      const all = { version: database.version };
      for (const store of database.objectStoreNames) {
        const source = real.transaction.call(database, store).objectStore(store);
        all[store] = [await settled(source.getAllKeys()), await settled(source.getAll())];
      }
      database.close();
      return JSON.stringify(all);
    },
    // Makes a database of this version, or upgrades one; then lets go of it unless it shall be held.
    make: async (name, version, hold) => {
      const database = await open(name, version);
      if (hold) held = database; else database.close();
    },
    release: () => held.close(),
    remove: (name) => settled(indexedDB.deleteDatabase(name)),
    // The event by which browsers tell that they have closed a connection.
    force_close: () => {
      const before = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (...given) {
        IDBDatabase.prototype.transaction = before;
        this.close();
        queueMicrotask(() => this.dispatchEvent(new Event('close')));
        return before.apply(this, given);
      };
    },
    refuse: () => {
      Object.defineProperty(globalThis, 'indexedDB', {
        configurable: true, get() { throw new DOMException('no', 'SecurityError'); },
      });
    },
    allow: () => { Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: factory }); },
    // The longest time between two turns of the event loop, in milliseconds.
    watch: () => {
      const channel = new MessageChannel();
      let last = performance.now();
      longest = 0;
      watching = true;
      channel.port1.onmessage = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (watching) channel.port2.postMessage(0);
      };
      channel.port2.postMessage(0);
    },
    longest: () => { watching = false; return longest; },
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
})()
