import { effect } from "@preact/signals";
import { render } from "preact";
import { keepFocus } from "../shared/focus.ts";
import { App } from "./app.tsx";
import { start } from "./state.ts";
import { texts } from "./texts.ts";
import "../shared/style.css";
import "./dashboard.css";

effect(() => {
  document.title = texts().title;
});
void start();
keepFocus();
render(<App />, document.getElementById("page") as HTMLElement);
