// A tone of its own for each outcome, so that nobody has to look up. Made, not played back: no files.
import { load, save } from "./storage.js";

// [frequency in Hz, start, length in seconds]
const TONES = {
  person: [[880, 0, 0.08]],
  lent: [[660, 0, 0.09], [990, 0.1, 0.16]],
  returned: [[880, 0, 0.09], [587, 0.1, 0.16]],
  waiting: [[740, 0, 0.1], [740, 0.15, 0.1]],
  quantity: [[659, 0, 0.06], [880, 0.07, 0.06]],
  withdrawn: [[660, 0, 0.07], [830, 0.08, 0.07], [990, 0.16, 0.14]],
  undone: [[784, 0, 0.07], [659, 0.08, 0.07], [523, 0.16, 0.14]],
  bounce: [[440, 0, 0.05]],
  stored: [[523, 0, 0.07], [523, 0.12, 0.07], [523, 0.24, 0.07]],
  refused: [[196, 0, 0.18], [156, 0.22, 0.34]],
};

export class Sound {
  isOn = load("sound", true);
  #context;

  toggle() {
    this.isOn = !this.isOn;
    save("sound", this.isOn);
    this.play("person");
  }

  play(kind) {
    if (!this.isOn || !navigator.userActivation?.hasBeenActive) return;
    this.#context ??= new AudioContext();
    this.#context.resume();
    for (const tone of TONES[kind] ?? TONES.refused) this.#beep(kind in TONES ? kind : "refused", tone);
  }

  #beep(kind, [frequency, start, length]) {
    const oscillator = this.#context.createOscillator();
    const volume = this.#context.createGain();
    const from = this.#context.currentTime + start;
    oscillator.type = kind === "refused" ? "sawtooth" : "triangle";
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.25, from + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length);
    oscillator.connect(volume).connect(this.#context.destination);
    oscillator.start(from);
    oscillator.stop(from + length);
  }
}
