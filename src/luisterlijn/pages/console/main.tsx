import { effect } from "@preact/signals";
import { render } from "preact";
import { keepFocus } from "../shared/focus.ts";
import { App } from "./app.tsx";
import { start } from "./line.ts";
import { followClicks } from "./shifts/push.ts";
import { me } from "./state.ts";
import { texts } from "./texts.ts";
import { view } from "./view.ts";
import "../shared/style.css";
import "./console.css";
import "./views.css";

effect(() => {
  const t = texts();
  document.title = me.value?.offer ? t.titleOffer : view.value === "shifts" ? t.views.shifts : t.title;
});
void start();
keepFocus();
followClicks();
render(<App />, document.getElementById("page") as HTMLElement);
