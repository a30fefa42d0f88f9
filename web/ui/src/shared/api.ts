/** The HTTP side. A refusal is thrown as a `Problem`; a caller that gets a value got a 2xx. */
import type { ProblemBody } from "./types";
import { language } from "./i18n";
import { hearDate } from "./serverTime";

export class Problem extends Error {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: NonNullable<ProblemBody["errors"]>;
  readonly retryAfterS: number | null;

  constructor(body: ProblemBody, retryAfterS: number | null = null) {
    super(body.detail ?? body.title);
    this.name = "Problem";
    this.type = body.type;
    this.title = body.title;
    this.status = body.status;
    this.detail = body.detail ?? "";
    this.errors = body.errors ?? [];
    this.retryAfterS = retryAfterS;
  }
}

/** Status 0: the request did not reach the server, so nothing is known about its effect. */
export const UNREACHED = "about:unreached";

export function isUnreached(error: unknown): boolean {
  return error instanceof Problem && error.type === UNREACHED;
}

type Listener = () => void;
let onSignedOut: Listener = () => undefined;

/** One place hears that the session is over, whichever request found out. */
export function whenSignedOut(listener: Listener): void {
  onSignedOut = listener;
}

async function readProblem(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get("Retry-After") ?? "");
  const wait = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null;
  const fallback = { type: "about:blank", title: response.statusText, status: response.status };
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    return new Problem({ ...fallback, ...body }, wait);
  } catch {
    return new Problem(fallback, wait);
  }
}

export async function fetchOrThrow(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept", "application/json");
  headers.set("Accept-Language", language.value === "zh" ? "zh-CN" : "en");
  const askedAt = Date.now();
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({ type: UNREACHED, title: String(error), status: 0 });
  }
  hearDate(response.headers.get("Date"), askedAt, Date.now());
  if (response.ok) return response;
  // A wrong password is also a 401, but it ends no session.
  if (response.status === 401 && !path.endsWith("/login")) onSignedOut();
  throw await readProblem(response);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetchOrThrow(`/api/v1${path}`, signal ? { signal } : {});
  return (await response.json()) as T;
}

export async function post<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetchOrThrow(`/api/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export async function upload(file: Blob, name: string): Promise<{ id: string; sha256: string }> {
  const form = new FormData();
  form.append("file", file, name);
  const response = await fetchOrThrow("/api/v1/files", { method: "POST", body: form });
  return (await response.json()) as { id: string; sha256: string };
}
