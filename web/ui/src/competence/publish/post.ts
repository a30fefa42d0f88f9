/** A form with a file, sent as the browser makes it; refusals come back as everywhere. */
import { fetchOrThrow } from "../../shared/api";

export async function postForm<T>(path: string, body: FormData): Promise<T> {
  const response = await fetchOrThrow(`/api/v1${path}`, { method: "POST", body });
  return (await response.json()) as T;
}
