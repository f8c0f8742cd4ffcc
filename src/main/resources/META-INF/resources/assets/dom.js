/** Creates an element. Members of `properties` are set on it; `children` are nodes or texts. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Shows a refusal; `name` is that of the element. */
export const refusal = (problem, name = 'p') => make(name, { className: 'refusal', role: 'alert' }, problem.message);

/** Returns what a button does: it runs `work`, and shows a refusal in `said` or else beside the button. */
export const trying = (work, said = null) => async (event) => {
  said?.replaceChildren();
  try {
    await work(event);
  } catch (problem) {
    if (said) {
      said.replaceChildren(refusal(problem));
    } else {
      event.target.after(refusal(problem, 'span'));
    }
  }
};
