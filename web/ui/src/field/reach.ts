/**
 * Being reached while the page is closed: a service worker and, should the officer allow it, Web Push.
 * All of it is a gain and none of it is needed: without it the phone rings as long as the page is open.
 */
import { ref, type Ref } from "vue";
import { get, post } from "../shared/api";

/** `asking`: the officer has not been asked; `off`: not here, or not wanted. */
export type Reach = "asking" | "on" | "off";

export const reach: Ref<Reach> = ref("off");

export async function openWorker(): Promise<void> {
  // Absent outside https, whatever the types say.
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  try {
    const registration = await workers.register("/field-worker.js", { scope: "/field" });
    if (!("pushManager" in registration) || !("Notification" in globalThis)) return;
    reach.value = Notification.permission === "default" ? "asking" : "off";
    if (Notification.permission === "granted") await subscribe(registration);
  } catch {
    // No worker: the page alone still does all there is to do.
  }
}

/** Ask the officer; browsers listen only inside a click. */
export async function allowReach(): Promise<void> {
  reach.value = "off";
  if ((await Notification.requestPermission()) !== "granted") return;
  const registration = await navigator.serviceWorker.getRegistration("/field");
  if (registration) await subscribe(registration);
}

async function subscribe(registration: ServiceWorkerRegistration): Promise<void> {
  const { key } = await get<{ key: string }>("/push-key");
  const known = await registration.pushManager.getSubscription();
  const subscription = known ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint, keys } = subscription.toJSON();
  await post("/push-subscriptions", { endpoint, keys });
  reach.value = "on";
}
