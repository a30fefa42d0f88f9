import { createApp } from "vue";
import { openSession } from "../shared/session";
import { allowSoundOnFirstTouch } from "../shared/sound";
import App from "./App.vue";

allowSoundOnFirstTouch();
createApp(App).mount("#app");
void openSession();
