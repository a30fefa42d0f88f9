/** Who is at this screen. One session per page; everything else waits until it says `in`. */
import { shallowRef } from "vue";
import { get, isUnreached, post, Problem, whenSignedOut } from "./api";
import { useTimezone } from "./format";
import type { City, User } from "./types";

export type Session =
  | { kind: "asking" }
  | { kind: "in"; user: User; city: City }
  /** `ended`: it was valid a moment ago. `role`: signed in, but this page is not for that role. */
  | { kind: "out"; why: "nobody" | "ended" | "role" }
  | { kind: "unreached"; why: string };

export const session = shallowRef<Session>({ kind: "asking" });

whenSignedOut(() => {
  if (session.value.kind === "in") session.value = { kind: "out", why: "ended" };
});

export async function openSession(): Promise<void> {
  try {
    const [user, city] = await Promise.all([get<User>("/me"), get<City>("/city")]);
    enter(user, city);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      session.value = { kind: "out", why: "nobody" };
    } else {
      session.value = { kind: "unreached", why: error instanceof Error ? error.message : String(error) };
    }
  }
}

function enter(user: User, city: City): void {
  useTimezone(city.timezone);
  session.value = { kind: "in", user, city };
}

/** @throws Problem when the server refuses or cannot be reached. */
export async function signIn(username: string, password: string): Promise<void> {
  const { user } = await post<{ user: User }>("/login", { username, password });
  enter(user, await get<City>("/city"));
}

export async function signOut(): Promise<void> {
  try {
    await post("/logout");
  } catch (error) {
    if (!isUnreached(error) && !(error instanceof Problem)) throw error;
  }
  session.value = { kind: "out", why: "nobody" };
}

export function endSession(code: number): void {
  session.value = { kind: "out", why: code === 4003 ? "role" : "ended" };
}

/** After a line that would not open: is it the network, or is the session over? */
export async function checkSession(): Promise<void> {
  if (!navigator.onLine) return;
  try {
    await get<User>("/me");
  } catch {
    // A 401 has already been heard by whenSignedOut; anything else is the network's business.
  }
}
