/**
 * Two soft notes, made on the spot: no file to fetch, and silence before the person did something here. Of several tabs
 * with this site, one rings. `loudness` from 0 to 1.
 */
export function chime(loudness: number): void {
  // Where it cannot be asked (Firefox before 120), the engine itself keeps silent until then.
  const activation: UserActivation | undefined = navigator.userActivation;
  if (activation !== undefined && !activation.hasBeenActive) return;
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) ring(loudness);
  else {
    void locks.request("ariane:chime", { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      ring(loudness);
      await new Promise((resolve) => {
        setTimeout(resolve, 1_000);
      });
    });
  }
}

function ring(loudness: number): void {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(loudness, 0);
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
