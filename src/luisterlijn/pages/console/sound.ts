/** A soft chime for an offer. Browsers allow sound only after a click, so the state of it is shown. */
import { signal } from "@preact/signals";

const KEPT = "geluid";
const NOTES_HZ = [523.25, 659.25];
const LOUDNESS = 0.25;

let audio: AudioContext | undefined;

export const soundOn = signal(sessionStorage.getItem(KEPT) !== "uit");
export const soundAllowed = signal(false);

export function setSound(on: boolean): void {
  soundOn.value = on;
  sessionStorage.setItem(KEPT, on ? "aan" : "uit");
  if (on) unlock();
}

/** To be called from a click. */
export function unlock(): void {
  audio ??= new AudioContext();
  const context = audio;
  void context.resume().then(() => (soundAllowed.value = context.state === "running"));
}

function note(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.04);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + 1);
}

export function chime(): void {
  const context = audio;
  if (!context || !soundOn.value || context.state !== "running") return;
  NOTES_HZ.forEach((hertz, index) => note(context, hertz, context.currentTime + index * 0.3));
}

document.addEventListener("pointerdown", unlock, { once: true });
document.addEventListener("keydown", unlock, { once: true });
