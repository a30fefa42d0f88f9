/** Sane defaults for what the wire carries; a test names only what it is about. */
import type { Case, Frame, Task, Unit } from "../src/shared/types";

export function makeCase(changes: Partial<Case> = {}): Case {
  return {
    case_no: "20261122-000001",
    state: "to_judge",
    stage: "accepted",
    closed: false,
    version: 1,
    platform: "sitaiping",
    source_event_id: "EV-1",
    title: "店外经营",
    scheme: "GB/T 47678.5-2026",
    kind: "matter",
    code: "09005",
    class_name: "店外经营",
    urgency: "general",
    lon: 120.13,
    lat: 30.26,
    address: "文一西路 1 号",
    district: "330106",
    district_name: "西湖区",
    township: "330106109",
    township_name: "转塘街道",
    team: null,
    team_name: null,
    unit: null,
    item: null,
    reason: "unknown_class",
    hops: 0,
    due_at: null,
    due_provisional: false,
    near_at: null,
    paused_at: null,
    outcome: null,
    merged_into: null,
    members: 0,
    asked_back: null,
    refusal: null,
    occurred_at: "2026-11-22T07:59:00Z",
    received_at: "2026-11-22T08:00:00.000000Z",
    changed_at: "2026-11-22T08:00:00.000000Z",
    ...changes,
  };
}

export function makeTask(changes: Partial<Task> = {}): Task {
  return {
    id: "task-1",
    case_no: "20261122-000001",
    state: "offered",
    ended: false,
    version: 1,
    team: "T",
    team_name: "转塘中队",
    unit: "U1",
    unit_name: "转塘 01 组",
    role: "lead",
    parent_id: null,
    replaces_id: null,
    suspended_from: null,
    accept_by: null,
    arrive_by: null,
    title: "店外经营",
    class_name: "店外经营",
    urgency: "general",
    address: null,
    lon: 120.13,
    lat: 30.26,
    township_name: "转塘街道",
    description: null,
    reason: "routed_posted",
    why: {},
    offered_at: "2026-11-22T08:00:00Z",
    moves: [{ state: "offered", at: "2026-11-22T08:00:00Z", device_at: null, by: "system", act: null }],
    ...changes,
  };
}

export function makeUnit(changes: Partial<Unit> = {}): Unit {
  return {
    code: "U1",
    name: "转塘 01 组",
    team: "T",
    team_name: "转塘街道综合行政执法队",
    lon: 120.1,
    lat: 30.2,
    online: true,
    on_duty: true,
    duty: "on",
    free_until: null,
    position_at: null,
    load: 0,
    state: "free",
    ...changes,
  };
}

export function frame(seq: number, name: string, data: unknown): Frame {
  return { seq, name, at: "2026-11-22T08:05:00.000000Z", data };
}
