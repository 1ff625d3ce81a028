/** A short, quiet two-tone chime, made on the spot: no file to fetch, and no autoplay before the person did something. */
export function chime(): void {
  if (!navigator.userActivation.hasBeenActive) return;
  // Of several tabs with this site, one rings.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) ring();
  else {
    void locks.request("ariane:chime", { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      ring();
      await new Promise((resolve) => {
        setTimeout(resolve, 1_000);
      });
    });
  }
}

function ring(): void {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(0.06, 0);
  volume.gain.exponentialRampToValueAtTime(0.0001, 0.5);
  for (const [pitch, at] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(volume);
    tone.start(at);
    tone.stop(0.5);
  }
  setTimeout(() => void context.close(), 700);
}
