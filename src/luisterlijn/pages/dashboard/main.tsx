import { effect } from "@preact/signals";
import { render } from "preact";
import { keepFocus } from "../shared/focus.ts";
import { App } from "./app.tsx";
import { handsUp } from "./frame.tsx";
import { start } from "./line.ts";
import { texts } from "./texts.ts";
import "../shared/style.css";
import "./style.css";

effect(() => {
  const { title, titleHand } = texts();
  document.title = handsUp() ? titleHand(title) : title;
});
void start();
keepFocus();
render(<App />, document.getElementById("page") as HTMLElement);
