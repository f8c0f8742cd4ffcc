import { byId } from './dom.js';

const button = byId('print');
button.hidden = false;
button.addEventListener('click', () => window.print());
