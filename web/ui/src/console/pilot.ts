/**
 * Selection and flight. The map moves only because somebody asked: a row flies to its case, the same
 * row again flies back to where the map was before.
 */
import { shallowRef, type ShallowRef } from "vue";
import type { Case, Unit } from "../shared/types";
import type { Desk } from "./desk";

/** Told to the map as a value, so a map that is still loading hears it when it comes. */
export type Flight = { n: number } & ({ kind: "to"; lon: number; lat: number } | { kind: "back" });

export type Width = "narrow" | "medium" | "wide";

export interface Pilot {
  flight: ShallowRef<Flight | null>;
  pick(one: Case): void;
  pickPin(caseNo: string): void;
  pickUnit(unit: Unit): void;
  /** Open a case wherever it is, and show its place where that is known. */
  open(caseNo: string): void;
  /** Show a place; asked again it stays. */
  show(place: { lon: number | null; lat: number | null }): void;
  fly(): void;
  leave(): void;
}

export function pilot(desk: Desk, width: () => Width): Pilot {
  const flight = shallowRef<Flight | null>(null);
  const { view } = desk;
  let flownTo: string | null = null;
  let n = 0;

  function to(key: string, place: { lon: number | null; lat: number | null }): void {
    if (place.lon === null || place.lat === null) return;
    flownTo = key;
    flight.value = { n: ++n, kind: "to", lon: place.lon, lat: place.lat };
  }

  function back(): void {
    if (flownTo === null) return;
    flownTo = null;
    flight.value = { n: ++n, kind: "back" };
  }

  function select(caseNo: string): void {
    view.selected = caseNo;
    if (width() === "narrow") view.tab = "detail";
  }

  function leave(): void {
    back();
    view.selected = null;
    if (width() === "narrow" && view.tab === "detail") view.tab = "list";
  }

  return {
    flight,
    pick(one) {
      if (view.selected === one.case_no && flownTo === one.case_no) {
        leave();
        return;
      }
      select(one.case_no);
      to(one.case_no, one);
    },
    pickPin(caseNo) {
      // The eye is already on the map: open the case, leave the map where it is.
      if (view.selected === caseNo) leave();
      else select(caseNo);
    },
    pickUnit(unit) {
      if (width() !== "wide") view.tab = "map";
      if (flownTo === unit.code) back();
      else to(unit.code, unit);
    },
    open(caseNo) {
      select(caseNo);
      const known = desk.lastHeard(caseNo);
      if (known) to(caseNo, known);
    },
    show(place) {
      if (width() !== "wide") view.tab = "map";
      to("", place);
    },
    fly() {
      const one = desk.focus.value;
      if (!one) return;
      if (flownTo === one.case_no) back();
      else to(one.case_no, one);
    },
    leave,
  };
}
