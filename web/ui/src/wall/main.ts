import { createApp } from "vue";
import { language } from "../shared/i18n";
import { openSession } from "../shared/session";
import { theme } from "../shared/theme";
import App from "./App.vue";
import { takeLink } from "./link";

// Nobody stands at a wall to press a switch: what it should look like is in its address.
const asked = new URLSearchParams(location.search);
if (asked.get("theme") === "light") theme.value = "light";
if (asked.get("lang") === "en") language.value = "en";

takeLink();
createApp(App).mount("#app");
void openSession();
