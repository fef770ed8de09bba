/* The shop keeps nothing in browsers any more: whoever still has a worker of it is freed of it. */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const leave = async () => {
    const mine = (await caches.keys()).filter((name) => name.startsWith("shop-shell-"));
    await Promise.all(mine.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
