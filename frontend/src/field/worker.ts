// The service worker: keeps the house's own files and two pages without anybody's data; sends what waits when asked.
// Pages with somebody's data are never kept: without network the list of today comes from the phone's own store.
import { addPlugins, cleanupOutdatedCaches, matchPrecache, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";
import { drain } from "./sending";
import { GROUND } from "./store";

interface Worker {
  WANGGE: { kept: PrecacheEntry[]; shell: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(name: string, listener: (event: Waiting) => void): void;
}
interface Waiting {
  tag?: string;
  waitUntil(promise: Promise<unknown>): void;
}

const worker = self as unknown as Worker;
const { kept, shell } = worker.WANGGE;

/** Whatever headers a page is asked for with, the kept copy answers: the list of kept files changes with language and look. */
function plain(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const name of ["Vary", "Content-Encoding", "Set-Cookie"]) headers.delete(name);
  return new Response(response.body, { headers });
}

addPlugins([{ cacheWillUpdate: ({ response }) => Promise.resolve(response.ok ? plain(response) : null) }]);
precacheAndRoute(kept, { cleanURLs: false });
cleanupOutdatedCaches();

registerRoute(({ url }) => url.pathname.startsWith("/static/build/"), new CacheFirst({ cacheName: "wangge-files" }));
registerRoute(
  ({ url }) => url.pathname.startsWith("/api/v1/areas/") && url.pathname.endsWith(".geojson"),
  new NetworkFirst({ cacheName: GROUND, networkTimeoutSeconds: 4 }),
);
registerRoute(new NavigationRoute(async ({ request }) => {
  try {
    return await fetch(request);
  } catch {
    return (await matchPrecache(shell)) ?? Response.error();
  }
}, { allowlist: [/^\/desk\//] }));

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("sync", (event) => {
  if (event.tag === "deeds") event.waitUntil(drain().then((ended) => (ended === "offline" ? Promise.reject(new Error(ended)) : ended)));
});
