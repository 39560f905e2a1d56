// A service worker that keeps the refresh token over a reload, in memory and nowhere else.
//
// The vault (vault.ts) lives as long as its page. So that a reload does not ask for the password again, it leaves the
// refresh token here every few seconds; browsers end an idle service worker after about half a minute, and what it
// knew is gone with it. Only vaults are answered: a script in a page cannot ask. Nothing else is intercepted.
import { keeperPath } from "./keeper_path";

declare const self: ServiceWorkerGlobalScope;

let refreshToken = "";
let last: Promise<unknown> = Promise.resolve();

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname !== keeperPath) return;
  // In the order in which they came: what one vault deposits must not overtake that another was told to forget.
  const answered = last.then(() => answer(event));
  last = answered.catch(() => undefined);
  event.respondWith(answered);
});

async function answer(event: FetchEvent): Promise<Response> {
  const client = await self.clients.get(event.clientId);
  if (client?.type !== "worker") return new Response(null, { status: 403 });
  if (event.request.method === "PUT") refreshToken = await event.request.text();
  if (event.request.method === "DELETE") refreshToken = "";
  return new Response(event.request.method === "GET" ? refreshToken : null, {
    headers: { "Cache-Control": "no-store", "X-Kept-By": "session-keeper" },
  });
}
