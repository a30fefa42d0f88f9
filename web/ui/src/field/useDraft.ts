/** The report as it is being written: every key and every photo is on the phone before it is on the screen. */
import { onScopeDispose, reactive, ref, shallowRef, watch } from "vue";
import { newId } from "../shared/ids";
import type { Draft, Keep } from "../shared/keep";

export interface Preview {
  id: string;
  url: string;
}

export function useDraft(keep: Keep, task: string) {
  const draft = reactive<Draft>({ task, result: "", note: "", photos: [] });
  const previews = shallowRef<readonly Preview[]>([]);
  const savedAt = ref<number | null>(null);
  const ready = ref(false);

  function show(id: string, blob: Blob): void {
    previews.value = [...previews.value, { id, url: URL.createObjectURL(blob) }];
  }

  async function load(): Promise<void> {
    const kept = await keep.draft(task);
    if (kept) {
      draft.result = kept.result;
      draft.note = kept.note;
      for (const id of kept.photos) {
        const photo = await keep.photo(id);
        if (!photo) continue;
        draft.photos.push(id);
        show(id, photo.blob);
      }
    }
    ready.value = true;
  }

  async function save(): Promise<void> {
    await keep.putDraft({ ...draft, photos: [...draft.photos] });
    savedAt.value = Date.now();
  }

  async function addPhotos(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      const id = newId();
      await keep.putPhoto({ id, task, name: file.name || `${id}.jpg`, blob: file, file: null });
      draft.photos.push(id);
      show(id, file);
    }
  }

  async function removePhoto(id: string): Promise<void> {
    draft.photos = draft.photos.filter((one) => one !== id);
    const gone = previews.value.find((one) => one.id === id);
    if (gone) URL.revokeObjectURL(gone.url);
    previews.value = previews.value.filter((one) => one.id !== id);
    await keep.dropPhoto(id);
  }

  void load();
  watch(
    () => [draft.result, draft.note, draft.photos.join()],
    () => {
      if (ready.value) void save();
    },
  );
  onScopeDispose(() => {
    for (const { url } of previews.value) URL.revokeObjectURL(url);
  });

  return { draft, previews, savedAt, addPhotos, removePhoto };
}
