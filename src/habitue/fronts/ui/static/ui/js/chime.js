// A short tone and a buzz: the card was heard, before anybody looks. Silent with <body data-silent>.
let audio = null;

export function chime({ good = true } = {}) {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(good ? 40 : [60, 60, 60]);
  if ("silent" in document.body.dataset || !window.AudioContext) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") return; // nobody has touched the page yet
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = good ? 880 : 220;
  volume.gain.value = 0.06;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (good ? 0.07 : 0.2));
}
