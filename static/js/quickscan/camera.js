// The live picture at the desk, and photos where there is none. What is read goes the way of the scanner.
import { Decoder } from "./decoder.js";
import { slots } from "./dom.js";
import { readPhoto } from "./photo.js";
import { Sightings } from "./sightings.js";
import { load, save } from "./storage.js";

const PAUSE = 60; // milliseconds between two pictures
const FLASH = 400;
const PICTURE = { width: { ideal: 1920 }, height: { ideal: 1080 } };
const REASONS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Camera {
  #isWanted = false;
  #run = null; // a new one with each start and stop: what belongs to an old one ends by itself
  #stream = null;

  /** @param say shows one of the sentences about the camera; onCode is called with what was read. */
  constructor({ panel, say, onCode }) {
    Object.assign(this, { panel, say, onCode, parts: slots(panel) });
    this.decoder = new Decoder(panel.dataset);
    this.parts.choice.addEventListener("change", () => {
      save("camera", this.parts.choice.value);
      this.start();
    });
    this.parts.torch.addEventListener("click", () => this.#toggleTorch());
    document.addEventListener("visibilitychange", () => this.#follow());
    addEventListener("pagehide", () => this.#release());
  }

  async start() {
    this.#isWanted = true;
    this.#release();
    if (document.hidden) return;
    const run = (this.#run = {});
    this.say("starting");
    try {
      const [stream] = await allOrClose([openCamera(load("camera")), this.decoder.load()]);
      if (run !== this.#run) return close(stream);
      await this.#show(stream);
      this.say("aim");
      await this.#watch(run);
    } catch (error) {
      if (run === this.#run) this.#fail(REASONS[error.name] ?? "failed");
    }
  }

  stop() {
    this.#isWanted = false;
    this.#release();
  }

  async readPhoto(file) {
    try {
      const code = await readPhoto(file, this.decoder);
      if (code === null) return this.say("nothing");
      this.say("read", code);
      this.#take(code);
    } catch (error) {
      this.say(error.name === "InvalidStateError" ? "unreadable" : "failed");
    }
  }

  /** Nobody looks at a hidden page: no camera there. */
  #follow() {
    if (document.hidden) this.#release();
    else if (this.#isWanted) this.start();
  }

  #release() {
    this.#run = null;
    close(this.#stream);
    this.#stream = null;
    this.parts.video.srcObject = null;
    this.parts.choice.hidden = true;
    this.parts.torch.hidden = true;
  }

  #fail(reason) {
    this.#release();
    this.say(reason);
  }

  async #show(stream) {
    const { video, torch } = this.parts;
    const [track] = stream.getVideoTracks();
    this.#stream = stream;
    track.addEventListener("ended", () => stream === this.#stream && this.#fail("lost"));
    video.srcObject = stream;
    await video.play();
    torch.hidden = !track.getCapabilities?.().torch;
    torch.setAttribute("aria-pressed", "false");
    await this.#offerCameras(track.getSettings().deviceId);
  }

  async #offerCameras(current) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter(({ kind }) => kind === "videoinput");
    const { choice } = this.parts;
    choice.replaceChildren(
      ...cameras.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === current)),
    );
    choice.hidden = cameras.length < 2;
  }

  async #toggleTorch() {
    const { torch } = this.parts;
    const isOn = torch.getAttribute("aria-pressed") !== "true";
    await this.#stream?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: isOn }] });
    torch.setAttribute("aria-pressed", String(isOn));
  }

  async #watch(run) {
    const { video } = this.parts;
    const sightings = new Sightings();
    while (run === this.#run) {
      await nextPicture(video);
      const codes = await this.decoder.read(await createImageBitmap(video));
      const code = sightings.see(codes, performance.now());
      if (code !== null && run === this.#run) this.#take(code);
      await pause(PAUSE);
    }
  }

  #take(code) {
    this.panel.classList.add("has-read");
    setTimeout(() => this.panel.classList.remove("has-read"), FLASH);
    this.onCode(code);
  }
}

/** The camera that was chosen last, else the one at the back of the device. */
async function openCamera(chosen) {
  const open = (device) => navigator.mediaDevices.getUserMedia({ video: { ...PICTURE, ...device } });
  if (!chosen) return open({ facingMode: "environment" });
  try {
    return await open({ deviceId: { exact: chosen } });
  } catch (error) {
    if (error.name !== "OverconstrainedError") throw error;
    return open({ facingMode: "environment" }); // it was unplugged
  }
}

/** Wait for all; when one fails, the camera does not stay open. */
async function allOrClose([opening, ...others]) {
  const [stream, ...outcomes] = await Promise.allSettled([opening, ...others]);
  const failure = [stream, ...outcomes].find(({ status }) => status === "rejected");
  if (failure) {
    close(stream.value);
    throw failure.reason;
  }
  return [stream.value];
}

function close(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function nextPicture(video) {
  return new Promise((resolve) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(resolve);
    else setTimeout(resolve, PAUSE);
  });
}
