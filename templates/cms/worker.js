/* Keeps the shell and the offline page. What people see, and what they have, is never kept. */
const { shell, offline, version } = {{ facts|safe }};
const PREFIX = "shop-shell-";
const KEPT = PREFIX + version;
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // such a file never changes: no need to ask whether it did
const NOT_OURS = /^\/(admin|media|stripe-test)\//;

self.addEventListener("install", (event) => {
  // Without cookies: what is kept was made for nobody.
  const asked = shell.map((url) => new Request(url, { credentials: "omit", cache: "no-cache" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clear = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== KEPT);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || NOT_OURS.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(open(event));
  else if (!Object.values(offline).includes(pathname) && shell.includes(pathname)) event.respondWith(part(request, pathname));
});

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const [, language] = new URL(event.request.url).pathname.split("/");
    return (await kept(offline[language] ?? offline[""])) ?? Response.error();
  }
}

async function part(request, pathname) {
  const mine = await kept(pathname);
  if (mine && HASHED.test(pathname)) return mine;
  return fetch(request).catch(() => mine ?? Response.error());
}

async function kept(pathname) {
  return (await caches.open(KEPT)).match(pathname, { ignoreVary: true });
}
