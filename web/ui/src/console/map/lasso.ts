/**
 * Drawing on the map to choose cases: a box is drawn in one pull, a ring corner by corner. Without a
 * mouse the map is moved under a cross, and Enter puts a corner there; the same corner again closes.
 */
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import { NOTHING, removeLayers, showLayers, type Layer } from "../../shared/map/layer";
import { token } from "../../shared/theme";
import { boxRing, closed, readRing, writeRing, type Ring, type Spot } from "../extent";

export type Draft = "box" | "ring";

export interface Lasso extends Layer {
  readonly drawing: boolean;
  begin(draft: Draft): void;
  cancel(): void;
  /** What was drawn and holds; null takes it away. */
  set(ring: Ring | null): void;
}

export interface LassoEvents {
  drew(ring: Ring): void;
  /** Given up: nothing was drawn. */
  gaveUp(): void;
}

const SOURCE = "lasso";
const LAYERS = ["lasso-fill", "lasso-case", "lasso-line", "lasso-corner"];
/** Nearer than this to where it began, a ring is closed and a box is none. */
const NEAR_PX = 8;

export function mountLasso(map: MapLibre, on: LassoEvents): Lasso {
  map.addSource(SOURCE, { type: "geojson", data: NOTHING });
  map.addLayer({ id: "lasso-fill", type: "fill", source: SOURCE, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-opacity": 0.12 } });
  map.addLayer({ id: "lasso-case", type: "line", source: SOURCE, paint: { "line-width": 4 } });
  map.addLayer({ id: "lasso-line", type: "line", source: SOURCE, paint: { "line-width": 2, "line-dasharray": [3, 1.5] } });
  map.addLayer({ id: "lasso-corner", type: "circle", source: SOURCE, filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-stroke-width": 2 } });

  const canvas = map.getCanvas();
  const hands = map.getCanvasContainer();
  const cross = document.createElement("div");
  cross.className = "cross";
  canvas.after(cross);

  let draft: Draft | null = null;
  let corners: Spot[] = [];
  /** Where a pull of the mouse began. */
  let pulledFrom: Spot | null = null;
  let held: Ring | null = null;

  const spotAt = (x: number, y: number): Spot => {
    const { lng, lat } = map.unproject([x, y]);
    return [lng, lat];
  };
  const spotOf = (event: PointerEvent): Spot => {
    const { left, top } = canvas.getBoundingClientRect();
    return spotAt(event.clientX - left, event.clientY - top);
  };
  const isNear = (a: Spot, b: Spot) => map.project([a[0], a[1]]).dist(map.project([b[0], b[1]])) < NEAR_PX;

  function draw(hover?: Spot): void {
    const open = hover ? [...corners, hover] : corners;
    const ring = draft === "box" && open.length > 1 ? boxRing(open[0] as Spot, open.at(-1) as Spot) : draft ? open : (held ?? []);
    void map.getSource<GeoJSONSource>(SOURCE)?.setData({
      type: "FeatureCollection",
      features: [
        { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: ring.length > 1 ? [closed(ring)] : [] } },
        ...(draft ? corners : []).map((at) => ({ type: "Feature" as const, properties: {}, geometry: { type: "Point" as const, coordinates: [...at] } })),
      ],
    });
  }

  function end(): void {
    draft = null;
    corners = [];
    pulledFrom = null;
    map.dragPan.enable();
    map.doubleClickZoom.enable();
    map.boxZoom.enable();
    hands.classList.remove("drawing");
    draw();
  }

  function finish(ring: Ring): void {
    // As the address will say it: what is seen is what is kept.
    const kept = readRing(writeRing(ring));
    end();
    if (kept) on.drew(kept);
    else on.gaveUp();
  }

  function put(corner: Spot): void {
    const first = corners[0];
    const latest = corners.at(-1);
    if (draft === "box" && first) finish(boxRing(first, corner));
    else if (corners.length > 2 && first && latest && (isNear(first, corner) || isNear(latest, corner))) finish(corners);
    else if (latest && isNear(latest, corner)) return;
    else {
      corners.push(corner);
      draw();
    }
  }

  function press(event: PointerEvent): void {
    if (draft !== "box" || event.button !== 0 || corners.length > 0) return;
    pulledFrom = spotOf(event);
    hands.setPointerCapture(event.pointerId);
  }
  function pull(event: PointerEvent): void {
    if (!pulledFrom) return;
    corners = [pulledFrom];
    draw(spotOf(event));
  }
  function release(event: PointerEvent): void {
    if (!pulledFrom) return;
    const [from, to] = [pulledFrom, spotOf(event)];
    pulledFrom = null;
    if (!isNear(from, to)) finish(boxRing(from, to));
    else corners = [];
  }
  const click = (event: MapMouseEvent) => {
    if (draft) put([event.lngLat.lng, event.lngLat.lat]);
  };
  const hover = (event: MapMouseEvent) => {
    if (draft && corners.length > 0 && !pulledFrom) draw([event.lngLat.lng, event.lngLat.lat]);
  };
  const underCross = () => {
    if (draft && corners.length > 0 && document.activeElement === canvas && !pulledFrom) draw(map.getCenter().toArray());
  };
  function key(event: KeyboardEvent): void {
    if (!draft || event.isComposing) return;
    if (event.key === "Enter") put(map.getCenter().toArray());
    else if (event.key === "Escape") cancel();
    else if (event.key === "Backspace") {
      corners.pop();
      draw();
    } else return;
    // The console's own keys must not hear it, too.
    event.preventDefault();
    event.stopPropagation();
  }
  function cancel(): void {
    if (!draft) return;
    end();
    on.gaveUp();
  }

  hands.addEventListener("pointerdown", press);
  hands.addEventListener("pointermove", pull);
  hands.addEventListener("pointerup", release);
  hands.addEventListener("keydown", key);
  map.on("click", click);
  map.on("mousemove", hover);
  map.on("move", underCross);

  function paint(): void {
    map.setPaintProperty("lasso-fill", "fill-color", token("--acc"));
    map.setPaintProperty("lasso-case", "line-color", token("--halo"));
    map.setPaintProperty("lasso-line", "line-color", token("--acc"));
    map.setPaintProperty("lasso-corner", "circle-color", token("--acc"));
    map.setPaintProperty("lasso-corner", "circle-stroke-color", token("--halo"));
  }

  paint();
  return {
    paint,
    get drawing() {
      return draft !== null;
    },
    begin(kind) {
      if (draft) end();
      draft = kind;
      if (kind === "box") map.dragPan.disable();
      map.doubleClickZoom.disable();
      map.boxZoom.disable();
      hands.classList.add("drawing");
      canvas.focus();
      draw();
    },
    cancel,
    set(ring) {
      held = ring;
      if (!draft) draw();
    },
    show(visible) {
      showLayers(map, LAYERS, visible);
    },
    unmount() {
      hands.removeEventListener("pointerdown", press);
      hands.removeEventListener("pointermove", pull);
      hands.removeEventListener("pointerup", release);
      hands.removeEventListener("keydown", key);
      map.off("click", click);
      map.off("mousemove", hover);
      map.off("move", underCross);
      cross.remove();
      removeLayers(map, LAYERS, [SOURCE]);
    },
  };
}
