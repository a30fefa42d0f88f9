/// <reference lib="webworker" />
/**
 * What works while the page is closed: a push becomes a notification, and the page itself starts without a
 * network. Nothing of the city is kept here; tasks and unsent acts are the page's own affair.
 */
import { words } from "./worker.words";

declare const self: ServiceWorkerGlobalScope;

const SHELL = "onedoor-field";
const PAGE = "/field";

interface News {
  kind?: string;
  id?: string;
}

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(freshPage(event.request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(keptAsset(event.request));
});

/** The page as the server has it now; without a network, as it was last. What it no longer names is forgotten. */
async function freshPage(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  try {
    const page = await fetch(request);
    if (page.ok) await shell.put(PAGE, page.clone());
    return page;
  } catch (error) {
    const kept = await shell.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

/** An asset's name says its content: what is kept under it is right for ever. */
async function keptAsset(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept) return kept;
  const asset = await fetch(request);
  if (asset.ok) await shell.put(request, asset.clone());
  return asset;
}

self.addEventListener("push", (event) => {
  const news = (event.data?.json() ?? {}) as News;
  const said = navigator.language.startsWith("zh") ? words.zh : words.en;
  const kind = (news.kind ?? "other") as keyof typeof words.zh;
  event.waitUntil(
    self.registration.showNotification(said[kind] ?? said.other, {
      // One notification for each thing: an alert repeats it instead of heaping up.
      ...(news.id && { tag: news.id, renotify: true }),
      requireInteraction: true,
      data: news,
    } as NotificationOptions),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const news = event.notification.data as News;
  const address = news.kind?.startsWith("task.") && news.id ? `${PAGE}?task=${news.id}` : PAGE;
  event.waitUntil(open(address));
});

async function open(address: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((one) => new URL(one.url).pathname === PAGE);
  if (page) await page.focus();
  else await self.clients.openWindow(address);
}
