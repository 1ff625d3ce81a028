/** Two soft notes, made here: no file to fetch. Browsers stay silent until the person has touched the page. */
let context: AudioContext | null = null;

const NOTES = [
  { frequency: 659.3, after: 0 },
  { frequency: 880, after: 0.13 },
] as const;
const LOUDNESS = 0.12;
const NOTE_SECONDS = 0.5;

export async function chime(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  for (const { frequency, after } of NOTES) playNote(context, frequency, context.currentTime + after);
}

function playNote(audio: AudioContext, frequency: number, at: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.type = "sine";
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_SECONDS);
}
