import { effect } from "@preact/signals";
import { render } from "preact";
import { keepFocus } from "../shared/focus.ts";
import { App } from "./app.tsx";
import { texts } from "./texts.ts";
import "../shared/style.css";
import "./link.css";

effect(() => {
  document.title = texts().title;
});
keepFocus();
render(<App />, document.getElementById("page") as HTMLElement);
