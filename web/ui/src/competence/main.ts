import { createApp } from "vue";
import { openSession } from "../shared/session";
import App from "./App.vue";

createApp(App).mount("#app");
void openSession();
