/**
 * Calling for help. The call is written down before it is sent and said again, under one id, until the server
 * has it: nobody who presses the button must wonder whether it went out.
 */
import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from "vue";
import { isUnreached, post, Problem } from "../shared/api";
import { localIso } from "../shared/format";
import { newId } from "../shared/ids";
import type { Place, Sos } from "../shared/types";
import type { Phone } from "./phone";

interface Call {
  id: string;
  at: string;
  place?: Place;
}

export interface SosDesk {
  /** The call that has not reached the server yet. */
  unsent: Ref<Call | null>;
  /** The own unit's call, as far as the server knows. */
  mine: ComputedRef<Sos | null>;
  /** Calls of others for which this unit is asked to come. */
  others: ComputedRef<Sos[]>;
  call(): Promise<void>;
  answer(sos: Sos, what: "take" | "call_off", words?: string): Promise<void>;
  failure: Ref<string>;
}

const AGAIN_MS = 3_000;

export function useSos(phone: Phone): SosDesk {
  const kept = `onedoor.sos:${phone.user.username}`;
  const unsent = ref<Call | null>(read(kept));
  const failure = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function say(): Promise<void> {
    clearTimeout(timer);
    const one = unsent.value;
    if (!one) return;
    try {
      await post("/sos", one);
    } catch (error) {
      // A refusal is final, and told; a line that is down is not.
      if (error instanceof Problem && !isUnreached(error) && error.status < 500 && error.status !== 429) {
        failure.value = error.message;
      } else {
        timer = setTimeout(() => void say(), AGAIN_MS);
        return;
      }
    }
    unsent.value = null;
    localStorage.removeItem(kept);
  }

  async function call(): Promise<void> {
    const one: Call = { id: newId(), at: localIso(new Date()) };
    unsent.value = one;
    localStorage.setItem(kept, JSON.stringify(one));
    const place = await phone.places.current();
    if (place && unsent.value.id === one.id) {
      unsent.value = { ...one, place };
      localStorage.setItem(kept, JSON.stringify(unsent.value));
    }
    await say();
  }

  async function answer(sos: Sos, what: "take" | "call_off", words?: string): Promise<void> {
    try {
      await post(`/sos/${sos.id}/acts`, { id: newId(), do: what, at: localIso(new Date()), ...(words && { words }) });
      failure.value = "";
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error);
    }
  }

  void say();
  onScopeDispose(() => {
    clearTimeout(timer);
  });
  const open = computed(() => [...phone.picture.value.sos.values()]);
  return {
    unsent,
    mine: computed(() => open.value.find((one) => one.unit === phone.user.unit) ?? null),
    others: computed(() => open.value.filter((one) => one.unit !== phone.user.unit)),
    call,
    answer,
    failure,
  };
}

function read(key: string): Call | null {
  try {
    const text = localStorage.getItem(key);
    return text ? (JSON.parse(text) as Call) : null;
  } catch {
    return null;
  }
}
