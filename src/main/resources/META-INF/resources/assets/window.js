// Turns the shop window by itself: fetches the next page and shows its wishes. While the service
// cannot be reached, the wishes stay; without this script, the link leads to the next ones.
import { byId } from './dom.js';
import { t } from './i18n.js';

const button = byId('pause');
const stop = button.textContent;
let turning = true;

async function turn() {
  const shown = byId('turning');
  if (turning && document.visibilityState === 'visible') {
    try {
      const answer = await fetch(shown.dataset.next, { headers: { Accept: 'text/html' } });
      if (answer.status === 400) {
        // The service does not know the place any more: begins again.
        const start = new URL(location);
        start.searchParams.delete('cursor');
        location.replace(start);
      } else if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const next = page.getElementById('turning');
        shown.replaceChildren(...next.childNodes);
        shown.dataset.next = next.dataset.next;
        shown.dataset.seconds = next.dataset.seconds;
        byId('next').href = next.dataset.next;
      }
    } catch {
      // Tries again at the next turn.
    }
  }
  setTimeout(turn, shown.dataset.seconds * 1000);
}

button.hidden = false;
button.addEventListener('click', () => {
  turning = !turning;
  button.setAttribute('aria-pressed', String(!turning));
  button.textContent = turning ? stop : t('jsResume');
});
setTimeout(turn, byId('turning').dataset.seconds * 1000);
