import { effect } from "@preact/signals";
import { render } from "preact";
import { keepFocus } from "../shared/focus.ts";
import { App } from "./app.tsx";
import { start } from "./line.ts";
import { calling } from "./state.ts";
import { texts } from "./texts.ts";
import "../shared/style.css";
import "./caller.css";

effect(() => {
  document.title = `${calling.value ? "● " : ""}${texts().title}`;
});
start();
keepFocus();
render(<App />, document.getElementById("page") as HTMLElement);
