// Presses that wait for a definite answer, in their order, and what the worker has to remember.
// A press is stored before it is first sent, under the key the house does it once for: whatever
// dies in between, it is still there, and sending it again does it no second time.
const queue = (() => {
  let opened = null;

  function open() {
    opened ??= new Promise((take, fail) => {
      const asked = indexedDB.open("habitue-till", 1);
      asked.onupgradeneeded = () => {
        const presses = asked.result.createObjectStore("presses", { keyPath: "n", autoIncrement: true });
        presses.createIndex("key", "key", { unique: true });
        asked.result.createObjectStore("facts");
      };
      asked.onsuccess = () => {
        asked.result.onclose = () => { opened = null; };
        asked.result.onversionchange = () => { asked.result.close(); opened = null; };
        take(asked.result);
      };
      asked.onerror = () => fail(asked.error);
    });
    opened.catch(() => { opened = null; });
    return opened;
  }

  // resolves when it is written, not when it was asked for
  async function within(store, mode, work) {
    const written = (await open()).transaction(store, mode, { durability: "strict" });
    return new Promise((take, fail) => {
      const asked = work(written.objectStore(store));
      written.oncomplete = () => take(asked?.result);
      written.onabort = () => fail(written.error);
    });
  }

  const all = () => within("presses", "readonly", (store) => store.getAll());
  const at = (n) => within("presses", "readonly", (store) => store.get(n));
  const ofKey = (key) => within("presses", "readonly", (store) => store.index("key").get(key));
  const remove = (n) => within("presses", "readwrite", (store) => store.delete(n));

  // the same press again, with the same key, is the one that is there
  async function add(press) {
    const known = await ofKey(press.key);
    if (known) await change(known.n, { state: "waits" });
    if (known) return known;
    const n = await within("presses", "readwrite", (store) => store.add(press));
    return { ...press, n };
  }

  // nothing comes back that was taken away meanwhile
  const change = (n, more) => within("presses", "readwrite", (store) => {
    const asked = store.get(n);
    asked.onsuccess = () => { if (asked.result) store.put({ ...asked.result, ...more }); };
  });

  const fact = (name) => within("facts", "readonly", (store) => store.get(name));
  const remember = (name, value) => within("facts", "readwrite", (store) => store.put(value, name));

  return { all, at, ofKey, add, change, remove, fact, remember };
})();
