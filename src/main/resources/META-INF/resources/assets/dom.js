/** Creates an element. Members of `properties` are set on it; `children` are nodes or texts. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);
