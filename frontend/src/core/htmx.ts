// htmx under our content security policy: no injected style, no evaluated code, same origin only.
import htmx from "htmx.org";

htmx.config.includeIndicatorCSS = false;
htmx.config.mode = "same-origin";
htmx.config.transitions = false;

export { htmx };
